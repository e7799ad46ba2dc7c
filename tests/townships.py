"""The returns of the sample county's 19 townships: made here, and always the same.

``python -m tests.townships`` writes them, and the county's workbook without its figures, into
workbooks/示例_乡镇上报.  Figures and ledgers add up to those of 麻阳县2022年上半年.toml; how they
are divided among the townships is invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sifa_xl import headers as h
from sifa_xl import shipped
from sifa_xl.book import addresses as a
from sifa_xl.book.addresses import LineAddresses
from sifa_xl.book.fill import Fill
from sifa_xl.book.ledger_plan import ledger_plan
from sifa_xl.book.master import build, write_book
from sifa_xl.book.plan import SheetPlan
from sifa_xl.book.return_book import with_locked_structure
from sifa_xl.book.return_plan import plan_return
from sifa_xl.declarations import WorkLine
from sifa_xl.domain import Place
from sifa_xl.filled import Unit
from sifa_xl.indicators import Indicators
from sifa_xl.lines import shipped as shipped_lines
from sifa_xl.live import Live
from sifa_xl.settings import Settings
from sifa_xl.sheets import read_sheets
from sifa_xl.wordlists import load_phrases
from tests.township_ledgers import ledgers

FOLDER = shipped.folder("workbooks") / "示例_乡镇上报"
MASTER = "全县.xlsx"
LINES = ("人民调解", "社区矫正", "安置帮教")
TOWNS = (
    *("高村镇", "锦和镇", "江口墟镇", "岩门镇", "兰里镇", "吕家坪镇", "尧市镇", "郭公坪镇"),
    *("文昌阁乡", "大桥江乡", "舒家村乡", "隆家堡乡", "谭家寨乡", "石羊哨乡", "板栗树乡"),
    *("黄桑乡", "兰村乡", "和平溪乡", "铜矿管理处"),
)
UNITS = tuple(f"{town}司法所" for town in TOWNS)
# invented: by how much of the county a township stands for
WEIGHTS = (170, 110, 80, 75, 70, 60, 55, 50, 45, 45, 40, 38, 35, 32, 30, 25, 20, 15, 5)
DUE = "2022-07-02"  # 司法所 to 县: 安置帮教's half-yearly term


def shares(total: int) -> list[int]:
    """The county's number divided by weight; what is left over goes to the largest remainders."""
    quotas = [divmod(total * weight, sum(WEIGHTS)) for weight in WEIGHTS]
    left = total - sum(whole for whole, _ in quotas)
    order = sorted(range(len(quotas)), key=lambda number: (-quotas[number][1], number))
    return [whole + (number in order[:left]) for number, (whole, _) in enumerate(quotas)]


@cache
def county() -> dict[str, Any]:
    """The sample's filling."""
    path = shipped.folder("workbooks") / "麻阳县2022年上半年.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def county_without_figures() -> dict[str, Any]:
    """The filling of the county's workbook before the returns come in, with its list of units."""
    data = {sheet: dict(tables) for sheet, tables in county().items()}
    for line in LINES:
        rows = {
            name: {key: value for key, value in cells.items() if key != "本期"}
            for name, cells in data[line]["数据"].items()
        }
        data[line]["数据"] = {name: cells for name, cells in rows.items() if cells}
        data[line].pop("驻派出所调解室", None)

    data["填报单位"] = {
        "填报单位": [
            {
                "单位名称": unit,
                "类别": "司法所",
                "业务线": "、".join(LINES),
                "截止日期": date.fromisoformat(DUE),
            }
            for unit in UNITS
        ]
    }
    return data


def town_filling(number: int) -> dict[str, Any]:
    """What the township of that number fills in."""
    home = {
        key: value
        for key, value in county()["首页"].items()
        if key in ("单位全称", "单位简称", "区划称谓", "年份", "期别", "统计截止日", "成文日期")
    }
    filling: dict[str, Any] = {"首页": home | {"填报单位": UNITS[number]}}
    figures = _figures(number)
    for line in LINES:
        filling[line] = {"数据": figures[line]}
    stations = county()["人民调解"]["驻派出所调解室"]
    own = [dict(row) for row in stations if row["所在乡镇"] == TOWNS[number]]
    if own:
        filling["人民调解"]["驻派出所调解室"] = own
    return filling


def whole_filling(number: int) -> dict[str, Any]:
    """The same with its 台账."""
    filling = town_filling(number)
    return filling | ledgers(number, filling)


def _figures(number: int) -> dict[str, dict[str, dict[str, Any]]]:
    """The figures of the three lines, those that hang together divided together."""
    divided: dict[str, dict[str, dict[str, Any]]] = {}
    for line in LINES:
        cells: Mapping[str, dict[str, Any]] = county()[line]["数据"]
        parts = {name: _share(given, number) for name, given in cells.items()}
        if line == "人民调解":
            unsettled = int(cells["受理纠纷"]["本期"]) - int(cells["调解成功"]["本期"])
            parts["受理纠纷"] = parts["调解成功"] + shares(unsettled)[number]
        if line == "安置帮教":
            parts["在册帮教对象"] = (
                parts["期初帮教对象"] + parts["新接收帮教对象"] - parts["解除帮教"]
            )
        marks = ("单位", "概数") if number == 0 else ("单位",)
        kept = {
            name: {key: value for key, value in given.items() if key in marks}
            for name, given in cells.items()
        }
        divided[line] = {name: {"本期": value} | kept[name] for name, value in parts.items()}
    return divided


def _share(given: Mapping[str, Any], number: int) -> int:
    """A number that is not exact is one township's alone: 近6 cannot be divided."""
    whole = int(given["本期"])
    if "概数" in given:
        return whole if number == 0 else 0
    return shares(whole)[number]


def town_book(number: int, filling: Mapping[str, Any] | None = None) -> bytes:
    """The return of the township of that number as a file."""
    return return_book(dict(filling or town_filling(number)))


def return_book(filling: dict[str, Any]) -> bytes:
    """The form that a unit is handed out, with that filling."""
    settings = _settings(filling["首页"])
    unit = Unit(
        name=filling["首页"]["填报单位"],
        place=Place(h.UNITS, 5, 2),
        kind=h.TOWN_OFFICE,
        lines=tuple(line.title for line in shipped_lines() if line.title in filling),
        due=date.fromisoformat(DUE),
    )
    lines = [line for line in shipped_lines() if line.title in filling]
    plans = plan_return(lines, unit, settings, shipped.folder("templates"))
    for plan, line in ((plan, line) for line in lines for plan in plans if plan.code == line.code):
        _fill_in(plan, line, filling[line.title])
    kept = {
        ledger.code: ledger_plan(line, ledger, Fill(filling), "grey")
        for line in lines
        for ledger in line.ledgers
    }
    for plan in kept.values():
        plan.is_hidden = False  # as in every return
    plans = [kept.get(plan.code, plan) for plan in plans]
    filled = read_sheets([plan.grid() for plan in plans], lines)
    return with_locked_structure(write_book(plans, Live(Indicators(filled))))


def _settings(home: Mapping[str, Any]) -> Settings:
    return Settings(
        unit_full=home["单位全称"],
        unit_short=home["单位简称"],
        region_word=home["区划称谓"],
        year=home["年份"],
        period_name=home["期别"],
    )


def _fill_in(plan: SheetPlan, line: type[WorkLine], tables: Mapping[str, Any]) -> None:
    """Type the filling of one line into its sheet."""
    at = LineAddresses(line)
    columns = {"本期": a.NOW, "概数": a.APPROX, "单位": a.UNIT}
    rows = {figure.name: at.figures[figure.code] for figure in line.figures}
    for name, cells in tables[h.DATA].items():
        for header, value in cells.items():
            _type(plan, rows[name], columns[header], value)
    for split in line.splits:
        for row, cells in enumerate(tables.get(split.name, ()), at.split_headers[split.code] + 1):
            _type(plan, row, a.FIGURE, cells[split.by])
            for name in split.measures:
                _type(plan, row, at.measure_column(split, name), cells.get(name))
    heads = {plan.cells[at.measures_title + 1, column][0]: column for column in range(2, 10)}
    for row, cells in enumerate(tables.get(h.MEASURES, ()), at.measures_title + 2):
        for header, value in cells.items():
            _type(plan, row, heads[header], value)


def _type(plan: SheetPlan, row: int, column: int, value: Any) -> None:
    _, style = plan.cells.get((row, column), (None, "input"))
    plan.put(row, column, value, style)


def master_book(filling: Mapping[str, Any] | None = None) -> bytes:
    """The county's workbook before the returns come in."""
    phrases = [
        (entry.text, str(entry.year_from or ""), str(entry.year_to or ""))
        for entry in load_phrases().entries
    ]
    fill = Fill(dict(filling or county_without_figures()))
    return build(shipped_lines(), fill, shipped.folder("templates"), phrases)


def main() -> None:
    """Write the folder."""
    (FOLDER / "上报").mkdir(parents=True, exist_ok=True)
    (FOLDER / MASTER).write_bytes(master_book())
    for number, unit in enumerate(UNITS):
        (FOLDER / "上报" / f"{unit}.xlsx").write_bytes(return_book(whole_filling(number)))


if __name__ == "__main__":
    main()
