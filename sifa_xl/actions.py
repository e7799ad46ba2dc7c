"""What a clerk can set off by a button or from the ribbon; declared once.

Buttons on the sheets, the ribbon, the macros behind them and ``excel.buttons`` follow from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Spot(StrEnum):
    """Where an action has its button."""

    MAIN = "首页"
    MINOR = "首页小"
    LINE = "业务表"


@dataclass(frozen=True)
class Action:
    """``key`` names the function in ``clicks``; ``icon`` is a built-in image of the ribbon.

    ``by_file`` is the key of what WPS does with a copy of the file instead, empty for nothing.
    """

    key: str
    caption: str
    tip: str
    icon: str
    spot: Spot
    by_file: str = ""

    @property
    def macro(self) -> str:
        """The Sub behind the button of a sheet, which takes no argument."""
        return f"Press{self._name}"

    @property
    def ribbon_macro(self) -> str:
        """The Sub behind the ribbon, which is given the control."""
        return f"Ribbon{self._name}"

    @property
    def _name(self) -> str:
        return "".join(word.capitalize() for word in self.key.split("_"))


ACTIONS = (
    Action(
        "check",
        "检查",
        "查出全部问题，列在“校验结果”，并跳到第一处",
        "ReviewShowAllComments",
        Spot.MAIN,
        by_file="check",
    ),
    Action(
        "summarize",
        "生成总结",
        "检查、计算、成文，Word 存进“输出”文件夹",
        "FileCreateDocumentWorkspace",
        Spot.MAIN,
        by_file="summarize",
    ),
    Action(
        "collect",
        "汇总上报表",
        "把“上报”文件夹里各单位交来的表汇到分所表和台账，列出未报、重报和退回的",
        "TableInsertExcel",
        Spot.MAIN,
    ),
    Action(
        "review",
        "送审稿",
        "正文带数字出处，附审签页、指标表和审核说明，存进“输出”文件夹；内部用",
        "ReviewNewComment",
        Spot.MINOR,
        by_file="review",
    ),
    Action(
        "refresh_words",
        "更新Word数字",
        "“输出”里最新的Word跟着表更新数字，改过的话不动，并列出改数清单",
        "Refresh",
        Spot.MINOR,
    ),
    Action(
        "public",
        "公开检查",
        "查“输出”里最新的Word能不能公开，没有就查现在会写成的正文；只查不改",
        "ReviewProtectWorkbook",
        Spot.MINOR,
        by_file="public",
    ),
    Action(
        "hand_out",
        "出下发表",
        "给“填报单位”里的每个单位做一张上报表，放进“下发”文件夹，并写好填报通知和催报",
        "FileSendAsAttachment",
        Spot.MINOR,
        by_file="hand_out",
    ),
    Action(
        "next_period",
        "转入下期",
        "做下一期的工作簿：提纲、口径、单位留下，数字清空，期初和上年同期带过去",
        "FileNew",
        Spot.MINOR,
        by_file="next_period",
    ),
    Action(
        "material",
        "导入素材",
        "把“素材”文件夹里填好的Word素材表写进举措、存在问题、下步打算",
        "FileOpen",
        Spot.MINOR,
    ),
    Action(
        "archive",
        "定稿归档",
        "把“输出”里最新的定稿和工作簿冻结进“归档”，以后能核对是不是发出的那一份",
        "FileMarkAsFinal",
        Spot.MINOR,
    ),
    Action(
        "self_test",
        "自检",
        "看看这台机器上什么能用，结果写在“自检”表",
        "HappyFace",
        Spot.MINOR,
    ),
    Action(
        "check_sheet",
        "检查本页",
        "只说当前这张业务表的问题",
        "ReviewShowOrHideComment",
        Spot.LINE,
        by_file="check",
    ),
    Action(
        "preview_sheet",
        "预览本段",
        "看当前这张业务表会写成什么样的话",
        "FilePrintPreview",
        Spot.LINE,
        by_file="summarize",
    ),
)
