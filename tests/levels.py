"""A province of two cities, three counties and four towns, collected level by level: invented.

Two of the towns, of different counties, have the same name.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sifa_xl import shipped
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import build, plan_book
from sifa_xl.collecting.runs import collect_file
from sifa_xl.domain import Grid
from sifa_xl.lines import shipped as shipped_lines
from tests.townships import return_book

PROVINCE, EAST, WEST = "江南省司法厅", "东江市司法局", "西江市司法局"
GREEN, WHITE, RED = "青山县司法局", "白水县司法局", "红岩区司法局"
BELOW = {
    PROVINCE: (EAST, WEST),
    EAST: (GREEN, WHITE),
    WEST: (RED,),
    GREEN: ("高村镇司法所", "锦和镇司法所"),
    WHITE: ("高村镇司法所",),
    RED: ("石桥街道司法所",),
}
LINES = ("人民调解", "社区矫正")
# by town: accepted, settled, in the register, stations and their cases, 万元
TOWNS = {
    (GREEN, "高村镇司法所"): (100, 99, 21, (3, 14), "20.50"),
    (GREEN, "锦和镇司法所"): (50, 50, 7, (1, 7), "0.45"),
    (WHITE, "高村镇司法所"): (31, 30, 5, (2, 5), "3.00"),
    (RED, "石桥街道司法所"): (19, 18, 9, (1, 4), "1.05"),
}


def home(bureau: str) -> dict[str, Any]:
    """首页 of the bureau's workbook."""
    region = bureau[:-3][-1]
    short = f"{region}{bureau[-3:]}"
    return {
        "单位全称": bureau,
        "单位简称": short,
        "区划称谓": region,
        "年份": 2022,
        "期别": "上半年",
        "统计截止日": date(2022, 6, 30),
    }


def town_filling(bureau: str, town: str) -> dict[str, Any]:
    """What a town fills in."""
    accepted, settled, register, (stations, cases), amount = TOWNS[bureau, town]
    place = town.removesuffix("司法所")
    row = {
        "案号": f"假{bureau[:2]}〔2022〕{place}1号",
        "当事人": "假人一",
        "受理日期": date(2022, 3, 1),
    }
    corrections: dict[str, Any] = {"期初在册": {"本期": register - 2}, "新接收": {"本期": 2}}
    corrections |= {name: {"本期": 0} for name in ("期满解除", "脱管", "漏管", "再犯罪")}
    if bureau == RED:  # a total without its parts, and a number that is not known yet
        corrections = {"在册": {"本期": register}, "严管": {"本期": "待定"}}
    return {
        "首页": home(bureau) | {"填报单位": town},
        "人民调解": {
            "数据": {
                "矛盾纠纷排查": {"本期": 40},
                "受理纠纷": {"本期": accepted},
                "调解成功": {"本期": settled},
                "涉及金额": {"本期": Decimal(amount), "概数": "余"},
                "驻所调解案件": {"本期": cases},
            },
            "驻派出所调解室": [{"所在乡镇": place, "个数": stations, "件数": cases}],
            "纠纷类型": [
                {"类型": "邻里", "件数": accepted - 2},
                {"类型": f"{place[0]}类", "件数": 2},
            ],
        },
        "人民调解台账": {"人民调解": [row]},
        "社区矫正": {
            "数据": corrections,
            "各司法所在册": [{"司法所": town, "人数": register}],
        },
    }


def master_filling(bureau: str) -> dict[str, Any]:
    """The bureau's workbook before anything came in."""
    kind = "司法所" if bureau in (GREEN, WHITE, RED) else "下级司法局"
    units = [{"单位名称": unit, "类别": kind, "业务线": "、".join(LINES)} for unit in BELOW[bureau]]
    return {"首页": home(bureau), "填报单位": {"填报单位": units}}


def master_book(filling: dict[str, Any]) -> bytes:
    """A workbook with the two lines alone."""
    lines = [line for line in shipped_lines() if line.title in LINES]
    return build(lines, Fill(filling), shipped.folder("templates"), [])


def on_paper(filling: dict[str, Any]) -> list[Grid]:
    """Its sheets, not written to a file."""
    lines = [line for line in shipped_lines() if line.title in LINES]
    folder = shipped.folder("templates")
    return [plan.grid() for plan in plan_book(lines, Fill(filling), folder, [])]


def collected(folder: Path, bureau: str) -> Path:
    """The bureau's workbook with everything below it collected into it."""
    master = folder / bureau / "汇总.xlsx"
    sent = folder / bureau / "上报"
    sent.mkdir(parents=True)
    for number, unit in enumerate(BELOW[bureau]):
        if unit in BELOW:
            data = collected(folder, unit).read_bytes()
        else:
            data = return_book(town_filling(bureau, unit))
        (sent / f"{number}.xlsx").write_bytes(data)
    master.write_bytes(master_book(master_filling(bureau)))
    collect_file(sent, master, lambda *_: None)
    return master
