"""Whatever a source holds and wherever a span points, a report is printed and stays aligned."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostics import Diagnostic, Label, Rule
from compiler.report.columns import shown, underlined, width
from compiler.report.github_format import github_report
from compiler.report.json_format import json_report
from compiler.report.model import Report
from compiler.report.sarif_format import sarif_report
from compiler.report.text import text_report
from compiler.source import Span, source_of

RULE = Rule(code="FLC999", slug="a-rule", page="A page.")
LINES = st.text(st.characters(exclude_characters="\n"), max_size=200)
NUMBERS = st.integers(min_value=0, max_value=300)


@given(LINES, NUMBERS, NUMBERS)
def test_marks_stand_below_what_they_mark(line: str, start: int, end: int) -> None:
    above, below = underlined(line, start, end, "^")
    marked = below.count("^")
    assert below.strip(" ") == "^" * marked
    assert marked >= 1
    assert width(below) <= width(above) + 1
    assert all(char.isprintable() or width(char) == 0 for char in above)


@given(LINES, NUMBERS)
def test_what_is_shown_is_as_wide_as_it_is_said_to_be(text: str, column: int) -> None:
    once = shown(text, column)
    assert "\t" not in once
    assert width(shown(once)) == width(once)


@given(st.text(max_size=100), st.text(max_size=50), NUMBERS, NUMBERS, NUMBERS)
def test_every_report_has_room_for_any_text(
    source: str, message: str, line: int, column: int, end: int
) -> None:
    span = Span(path="flow.py", line=line, column=column, end_line=line, end_column=end)
    labels = (Label(span=span, text=message),)
    found = Diagnostic(rule=RULE, message=message, span=span, labels=labels, help=message)
    report = Report(diagnostics=(found,), sources={"flow.py": source_of("flow.py", source)})
    assert text_report(report).startswith("flow.py")
    assert len(github_report(report).split("\n")) == 2
    assert json_report(report)
    assert sarif_report(report, "1")
