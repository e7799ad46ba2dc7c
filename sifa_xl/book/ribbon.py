"""The ribbon tab 司法总结, made from the actions and put into a finished workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

from sifa_xl.actions import ACTIONS, Action, Spot

TAB = "司法总结"
GROUPS = (
    ("groupSummary", "总结", Spot.MAIN),
    ("groupSheet", "当前业务表", Spot.LINE),
    ("groupTools", "工具", Spot.MINOR),
)
# Excel 2007 reads the first part, later ones the second; both stand in the file
PARTS = {
    "customUI/customUI.xml": (
        "http://schemas.microsoft.com/office/2006/01/customui",
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    ),
    "customUI/customUI14.xml": (
        "http://schemas.microsoft.com/office/2009/07/customui",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    ),
}
RELATIONSHIPS = "_rels/.rels"
STAMP = (1980, 1, 1, 0, 0, 0)  # as XlsxWriter stamps its own parts


def ribbon_xml(namespace: str, actions: Sequence[Action] = ACTIONS) -> str:
    """The tab with a group for every spot that has actions."""
    groups = []
    for identifier, label, spot in GROUPS:
        buttons = "".join(_button(action) for action in actions if action.spot is spot)
        if buttons:
            groups.append(f"<group id={quoteattr(identifier)} label={quoteattr(label)}>")
            groups.append(f"{buttons}</group>")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<customUI xmlns={quoteattr(namespace)}><ribbon><tabs>"
        f'<tab id="tabSifa" label={quoteattr(TAB)} insertAfterMso="TabHome">'
        f"{''.join(groups)}</tab></tabs></ribbon></customUI>"
    )


def add_ribbon(workbook: bytes) -> bytes:
    """The .xlsm with both parts of the ribbon; every other part stays as it is."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            if part.filename == RELATIONSHIPS:
                content = _with_relationships(content)
            new.writestr(part, content, zipfile.ZIP_DEFLATED)
        for name, (namespace, _) in PARTS.items():
            stamped = zipfile.ZipInfo(name, STAMP)
            stamped.external_attr = 0o600 << 16
            new.writestr(stamped, ribbon_xml(namespace).encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _button(action: Action) -> str:
    size = "large" if action.spot is Spot.MAIN else "normal"
    attributes = {
        "id": f"button{action.ribbon_macro}",
        "label": action.caption,
        "size": size,
        "imageMso": action.icon,
        "screentip": action.caption,
        "supertip": action.tip,
        "onAction": action.ribbon_macro,
    }
    said = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<button {said}/>"


def _with_relationships(content: bytes) -> bytes:
    added = "".join(
        f'<Relationship Id="rIdRibbon{number}" Type="{kind}" Target="{name}"/>'
        for number, (name, (_, kind)) in enumerate(PARTS.items(), 1)
    )
    end = b"</Relationships>"
    assert content.count(end) == 1
    return content.replace(end, added.encode() + end)
