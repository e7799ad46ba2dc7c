"""The Word form in which a 股室 gives its 素材: who, by when, how long, and tables to fill."""

from __future__ import annotations

from sifa_xl import material_words as w
from sifa_xl.attachments import Table
from sifa_xl.material_words import Order
from sifa_xl.numbering import level_one
from sifa_xl.page_style import PageStyle
from sifa_xl.word import file_of
from sifa_xl.word_page import set_page
from sifa_xl.word_styles import looks, styled_document
from sifa_xl.word_tables import add_table
from sifa_xl.word_text import TextWriter

_ROW = 1100  # twips: room for two lines of handwriting
_LOW_ROW = 560
_MORE_ROWS = "（表格不够时，把光标放在最后一格，按 Tab 键加行。）"


def material_form(order: Order) -> bytes:
    """The form as a .docx file."""
    style = PageStyle()
    doc = styled_document(style, looks(style))
    set_page(doc, style)
    writer = TextWriter(doc, style.pitch)
    title = f"{order.office}{order.period}{w.TITLE_END}"
    doc.core_properties.title = title
    writer.line(title, "Title")
    add_table(doc, _front(order))
    for line in _explanation(order):
        writer.line(line, "表注")
    parts = [
        (f"{title}{w.MEASURES_HEADING}", _measures(title, blocks)) for title, blocks in order.lines
    ]
    parts += [(w.PROBLEMS_HEADING, _problems()), (w.PLANS_HEADING, _plans())]
    for number, (heading, table) in enumerate(parts, 1):
        writer.line(f"{level_one(number, len(parts))}{heading}", "Heading 1")
        add_table(doc, table)
    return file_of(doc)


def _front(order: Order) -> Table:
    rows = ((w.OFFICE, order.office, w.HEAD, ""), (w.WRITER, "", w.PHONE, ""))
    return Table((), rows, (18, 36, 18, 28), row_height=_LOW_ROW)


def _explanation(order: Order) -> list[str]:
    due = f"{order.due}前" if order.due else "按通知的时间"
    unit = f"{order.unit}办公室" if order.unit else "办公室"
    return [
        w.EXPLAINING[0],
        f"1.谁填：{order.office}填写，股室负责人看过。没有的内容空着，不写“无”。",
        f"2.什么时候交：{due}交{unit}，交这个 Word 文件本身，不用打印。",
        f"3.写多少：每件举措100至{w.LONGEST_MEASURE}字，一条业务线{w.MOST_MEASURES}件以内；"
        f"问题每个{w.LONGEST_PROBLEM}字以内，{w.MOST_PROBLEMS}个以内；"
        f"打算每项{w.LONGEST_PLAN}字以内，{w.MOST_PLANS}项以内。",
        "4.怎么写：一行写一件，不用编号；小标题一句话概括，十五个字左右；"
        "一件事要分几段的，写在同一格里。不要改表头，不要合并单元格，图片不会被采用。",
        "5.数字：要与报表一致；报表里有的数写成【指标名】，如【受理纠纷】，导入后跟着报表变。",
        "例：小标题写“开展入户走访”，做法和成效写“组织司法所逐户走访社区矫正对象，"
        "逐人建立台账，帮助解决就业、就学困难”。",
        _MORE_ROWS,
    ]


def _measures(title: str, blocks: tuple[str, ...]) -> Table:
    """A line's 举措; the column 归入 only where the line feeds more than one part."""
    heads: tuple[str, ...] = (w.SUBHEADING, f"{w.MEASURE}（每件100至{w.LONGEST_MEASURE}字）")
    widths: tuple[int, ...] = (24, 76)
    if len(blocks) > 1:
        heads, widths = (*heads, f"{w.BLOCK}（{'、'.join(blocks)}）"), (22, 60, 18)
    named = (f"{w.LINE_MARK}{title}",)
    rows = _blank(w.MOST_MEASURES, widths)
    return Table(named, rows, widths, row_height=_ROW, columns=heads)


def _problems() -> Table:
    heads = (f"{w.PROBLEM}（一行写一个，{w.LONGEST_PROBLEM}字以内）",)
    return Table(heads, _blank(w.MOST_PROBLEMS, (100,)), (100,), row_height=_LOW_ROW)


def _plans() -> Table:
    heads = (w.SUBHEADING, f"{w.PLAN}（每项{w.LONGEST_PLAN}字以内）")
    return Table(heads, _blank(w.MOST_PLANS, (24, 76)), (24, 76), row_height=_ROW)


def _blank(count: int, widths: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(("",) * len(widths) for _ in range(count))
