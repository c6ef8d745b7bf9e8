"""Source text, and the places in it that findings point at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a source file.

    `path` is relative to the project's root, with `/`. Lines and columns count from 1, columns
    in characters; the end is exclusive. Line 0 means that there is no such place.
    """

    path: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


NOWHERE = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of one file, decoded, with `\\n` as its only line end and without a BOM."""

    path: str
    text: str
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, without its end; "" past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


def source_of(path: str, text: str) -> Source:
    """Return the source at `path`; lines are split at `\\n` alone, as Python's tokenizer does."""
    return Source(path=path, text=text, lines=tuple(text.split("\n")))


def concealed(source: Source, spans: Iterable[Span]) -> Source:
    """Return `source` with `*` in place of every character in `spans`."""
    lines = list(source.lines)
    for span in spans:
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            start = span.column - 1 if number == span.line else 0
            stop = min(span.end_column - 1, len(line)) if number == span.end_line else len(line)
            lines[number - 1] = line[:start] + "*" * (stop - start) + line[stop:]
    return source_of(source.path, "\n".join(lines))
