"""The look of the sheets: a few named styles, one font, quiet colours."""

from __future__ import annotations

from typing import Any

FONT = "微软雅黑"
_LINE = "#BFBFBF"
_BOX = {"border": 1, "border_color": _LINE}
_MIDDLE = {"valign": "vcenter"}
_INPUT = {**_BOX, **_MIDDLE, "locked": False}
_STAR = "#FFF2CC"
_GREY = "#F2F2F2"
_HEAD = "#1F4E79"
_COMPUTED = {**_BOX, **_MIDDLE, "bg_color": _GREY, "font_color": "#404040"}

STYLES: dict[str, dict[str, Any]] = {
    "code": {"font_size": 8, "font_color": "#A6A6A6"},
    "plain": {**_MIDDLE, "font_color": "#404040"},
    "title": {"bold": True, "font_size": 16, "font_color": _HEAD, **_MIDDLE},
    "title_big": {"bold": True, "font_size": 22, "font_color": _HEAD, "align": "center", **_MIDDLE},
    "steps": {
        "bold": True,
        "font_size": 13,
        "font_color": "#FFFFFF",
        "bg_color": _HEAD,
        "align": "center",
        **_MIDDLE,
    },
    "note": {"font_color": "#7F6000", "bg_color": "#FFF9E5", **_MIDDLE},
    "note_text": {"font_color": "#7F6000", "bg_color": "#FFF9E5", "text_wrap": True, **_MIDDLE},
    "hint": {"font_color": "#7F7F7F", "font_size": 9, **_MIDDLE},
    "hint_plain": {"font_color": "#7F7F7F", "font_size": 9, **_MIDDLE},
    "warning": {"font_color": "#9C0006", "text_wrap": True, **_MIDDLE},
    "section": {"bold": True, "font_color": _HEAD, "bg_color": "#DDEBF7", **_MIDDLE},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#2F75B5",
        "align": "center",
        "text_wrap": True,
        **_BOX,
        **_MIDDLE,
    },
    "head_input": {
        "bold": True,
        "font_color": _HEAD,
        "bg_color": "#DDEBF7",
        "align": "center",
        "text_wrap": True,
        **_INPUT,
    },
    "label": {**_BOX, **_MIDDLE, "text_wrap": True, "indent": 1},
    "label_star": {**_BOX, **_MIDDLE, "text_wrap": True, "bold": True},
    "input": {**_INPUT, "align": "right", "num_format": "General"},
    "input_money": {**_INPUT, "align": "right", "num_format": "#,##0.00"},
    "input_star": {**_INPUT, "align": "right", "bg_color": _STAR},
    "input_star_money": {**_INPUT, "align": "right", "bg_color": _STAR, "num_format": "#,##0.00"},
    "input_text": {**_INPUT, "text_wrap": True},
    "input_text_bold": {**_INPUT, "text_wrap": True, "bold": True},
    "input_star_text": {**_INPUT, "text_wrap": True, "bg_color": _STAR, "align": "left"},
    "input_center": {**_INPUT, "align": "center"},
    "input_center_bold": {**_INPUT, "align": "center", "bold": True},
    "input_date": {**_INPUT, "align": "center", "num_format": "yyyy/m/d"},
    # the columns of a 台账: text stays text, so that long numbers keep their digits
    "ledger_text": {**_MIDDLE, "locked": False, "num_format": "@"},
    "ledger_pick": {**_MIDDLE, "locked": False},
    "ledger_date": {**_MIDDLE, "locked": False, "align": "center", "num_format": "yyyy/m/d"},
    "ledger_number": {**_MIDDLE, "locked": False, "align": "right"},
    "fixed_center": {**_COMPUTED, "align": "center"},
    "fixed_date": {**_COMPUTED, "align": "left", "num_format": "yyyy/m/d"},
    "fixed_left": {**_COMPUTED, "align": "left", "text_wrap": True},
    "fixed_text": {**_COMPUTED, "text_wrap": True, "font_size": 9},
    "computed": {**_COMPUTED, "align": "right"},
    "computed_center": {**_COMPUTED, "align": "center"},
    "input_computed": {**_INPUT, "align": "right", "bg_color": _GREY},
    "computed_money": {**_COMPUTED, "align": "right", "num_format": "#,##0.00"},
    "computed_rate": {**_COMPUTED, "align": "right", "num_format": "0.0"},
    "computed_text": {**_COMPUTED, "text_wrap": True},
    "computed_line": {**_COMPUTED},
    "status": {**_COMPUTED, "align": "center"},
    # of 分析: a frame only where something stands, by conditional format
    "cross_head": {"bold": True, "align": "center", "text_wrap": True, **_MIDDLE},
    "cross_label": {**_MIDDLE, "shrink": True, "indent": 1},
    "cross": {**_MIDDLE, "align": "right", "num_format": '#,##0;-#,##0;"·"'},
    "link": {"font_color": "#0563C1", "underline": 1, **_MIDDLE},
    "link_wrapped": {
        **_MIDDLE,
        "font_color": "#0563C1",
        "underline": 1,
        "font_size": 9,
        "text_wrap": True,
    },
    "link_section": {
        "bold": True,
        "font_color": "#0563C1",
        "underline": 1,
        "bg_color": "#DDEBF7",
        **_MIDDLE,
    },
    "link_cell": {"font_color": "#0563C1", "underline": 1, **_BOX, **_MIDDLE},
    # texts of the result sheets stay texts when a clerk edits the cell
    "result": {**_BOX, **_MIDDLE, "align": "center", "quote_prefix": True},
    "result_text": {**_BOX, "valign": "top", "text_wrap": True, "quote_prefix": True},
    "result_input": {**_INPUT, "valign": "top", "text_wrap": True, "quote_prefix": True},
    "result_link": {
        **_BOX,
        **_MIDDLE,
        "font_color": "#0563C1",
        "underline": 1,
        "text_wrap": True,
        "quote_prefix": True,
    },
    "guide": {"text_wrap": True, "valign": "top", "font_size": 10.5},
}

# conditional formats: colour only, so that they lie over any style
CONDITIONS: dict[str, dict[str, Any]] = {
    "bad": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "doubt": {"bg_color": "#FFE699", "font_color": "#7F6000"},
    "pending": {"bg_color": "#FFFF00", "font_color": "#7F6000"},
    "used": {"border": 1, "border_color": _LINE, "bg_color": _GREY},
    "used_head": {"bg_color": "#2F75B5", "font_color": "#FFFFFF"},
    "ask": {"bg_color": "#DDEBF7", "font_color": "#1F4E79"},
}

TABS = {
    "blue": "#1F4E79",
    "grey": "#A6A6A6",
}
THEME_TABS = (
    *("#C00000", "#ED7D31", "#FFC000", "#70AD47"),
    *("#00B0F0", "#7030A0", "#954F72", "#806000"),
)


def base() -> dict[str, Any]:
    """What every cell has."""
    return {"font_name": FONT, "font_size": 10}
