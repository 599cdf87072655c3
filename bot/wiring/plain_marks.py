"""Words in place of pictographs for e-mails and web pages: a machine without such a font draws an empty box."""

import unicodedata

WARNING = "Warning: "
_WARNING_MARKS = frozenset({"⚠️", "🚨"})
"""The marks with which our sentences begin a warning."""


def say_first_mark(text: str) -> str:
    """Say the mark that begins the text, and the warnings below. Other lines may begin with a name: they stay."""
    first, *lines = text.split("\n")
    return "\n".join([_say(first), *(_say(line) if _mark_of(line) in _WARNING_MARKS else line for line in lines)])


def say_marks(text: str) -> str:
    """Say the mark of each line: a warning as a word, any other not at all."""
    return "\n".join(map(_say, text.split("\n")))


def _say(line: str) -> str:
    mark = _mark_of(line)
    rest = line.removeprefix(mark).lstrip(" ")
    if mark in _WARNING_MARKS:
        return f"{WARNING}{rest}"
    return rest if mark and unicodedata.category(mark[0]) == "So" else line


def _mark_of(line: str) -> str:
    return line.partition(" ")[0]
