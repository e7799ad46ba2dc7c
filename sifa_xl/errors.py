"""What stops the work: one whole Chinese sentence, fit for a message box."""

import errno

AWAY = frozenset(  # what a system says of a network drive that is gone or does not answer
    getattr(errno, name)
    for name in (
        *("EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENOTCONN", "ECONNRESET"),
        *("ECONNABORTED", "ETIMEDOUT", "ESTALE", "EREMOTEIO", "EIO", "ENODEV", "ENXIO"),
    )
    if hasattr(errno, name)
)
AWAY_SENTENCE = "网络盘或U盘连不上，或中途断开了。请把工作簿复制到本机硬盘再用。"


class SifaError(Exception):
    """The work cannot go on.  The text says what, where and how to mend it."""


class FileProblem(SifaError):
    """A file cannot be read or written."""


class TemplateProblem(SifaError):
    """A template holds what it may not; the text names file and line."""


class DefinitionProblem(SifaError):
    """A work line's declaration contradicts itself; for developers, at class creation."""


class NothingToSay(SifaError):
    """The workbook holds no figure and no sentence from which a summary could be made."""
