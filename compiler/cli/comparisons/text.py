"""A comparison for a terminal: what changes line by line, then the objects, then their texts.

PetsFlow as pets-flow on argo, namespace flows of https://10.0.0.1
  ~ step train: memory: 4096 MB → 8192 MB
  ~ WorkflowTemplate pets-flow is changed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.comparisons.wording import (
    ACTION_MARKS,
    ACTION_WORDS,
    MARKS,
    UNSEEN,
    names_of,
    one_line,
    subject_words,
    text_diff,
    values_of,
)
from compiler.comparison.compare import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.cli.comparisons.model import Comparison
    from compiler.comparison.compare import Difference
    from compiler.report.palette import Palette


def comparison_text(comparison: Comparison, palette: Palette, *, diff: bool) -> str:
    """Return `comparison` for a person, with `diff` also the texts of the objects."""
    lines = [*_lines(comparison, palette)]
    texts = [*_diffs(comparison, palette)] if diff else []
    return "".join(f"{line}\n" for line in lines) + "".join(f"\n{text}" for text in texts)


def difference_line(one: Difference) -> str:
    """Return one difference as a line without a mark."""
    names, more = names_of(one)
    what = " ".join(filter(None, [subject_words(one), ", ".join(map(one_line, names))])) + more
    before, after = values_of(one)
    match one.kind:
        case Kind.RENAMED:
            return f"{what} was {before}"
        case Kind.CHANGED:
            return f"{what}: {one_line(one.setting)}: {before or 'none'} → {after or 'none'}"
        case Kind.ADDED:
            return f"{what} is new" + (f" ({after})" if after else "")
        case Kind.REMOVED:
            return f"{what} is gone" + (f" ({before})" if before else "")


def _lines(comparison: Comparison, palette: Palette) -> Iterator[str]:
    place = f" on {comparison.place}" if comparison.place else ""
    yield palette.paint(palette.strong, one_line(comparison.title)) + one_line(place)
    if not comparison.has_changes:
        yield "  nothing differs"
    for one in comparison.differences:
        yield _marked(MARKS[one.kind], difference_line(one), palette)
    if comparison.pending and not comparison.differences:
        yield f"  {UNSEEN}"
    for change in comparison.pending:
        line = f"{change.kind} {one_line(change.name)} {ACTION_WORDS[change.action]}"
        yield _marked(ACTION_MARKS[change.action], line, palette)
    for change, conflict in comparison.conflicts:
        line = (
            f"{change.kind} {one_line(change.name)}: {one_line(conflict.field)} was set by "
            f"{one_line(conflict.manager)}; only `--force` overwrites it"
        )
        yield _marked("!", line, palette)


def _marked(mark: str, line: str, palette: Palette) -> str:
    style = {
        "+": palette.help,
        "-": palette.error,
        "~": palette.warning,
        "!": palette.error,
    }.get(mark, "")
    return f"  {palette.paint(style, mark)} {line}"


def _diffs(comparison: Comparison, palette: Palette) -> Iterator[str]:
    for change in comparison.pending:
        yield text_diff(change, palette)
