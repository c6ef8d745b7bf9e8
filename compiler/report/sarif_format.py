"""Findings as SARIF 2.1.0, the format of code-scanning services."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from compiler.diagnostics import Diagnostic, Rule, Severity

if TYPE_CHECKING:
    from compiler.report.model import Report
    from compiler.source import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif_report(report: Report, version: str) -> str:
    """Return the report as one SARIF run of flowc `version`."""
    rules = sorted({found.rule for found in report.diagnostics}, key=lambda rule: rule.code)
    index = {rule.code: i for i, rule in enumerate(rules)}
    driver = {"name": "flowc", "version": version, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        # SARIF §3.14.17: columns in code points, as Python counts them.
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index) for found in report.diagnostics],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    summary = rule.page.split("\n\n")[0].replace("\n", " ")
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _level(rule.severity)},
    }


def _result(found: Diagnostic, index: dict[str, int]) -> dict[str, object]:
    text = found.message + (f"\nhelp: {found.help}" if found.help else "")
    result: dict[str, object] = {
        "ruleId": found.rule.code,
        "ruleIndex": index[found.rule.code],
        "level": _level(found.rule.severity),
        "message": {"text": text},
        "locations": [_location(found.span)] if found.span.path else [],
    }
    related = [
        {**_location(label.span), "id": i, "message": {"text": label.text}}
        for i, label in enumerate(found.labels)
        if label.span.path
    ]
    return result | ({"relatedLocations": related} if related else {})


def _location(span: Span) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(span.path)}}
    if span.line:
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return {"physicalLocation": place}


def _level(severity: Severity) -> str:
    return severity.value
