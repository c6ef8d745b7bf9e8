"""Findings as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from compiler.report.model import Report


def github_report(report: Report) -> str:
    """Return one `::error …::` command for each finding."""
    return "".join(_command(found) + "\n" for found in report.diagnostics)


def _command(found: Diagnostic) -> str:
    message = found.message + (f"\nhelp: {found.help}" if found.help else "")
    properties = {"title": f"{found.rule.code} {found.rule.slug}"}
    if found.span.path:
        properties["file"] = found.span.path
    if found.span.line:
        properties |= {
            "line": str(found.span.line),
            "endLine": str(found.span.end_line),
            "col": str(found.span.column),
        }
    if found.span.line and found.span.end_line == found.span.line:
        # Columns across lines are refused by GitHub: `endColumn` is inclusive, on one line only.
        properties["endColumn"] = str(max(found.span.end_column - 1, found.span.column))
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_level(found.rule.severity)} {listed}::{_data(message)}"


def _level(severity: Severity) -> str:
    return "notice" if severity is Severity.NOTE else severity.value


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
