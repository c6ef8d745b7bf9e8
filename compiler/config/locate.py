"""Finds where a key stands in a TOML file; the parser of the standard library does not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.source import Span

if TYPE_CHECKING:
    from compiler.source import Source

_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def locate(source: Source, path: tuple[str, ...]) -> Span:
    """Return the span of the key `path`, or of the longest part of it that has a line."""
    table: tuple[str, ...] = ()
    best, found = 0, Span(path=source.path)
    for number, line in enumerate(source.lines, 1):
        if header := _HEADER.fullmatch(line):
            table = _parts(header[1])
            place, key = header, table
        elif assignment := _KEY.match(line):
            place, key = assignment, (*table, *_parts(assignment[1]))
        else:
            continue
        common = _common(key, path)
        if common > best and common >= min(len(key), len(path)):
            best, found = common, _span(source.path, number, place)
    return found


def at_line(source: Source, line: int, column: int = 1) -> Span:
    """Return the span of one character at `line` and `column`."""
    return Span(path=source.path, line=line, column=column, end_line=line, end_column=column + 1)


def _span(path: str, line: int, found: re.Match[str]) -> Span:
    return Span(
        path=path,
        line=line,
        column=found.start(1) + 1,
        end_line=line,
        end_column=found.end(1) + 1,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(text))


def _common(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count
