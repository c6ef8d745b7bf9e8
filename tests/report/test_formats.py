"""Findings as other programs read them."""

from __future__ import annotations

import json

from compiler.diagnostics import Diagnostic, Label, Rule, Severity
from compiler.report.github_format import github_report
from compiler.report.json_format import json_report
from compiler.report.model import Report
from compiler.report.sarif_format import sarif_report
from compiler.source import Span

RULE = Rule(code="FLC999", slug="a-rule", page="First line.\n\nMore.")
NOTE = Rule(code="FLC998", slug="a-note", page="A page.", severity=Severity.NOTE)
PLACE = Span(path="my flows/flow.py", line=3, column=5, end_line=3, end_column=9)
FOUND = Diagnostic(
    rule=RULE,
    message="100% wrong: `a,b`\nreally",
    span=PLACE,
    labels=(Label(span=PLACE, text="here"),),
    help="mend it",
)
REPORT = Report(diagnostics=(FOUND, Diagnostic(rule=NOTE, message="m")))


def test_json_names_its_format_and_every_part_of_a_finding() -> None:
    document = json.loads(json_report(REPORT, {"files": []}))
    assert document["format"] == "flowc.report/1"
    assert document["files"] == []
    first, second = document["diagnostics"]
    assert first["place"] == {
        "path": "my flows/flow.py",
        "line": 3,
        "column": 5,
        "endLine": 3,
        "endColumn": 9,
    }
    assert first["labels"] == [{"text": "here", "place": first["place"]}]
    assert (first["code"], first["severity"], first["help"]) == ("FLC999", "error", "mend it")
    assert (second["place"], second["help"]) == (None, None)


def test_github_commands_escape_what_would_end_them() -> None:
    first, second = github_report(REPORT).splitlines()
    assert first == (
        "::error title=FLC999 a-rule,file=my flows/flow.py,line=3,endLine=3,col=5,endColumn=8::"
        "100%25 wrong: `a,b`%0Areally%0Ahelp: mend it"
    )
    assert second == "::notice title=FLC998 a-note::m"


def test_sarif_has_each_rule_once_and_points_results_at_it() -> None:
    document = json.loads(sarif_report(REPORT, "1.2.3"))
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["FLC998", "FLC999"]
    assert rules[1]["shortDescription"]["text"] == "First line."
    first = run["results"][0]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "FLC999"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20flows/flow.py"
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert run["results"][1]["locations"] == []
