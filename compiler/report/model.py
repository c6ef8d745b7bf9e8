"""A report: findings with the sources they point into, and what they come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Severity
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Findings in order; `sources` has the text of every path that their spans name."""

    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def summary(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return a line such as "3 errors, 1 warning in 1 file"; "" if there is nothing to say."""
    if not diagnostics:
        return ""
    counts = Counter(found.rule.severity for found in diagnostics)
    parts = [counted(counts[severity], severity.value) for severity in Severity if counts[severity]]
    files = len({found.span.path for found in diagnostics})
    return f"{', '.join(parts)} in {counted(files, 'file')}"


def counted(number: int, noun: str) -> str:
    """Return "1 step", "2 steps"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def place(path: str, line: int, column: int) -> str:
    """Return "flow.py:14:13", as far as the place is known."""
    return f"{path}:{line}:{column}" if line else path
