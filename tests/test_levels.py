"""乡镇 → 县 → 市 → 省: each level collects the merged workbooks of the one below."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sifa_xl import jobs
from sifa_xl.adoption import Source
from sifa_xl.book.addresses import NAME_ROWS, PLACE_ROWS, SPLIT_ROWS
from sifa_xl.book.fill import Fill
from sifa_xl.book.master import plan_book
from sifa_xl.book.reader import read
from sifa_xl.collecting import merging
from sifa_xl.collecting.adding import add_up
from sifa_xl.collecting.merging import FigureMerger
from sifa_xl.collecting.naming import place_name
from sifa_xl.collecting.origins import Origin, read_origins
from sifa_xl.collecting.putting import Putting
from sifa_xl.collecting.returns import ReturnedPart
from sifa_xl.collecting.row_merging import RowMerger
from sifa_xl.collecting.runs import collect_file
from sifa_xl.collecting.sent_files import FileState
from sifa_xl.domain import Approx
from sifa_xl.forms import read_form
from sifa_xl.handing_out import order_of
from tests import levels as l
from tests.books import TEMPLATES, addresses, position_of
from tests.drawn import line_named
from tests.unit_returns import BUREAU, figure, returned, sorted_out, wanted

MD, CC = (line_named(title) for title in l.LINES)


@pytest.fixture(scope="module")
def province(tmp_path_factory) -> Path:
    """The folder of all workbooks, one of every bureau, everything collected."""
    folder = tmp_path_factory.mktemp("各级")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp("状态")))
        l.collected(folder, l.PROVINCE)
    return folder


def _job(province: Path, bureau: str) -> jobs.Job:
    return jobs.open_workbook(province / bureau / "汇总.xlsx")


def _towns(bureau: str) -> list[tuple[str, str]]:
    """The towns below a bureau, however far, each with its county."""
    found = []
    for unit in l.BELOW[bureau]:
        found += _towns(unit) if unit in l.BELOW else [(bureau, unit)]
    return found


def _sum(bureau: str, number: int) -> Decimal:
    return sum((Decimal(l.TOWNS[town][number]) for town in _towns(bureau)), Decimal(0))


def _origins(province: Path, bureau: str) -> dict:
    (grid,) = [g for g in read(province / bureau / "汇总.xlsx").grids if g.sheet == "汇总来源"]
    return read_origins(read_form(grid))


# --- figures -----------------------------------------------------------------------------


@pytest.mark.parametrize("bureau", l.BELOW)
def test_figures_add_up_at_every_level_and_rates_are_computed_from_the_sums(province, bureau):
    values = _job(province, bureau).indicators
    assert values.value(MD.accepted) == _sum(bureau, 0)
    assert values.value(MD.settled) == _sum(bureau, 1)
    assert values.value(CC.in_register) == _sum(bureau, 2)
    share = Fraction(_sum(bureau, 1)) / Fraction(_sum(bureau, 0))
    assert values.value(MD.success_rate) == 100 * share
    assert values.value(MD.amount) == _sum(bureau, 4)
    assert values.approx(MD.amount) is Approx.ODD


def test_what_is_not_known_yet_in_a_town_is_not_known_in_the_province(province):
    for bureau in (l.RED, l.WEST, l.PROVINCE):
        assert _job(province, bureau).indicators.from_source(CC.strict, Source.UNITS) is None
        total = _job(province, bureau).filled.unit_total("CC.strict")
        assert total is not None
        assert total.state == "待定"


def test_rows_of_splits_merge_by_name_and_towns_become_their_county(province):
    def rows(bureau: str, split: str, *measures: str) -> dict:
        job = _job(province, bureau)
        own = job.filled.lines[split[:2]].splits[split]
        return {row.name: tuple(row.amounts[m].value for m in measures) for row in own}

    kinds = {"邻里": (192,), "高类": (4,), "锦类": (2,), "石类": (2,)}
    assert rows(l.PROVINCE, "MD.kinds", "件数") == kinds
    assert rows(l.GREEN, "MD.stations", "个数", "件数") == {"高村镇": (3, 14), "锦和镇": (1, 7)}
    assert rows(l.EAST, "MD.stations", "个数", "件数") == {"青山县": (4, 21), "白水县": (2, 5)}
    assert rows(l.PROVINCE, "MD.stations", "个数", "件数") == {"东江市": (6, 26), "西江市": (1, 4)}
    assert rows(l.PROVINCE, "CC.offices", "人数") == {"东江市": (33,), "西江市": (9,)}


# --- paths -------------------------------------------------------------------------------


def _paths(province: Path, bureau: str, code: str) -> set[str]:
    found = [o for o in _origins(province, bureau).values() if o.code == code and o.unit != "全县"]
    return {"/".join(filter(None, (o.unit, o.path))) for o in found}


def test_the_path_of_every_unit_is_kept_up_to_the_province(province):
    towns = {
        f"{l.EAST}/{l.GREEN}/高村镇司法所",
        f"{l.EAST}/{l.GREEN}/锦和镇司法所",
        f"{l.EAST}/{l.WHITE}/高村镇司法所",
        f"{l.WEST}/{l.RED}/石桥街道司法所",
    }
    counties = {town.rpartition("/")[0] for town in towns}
    paths = towns | counties | {l.EAST, l.WEST}
    assert _paths(province, l.PROVINCE, "MD.accepted") == paths
    assert _paths(province, l.PROVINCE, "MD.stations") == paths


def test_every_number_of_the_chain_stands_in_the_file_and_cell_it_names(province):
    """``甲→乙``: 乙 was collected into 甲, which was collected into this workbook."""
    seen = set()
    for origin in _origins(province, l.PROVINCE).values():
        if not origin.file or origin.measure == "台账行" or "待定" in origin.given:
            continue
        folder, path = province / l.PROVINCE, None
        for name in origin.file.split("→"):
            path = folder / "上报" / name
            units = l.BELOW[folder.name]
            folder = province / units[int(Path(name).stem)]
        grids = {grid.sheet: grid for grid in read(path).grids}
        numbers = []
        for named in origin.cell.split("、"):
            sheet, _, address = named.partition("!")
            cell = grids[sheet].cells.get(position_of(address))
            numbers += [cell.value] if cell else []
        if not numbers:  # computed there, in the row of that figure
            assert origin.code == CC.in_register.code
            continue
        assert sum(map(Decimal, map(str, numbers))) == Decimal(origin.given), origin
        seen.add(origin.file.count("→"))
    assert seen == {0, 1, 2}


def test_rows_of_ledgers_name_the_whole_path_of_the_town_they_come_from(province):
    def offices(bureau: str) -> list:
        table = _job(province, bureau).filled.ledgers["MD.ledger"]
        return [row["调委会"] for row in table.by_label()]

    assert offices(l.GREEN) == ["高村镇司法所", "锦和镇司法所"]
    assert offices(l.EAST)[-1] == f"{l.WHITE}/高村镇司法所"
    assert offices(l.PROVINCE)[0] == f"{l.EAST}/{l.GREEN}/高村镇司法所"
    assert len(offices(l.PROVINCE)) == len(l.TOWNS)


def test_a_second_run_at_the_top_writes_nothing(province, state):
    folder = province / l.PROVINCE
    done, backup = collect_file(folder / "上报", folder / "汇总.xlsx", lambda *_: None)
    assert backup is None
    assert [unit.name for unit in done.collected.units] == [l.EAST, l.WEST]


def test_the_text_speaks_of_the_area_of_the_bureau(province, run):
    for bureau, area in ((l.EAST, "全市"), (l.PROVINCE, "全省")):
        done = run("summarize", province / bureau / "汇总.xlsx", "--text", "总结.txt")
        text = Path("总结.txt").read_text(encoding="utf-8")
        assert done.code == 1
        assert f"{area}各类人民调解组织" in text
        assert text.splitlines()[1].startswith(bureau)
        assert "全县" not in text


def test_too_many_units_further_down_are_listed_only_as_far_as_they_fit(monkeypatch):
    monkeypatch.setattr(merging, "MOST_BELOW", 2)
    putting = Putting({}, {})
    for path in ("", "甲县", "乙县", "甲县/一镇", "甲县/二镇"):
        origin = Origin("东江市", "MD.accepted", path=path, given="1")
        putting.merge.origins[origin.key] = origin
    FigureMerger(putting, {}).thin_out()
    assert [each.path for each in putting.merge.origins.values()] == ["", "甲县", "乙县"]
    (told,) = putting.merge.remarks
    assert "只列到第2级单位" in told


# --- whose a file is -----------------------------------------------------------------------

CITY = wanted(BUREAU, "江北区司法局", bureau="某市司法局", bureau_short="市司法局")


def test_a_towns_return_in_the_folder_of_the_city_goes_back_to_its_county():
    (each,) = sorted_out(CITY, a=returned()).values()
    assert each.state is FileState.REFUSED
    assert f"请退给“{BUREAU}”，由它汇总以后，把它自己的工作簿报来。" in each.reason
    (each,) = sorted_out(CITY, a=returned(bureau="别的县司法局")).values()
    assert "请核对是不是放错了文件夹" in each.reason


def test_a_county_that_is_only_alike_is_not_taken_for_the_one_on_the_list():
    (each,) = sorted_out(CITY, a=returned("", bureau="江南区司法局")).values()
    assert each.state is FileState.UNCLEAR
    assert "只有“江北区司法局”跟它像" in each.reason
    (each,) = sorted_out(CITY, a=returned("", bureau="江北司法局")).values()
    assert (each.state, each.unit) == (FileState.TAKEN, "江北区司法局")


def test_another_bureaus_workbook_is_not_taken_unless_it_is_on_the_list():
    (each,) = sorted_out(wanted(), a=returned("", bureau="别的县司法局")).values()
    assert "“别的县司法局”不在“填报单位”表里" in each.reason
    asked = wanted(bureau="某市司法局")
    asked = type(asked)(**{**vars(asked), "units": ()})
    (each,) = sorted_out(asked, a=returned("")).values()
    assert each.state is FileState.UNCLEAR
    assert "“填报单位”表还是空的" in each.reason


def test_a_bureau_tells_whom_it_still_waits_for(province, state, tmp_path):
    filling = l.master_filling(l.GREEN)
    filling["填报单位"]["填报单位"][1]["状态"] = "未报"
    filling["分所表"] = {"人民调解": {"受理纠纷": {"高村镇司法所": 100}}}
    (tmp_path / "上报").mkdir()
    (tmp_path / "上报" / "青山.xlsx").write_bytes(l.master_book(filling))
    (tmp_path / "市.xlsx").write_bytes(l.master_book(l.master_filling(l.EAST)))
    done, _ = collect_file(tmp_path / "上报", tmp_path / "市.xlsx", lambda *_: None)
    (green, white) = done.collected.units
    assert "它下面锦和镇司法所还没有报来，它的数不全" in green.remarks
    assert white.state == "未报"


def test_two_rows_of_one_name_in_a_return_are_one_number():
    part = {"code": "MD.kinds", "label": "纠纷类型", "name": "邻里", "measure": "件数"}
    parts = tuple(
        ReturnedPart(**part, value=Decimal(n), approx=Approx.NONE, cell=f"人民调解!C{n}")
        for n in (53, 54)
    )
    sent = returned(figures=(figure("MD.accepted", 107),), parts=parts)
    (each,) = sorted_out(wanted(), a=sent).values()
    master = jobs.Job(l.on_paper(l.master_filling(l.GREEN)), [MD]).indicators
    (row,) = add_up([each], master, {}).rows
    (number,) = row.numbers["件数"]
    assert (number.value, number.cell) == (107, "人民调解!C53、人民调解!C54")


@pytest.mark.parametrize(
    ("bureau", "short", "area"),
    [
        ("青山县司法局", "县司法局", "青山县"),
        ("东江市司法局", "市司法局", "东江市"),
        ("某某自治州司法局", "州司法局", "某某自治州"),
        ("江南省司法厅", "省司法厅", "江南省"),
    ],
)
def test_returns_may_be_handed_out_by_a_bureau_of_any_level(bureau, short, area):
    settings = order_of(bureau, "2022年上半年").settings
    assert (settings.unit_short, settings.region_word) == (short, short[0])
    assert place_name(bureau) == area


# --- splits longer than they were ----------------------------------------------------------


def test_a_county_has_rows_for_the_splits_of_all_its_towns_folded_till_they_are_wanted():
    plans = {p.name: p for p in plan_book([MD], Fill(l.master_filling(l.GREEN)), TEMPLATES, [])}
    at = addresses(MD)
    assert [at.split_rows(split) for split in (MD.stations, MD.kinds)] == [PLACE_ROWS, NAME_ROWS]
    for split in (MD.stations, MD.kinds):
        first = at.split_headers[split.code] + 1
        hidden = set(range(first + SPLIT_ROWS, first + at.split_rows(split)))
        assert hidden <= plans["人民调解"].folded
        assert not set(range(first, first + SPLIT_ROWS)) & plans["人民调解"].folded


def test_the_rows_of_the_units_on_the_list_are_in_sight():
    filling = l.master_filling(l.GREEN)
    names = [f"{n}镇司法所" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申"]
    filling["填报单位"]["填报单位"] = [{"单位名称": name, "类别": "司法所"} for name in names]
    (plan,) = (p for p in plan_book([MD], Fill(filling), TEMPLATES, []) if p.name == "人民调解")
    first = addresses(MD).split_headers[MD.stations.code] + 1
    assert plan.folded & set(range(first, first + PLACE_ROWS)) == set(
        range(first + len(names), first + PLACE_ROWS)
    )


def test_splits_of_nineteen_towns_find_their_rows_and_too_many_are_told_in_a_sentence():
    grids = l.on_paper(l.master_filling(l.GREEN))
    job = jobs.Job(grids, [MD, CC])
    forms = {f.sheet: f for grid in grids if (f := read_form(grid)) is not None}

    def put(count: int) -> Putting:
        part = {"code": "MD.stations", "label": "驻派出所调解室", "measure": "件数"}
        parts = tuple(
            ReturnedPart(
                **part, name=f"{n}镇", value=Decimal(1), approx=Approx.NONE, cell="人民调解!C33"
            )
            for n in range(count)
        )
        (each,) = sorted_out(wanted(), a=returned(parts=parts)).values()
        putting = Putting(forms, {})
        RowMerger(putting, {each.unit: each}).put_rows(add_up([each], job.indicators, {}))
        return putting

    done = put(PLACE_ROWS)
    assert len(done.merge.cells["人民调解"]) == 2 * PLACE_ROWS
    assert not done.merge.remarks
    (told,) = put(PLACE_ROWS + 2).merge.remarks
    assert "还要42行，只剩40行空行" in told
    assert "请在这一块插入2行，再汇总一次" in told
