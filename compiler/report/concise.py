"""Findings one a line, as editors and grep read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.report.text import headline

if TYPE_CHECKING:
    from compiler.report.model import Report


def concise_report(report: Report) -> str:
    """Return a line for each finding, without its source."""
    return "".join(headline(found) + "\n" for found in report.diagnostics)
