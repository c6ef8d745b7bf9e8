"""Differences in words, for every form in which they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import Action
from compiler.cli.differences import difference
from compiler.comparison.compare import MOST_NAMES, Kind
from compiler.comparison.summary import Subject
from compiler.report.columns import shown
from compiler.report.palette import PLAIN

if TYPE_CHECKING:
    from compiler.backends.deploying import Change
    from compiler.cli.comparisons.model import Comparison
    from compiler.comparison.compare import Difference
    from compiler.report.palette import Palette

FILE = "file"
LONGEST, LONGEST_OF_PARTS = 80, 400
DIGITS = 12

MARKS = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~", Kind.RENAMED: "~"}
ACTION_MARKS = {Action.CREATE: "+", Action.DELETE: "-", Action.UPDATE: "~", Action.NONE: " "}
ACTION_WORDS = {
    Action.CREATE: "is created",
    Action.DELETE: "is deleted",
    Action.UPDATE: "is changed",
    Action.NONE: "stays as it is",
}
UNSEEN = "the texts differ, and what they mean to the flow does not"


def subject_words(one: Difference) -> str:
    """Return what `one` is about, in plain words: `step`, `steps`, `every run`."""
    return one.subject.value + ("s" if len(one.names) > 1 else "")


def names_of(one: Difference) -> tuple[tuple[str, ...], str]:
    """Return the first of the names, and what is said of the others."""
    left = len(one.names) - MOST_NAMES
    if left <= 1:
        return one.names, ""
    return one.names[:MOST_NAMES], f" and {left} more"


def values_of(one: Difference) -> tuple[str, str]:
    """Return what was and what is, short enough for a line; "" where there is nothing."""
    return _short(one, one.before), _short(one, one.after)


def totals(comparison: Comparison) -> str:
    """Return how many objects are to be created, changed and deleted."""
    counted = {
        "create": Action.CREATE,
        "change": Action.UPDATE,
        "delete": Action.DELETE,
    }
    numbers = {
        word: sum(1 for one in comparison.pending if one.action is action)
        for word, action in counted.items()
    }
    return ", ".join(f"{number} to {word}" for word, number in numbers.items() if number)


def text_diff(change: Change, palette: Palette = PLAIN) -> str:
    """Return what changes in the text of an object, line by line, safe to print."""
    name = change.name if change.kind == FILE else f"{change.kind}/{change.name}"
    before, after = (
        "\n".join(map(shown, text.split("\n"))) for text in (change.before, change.after)
    )
    return difference(one_line(name), before, after, palette)


def one_line(text: str) -> str:
    """Return `text` on one line, with no characters in it that do something to a terminal."""
    return shown(text.replace("\r\n", "\n").replace("\n", "⏎"))


def _short(one: Difference, text: str | None) -> str:
    if text is None:
        return ""
    if one.subject is Subject.CODE and one.setting == "digest":
        return one_line(text)[:DIGITS]
    if not text and one.setting:
        return '""'
    line = one_line(text)
    longest = LONGEST if one.setting else LONGEST_OF_PARTS
    return line if len(line) <= longest else line[: longest - 1] + "…"
