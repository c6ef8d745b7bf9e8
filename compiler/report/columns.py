"""Source lines as a terminal shows them: how wide characters are, and what lies under a span."""

from __future__ import annotations

import unicodedata

TAB = 4
WIDEST = 140


def shown(text: str, column: int = 0) -> str:
    """Return `text`, starting at screen column `column`, with tabs as spaces and no controls."""
    if text.isascii() and text.isprintable():
        return text
    parts: list[str] = []
    for char in text:
        part = _shown_character(char, column)
        parts.append(part)
        column += len(part) if char == "\t" else _character_width(char)
    return "".join(parts)


def width(text: str) -> int:
    """Return how many columns `text`, as `shown` returned it, takes."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def underlined(line: str, start: int, end: int, mark: str) -> tuple[str, str]:
    """Return `line` as shown and the marks below its characters `start` to `end` (from 0).

    Long lines are cut to what surrounds the marked part.
    """
    start = min(start, len(line))
    end = max(min(end, len(line)), start + 1)
    before = shown(line[:start])
    marked = shown(line[start:end], width(before))
    after = shown(line[end:], width(before) + width(marked))
    before, marked, after = _cut(before, marked, after)
    return before + marked + after, " " * width(before) + mark * max(width(marked), 1)


def _cut(before: str, marked: str, after: str) -> tuple[str, str, str]:
    if width(before) + width(marked) + width(after) <= WIDEST:
        return before, marked, after
    if len(marked) > WIDEST // 2:
        marked = marked[: WIDEST // 2] + "…"
    if len(before) > WIDEST // 3:
        before = "…" + before[-(WIDEST // 3) :]
    if len(after) > WIDEST // 3:
        after = after[: WIDEST // 3] + "…"
    return before, marked, after


def _shown_character(char: str, column: int) -> str:
    if char == "\t":
        return " " * (TAB - column % TAB)
    # Escape sequences and marks that reorder text would make the line lie about the source.
    return char if char.isprintable() or _character_width(char) == 0 else "\ufffd"


def _character_width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or char in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
