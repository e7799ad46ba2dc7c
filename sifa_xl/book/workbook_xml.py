"""workbook.xml and the relationships: which sheets there are and where their parts lie."""

from __future__ import annotations

from dataclasses import dataclass

from sifa_xl.book.limits import Budget, refuse_over
from sifa_xl.book.package import Package
from sifa_xl.book.recognition import BROKEN
from sifa_xl.book.xml_stream import (
    Attributes,
    EndHandler,
    PartReader,
    StartHandler,
    attribute,
    is_on,
)
from sifa_xl.errors import FileProblem

_BROKEN_REFERENCE = "#REF!"


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another; ``part`` is None outside the file."""

    kind: str
    part: str | None


@dataclass(frozen=True)
class SheetEntry:
    """A tab as the workbook lists it."""

    name: str
    relationship_id: str
    is_hidden: bool


class ContentTypesReader(PartReader):
    """Reads [Content_Types].xml only to see that it is sound: parts are found by relationships."""

    root = "Types"
    label = "部件清单"


class WorkbookReader(PartReader):
    """Reads workbook.xml: tabs in order, the date system, names that hold #REF!."""

    root = "workbook"
    label = "目录（workbook）"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.sheets: list[SheetEntry] = []
        self.date_1904 = False
        self.broken_names: list[str] = []
        self._name = ""

    def starts(self) -> dict[str, StartHandler]:
        """Tabs, properties and names."""
        return {
            "workbookPr": self._properties,
            "sheet": self._sheet,
            "definedName": self._open_name,
        }

    def ends(self) -> dict[str, EndHandler]:
        """Where a name's formula is whole."""
        return {"definedName": self._close_name}

    def _properties(self, attributes: Attributes) -> None:
        if self.depth == 2:
            self.date_1904 = is_on(attributes.get("date1904"))

    def _sheet(self, attributes: Attributes) -> None:
        if self.depth != 3:
            return
        entry = SheetEntry(
            attributes.get("name", ""),
            attribute(attributes, "id") or "",
            attributes.get("state", "visible") != "visible",
        )
        if not entry.name:
            raise self.broken("里有一张工作表没有名称")
        self.sheets.append(entry)
        refuse_over("工作表", len(self.sheets), self.budget.limits.sheets, "张")

    def _open_name(self, attributes: Attributes) -> None:
        self._name = attributes.get("name", "")
        self.listen()

    def _close_name(self) -> None:
        if _BROKEN_REFERENCE in self.hear() and self._name not in self.broken_names:
            self.broken_names.append(self._name)


class _RelationshipsReader(PartReader):
    root = "Relationships"
    label = "部件关系"

    def __init__(self, base: str, budget: Budget) -> None:
        super().__init__(budget)
        self.found: dict[str, Relationship] = {}
        self._base = base

    def starts(self) -> dict[str, StartHandler]:
        """Every relationship."""
        return {"Relationship": self._relationship}

    def _relationship(self, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        is_outside = attributes.get("TargetMode") == "External"
        part = None if is_outside else _resolve(self._base, attributes.get("Target", ""))
        self.found[attributes.get("Id", "")] = Relationship(kind, part)
        refuse_over("部件关系", len(self.found), self.budget.limits.members, "条")


def read_relationships(package: Package, part: str = "") -> dict[str, Relationship]:
    """The relationships of ``part`` (of the whole package where empty) by id.

    Raises:
        FileProblem: broken XML.
    """
    folder, slash, name = part.rpartition("/")
    rels = f"{folder}{slash}_rels/{name}.rels"
    if rels not in package:
        return {}
    reader = _RelationshipsReader(folder, package.budget)
    reader.feed(package.steps(rels))
    return reader.found


def find_workbook(package: Package) -> str:
    """The name of the part workbook.xml, which may lie anywhere.

    Raises:
        FileProblem: broken XML, or there is none.
    """
    ContentTypesReader(package.budget).feed(package.steps("[Content_Types].xml"))
    for relationship in read_relationships(package).values():
        if relationship.kind == "officeDocument" and relationship.part:
            return relationship.part
    raise FileProblem(BROKEN)


def find_sheets(package: Package, workbook: str) -> dict[str, str]:
    """The part of every worksheet by the name on its tab, in the order of the tabs.

    Raises:
        FileProblem: broken XML.
    """
    reader = WorkbookReader(package.budget)
    reader.feed(package.steps(workbook))
    found = read_relationships(package, workbook)
    parts = {entry.name: found.get(entry.relationship_id) for entry in reader.sheets}
    return {
        name: to.part for name, to in parts.items() if to and to.part and to.kind == "worksheet"
    }


def _resolve(folder: str, target: str) -> str | None:
    # None for what leads out of the package
    path = target.replace("\\", "/")
    steps = [] if path.startswith("/") or not folder else folder.split("/")
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
