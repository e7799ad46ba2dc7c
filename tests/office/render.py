"""Pictures of a workbook or a document as a screen shows it, one PNG for each sheet or page.

``python -m tests.office.render FILE FOLDER [--width 1366] [--height 8000] [--hidden]
[--recalculate]``

The first half dresses a sheet and is called by the worker, under the system Python; so nothing
here but ``main`` may need a package of the project.
"""

import argparse
import subprocess
from glob import escape
from pathlib import Path
from typing import Any

PIXELS_PER_INCH = 96  # of a screen at 100 %
MM100_PER_PIXEL = 2540 / PIXELS_PER_INCH
HEADERS_MM100 = 1500  # room for the column letters and the row numbers
CONTENT_AND_OBJECTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags


def dress_sheet(document: Any, sheet: Any, width: int, height: int) -> Any:
    """Give ``sheet`` paper of its own size, at least ``width`` wide and at most ``height`` high.

    Returns the range to print.  Lengths are in 1/100 mm.
    """
    sheet.IsVisible = True  # a hidden sheet prints nothing
    area = sheet.getCellRangeByPosition(0, 0, *_last_cell(sheet))
    paper = (
        max(area.Size.Width + HEADERS_MM100, width),
        min(area.Size.Height + HEADERS_MM100, height),
    )
    style = document.createInstance("com.sun.star.style.PageStyle")
    name = f"screen of {sheet.Name}"
    document.StyleFamilies.getByName("PageStyles").insertByName(name, style)
    looks = {
        "IsLandscape": paper[0] > paper[1],
        "Width": paper[0],
        "Height": paper[1],
        "HeaderIsOn": False,
        "FooterIsOn": False,
        "PrintHeaders": True,
        "PrintGrid": _shows_grid(document, sheet.Name),
        "ScaleToPagesX": 1,
        "ScaleToPagesY": 0,
    }
    looks.update(dict.fromkeys(("LeftMargin", "RightMargin", "TopMargin", "BottomMargin"), 0))
    for key, value in looks.items():
        setattr(style, key, value)
    sheet.PageStyle = name
    for shape in map(sheet.DrawPage.getByIndex, range(sheet.DrawPage.Count)):
        if hasattr(shape, "Control"):  # XlsxWriter marks its buttons as not to be printed
            shape.Control.Printable = True
    return area


def render(
    office: Any,
    path: Path,
    folder: Path,
    *,
    width: int = 1366,
    height: int = 8000,
    hidden: bool = False,
    recalculate: bool = False,
) -> list[Path]:
    """Write the pictures of ``path`` into ``folder`` and return them in the order of the sheets.

    A pixel is a pixel of a screen at 100 %: a picture is at least ``width`` wide, and wider if the
    sheet is; a sheet higher than ``height`` goes on in a second picture.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with office.open(path) as book:
        if path.suffix == ".docx":
            pdf = folder / f"01-{path.stem}.pdf"
            book.save_as(pdf, "writer_pdf_Export")
            return _pictures(pdf, 80)
        if recalculate:
            book.recalculate()
        pictures = []
        paper = {
            "width": round(width * MM100_PER_PIXEL),
            "height": round(height * MM100_PER_PIXEL),
        }
        for number, sheet in enumerate(book.sheets(), 1):
            if sheet["visible"] or hidden:
                pdf = folder / f"{number:02}-{sheet['name']}.pdf"
                book.ask("print_sheet", sheet=sheet["name"], path=str(pdf.resolve()), **paper)
                pictures += _pictures(pdf, PIXELS_PER_INCH)
    return pictures


def main() -> None:
    from tests.office.server import Office

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--width", type=int, default=1366, help="pixels of the screen")
    parser.add_argument("--height", type=int, default=8000, help="pixels of the highest picture")
    parser.add_argument("--hidden", action="store_true", help="hidden sheets too")
    parser.add_argument("--recalculate", action="store_true", help="do not trust cached values")
    chosen = vars(parser.parse_args())
    with Office() as office:
        for picture in render(office, chosen.pop("file"), chosen.pop("folder"), **chosen):
            print(picture)


def _last_cell(sheet: Any) -> tuple[int, int]:
    """The last cell that shows something: a content, a border or fill, a button or a chart."""
    limit = sheet.RangeAddress
    column = row = 0
    areas = list(sheet.queryContentCells(CONTENT_AND_OBJECTS).RangeAddresses)
    for index in range(sheet.UniqueCellFormatRanges.Count):
        areas += sheet.UniqueCellFormatRanges.getByIndex(index).RangeAddresses
    for area in areas:  # an area up to the end of the sheet is the format of a column or a row
        if area.EndRow < limit.EndRow and area.EndColumn < limit.EndColumn:
            column, row = max(column, area.EndColumn), max(row, area.EndRow)
    for shape in map(sheet.DrawPage.getByIndex, range(sheet.DrawPage.Count)):
        right, bottom = shape.Position.X + shape.Size.Width, shape.Position.Y + shape.Size.Height
        while right > sheet.getCellByPosition(column + 1, row).Position.X:
            column += 1
        while bottom > sheet.getCellByPosition(column, row + 1).Position.Y:
            row += 1
    return column, row


def _shows_grid(document: Any, sheet: str) -> bool:
    for view in document.ViewData.getByIndex(0):
        if view.Name == "Tables":
            looks = view.Value.getByName(sheet)
            return any(look.Name == "ShowGrid" and look.Value for look in looks)
    return True


def _pictures(pdf: Path, resolution: int) -> list[Path]:
    """Turn the pages of ``pdf`` into PNG files beside it and remove it."""
    for old in _pages(pdf):
        old.unlink()
    command = ["pdftoppm", "-r", str(resolution), "-png", str(pdf), str(pdf.with_suffix(""))]
    subprocess.run(command, check=True)
    pdf.unlink()
    pages = _pages(pdf)
    return pages if len(pages) > 1 else [pages[0].rename(pdf.with_suffix(".png"))]


def _pages(pdf: Path) -> list[Path]:
    return sorted(pdf.parent.glob(f"{escape(pdf.stem)}-*.png"))


if __name__ == "__main__":
    main()
