"""The commands that guard a publication: ``public FILE`` and ``summarize --public``."""

import io
import json

import docx
import pytest

from sifa_xl import publishing, shipped
from sifa_xl.word import document
from tests.revised import reworded, sample_job

OUTLINE_ROW = "提纲"


def word_file(path, *paragraphs, author=""):
    doc = docx.Document()
    for words in paragraphs:
        doc.add_paragraph(words)
    doc.core_properties.author = author
    doc.save(path)
    return path


def test_a_clean_file_may_be_published(run, tmp_path):
    path = word_file(tmp_path / "总结.docx", "2022年上半年工作总结", "受理纠纷723件。")
    done = run("public", path)
    assert (done.code, done.out, done.err) == (0, "公开前检查：没有发现问题。\n", "")


def test_what_blocks_ends_with_one_and_hints_do_not(run, tmp_path):
    path = word_file(tmp_path / "总结.docx", "联系人电话13812345678。", author="张三丰")
    done = run("public", path)
    assert done.code == 1
    assert "第1段“联系人电话138********。” 有手机号138**。处理：删去" in done.out
    assert "【必须改】文件 带有文档属性里的作者（张**）。处理：" in done.out
    assert "必须改2项，改好之前不能公开。" in done.out
    assert "三丰" not in done.out
    assert "12345678" not in done.out
    hints = word_file(tmp_path / "提示.docx", "截止目前，受理纠纷723件。")
    done = run("public", hints)
    assert (done.code, "另有1项请看一看" in done.out) == (0, True)


def test_the_json_of_the_check(run, tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text("2022年总结\n习近平法制思想", encoding="utf-8")
    done = run("public", path, "--json")
    (finding,) = json.loads(done.out)["findings"]
    message = finding.pop("message")
    assert finding == {
        "code": "W-01",
        "level": "强制",
        "place": "第2段",
        "words": "习近平法制思想",
        "blocks": True,
    }
    assert message.endswith("处理：改为“习近平法治思想”")


def test_the_year_in_the_title_decides_which_terms_hold(run, tmp_path):
    path = tmp_path / "总结.txt"
    for year, code in ((2018, 0), (2022, 1)):
        path.write_text(f"{year}年工作总结\n社区服刑人员66人。", encoding="utf-8")
        assert len(publishing.check_file(path)) == code


def test_a_workbook_is_sent_to_the_other_command(run, sample):
    assert "summarize" in run("public", sample).complaint


def test_the_sample_has_nothing_that_blocks_in_text_or_word():
    job = sample_job()
    for name in ("市局稿", "政法委稿", "简报"):
        summary = job.summary(name)
        word = document(summary, is_draft=False)
        assert publishing.check_summary(summary, job, word) == []


def test_a_public_version_is_written_when_nothing_blocks(run, book, tmp_path):
    done = run("summarize", book(), "--public", "--word", "公开.docx", "--text", "公开.txt")
    assert done.code == 0
    assert (tmp_path / "公开.docx").is_file()
    assert "公开前检查：没有发现问题。" in done.err


def test_what_blocks_leaves_nothing_written(run, book, tmp_path):
    path = book()
    edit_outline(path, "联系人电话13812345678，调解员到场。")
    done = run("summarize", path, "--public", "--word", "公开.docx", "--write")
    assert done.code == 1
    assert "有手机号138**" in done.err
    assert "没有写任何文件。" in done.err
    assert not (tmp_path / "公开.docx").exists()
    assert run("summarize", path, "--word", "公开.docx").code in (0, 1)
    assert (tmp_path / "公开.docx").is_file()


def test_the_clerks_revisions_are_checked_as_they_will_be_published():
    job = reworded({"MD.排查化解": "高村镇社区矫正对象3人，习近平法制思想。"})
    found = publishing.check_summary(job.summary(), job, final_word(job))
    assert sorted(each.code for each in found) == ["D-03", "W-01"]


def test_a_number_still_open_blocks_the_public_version(book, run):
    done = run("summarize", book(受理纠纷='{ "本期" = "待定" }'), "--public", "--text", "公开.txt")
    assert done.code == 1
    assert "还有没填的数" in done.err


def test_names_of_the_ledgers_come_in_as_a_set():
    job = reworded({"MD.排查化解": "张三丰调解成功。"})
    (found,) = publishing.check_summary(job.summary(), job, final_word(job), {"张三丰"})
    assert (found.code, found.blocks) == ("D-02", True)


@pytest.mark.parametrize("is_draft", [True, False])
def test_our_own_word_file_carries_nothing_along(is_draft):
    word = document(sample_job().summary(), is_draft=is_draft)
    found = publishing.check_summary(sample_job().summary(), sample_job(), word)
    told = [(each.place, each.code, each.words) for each in found]
    assert told == ([("页眉", "D-09", "草稿·未经审核")] if is_draft else [])
    assert docx.Document(io.BytesIO(word)).core_properties.author == ""


@pytest.mark.parametrize(("change", "code"), [({}, 0), ({"调解成功": 201}, 1)])
def test_a_summary_and_its_files_get_the_same_verdict(run, book, tmp_path, change, code):
    path = book(**change)
    run("summarize", path, "--word", "总结.docx", "--text", "总结.txt")
    assert run("public", "总结.docx").code == run("public", "总结.txt").code == code
    done = run("summarize", path, "--public", "--word", "公开.docx")
    assert done.code == code
    assert ("没有写任何文件。" in done.err) is bool(code)
    assert (tmp_path / "公开.docx").exists() is not bool(code)


def test_a_review_copy_is_told_once_to_be_internal(run, sample):
    run("summarize", sample, "--review", "送审.docx")
    done = run("public", "送审.docx")
    first, verdict = done.out.split("\n\n")
    assert done.code == 1
    assert first.startswith(
        "【必须改】页眉“送审稿” 这是送审稿（内部），里面有审签页、批注和数据审核说明"
    )
    assert "不逐条列出。处理：公开用的另外生成总结" in first
    assert first.count("\n") == 0
    assert verdict == "公开前检查：必须改1项，改好之前不能公开。\n"


def test_a_review_copy_is_never_written_for_the_public(run, sample, tmp_path):
    done = run("summarize", sample, "--public", "--review", "送审.docx")
    assert done.complaint == (
        "送审稿是内部材料，不能和 --public 一起写，没有写任何文件。请分两次生成。"
    )
    assert not (tmp_path / "送审.docx").exists()


def test_a_file_in_the_output_folder_is_checked_by_the_words_beside_the_workbook(tmp_path):
    words = (shipped.folder("templates") / "公开检查.toml").read_text(encoding="utf-8")
    own = words.replace('"其它" = { "改为" = "其他" }', '"青山局" = { "改为" = "青山县司法局" }')
    for folder in ("模板", "输出"):
        (tmp_path / folder).mkdir()
    (tmp_path / "模板" / "公开检查.toml").write_text(own, encoding="utf-8")
    path = word_file(tmp_path / "输出" / "总结.docx", "青山局受理纠纷。")
    assert [each.code for each in publishing.check_file(path)] == ["W-02"]


def final_word(job):
    return document(job.summary(), is_draft=False)


def edit_outline(path, words):
    """Type ``words`` as a 自写段 into the first free row of 提纲."""
    import openpyxl

    from tests.written import edit

    sheet = openpyxl.load_workbook(path)[OUTLINE_ROW]
    header = next(row for row in sheet.iter_rows() if any(c.value == "自写正文" for c in row))
    column = {cell.value: cell.column_letter for cell in header}
    first = header[0].row + 1
    edit(path, {f"{OUTLINE_ROW}!{column['自写正文']}{first + 1}": words})
