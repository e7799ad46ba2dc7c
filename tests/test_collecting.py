"""Returns of a folder into the county's workbook: the sample's townships, and a bad lot."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from sifa_xl import jobs
from sifa_xl.adoption import Source
from sifa_xl.book.compound_file import compound_file
from sifa_xl.book.file_book import FileBook
from sifa_xl.book.reader import read, read_bytes
from sifa_xl.collecting.runs import collect
from sifa_xl.errors import FileProblem
from tests import townships as t
from tests.books import now_cell, position_of
from tests.drawn import line_named

MD, CC, RA = (line_named(title) for title in t.LINES)


_NONE_OF = ("moved_in", "pardoned", "died", "suspension_revoked", "parole_revoked")
ONLY_IN_LEDGERS = {"MD.concluded": 719, "CC.in_register": 170, "RA.due": 0, "RA.handed_over": 0}
ONLY_IN_LEDGERS |= {f"CC.{name}": 0 for name in _NONE_OF}


@pytest.fixture(scope="module")
def forms() -> dict[str, bytes]:
    """The 19 returns by unit, without ledgers, and the county's workbook under its own name."""
    books = {unit: t.town_book(number) for number, unit in enumerate(t.UNITS)}
    return books | {t.MASTER: t.master_book()}


@pytest.fixture(scope="module")
def shipped() -> dict[str, bytes]:
    """The same with their ledgers, as they ship."""
    return {path.stem: path.read_bytes() for path in (t.FOLDER / "上报").iterdir()}


@pytest.fixture
def county(forms, tmp_path, state) -> Path:
    """A folder with the county's workbook and an empty folder 上报."""
    (tmp_path / t.MASTER).write_bytes(forms[t.MASTER])
    (tmp_path / "上报").mkdir()
    return tmp_path


def _send(county: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = county / "上报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _send_all(county: Path, forms: dict[str, bytes], *without: str) -> None:
    wanted = [unit for unit in t.UNITS if unit not in without]
    _send(county, {f"{unit}.xlsx": forms[unit] for unit in wanted})


def _collect(run, county: Path, code: int):
    done = run("collect", county / "上报", "--into", county / t.MASTER, "--json")
    assert done.code == code, done.complaint
    return json.loads(done.out)


def _job(county: Path) -> jobs.Job:
    return jobs.open_workbook(county / t.MASTER)


def _totals(county: Path) -> dict[str, Decimal | None]:
    filled = _job(county).filled
    return {code: total.value for code in filled.unit_values if (total := filled.unit_total(code))}


def _county_values() -> dict[str, int]:
    return {
        figure.code: t.county()[line.title]["数据"][figure.name]["本期"]
        for line in (MD, CC, RA)
        for figure in line.figures
        if figure.name in t.county()[line.title]["数据"]
    }


# --- the sample --------------------------------------------------------------------------


def test_the_figures_of_nineteen_townships_add_up_to_those_of_the_county(county, shipped, run):
    _send_all(county, shipped)
    done = _collect(run, county, 0)
    assert done["summary"] == "应报19家：已报19"
    assert _totals(county) == _county_values() | ONLY_IN_LEDGERS
    rows = _job(county).filled.lines["MD"].splits["MD.stations"]
    numbers = {r.name: (r.amounts["个数"].value, r.amounts["件数"].value) for r in rows}
    assert numbers == {"高村镇": (3, 14), "锦和镇": (1, 7)}
    assert {unit.state for unit in _job(county).filled.units} == {"已报"}


def test_the_ledgers_of_a_return_give_the_figures_that_its_township_typed(shipped):
    for unit in t.UNITS:
        job = jobs.Job(read_bytes(shipped[unit], unit).grids, (MD, CC, RA))
        sources = [
            (job.indicators.typed(figure), job.indicators.from_source(figure, Source.LEDGER))
            for figure in (*MD.figures, *CC.figures, *RA.figures)
        ]
        both = [(typed, count) for typed, count in sources if None not in (typed, count)]
        assert len(both) == 11
        assert all(typed == count for typed, count in both)
        assert _of_ledgers(job) == []


def test_the_rows_of_nineteen_ledgers_give_the_figures_of_the_county(county, shipped, run):
    _send_all(county, shipped)
    _collect(run, county, 0)
    job = _job(county)
    offices = {
        code: Counter(table.values["调委会" if code == "MD.ledger" else "司法所"])
        for code, table in job.filled.ledgers.items()
        if table.rows
    }
    assert {code: sum(rows.values()) for code, rows in offices.items()} == {
        "MD.ledger": 723,
        "CC.ledger": 181 + 66,
        "RA.ledger": 1179 + 157,
    }
    accepted = [t.town_filling(n)["人民调解"]["数据"]["受理纠纷"]["本期"] for n in range(19)]
    assert offices["MD.ledger"] == dict(zip(t.UNITS, accepted, strict=True))
    values = _county_values()
    counted = {
        figure.code: job.indicators.from_source(figure, Source.LEDGER)
        for figure in (*MD.figures, *CC.figures, *RA.figures)
    }
    both = {code: counted[code] for code in values if counted[code] is not None}
    assert len(both) == 11
    assert both == {code: values[code] for code in both}
    assert _of_ledgers(job) == []


def _of_ledgers(job: jobs.Job) -> list[str]:
    """What is found in the rows of ledgers, or where they and the figures do not agree."""
    codes = ("X-05", "X-09", "X-11", "X-14", "B-09")
    return [f.message for f in job.findings if f.code[:2] == "T-" or f.code in codes]


def test_collecting_gives_the_paragraphs_of_the_county_summary(county, shipped, run, sample):
    _send_all(county, shipped)
    _collect(run, county, 0)
    texts = []
    for path in (sample, county / t.MASTER):
        done = run("summarize", path, "--json", county / "总结.json")
        assert done.code == 1, done.err
        paragraphs = json.loads((county / "总结.json").read_text(encoding="utf-8"))["paragraphs"]
        texts.append({p["id"]: p["text"] for p in paragraphs})
    assert {"CC.监督管理", "MD.排查化解", "MD.驻所调解室"} <= texts[0].keys()
    assert texts[0] == texts[1]


def test_what_is_doubtful_in_a_typed_figure_is_doubtful_in_one_that_was_collected(
    county, shipped, run, sample
):
    _send_all(county, shipped)
    _collect(run, county, 0)
    found = []
    for path in (sample, county / t.MASTER):
        done = run("check", path, "--json")
        found.append({(f["code"], f["figure"]) for f in json.loads(done.out)["findings"]})
    assert {("U-01", "调解成功"), ("N-04", "临时救助和慰问")} <= found[0]
    assert found[0] == found[1]


def test_every_merged_number_leads_to_its_unit_file_and_cell(county, shipped, run):
    _send_all(county, shipped)
    done = _collect(run, county, 0)
    grids = {grid.sheet: grid for grid in read(county / t.MASTER).grids}
    own = [row for row in done["figures"] if row["figure"] == "受理纠纷"]
    assert len(own) == len(t.UNITS)
    for row in own:
        theirs = {g.sheet: g for g in read(county / "上报" / row["file"]).grids}
        sheet, _, address = row["cell"].partition("!")
        given = theirs[sheet].cells[position_of(address)].value
        sheet, _, address = row["put_at"].partition("!")
        assert given == grids[sheet].cells[position_of(address)].value == row["given"]
        assert row["file"] == f"{row['unit']}.xlsx"


def test_units_of_which_the_same_is_to_be_said_stand_in_one_line(county, forms, run):
    _send(county, {"高村.xlsx": forms[t.UNITS[0]]})
    done = run("collect", county / "上报", "--into", county / t.MASTER)
    (missing,) = (line for line in done.out.split("\n") if line.startswith("【未报】"))
    assert missing == f"【未报】{'、'.join(t.UNITS[1:])}（18家）：没有收到。"


def test_no_cell_of_the_list_of_units_lacks_its_frame(county, forms, run):
    _send(county, {"高村.xlsx": forms[t.UNITS[0]]})
    run("collect", county / "上报", "--into", county / t.MASTER)
    sheet = openpyxl.load_workbook(county / t.MASTER)["汇总台账"]
    heads = [cell.column for cell in sheet[4] if cell.value and not _is_hidden(sheet, cell.column)]
    assert "位置" in [sheet.cell(4, column).value for column in heads]
    assert all(sheet.cell(6, column).border.left.style for column in heads)


def _is_hidden(sheet, column: int) -> bool:
    return sheet.column_dimensions[get_column_letter(column)].hidden


def test_a_second_run_over_the_same_files_writes_nothing(county, shipped, run):
    _send_all(county, shipped)
    _collect(run, county, 0)
    data = (county / t.MASTER).read_bytes()
    backups = list((county / "备份").iterdir())
    _collect(run, county, 0)
    assert (county / t.MASTER).read_bytes() == data
    assert list((county / "备份").iterdir()) == backups


def test_the_sheet_of_origins_stays_very_hidden(county, shipped, run):
    _send_all(county, shipped)
    _collect(run, county, 0)
    with zipfile.ZipFile(county / t.MASTER) as book:
        sheets = re.findall(r"<sheet [^>]*>", book.read("xl/workbook.xml").decode())
    states = {re.search('name="([^"]*)"', tag)[1]: "veryHidden" in tag for tag in sheets}
    assert states["汇总来源"]
    assert not states["汇总台账"]


def test_a_click_collects_from_the_folder_beside_the_workbook(county, forms, state):
    _send_all(county, forms, t.UNITS[0])
    told: list[str] = []
    outcome = collect(FileBook(county / t.MASTER), county, told.append)
    assert outcome.is_open
    assert outcome.message.startswith("应报19家：已报18、未报1。都列在“汇总台账”。")
    assert "正在读上报表：18/18…" in told
    assert {unit.state for unit in _job(county).filled.units} == {"已报", "未报"}
    shutil.rmtree(county / "上报")
    with pytest.raises(FileProblem, match="没有“上报”文件夹"):
        collect(FileBook(county / t.MASTER), county, told.append)


@pytest.mark.office
def test_returns_saved_as_xls_are_read_and_known_as_copies(county, forms, run):
    from tests.office.server import find_office, skip_or_fail

    if not find_office():
        skip_or_fail()
    unit = t.UNITS[3]
    _send(county, {"新.xlsx": forms[unit]})
    office, sent = (county / "office").as_uri(), str(county / "上报")
    command = ["soffice", f"-env:UserInstallation={office}", "--headless", "--convert-to", "xls"]
    command += ["--outdir", sent, f"{sent}/新.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(county / "上报" / "新.xls", county / "上报" / "新.et")
    done = _collect(run, county, 1)
    states = sorted(each["state"] for each in done["files"])
    assert states == ["已汇入", "重复", "重复"]
    (county / "上报" / "新.xlsx").unlink()
    assert _collect(run, county, 1)["units"][3]["state"] == "已报"


def test_the_set_that_ships_is_what_the_script_makes(forms):
    made = {t.MASTER: forms[t.MASTER]}
    for number, unit in enumerate(t.UNITS):
        made[f"上报/{unit}.xlsx"] = t.return_book(t.whole_filling(number))
    there = {p.relative_to(t.FOLDER).as_posix(): p for p in t.FOLDER.rglob("*.xlsx")}
    assert there.keys() == made.keys()
    for name, data in made.items():
        shipped = [(grid.sheet, grid.cells) for grid in read(there[name]).grids]
        again = [(grid.sheet, grid.cells) for grid in read_bytes(data, name).grids]
        assert shipped == again, f"{name}: python -m tests.townships"


# --- what clerks do ----------------------------------------------------------------------


def _typed(county: Path, cell: str, value: str) -> None:
    """Type a number into the county's workbook as a clerk would."""
    book = FileBook(county / t.MASTER)
    sheet, _, address = cell.partition("!")
    book.put_cells(sheet, {position_of(address): Decimal(value) if value else None})
    book.save()


def _row(done, unit: str, figure: str) -> dict:
    (row,) = [r for r in done["figures"] if r["unit"] == unit and r["figure"] == figure]
    return row


def test_a_hand_correction_stays_and_is_told_until_its_cell_is_cleared(county, forms, run):
    _send_all(county, forms)
    unit = t.UNITS[2]
    row = _row(_collect(run, county, 0), unit, "受理纠纷")
    _typed(county, row["put_at"], "999")
    done = _collect(run, county, 1)
    (kept,) = done["kept"]
    assert (kept["unit"], kept["cell"], kept["now"]) == (unit, row["put_at"], "999")
    assert kept["given"] == kept["put_before"] == str(row["given"])
    assert _row(done, unit, "受理纠纷")["standing"] == 999
    (report,) = [each for each in done["units"] if each["unit"] == unit]
    assert "手工改过1处，没有覆盖" in "".join(report["remarks"])
    _typed(county, row["put_at"], "")
    done = _collect(run, county, 0)
    assert _row(done, unit, "受理纠纷")["standing"] == row["given"]


def test_a_newer_version_replaces_what_the_older_one_had_put(county, forms, run):
    _send_all(county, forms)
    _collect(run, county, 0)
    filling = t.town_filling(4)
    filling["人民调解"]["数据"]["受理纠纷"]["本期"] += 5
    del filling["人民调解"]["数据"]["排查发现纠纷"]
    _send(county, {f"{t.UNITS[4]}.xlsx": t.town_book(4, filling)})
    _collect(run, county, 1)
    totals = _totals(county)
    assert totals["MD.accepted"] == _county_values()["MD.accepted"] + 5
    assert totals["MD.found"] == _county_values()["MD.found"] - t.shares(26)[4]


def test_the_numbers_of_a_unit_whose_file_is_gone_stay_and_are_told(county, forms, run):
    _send_all(county, forms)
    _collect(run, county, 0)
    (county / "上报" / f"{t.UNITS[0]}.xlsx").unlink()
    done = _collect(run, county, 0)
    assert _totals(county) == _county_values()
    assert "表里原有的数没有动" in done["units"][0]["remarks"][0]


def test_measures_are_carried_along_once_and_left_for_the_clerk_to_use(county, forms, run):
    filling = t.town_filling(1)
    text = "在集镇设立纠纷受理点，就地受理。"
    filling["人民调解"]["举措"] = [{"归入提纲段": "排查化解", "正文": text, "详略": "可略"}]
    _send_all(county, forms, t.UNITS[1])
    _send(county, {"锦和.xlsx": t.town_book(1, filling)})
    done = _collect(run, county, 0)
    assert any("有1条各单位的举措" in remark for remark in done["remarks"])
    data = (county / t.MASTER).read_bytes()
    _collect(run, county, 0)
    assert (county / t.MASTER).read_bytes() == data
    own = [m for m in _job(county).filled.lines["MD"].measures if m.body == text]
    assert [(m.section, m.is_used, m.may_drop) for m in own] == [(t.UNITS[1], False, True)]


def _disputes(*numbers: str) -> dict:
    """A township's return with so many rows in its ledger of disputes."""
    filling = t.town_filling(2)
    rows = [{"案号": f"假〔2022〕{n}号", "当事人": f"假人{n}"} for n in numbers]
    filling["人民调解台账"] = {"人民调解": rows}
    return filling


def _own_rows(county: Path) -> list[tuple]:
    table = _job(county).filled.ledgers["MD.ledger"]
    rows = [dict(row) for row in table.by_label()]
    return sorted((row["案号"], row["当事人"], row[OFFICE]) for row in rows)


OFFICE = "调委会"


def test_rows_of_ledgers_are_appended_once_with_their_unit(county, forms, run):
    unit = t.UNITS[2]
    _send(county, {"江口墟.xlsx": t.town_book(2, _disputes("1", "2", "3"))})
    done = _collect(run, county, 1)
    (report,) = [each for each in done["units"] if each["unit"] == unit]
    assert any("汇入3行" in remark for remark in report["remarks"])
    assert _own_rows(county) == [(f"假〔2022〕{n}号", f"假人{n}", unit) for n in "123"]
    data = (county / t.MASTER).read_bytes()
    assert "假人" not in json.dumps(done, ensure_ascii=False)
    _collect(run, county, 1)
    assert len(_own_rows(county)) == 3
    _send(county, {"江口墟.xlsx": t.town_book(2, _disputes("1", "3", "4"))})
    _collect(run, county, 1)
    assert _own_rows(county) == [(f"假〔2022〕{n}号", f"假人{n}", unit) for n in "134"]
    assert (county / t.MASTER).read_bytes() != data


def test_a_row_the_clerk_has_changed_stays_and_is_not_put_again(county, run):
    _send(county, {"江口墟.xlsx": t.town_book(2, _disputes("1", "2"))})
    _collect(run, county, 1)
    table = _job(county).filled.ledgers["MD.ledger"]
    book = FileBook(county / t.MASTER)
    book.put_cells(table.sheet, {(table.rows[0], table.columns["当事人"]): "改过的"})
    book.save()
    _send(county, {"江口墟.xlsx": t.town_book(2, _disputes("1", "2", "3"))})
    _collect(run, county, 1)
    assert [row[1] for row in _own_rows(county)] == ["改过的", "假人2", "假人3"]


def test_no_private_cell_reaches_the_cache(county, run, state):
    _send(county, {"江口墟.xlsx": t.town_book(2, _disputes("1", "2"))})
    _collect(run, county, 1)
    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    assert b"MD.accepted" in kept
    assert "假人".encode() not in kept
    assert "假〔2022〕".encode() not in kept


# --- a bad lot ---------------------------------------------------------------------------


def _saved_at(data: bytes, moment: str) -> bytes:
    """The file as if it had been saved then."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), part)
            new.writestr(info.filename, part)
    return target.getvalue()


def _renamed_header(data: bytes) -> bytes:
    """The file with 概数 on the sheet 人民调解 called otherwise."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/sharedStrings.xml":
                part = part.replace("<t>概数</t>".encode(), "<t>大概</t>".encode())
            new.writestr(info.filename, part)
    return target.getvalue()


def _changed(number: int, **changes) -> dict:
    filling = t.town_filling(number)
    return filling | {"首页": filling["首页"] | changes}


def _bad_lot(forms: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the folder by name; the units by number are those of the sample."""
    units = t.UNITS
    older = t.town_filling(3)
    older["人民调解"]["数据"]["受理纠纷"]["本期"] = 1
    older["人民调解"]["数据"]["调解成功"]["本期"] = 1
    words = t.town_filling(6)
    words["人民调解"]["数据"]["涉及金额"] = {"本期": "2000万"}
    words["人民调解"]["数据"]["排查发现纠纷"] = {"本期": "２件"}
    data = forms[units[9]]
    return {
        "1 迟报.xlsx": _saved_at(forms[units[1]], "2022-07-05T02:00:00Z"),
        "2 重报/一.xlsx": _saved_at(forms[units[2]], "2022-07-01T02:00:00Z"),
        "2 重报/二.xlsx": forms[units[2]],
        "3 旧.xlsx": _saved_at(t.town_book(3, older), "2022-06-20T02:00:00Z"),
        "3 新.xlsx": _saved_at(forms[units[3]], "2022-06-28T02:00:00Z"),
        "5 改表头.xlsx": _renamed_header(forms[units[5]]),
        "6 文字数.xlsx": t.town_book(6, words),
        "7 期别.xlsx": t.town_book(7, _changed(7, 期别="全年", 统计截止日=None)),
        f"{units[8]}加密.xlsx": compound_file({"EncryptedPackage": b"x" * 5000}),
        "9 没传完.xlsx": data[: len(data) // 2],
        "别的县.xlsx": t.return_book(_changed(10, 单位全称="某某县司法局")),
        "~$1 迟报.xlsx": b"owner",
        **{f"{unit}.xlsx": forms[unit] for unit in units[11:]},
    }


def test_a_return_is_no_workbook_to_collect_into(county, forms, run):
    _send(county, {"1.xlsx": forms[t.UNITS[1]]})
    path = county / "上报" / "1.xlsx"
    done = run("collect", county / "上报", "--into", path)
    assert (done.code, path.read_bytes()) == (2, forms[t.UNITS[1]])
    assert f"要汇入的是{t.UNITS[1]}的上报表" in done.complaint


def test_of_a_bad_lot_each_file_is_named_rightly_and_the_good_ones_are_merged(county, forms, run):
    _send(county, _bad_lot(forms))
    done = _collect(run, county, 1)
    units = {each["unit"]: each for each in done["units"]}
    files = {each["file"]: each for each in done["files"]}
    assert "~$1 迟报.xlsx" not in files
    name = t.UNITS.__getitem__

    def told(number: int) -> str:
        return "".join(units[name(number)]["remarks"])

    assert units[name(0)]["state"] == "未报"
    assert "没有收到" in told(0)
    assert units[name(1)]["state"] == "迟报"
    assert "7月2日截止" in told(1)
    assert files["2 重报/二.xlsx"]["state"] == "重复"
    assert "重报，共2份" in told(2)
    assert files["3 旧.xlsx"]["state"] == "旧版"
    assert "另有旧版“3 旧.xlsx”没有用" in told(3)
    assert units[name(5)]["state"] == "退回"
    assert "改过表头：找不到“概数”" in told(5)
    assert "文字型数字已认出汇入" in told(6)
    assert "2000万元" in told(6)
    assert "全角" in told(6)
    assert units[name(7)]["state"] == "退回"
    assert "期别是2022年全年，要的是2022年上半年" in told(7)
    assert "有打开密码" in files[f"{name(8)}加密.xlsx"]["reason"]
    assert units[name(8)]["state"] == "未报"
    assert "可能是它的" in told(8)
    assert "损坏或没有传完" in files["9 没传完.xlsx"]["reason"]
    assert files["别的县.xlsx"]["state"] == "退回"
    assert "是“某某县司法局”的" in files["别的县.xlsx"]["reason"]
    good = [number for number in range(19) if number not in (0, 4, 7, 8, 9, 10)]
    accepted = {row["unit"]: row["given"] for row in done["figures"] if row["figure"] == "受理纠纷"}
    assert set(accepted) == {name(number) for number in good}
    whole = {number: t.town_filling(number)["人民调解"]["数据"] for number in good}
    assert accepted == {name(n): whole[n]["受理纠纷"]["本期"] for n in good}
    assert _totals(county)["MD.amount"] == 2000
    assert done["summary"].startswith("应报19家：已报11、迟报1、退回2、未报5；重报2家")


def test_a_notice_says_what_to_mend_and_by_when(county, forms, run):
    _send(county, _bad_lot(forms))
    done = _collect(run, county, 1)
    notices = {each["unit"]: each["notice"] for each in done["units"]}
    assert "还没有收到（7月2日截止），请抓紧报来" in notices[t.UNITS[0]]
    assert "“7 期别.xlsx”退回。期别是2022年全年" in notices[t.UNITS[7]]
    assert "表头“概数”找不到了" in notices[t.UNITS[5]]


def test_an_empty_or_missing_folder_and_an_old_master_are_told(county, run, tmp_path):
    done = run("collect", county / "上报", "--into", county / t.MASTER)
    assert done.code == 2
    assert "里没有表格文件" in done.complaint
    done = run("collect", county / "没有", "--into", county / t.MASTER)
    assert "找不到文件夹" in done.complaint
    shutil.copy(county / t.MASTER, tmp_path / "别的.xlsx")
    assert run("collect", county / "上报", "--into", tmp_path / "没有.xlsx").code == 2


def test_the_cell_of_the_county_sheet_is_left_alone(county, forms, run):
    _send_all(county, forms)
    _collect(run, county, 0)
    sheet, _, address = now_cell(MD, MD.accepted).partition("!")
    grids = {grid.sheet: grid for grid in read(county / t.MASTER).grids}
    assert position_of(address) not in grids[sheet].cells


# --- levels ------------------------------------------------------------------------------


def test_a_merged_workbook_is_itself_a_return_and_the_towns_stay_behind_it(county, forms, run):
    _send_all(county, forms)
    _collect(run, county, 0)
    city = county / "全市"
    (city / "上报").mkdir(parents=True)
    shutil.copy(county / t.MASTER, city / "上报" / "麻阳.xlsx")
    filling = t.county_without_figures()
    filling["首页"] = filling["首页"] | {"单位全称": "怀化市司法局", "单位简称": "市司法局"}
    bureau = t.county()["首页"]["单位全称"]
    filling["填报单位"] = {"填报单位": [{"单位名称": bureau, "业务线": "人民调解"}]}
    (city / t.MASTER).write_bytes(t.master_book(filling))
    done = _collect(run, city, 0)
    assert done["units"][0]["doubts"]  # the county's own open questions
    assert _totals(city)["MD.accepted"] == 723
    below = {row["unit"] for row in done["figures"] if row["figure"] == "受理纠纷"}
    assert below == {bureau, *(f"{bureau}/{unit}" for unit in t.UNITS)}
