"""A bare Word file with the styles of an official document.  Sizes: GB/T 9704-2012, 5.2 and 7.3."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from sifa_xl.page_style import OTHER_NAMES, PageStyle, indents

CONDENSED = -5  # twentieths of a point: 28 characters on a line of 156 mm
SECOND_HEAD, THIRD_HEAD = "SecondHead", "ThirdHead"  # ids of the styles of run-in heads
_HEADS = {SECOND_HEAD: "二级标题文字", THIRD_HEAD: "三级标题文字"}
_IDS = {
    "附件说明": "AttachmentNote",
    "附件序号": "AttachmentNumber",
    "附件标题": "AttachmentTitle",
    "表头": "TableHead",
    "表格文字": "TableText",
    "表注": "TableNote",
    "审签标题": "SignOffTitle",
    "审签小标题": "SignOffHead",
    "annotation text": "CommentText",
}
_COMMENT_MARK = (  # of the sign that leads from the text to a comment
    f'<w:style {nsdecls("w")} w:type="character" w:styleId="CommentReference">'
    '<w:name w:val="annotation reference"/><w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
)
_LEVELS = {"Heading 1": 0, "Heading 2": 1}
# Word's own list for Chinese and the dash, which opens no line (GB/T 15834-2011): 2021—2025
_NEVER_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉"
    "》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠—"
)
_NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"


@dataclass(frozen=True)
class Look:
    """How a style looks: ``font`` is that of Chinese characters, ``latin`` that of digits.

    ``size`` is in points, ``indent`` (of a first line) in characters, all else in twips.
    """

    font: str
    latin: str
    size: float = 16  # 3号
    line: int = 0
    before: int = 0
    after: int = 0
    indent: int = 0
    left: int = 0
    right: int = 0
    align: str = "both"
    is_bold: bool = False
    is_condensed: bool = False
    stays_with_next: bool = False
    snaps: bool = True


def looks(style: PageStyle, signature: str = "", day: str = "") -> dict[str, Look]:
    """Every paragraph style by name; ``signature`` and ``day`` say how far in theirs stand."""
    fonts = style.fonts
    plain = Look(fonts.body, style.latin or fonts.body, line=style.pitch)
    title = Look(fonts.title, fonts.title, 22, 700, align="center", snaps=False)
    small = replace(plain, size=10.5, line=320, align="left", snaps=False)
    bold = replace(plain, font=fonts.first, latin=style.latin or fonts.first)
    head = replace(bold, size=10.5, line=320, snaps=False, stays_with_next=True)
    return {
        "Normal": plain,
        **_looks_of_text(style, plain, title),
        **_looks_of_the_end(style, plain, signature, day),
        "Header": replace(small, font=fonts.second, size=12, align="right"),
        "Footer": Look(fonts.page, fonts.page, 14, 400, snaps=False),
        "附件序号": bold,
        "附件标题": replace(title, before=style.pitch, after=style.pitch, stays_with_next=True),
        "表头": replace(head, align="center"),
        "表格文字": small,
        "表注": replace(small, size=12, line=360, align="both"),
        "审签标题": replace(title, font=fonts.first, latin=fonts.first, size=16, line=600),
        "审签小标题": replace(head, size=12, line=440, align="left"),
        "annotation text": replace(small, size=10, line=280),
    }


def _looks_of_text(style: PageStyle, plain: Look, title: Look) -> dict[str, Look]:
    fonts = style.fonts
    body = replace(plain, indent=2, is_condensed=True)
    heading = replace(body, stays_with_next=True)
    second = replace(heading, font=fonts.second, latin=style.latin or fonts.second)
    return {
        "Title": replace(title, after=style.pitch, stays_with_next=True),
        "Salutation": replace(plain, is_condensed=True),
        "Heading 1": replace(heading, font=fonts.first, latin=style.latin or fonts.first),
        "Heading 2": replace(second, is_bold=style.bolds_second),
        "Body Text": body,
    }


def _looks_of_the_end(style: PageStyle, plain: Look, signature: str, day: str) -> dict[str, Look]:
    """附件说明, 署名 and 成文日期: a blank line above, and all on one page."""
    at = indents(signature, day, has_seal=style.has_seal)
    right = replace(plain, is_condensed=True, align="right")
    signed = replace(right, before=style.pitch, right=at.signature_right, stays_with_next=True)
    dated = replace(right, right=at.date_right)
    if at.date_left is not None:
        dated = replace(right, align="left", left=at.date_left)
    note = replace(plain, is_condensed=True, stays_with_next=True)
    return {"附件说明": note, "Signature": signed, "Date": dated}


def style_id(name: str) -> str:
    """What the file calls a style."""
    return _IDS.get(name, name.replace(" ", ""))


def styled_document(style: PageStyle, wanted: dict[str, Look]) -> DocumentType:
    """An empty document with these styles and nothing else: no author, picture, theme font."""
    doc = Document()
    _clear(doc)
    _set_up(doc)
    styles: Any = doc.styles.element
    for element in styles.findall(qn("w:style")):
        if not element.get(qn("w:default")) or element.get(qn("w:type")) == "paragraph":
            styles.remove(element)
    old = styles.find(qn("w:docDefaults"))
    styles.replace(old, parse_xml(_defaults_xml(wanted["Normal"])))
    for name, look in wanted.items():
        styles.append(parse_xml(_style_xml(name, look)))
    fonts = style.fonts
    for head, font, is_bold in (
        (SECOND_HEAD, fonts.second, style.bolds_second),
        (THIRD_HEAD, fonts.body, style.bolds_third),
    ):
        styles.append(parse_xml(_head_xml(head, font, style.latin or font, is_bold)))
    styles.append(parse_xml(_COMMENT_MARK))
    _name_fonts(doc, wanted)
    return doc


def _clear(doc: DocumentType) -> None:
    """Take out what python-docx's own template brings along: author, picture, hidden parts."""
    properties = doc.core_properties
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    foreign = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml")
    for relations in (doc.part.package.rels, doc.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(foreign):
                del relations[key]


def _set_up(doc: DocumentType) -> None:
    """Chinese, no preview picture, and lines a clerk breaks are not stretched over the page."""
    settings: Any = doc.settings.element
    for tag in ("w:savePreviewPicture", "w:rsids"):
        settings.remove(settings.find(qn(tag)))
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    settings.find(qn("w:compat")).insert(0, OxmlElement("w:doNotExpandShiftReturn"))
    for kind, signs in (("After", _NEVER_LAST), ("Before", _NEVER_FIRST)):
        forbidden = OxmlElement(f"w:noLineBreaks{kind}")
        forbidden.set(qn("w:lang"), "zh-CN")
        forbidden.set(qn("w:val"), signs)
        settings.find(qn("w:compat")).addprevious(forbidden)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # Word shows 兼容模式 in the title bar below that


def _defaults_xml(look: Look) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    fonts = _fonts_xml(look.font, look.latin)
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts}{_size_xml(look.size)}"
        f"{language}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def _style_xml(name: str, look: Look) -> str:
    is_normal = name == "Normal"
    stored = name.lower() if name.startswith(("Heading", "Header", "Footer")) else name
    based = "" if is_normal else '<w:basedOn w:val="Normal"/>'
    level = f'<w:outlineLvl w:val="{_LEVELS[name]}"/>' if name in _LEVELS else ""
    custom = ' w:customStyle="1"' if not name.isascii() else ""
    default = ' w:default="1"' if is_normal else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default}{custom} '
        f'w:styleId="{style_id(name)}"><w:name w:val="{stored}"/>{based}<w:qFormat/>'
        f"<w:pPr>{_paragraph_xml(look)}{level}</w:pPr><w:rPr>{_run_xml(look)}</w:rPr></w:style>"
    )


def _paragraph_xml(look: Look) -> str:
    """In the order the schema wants."""
    first = f' w:firstLineChars="{look.indent * 100}"' if look.indent else ""
    twips = round(look.indent * look.size * 20)
    return (
        f'<w:keepNext w:val="{int(look.stays_with_next)}"/><w:widowControl w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:snapToGrid w:val="{int(look.snaps)}"/>'
        f'<w:spacing w:before="{look.before}" w:after="{look.after}" w:line="{look.line}" '
        'w:lineRule="exact"/>'
        f'<w:ind w:left="{look.left}" w:right="{look.right}"{first} w:firstLine="{twips}"/>'
        f'<w:jc w:val="{look.align}"/>'
    )


def _run_xml(look: Look) -> str:
    bold = "<w:b/>" if look.is_bold else ""
    condensed = f'<w:spacing w:val="{CONDENSED}"/>' if look.is_condensed else ""
    return f"{_fonts_xml(look.font, look.latin)}{bold}{condensed}{_size_xml(look.size)}"


def _head_xml(identity: str, font: str, latin: str, is_bold: bool) -> str:
    bold = "<w:b/>" if is_bold else ""
    return (
        f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="{identity}">'
        f'<w:name w:val="{_HEADS[identity]}"/><w:qFormat/>'
        f"<w:rPr>{_fonts_xml(font, latin)}{bold}</w:rPr></w:style>"
    )


def _fonts_xml(font: str, latin: str) -> str:
    """All four slots; one left out would take the theme's font."""
    slots = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}"'
    return f'<w:rFonts w:hint="eastAsia" {slots}/>'


def _size_xml(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _name_fonts(doc: DocumentType, wanted: dict[str, Look]) -> None:
    """fontTable.xml: each font with the name a machine without it should look for."""
    names = dict.fromkeys(name for look in wanted.values() for name in (look.font, look.latin))
    fonts = [
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{OTHER_NAMES[name]}"/>' if name in OTHER_NAMES else "")
        + f'<w:charset w:val="{"00" if name.isascii() else "86"}"/></w:font>'
        for name in names
    ]
    text = f"<w:fonts {nsdecls('w')}>{''.join(fonts)}</w:fonts>"
    part: Any = next(
        relation.target_part
        for relation in doc.part.rels.values()
        if relation.reltype.endswith("/fontTable")
    )
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()
