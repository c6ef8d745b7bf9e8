"""Colours of a report, by what they stand for; without a terminal every one is empty."""

from __future__ import annotations

from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Escape sequences that begin each kind of text; `reset` ends it."""

    error: str = ""
    warning: str = ""
    note: str = ""
    strong: str = ""
    faint: str = ""
    help: str = ""
    reset: str = ""

    def paint(self, style: str, text: str) -> str:
        """Return `text` in `style`, one of the fields' values."""
        return f"{style}{text}{self.reset}" if style else text


PLAIN = Palette()
COLOURS = Palette(
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    note="\x1b[1;36m",
    strong="\x1b[1m",
    faint="\x1b[2m",
    help="\x1b[32m",
    reset="\x1b[0m",
)
