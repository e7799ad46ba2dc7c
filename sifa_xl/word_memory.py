"""A document variable: where a Word file keeps the fingerprints of what it was made with."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sifa_xl.imprints import VARIABLE, Base

_BEHIND = (  # what may follow w:docVars in the settings, as far as programs write it
    *("rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping"),
    *("doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions"),
    *("readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults"),
    *("doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
)
_LONGEST = 65_000  # of a variable's value, in Word


def remember(settings: Any, base: Base) -> None:
    """Keep ``base`` in the ``w:settings`` of a document; other variables stay."""
    _own(settings, is_wanted=True).set(qn("w:val"), base.variable[:_LONGEST])


def remembered(settings: Any) -> Base:
    """What the document was made with; an empty base where nothing is kept."""
    found = _own(settings, is_wanted=False)
    return Base() if found is None else Base.of_variable(found.get(qn("w:val")) or "")


def _own(settings: Any, *, is_wanted: bool) -> Any:
    for each in settings.iter(qn("w:docVar")):
        if each.get(qn("w:name")) == VARIABLE:
            return each
    if not is_wanted:
        return None
    listed = settings.find(qn("w:docVars"))
    if listed is None:
        listed = OxmlElement("w:docVars")
        _put_in_order(settings, listed)
    own = OxmlElement("w:docVar")
    own.set(qn("w:name"), VARIABLE)
    listed.append(own)
    return own


def _put_in_order(settings: Any, listed: Any) -> None:
    for child in settings:
        local = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        is_foreign = isinstance(child.tag, str) and "/2006/" not in child.tag
        if local in _BEHIND or is_foreign:
            child.addprevious(listed)
            return
    settings.append(listed)
