"""What stops the work: one whole Chinese sentence, fit for a message box."""


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
