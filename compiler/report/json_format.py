"""Findings as JSON, format `flowc.report/1`, for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.diagnostics import Diagnostic, Label
    from compiler.report.model import Report
    from compiler.source import Span

FORMAT = "flowc.report/1"


def json_report(report: Report, extra: Mapping[str, object] | None = None) -> str:
    """Return the report as indented JSON; `extra` is added to its top level."""
    document = {
        "format": FORMAT,
        "diagnostics": [_finding(found) for found in report.diagnostics],
        **(extra or {}),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(found: Diagnostic) -> dict[str, object]:
    return {
        "code": found.rule.code,
        "slug": found.rule.slug,
        "severity": found.rule.severity.value,
        "message": found.message,
        "help": found.help or None,
        "place": _place(found.span),
        "labels": [_label(label) for label in found.labels],
    }


def _label(label: Label) -> dict[str, object]:
    return {"text": label.text, "place": _place(label.span)}


def _place(span: Span) -> dict[str, object] | None:
    if not span.path:
        return None
    if not span.line:
        return {"path": span.path}
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
