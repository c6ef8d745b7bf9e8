"""Comparisons as Markdown for a pull request: a table for each flow, the texts folded away.

Everything that a user named stands in code, so that none of it is Markdown, HTML or a mention.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.cli.comparisons.wording import (
    ACTION_WORDS,
    UNSEEN,
    names_of,
    one_line,
    subject_words,
    text_diff,
    totals,
    values_of,
)
from compiler.comparison.compare import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.cli.comparisons.model import Comparison
    from compiler.comparison.compare import Difference

MOST = 60_000
"""Characters of all tables and diffs: a comment of a pull request takes 65,536 in all."""

_FENCES = re.compile("`{3,}")
_SPECIAL = re.compile(r"[ -/:-@\[-`{-~]")


def comparisons_markdown(comparisons: Sequence[Comparison]) -> str:
    """Return all of `comparisons` as one comment."""
    room = MOST
    parts = []
    for one in comparisons:
        table = "\n".join(_section(one, room // 2)) + "\n"
        diff = _folded(one, room - len(table))
        room = max(0, room - len(table) - len(diff))
        parts.append(table + diff)
    return "\n".join(parts)


def code(text: str) -> str:
    """Return `text` as code on one line, also within a table; "" stays "".

    A backslash, backtick or bar in a code span of a table means something else to every reader of
    Markdown, so such a text is HTML, with every sign in it as an entity, and so is one with spaces
    around it, which a code span would lose.
    """
    line = one_line(text)
    if not line:
        return ""
    if line == line.strip() and not set(line) & set("|`\\"):
        return f"`{line}`"
    return f"<code>{_SPECIAL.sub(lambda found: f'&#{ord(found[0])};', line)}</code>"


def fenced(text: str, language: str) -> str:
    """Return `text` as a block of code that nothing in it can end."""
    longest = max((len(found) for found in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def _section(comparison: Comparison, room: int) -> Iterator[str]:
    yield f"### {code(comparison.title)}"
    if comparison.place:
        yield f"\non {code(comparison.place)}"
    if not comparison.has_changes:
        yield "\nNothing differs."
        return
    if comparison.differences:
        yield "\n| | what | before | after |\n|---|---|---|---|"
        rows = list(map(_row, comparison.differences))
        kept = _fitting(rows, room)
        yield from kept
        if len(kept) < len(rows):
            yield f"\n{len(rows) - len(kept)} more changes: `flowc plan` prints them."
    else:
        yield f"\n{UNSEEN[:1].upper()}{UNSEEN[1:]}."
    yield ""
    for change in comparison.pending:
        yield f"- {change.kind} {code(change.name)} {ACTION_WORDS[change.action]}"
    for change, conflict in comparison.conflicts:
        yield (
            f"- **conflict**: {code(conflict.field)} of {change.kind} {code(change.name)} was set "
            f"by {code(conflict.manager)}; only `--force` overwrites it"
        )


def _row(one: Difference) -> str:
    names, more = names_of(one)
    what = " ".join(filter(None, [subject_words(one), ", ".join(map(code, names)) + more]))
    if one.setting:
        what += f": {_setting(one.setting)}"
    before, after = values_of(one)
    kind = "renamed" if one.kind is Kind.RENAMED else one.kind.value
    after = one.names[0] if one.kind is Kind.RENAMED else after
    return f"| {kind} | {what} | {code(before)} | {code(after)} |"


def _setting(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z ]+", name) else code(name)


def _folded(comparison: Comparison, room: int) -> str:
    diff = "".join(map(text_diff, comparison.pending))
    if not diff:
        return ""
    lines = diff.splitlines(keepends=True)
    kept = _fitting(lines, room)
    left = len(lines) - len(kept)
    more = f"\n{left} more lines: `flowc plan --diff` prints them.\n" if left else ""
    title = f"{totals(comparison)}: the text diff" if totals(comparison) else "The text diff"
    shown = fenced("".join(kept), "diff") if kept else ""
    return f"\n<details><summary>{title}</summary>\n\n{shown}{more}\n</details>\n"


def _fitting(lines: Sequence[str], room: int) -> Sequence[str]:
    total = 0
    for place, line in enumerate(lines):
        total += len(line)
        if total > room:
            return lines[:place]
    return lines
