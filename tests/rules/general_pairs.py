"""Pairs for the general rules: sheets of a small workbook that pass, and ones that fail."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sifa_xl import headers as h
from sifa_xl.domain import CellKind, Finding, Grid, GridCell, Place, State
from sifa_xl.filled import Amount, UnitAmount
from sifa_xl.forms import SHEET_MARK, TABLE_MARK
from sifa_xl.jobs import Job
from sifa_xl.ledger_reading import mark_counted
from sifa_xl.ledgers import Ledger
from sifa_xl.lines.legal_aid import LegalAid
from sifa_xl.lines.mediation import Mediation
from tests.drawn import FRONT, HOME, draw, line_named, read_cell

LINE = "人民调解"
DAYS = f"{HOME}| 统计截止日 | {{}} |\n| 成文日期 | {{}} |\n"
GENERATED = (
    "全县各类人民调解组织开展矛盾纠纷排查50次，排查发现矛盾纠纷40件。"
    "共受理矛盾纠纷40件，调解成功39件，成功率97.5%。"
)
Sheets = list[Grid | dict[str, int]]


def figures(*rows: str, columns: str = "本期") -> Grid:
    """人民调解 with rows such as ``受理纠纷 | 723``."""
    head = f"| 指标 | {columns} |"
    return draw(LINE, "\n".join([head, *(f"| {row} |" for row in rows)]))


def whole(*rows: str) -> Grid:
    """人民调解 with every ★ figure filled, and these rows besides."""
    stars = {"矛盾纠纷排查": "50", "排查发现纠纷": "40", "受理纠纷": "40", "调解成功": "39"}
    stars |= dict(row.split(" | ") for row in rows)
    return figures(*(f"{name} | {value}" for name, value in stars.items()))


def against(now: int, before: int, name: str = "受理纠纷") -> Grid:
    """One figure with last year's."""
    return figures(f"{name} | {now} | {before}", columns="本期 | 上年同期")


def home(rows: str) -> Grid:
    """首页 with these rows."""
    return draw("首页", rows)


def days(cutoff: str, signed: str) -> Grid:
    """首页 with the two dates."""
    return home(DAYS.format(cutoff, signed))


def whole_year() -> Grid:
    """首页 of the whole year."""
    return home(HOME.replace("上半年", "全年"))


def row(body: str, **columns: str) -> Grid:
    """人民调解 with one figure and a 举措."""
    named = {"正文": body} | columns
    head, cells = " | ".join(named), " | ".join(named.values())
    return draw(LINE, f"| 指标 | 本期 |\n| 受理纠纷 | 723 |\n\n举措\n| {head} |\n| {cells} |")


def outline(content: str) -> Grid:
    """提纲 with one row."""
    return draw(h.OUTLINE, f"| 级别 | 标题 | 内容 |\n| 一级 | 调解 | {content} |")


def plan(body: str, target: str) -> Grid:
    """下步打算 with one row."""
    return draw(h.PLANS, f"| 正文 | 目标数 | 目标单位 |\n| {body} | {target} | 期 |")


def kinds(*rows: str) -> Grid:
    """人民调解 with rows of 纠纷类型."""
    body = "\n".join(f"| {row} |" for row in rows)
    return draw(LINE, f"| 指标 | 本期 |\n\n纠纷类型\n| 类型 | 件数 |\n{body}")


def extra(name: str, number: str = "5", unit: str = "件") -> Grid:
    """人民调解 with a 补充数据 of that name."""
    figures = "| 指标 | 本期 |\n| 受理纠纷 | 5 |"
    return draw(
        LINE, f"{figures}\n\n补充数据\n| 指标 | 本期 | 单位 |\n| {name} | {number} | {unit} |"
    )


def computed(grid: Grid) -> Grid:
    """The sheet with a formula of the clerk's where each number was typed."""
    cells = {
        place: cell._replace(is_formula=cell.kind is CellKind.NUMBER)
        for place, cell in grid.cells.items()
    }
    return replace(grid, cells=cells)


def typed_over(number: str) -> Grid:
    """人民调解 with ``number`` where the formula of an adopted value should stand."""
    grid = draw(
        LINE, f"| 指标 | 本期 | 采用数 |\n| 受理纠纷 | 5 | {number} |\n| 书面协议 | 2 | 2 |"
    )
    last = max(place for place, cell in grid.cells.items() if cell.kind is CellKind.NUMBER)
    return replace(grid, cells=grid.cells | {last: grid.cells[last]._replace(is_formula=True)})


def revised(words: str, basis: str = GENERATED) -> Sheets:
    """人民调解 with its paragraph, and 总结 with the clerk's ``words`` for the text ``basis``."""
    headers = (h.PARAGRAPH, h.REVISED, h.LAST_GENERATED, h.REVISED_FROM, h.LAST_REVISED, h.DRAFT)
    rows = [
        [f"{SHEET_MARK}{h.SUMMARY_SHEET}"],
        [f"{TABLE_MARK}{h.SUMMARY}", *headers],
        ["", "MD.排查化解", words, basis, basis, words, "市局稿"],
    ]
    cells = {
        (number, column): GridCell(text, CellKind.TEXT)
        for number, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
        if text
    }
    return [whole(), outline("人民调解·排查化解"), Grid(h.SUMMARY, cells)]


def units(*rows: str) -> Grid:
    """填报单位 with rows such as ``高村司法所 | 人民调解``; all are 司法所."""
    body = "\n".join(f"| {row} | 司法所 |" for row in rows)
    return draw(h.UNITS, f"| 单位名称 | 业务线 | 类别 |\n{body}")


def by_unit(names: str, values: str, figure: str = "受理纠纷 | MD.accepted") -> Grid:
    """分所表 with these units and what they gave for the figure."""
    row = f"| {figure} | {values} |"
    return draw(h.UNIT_TABLE, f"| 指标 | 编码 | {names} |\n{row}")


def nameless(grid: Grid) -> Grid:
    """分所表 after the name of its first unit was deleted."""
    cells = {k: v for k, v in grid.cells.items() if k[0] != 2 or v.value != "高村司法所"}
    return replace(grid, cells=cells)


def without_codes(grid: Grid) -> Grid:
    """The sheet after column A was deleted."""
    return replace(grid, cells={k: v for k, v in grid.cells.items() if k[1] != 1})


def renamed(grid: Grid, name: str) -> Grid:
    """The sheet under another name."""
    return replace(grid, sheet=name)


def rows_of(ledger: Ledger, columns: str, *rows: str) -> Grid:
    """A ledger's sheet with these columns drawn and the others blank."""
    drawn = columns.split(" | ")
    labels = [*drawn, *(label for label in ledger.columns if label not in drawn)]
    heads = [ledger[label].header for label in labels]
    texts = [[f"{SHEET_MARK}{ledger.code}"], [f"{TABLE_MARK}{ledger.code}", *heads]]
    texts += [["", *(cell.strip() for cell in row.split("|"))] for row in rows]
    cells = {
        (number, column): read_cell(text)
        for number, row in enumerate(texts, 1)
        for column, text in enumerate(row, 1)
    }
    return Grid(ledger.title, {place: cell for place, cell in cells.items() if cell is not None})


def cases(*rows: str) -> Grid:
    """人民调解台账 with rows such as ``甲1 | 2022-03-01 | 2022-03-09 | 成功 | 书面``."""
    return rows_of(Mediation.ledger, "案号 | 受理日期 | 结案日期 | 调解结果 | 协议形式", *rows)


def consulted(*rows: str) -> Grid:
    """法援咨询台账 with rows such as ``2022-03-01 | 甲 | 1``."""
    return rows_of(LegalAid.consultation_ledger, "日期 | 来访人 | 人次", *rows)


def aided(identity: str) -> Grid:
    """法律援助台账 with one person, none that lives."""
    return rows_of(LegalAid.ledger, "申请日期 | 身份证号", f"2022-03-01 | '{identity}")


def edition(version: str, *missing: str) -> Grid:
    """定义 as a program of that version wrote it, without the codes ``missing``."""
    codes = [named.code for named in line_named(LINE).named() if named.code not in missing]
    texts = [f"{SHEET_MARK}{h.DEFINITION_SHEET}", version, *codes]
    cells = {(row, 1): GridCell(text, CellKind.TEXT) for row, text in enumerate(texts, 1)}
    return Grid("定义", cells)


def findings(sheets: Sheets, *lines: str) -> list[Finding]:
    """Everything the check finds in a workbook with these sheets; a dict is what units gave."""
    given = [sheet for sheet in sheets if isinstance(sheet, dict)]
    drawn = {sheet.sheet: sheet for sheet in sheets if not isinstance(sheet, dict)}
    texts = {"首页": HOME, h.OUTLINE: f"| 级别 | 内容 |\n| 一级 | {LINE}·排查化解 |"}
    front = [draw(name, texts.get(name, "")) for name in FRONT if name not in drawn]
    titles = lines or (LINE,)
    job = Job([*front, *(s for s in sheets if isinstance(s, Grid))], list(map(line_named, titles)))
    for values in given:
        for code, number in values.items():
            amount = Amount(place=Place("分所表", 5, 7), state=State.KNOWN, value=Decimal(number))
            job.filled.unit_values[code] = [UnitAmount(unit="城关镇", amount=amount)]
        mark_counted(job.filled)
    return job.findings


_TWO = ["法律援助", "法治宣传"]
_CONSULTED = "| 指标 | 本期 | 口径 |\n| 法律咨询 | 5 | {} |"
_STRAY = "| 指标 | 本期 | 编码 |\n| 受理纠纷 | 5 | MD.accepted |\n| 旧指标 | 5 | {} |"
_TWICE = "| 指标 | 本期 |\n| 受理纠纷 | 5 |\n| 受理纠纷 | 6 |"
_CASE = "甲1 | 2022-03-01 | 2022-03-09 | 成功"
_OTHER_CASE = _CASE.replace("1", "2", 1)
_FAILED = _OTHER_CASE.replace("成功", "不成")
_GIVEN = {"MD.accepted": 40}
_SHEET, _OTHER = whole(), draw("法律援助")
_HIGH, _BROCADE = "高村司法所 | 人民调解", "锦和司法所 | 人民调解"
_UNITS = units(_HIGH, _BROCADE)

# (code, level): what passes, what fails, and the lines of the workbook where not 人民调解
PAIRS: dict[tuple[str, str], tuple[Sheets, Sheets, list[str]]] = {
    ("X-00", "必须改"): ([_SHEET], [_SHEET, home("| 项目 | 内容 |\n| 年份 | 2022 |")], []),
    ("X-01", "必须改"): (
        [_SHEET, days("2022-06-30", "2022-07-05")],
        [_SHEET, days("2022-07-01", "2022-07-05")],
        [],
    ),
    ("X-01", "请核实"): (
        [_SHEET, days("2022-06-30", "2022-07-05")],
        [_SHEET, days("2022-06-25", "2022-07-05")],
        [],
    ),
    ("X-02", "可不改"): ([row("截至目前已办完。")], [row("截止目前已办完。")], []),
    ("X-03", "请核实"): (
        [draw(_TWO[0], _CONSULTED.format("窗口")), draw(_TWO[1], _CONSULTED.format("现场"))],
        [draw(_TWO[0], _CONSULTED.format("窗口")), draw(_TWO[1], _CONSULTED.format(""))],
        _TWO,
    ),
    ("X-05", "必须改"): ([_GIVEN, whole()], [_GIVEN, whole("受理纠纷 | 41")], []),
    ("X-05", "请核实"): (
        [_GIVEN, figures("受理纠纷 | 40 | 余", columns="本期 | 概数")],
        [_GIVEN, figures("受理纠纷 | 30 | 余", columns="本期 | 概数")],
        [],
    ),
    ("X-06", "必须改"): ([_SHEET], [whole("书面协议 | 待定")], []),
    ("X-06", "请核实"): ([_SHEET], [figures("受理纠纷 | 5")], []),
    ("X-06", "可不改"): (
        [figures("书面协议 | 5 | 5", "受理纠纷 | 9 | 9", columns="本期 | 上年同期")],
        [figures("书面协议 | | 5", "受理纠纷 | 9 | 9", columns="本期 | 上年同期")],
        [],
    ),
    ("X-07", "请核实"): ([against(65, 50)], [against(66, 50)], []),
    ("X-07", "可不改"): ([against(13, 10)], [against(20, 10)], []),
    ("X-08", "请核实"): ([against(51, 50)], [against(50, 50)], []),
    ("X-08", "可不改"): ([against(51, 50, "书面协议")], [against(50, 50, "书面协议")], []),
    ("X-09", "必须改"): (
        [_SHEET, cases(_CASE, _OTHER_CASE)],
        [_SHEET, cases(_CASE, _CASE)],
        [],
    ),
    ("X-09", "请核实"): (
        [_OTHER, consulted("2022-03-01 | 甲 | 1", "2022-03-02 | 甲 | 1")],
        [_OTHER, consulted("2022-03-01 | 甲 | 1", "2022-03-01 | 甲 | 1")],
        ["法律援助"],
    ),
    ("X-10", "必须改"): ([_SHEET], [whole("受理纠纷 | -1")], []),
    ("X-11", "必须改"): (
        [figures("受理纠纷 | 1"), cases(_CASE)],
        [figures("受理纠纷 | 2"), cases(_CASE)],
        [],
    ),
    ("X-11", "请核实"): (
        [figures("受理纠纷 | 1 | 以上", columns="本期 | 概数"), cases(_CASE)],
        [figures("受理纠纷 | 2 | 以上", columns="本期 | 概数"), cases(_CASE)],
        [],
    ),
    ("X-12", "请核实"): ([row("受理纠纷723件。")], [row("受理纠纷720件。")], []),
    ("X-13", "可不改"): ([row("【受理纠纷】已受理。")], [row("受理纠纷723件。")], []),
    ("X-14", "必须改"): (
        [{"LA.cases": 9}, draw(_TWO[0], "| 指标 | 本期 |\n| 民事案件 | 9 |")],
        [{"LA.cases": 8}, draw(_TWO[0], "| 指标 | 本期 |\n| 民事案件 | 9 |")],
        [_TWO[0]],
    ),
    ("X-04", "必须改"): (
        [draw("社区矫正", "| 指标 | 本期 | 上期期末 |\n| 期初在册 | 110 | 110 |")],
        [draw("社区矫正", "| 指标 | 本期 | 上期期末 |\n| 期初在册 | 111 | 110 |")],
        ["社区矫正"],
    ),
    ("X-15", "必须改"): (
        [figures("受理纠纷 | 40 | 40", columns="本期 | 上半年"), whole_year()],
        [figures("受理纠纷 | 39 | 40", columns="本期 | 上半年"), whole_year()],
        [],
    ),
    ("T-01", "必须改"): (
        [_SHEET, cases(_CASE)],
        [_SHEET, cases("甲1 | 2022-03-01 | 2022-02-01 | 成功")],
        [],
    ),
    ("T-02", "必须改"): ([_SHEET, cases(_CASE)], [_SHEET, cases("甲1 | 2022-03-01 | | 成功")], []),
    ("T-03", "必须改"): (
        [_SHEET, cases(_CASE)],
        [_SHEET, cases("甲1 | 2022-03-01 | 2022-03-09 | 调解中")],
        [],
    ),
    ("T-04", "请核实"): (
        [_SHEET, cases("甲1 | 2022-06-20 | | 调解中")],
        [_SHEET, cases("甲1 | 2022-03-20 | | 调解中")],
        [],
    ),
    ("T-04", "可不改"): (
        [_SHEET, cases(_CASE)],
        [_SHEET, cases("甲1 | 2022-03-01 | 2022-05-09 | 成功")],
        [],
    ),
    ("T-05", "请核实"): (
        [_OTHER, aided("431299199001010011")],
        [_OTHER, aided("431299199001010012")],
        ["法律援助"],
    ),
    ("T-06", "请核实"): ([_SHEET, cases(_CASE)], [_SHEET, cases("甲1 |")], []),
    ("T-07", "可不改"): ([_SHEET, cases(_CASE)], [_SHEET, cases("甲1 | 2022-07-01")], []),
    ("T-08", "请核实"): (
        [_OTHER, consulted("2022-03-01 | 甲 | 1")],
        [_OTHER, consulted("2022-03-01 | 甲 |")],
        ["法律援助"],
    ),
    ("T-09", "请核实"): (
        [_SHEET, cases(f"{_CASE} | 书面", f"{_FAILED} |")],
        [_SHEET, cases(f"{_CASE} | 书面", f"{_OTHER_CASE} |")],
        [],
    ),
    ("N-04", "请核实"): (
        [figures("受理纠纷 | 70 | 余", columns="本期 | 概数")],
        [figures("受理纠纷 | 78 | 余", columns="本期 | 概数")],
        [],
    ),
    ("N-05", "请核实"): (revised("受理40件。"), revised("另有志愿者37名参与。"), []),
    ("N-06", "请核实"): (revised("共受理矛盾纠纷40件。"), revised("共受理矛盾纠纷41件。"), []),
    ("N-06", "可不改"): (revised("成功率97.5%。"), revised("成功率98%。"), []),
    ("N-07", "请核实"): (
        revised("现有志愿者37名。"),
        revised("现有志愿者37名。年底，现有志愿者38名。"),
        [],
    ),
    ("N-08", "请核实"): (revised("继续抓好调解。"), revised("继续抓好调解。", "原来的话。"), []),
    ("N-08", "可不改"): (
        revised("共受理矛盾纠纷40件。"),
        revised("共受理矛盾纠纷40件。", "原来的话。"),
        [],
    ),
    ("U-01", "请核实"): (
        [figures("受理纠纷 | 5 | 件", columns="本期 | 单位")],
        [figures("受理纠纷 | 5 | 起", columns="本期 | 单位")],
        [],
    ),
    ("V-01", "必须改"): ([_SHEET], [whole("受理纠纷 | #REF!")], []),
    ("V-02", "可不改"): ([_SHEET], [whole("受理纠纷 | 40件")], []),
    ("V-04", "请核实"): ([_SHEET], [whole("受理纠纷 | ~~40~~")], []),
    ("V-05", "必须改"): (
        [figures("受理纠纷 | 60余 | 余", columns="本期 | 概数")],
        [figures("受理纠纷 | 60余 | 约", columns="本期 | 概数")],
        [],
    ),
    ("V-06", "必须改"): ([kinds("邻里 | 5")], [kinds(" | 5")], []),
    ("V-07", "必须改"): ([extra("走访户数")], [extra("受理纠纷")], []),
    ("V-07", "请核实"): ([kinds("邻里 | 5", "婚姻 | 6")], [kinds("邻里 | 5", "邻里 | 6")], []),
    ("V-08", "可不改"): ([_SHEET], [computed(_SHEET)], []),
    ("V-09", "请核实"): ([extra("满意率", "98.5", "%")], [extra("满意率", "0.985", "%")], []),
    ("P-01", "必须改"): ([row("受理{{受理纠纷}}。")], [row("受理{{受理纠分}}。")], []),
    ("P-01", "请核实"): ([row("学习【枫桥经验】。")], [row("受理【受理纠分】。")], []),
    ("P-02", "必须改"): (
        [_SHEET, outline("人民调解·排查化解")],
        [_SHEET, outline("人民调解·没有这块")],
        [],
    ),
    ("P-03", "必须改"): (
        [_SHEET, plan("办班【目标】。", "5")],
        [_SHEET, plan("办班【目标】。", "")],
        [],
    ),
    ("P-03", "可不改"): ([_SHEET, plan("办班【目标】。", "5")], [_SHEET, plan("办班。", "5")], []),
    ("P-04", "请核实"): (
        [row("走访。", 归入提纲段="排查化解")],
        [row("走访。", 归入提纲段="没有这段")],
        [],
    ),
    ("R-01", "请核实"): ([_SHEET, _UNITS], [_SHEET, units("高村司法所 | 人民调节")], []),
    ("R-02", "必须改"): ([_SHEET, _UNITS], [_SHEET, units(_HIGH, _HIGH)], []),
    ("R-03", "必须改"): (
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所", "5 | 6")],
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所 | 合计", "5 | 6 | 11")],
        [],
    ),
    ("R-04", "必须改"): (
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所", "5 | 6")],
        [_SHEET, _UNITS, nameless(by_unit("锦和司法所 | 高村司法所", "6 | 5"))],
        [],
    ),
    ("R-05", "请核实"): (
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所", "5 | 0")],
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所", "5 | ")],
        [],
    ),
    ("R-05", "可不改"): (
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所", "5 | 0", "司法确认 | MD.confirmed")],
        [_SHEET, _UNITS, by_unit("高村司法所 | 锦和司法所", "5 | ", "司法确认 | MD.confirmed")],
        [],
    ),
    ("B-01", "必须改"): ([_SHEET], [_SHEET], [LINE, "法律援助"]),
    ("B-02", "必须改"): (
        [_SHEET, _OTHER],
        [without_codes(_SHEET), _OTHER],
        [LINE, "法律援助"],
    ),
    ("B-03", "必须改"): (
        [_SHEET, _OTHER],
        [renamed(_SHEET, "人民调解 (2)"), renamed(_SHEET, "人民调解旧"), _OTHER],
        [LINE, "法律援助"],
    ),
    ("B-03", "请核实"): ([_SHEET], [_SHEET, renamed(_SHEET, "人民调解 (2)")], []),
    ("B-04", "可不改"): ([_SHEET], [draw(LINE, _STRAY.format("MD.gone"))], []),
    ("B-05", "必须改"): (
        [_SHEET],
        [draw(LINE, "| 指标 | 本期 |\n| 受理纠纷 | 5 |", without=["调解成功"])],
        [],
    ),
    ("B-06", "必须改"): ([_SHEET], [draw(LINE, _STRAY.format(""))], []),
    ("B-07", "必须改"): ([_SHEET], [draw(LINE, _TWICE)], []),
    ("B-08", "可不改"): ([_SHEET], [replace(_SHEET, is_hidden=True)], []),
    ("B-09", "可不改"): ([_SHEET], [replace(_SHEET, hidden_rows=frozenset({4}))], []),
    ("B-10", "请核实"): (
        [figures("本期有无此工作 | 本期无此工作")],
        [figures("本期有无此工作 | 本期无此工作", "受理纠纷 | 5")],
        [],
    ),
    ("B-11", "必须改"): ([_SHEET], [replace(_SHEET, merges=((4, 3, 6, 3),))], []),
    ("B-12", "请核实"): (
        [_SHEET, edition("0.1")],
        [draw(LINE, "| 指标 | 本期 |", without=["受理纠纷"]), edition("0.1", "MD.accepted")],
        [],
    ),
    ("B-12", "可不改"): (
        [_SHEET, edition("0.1")],
        [draw(LINE, "| 指标 | 本期 |", without=["书面协议"]), edition("0.1", "MD.written")],
        [],
    ),
    ("B-13", "必须改"): ([_SHEET, edition("0.1")], [_SHEET, edition("99.0")], []),
    ("B-14", "必须改"): ([_SHEET], [typed_over("7")], []),
    ("B-14", "可不改"): ([_SHEET], [typed_over("5")], []),
    ("B-15", "可不改"): ([_SHEET], [replace(_SHEET, notes=["有批注，不算数据。处理：看看"])], []),
}
