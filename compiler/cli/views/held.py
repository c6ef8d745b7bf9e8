"""Holds the traceback that a failing task prints, so that a person sees it once: at the end.

A task prints its traceback to stderr, which is where its log has it. What follows the first line of
one is held until the attempt has ended, or for a moment if it goes on.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from compiler.backends.local.events import Printed

MOMENT = 1.0
_BEGIN = "Traceback (most recent call last):"


class Held:
    """The lines of stderr that are not shown yet, by what printed them."""

    def __init__(self, show: Callable[[Printed], None]) -> None:
        """Hand lines on to `show`."""
        self._show = show
        self._lines: dict[str, list[Printed]] = {}
        self._since: dict[str, float] = {}

    def see(self, line: Printed) -> None:
        """Show a line, or hold it."""
        source = line.source if isinstance(line.source, str) else line.source.name
        is_error = line.stream == "stderr"
        if is_error and (source in self._lines or line.text == _BEGIN):
            self._lines.setdefault(source, []).append(line)
            self._since.setdefault(source, time.monotonic())
        else:
            self._show(line)

    def end(self, source: str, traceback: str = "") -> None:
        """Show what is held of the task `source`, which has ended, but for its `traceback`."""
        lines = self._lines.pop(source, [])
        self._since.pop(source, None)
        known = traceback.rstrip("\n").split("\n") if traceback else []
        if known and [line.text for line in lines[: len(known)]] == known:
            lines = lines[len(known) :]
        for line in lines:
            self._show(line)

    def tick(self) -> None:
        """Show what has been held for longer than a moment."""
        now = time.monotonic()
        for source in [name for name, since in self._since.items() if now - since > MOMENT]:
            self.end(source)

    def end_all(self) -> None:
        """Show all that is held."""
        for source in list(self._lines):
            self.end(source)
