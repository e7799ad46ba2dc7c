"""The half-year summary as it is usually scripted: the yardstick of the benchmarks, not a model.

openpyxl loads everything, each sheet becomes a DataFrame, figures are looked up by their label,
and strings of Jinja fill a text and a Word file.  It checks nothing, knows no source of a number,
and a blank prints as nothing.  With docxtpl installed it fills a Word template; otherwise it puts
paragraphs into an empty python-docx document.
"""

import sys
from pathlib import Path
from typing import Any

import docx
import jinja2
import openpyxl
import pandas as pd

try:
    import docxtpl  # not among our dependencies
except ImportError:
    docxtpl = None

LABEL, TYPED, ADOPTED = 1, 2, 9  # columns B, C and J
TITLE = "{{ 单位全称 }}{{ 年份 }}年{{ 期别 }}工作总结"
OPENING = (
    "{{ 期别 }}，在{{ 领导机关 }}的领导下，在{{ 业务指导机关 }}的指导下，{{ 单位简称 }}"
    "围绕{{ 中心工作 }}等中心工作，履行司法行政职责。现将有关情况总结如下。"
)
PARAGRAPHS = {
    "法治统筹": "统筹推进全面依法治县。",
    "合法性审查": "办理合法性审查{{ 合法性审查合计 }}件，其中规范性文件{{ 审查规范性文件 }}件。",
    "行政复议": "收到行政复议申请{{ 收到行政复议申请 }}件，办结{{ 办结复议案件 }}件，"
    "办结率{{ 办结率 }}%。",
    "行政应诉": "办理行政应诉案件{{ 行政应诉案件 }}件。",
    "行政执法监督": "抽调{{ 综合巡查抽调人员 }}名工作人员参加综合巡查。",
    "法律援助": "接待法律咨询{{ 接待法律咨询 }}人次，办理民事案件{{ 民事案件 }}件、"
    "刑事案件{{ 刑事案件 }}件、认罪认罚案件法律帮助{{ 认罪认罚案件法律帮助 }}件。",
    "公证": "办理公证事项{{ 办理公证事项 }}件，其中法律援助公证{{ 法律援助公证 }}件。",
    "律师工作": "全县{{ 律师事务所 }}家律师事务所共办理法律事务{{ 律师办理法律事务 }}件。",
    "人民参与司法": "做好人民陪审员和人民监督员选任管理。",
    "法治宣传": "开展法治宣传活动{{ 法治宣传活动 }}场次，解答法律咨询{{ 现场解答法律咨询 }}人次，"
    "发放资料{{ 宣传资料和宣传品 }}份。",
    "民主法治示范创建": "推进民主法治示范创建。",
    "社区矫正": "新接收社区矫正对象{{ 新接收社区矫正对象 }}人，期满解除{{ 矫正期满解除 }}人。",
    "安置帮教": "新接收对象{{ 新接收刑满释放安置帮教对象 }}人，在册{{ 在册安置帮教对象 }}人。",
    "扫黑除恶": "常态化开展扫黑除恶。",
    "人民调解": "排查矛盾纠纷{{ 矛盾纠纷排查 }}人次，受理矛盾纠纷{{ 受理纠纷 }}件，"
    "调解成功{{ 调解成功 }}件，成功率{{ 成功率 }}%。",
    "党的建设": "加强党的建设。",
}
RATES = {
    "人民调解": ("成功率", "调解成功", "受理纠纷"),
    "行政复议": ("办结率", "办结复议案件", "收到行政复议申请"),
}
PROSE_SHEETS = ("其他工作", "存在问题", "下步打算")


def load(workbook: Path) -> dict[str, pd.DataFrame]:
    """Every sheet of the workbook."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    return {sheet.title: pd.DataFrame(sheet.values) for sheet in book.worksheets}


def figures(frame: pd.DataFrame) -> dict[str, Any]:
    """What stands in column C, or as a sum in column J, by the label in column B."""
    values = frame[TYPED]
    if ADOPTED in frame:
        values = values.fillna(frame[ADOPTED])
    labelled = frame.assign(value=values).dropna(subset=[LABEL, "value"]).drop_duplicates(LABEL)
    labels = labelled[LABEL].astype(str).str.lstrip("★")
    return dict(zip(labels, labelled["value"], strict=True))


def add_rate(found: dict[str, Any], name: str, part: str, base: str) -> None:
    """A percentage with one decimal, where both sides are numbers."""
    if isinstance(found.get(part), int | float) and isinstance(found.get(base), int | float):
        found[name] = round(found[part] / found[base] * 100, 1)


def prose(frame: pd.DataFrame) -> list[str]:
    """What stands under each header 正文."""
    found = []
    for place in zip(*(frame == "正文").to_numpy().nonzero(), strict=True):
        for words in frame.iloc[place[0] + 1 :, place[1]]:
            if not isinstance(words, str) or len(words) < 2:
                break
            found.append(words.rstrip("。") + "。")
    return found


def paragraphs(workbook: Path) -> list[str]:
    """The summary, a paragraph a line sheet."""
    frames = load(workbook)
    home = figures(frames["首页"])
    environment = jinja2.Environment()
    texts = [environment.from_string(source).render(home) for source in (TITLE, OPENING)]
    for sheet, source in PARAGRAPHS.items():
        found = figures(frames[sheet])
        if sheet in RATES:
            add_rate(found, *RATES[sheet])
        sentence = environment.from_string(source).render(found)
        texts.append("".join([*prose(frames[sheet]), sentence]))
    texts += [words for sheet in PROSE_SHEETS for words in prose(frames[sheet])]
    return [*texts, str(home["单位全称"])]


def write_word(texts: list[str], target: Path) -> None:
    """The paragraphs as a Word file."""
    document = docx.Document()
    if docxtpl is None:
        for text in texts:
            document.add_paragraph(text)
        document.save(str(target))
        return
    for number in range(len(texts)):
        document.add_paragraph(f"{{{{ texts[{number}] }}}}")
    template = target.with_suffix(".template.docx")
    document.save(str(template))
    filled = docxtpl.DocxTemplate(str(template))
    filled.render({"texts": texts})
    filled.save(str(target))


def job(workbook: Path, text: Path, word: Path | None = None) -> None:
    """Write the summary as text and, where asked for, as Word."""
    texts = paragraphs(workbook)
    text.write_text("\n".join(texts), encoding="utf-8")
    if word is not None:
        write_word(texts, word)


if __name__ == "__main__":
    job(*map(Path, sys.argv[1:]))
