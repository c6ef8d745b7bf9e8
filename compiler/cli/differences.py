"""Compares texts line by line, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compiler.report.palette import Palette


def difference(name: str, old: str, new: str, palette: Palette) -> str:
    """Return the unified diff that leads from `old` to `new`; "" if they are the same."""
    from difflib import unified_diff

    lines = unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(_painted(_ended(line), palette) for line in lines)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ no line end at the end of the file\n"


def _painted(line: str, palette: Palette) -> str:
    style = {"-": palette.error, "+": palette.help, "@": palette.note}.get(line[0], "")
    return palette.paint(style, line.rstrip("\n")) + "\n" if style else line
