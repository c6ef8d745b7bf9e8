"""Findings as a person sees them."""

from __future__ import annotations

import re

from compiler.diagnostics import Diagnostic, Label, Rule, Severity
from compiler.report.concise import concise_report
from compiler.report.model import Report, summary
from compiler.report.palette import COLOURS
from compiler.report.text import text_report
from compiler.source import Source, Span, source_of

RULE = Rule(code="FLC999", slug="a-rule", page="A page.")
WARNING = Rule(code="FLC998", slug="a-warning", page="A page.", severity=Severity.WARNING)


def span(line: int, start: int, end: int, path: str = "flow.py") -> Span:
    return Span(path=path, line=line, column=start, end_line=line, end_column=end)


def frame(text: str, start: int, end: int) -> list[str]:
    """Return the two lines drawn for the characters `start` to `end` of a one-line source."""
    found = Diagnostic(rule=RULE, message="m", span=span(1, start, end))
    return drawn(source_of("flow.py", text), found).splitlines()[1:3]


def drawn(source: Source, *found: Diagnostic) -> str:
    return text_report(Report(diagnostics=found, sources={source.path: source}))


def test_a_finding_shows_its_line_with_carets_below_the_place() -> None:
    source = source_of("flow.py", "\n" * 13 + "        fit(self.rows)\n")
    found = Diagnostic(
        rule=RULE,
        message="no step before `train` assigns `rows`",
        span=span(14, 13, 22),
        help="assign `self.rows` in `start`, or declare it as a Parameter",
    )
    assert drawn(source, found) == (
        "flow.py:14:13: FLC999 [a-rule] no step before `train` assigns `rows`\n"
        "14 |         fit(self.rows)\n"
        "   |             ^^^^^^^^^\n"
        "help: assign `self.rows` in `start`, or declare it as a Parameter\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_labels_are_further_frames_with_their_text_beside_the_marks() -> None:
    source = source_of("flow.py", "a = 1\n" + "\n" * 8 + "use(a)\n")
    found = Diagnostic(
        rule=WARNING,
        message="m",
        span=span(10, 5, 6),
        labels=(Label(span=span(1, 1, 2), text="assigned here"),),
    )
    assert drawn(source, found).splitlines()[:5] == [
        "flow.py:10:5: warning: FLC998 [a-warning] m",
        "10 | use(a)",
        "   |     ^",
        " 1 | a = 1",
        "   | - assigned here",
    ]


def test_labels_in_another_file_say_which() -> None:
    base = source_of("base.py", "rows = []")
    flow = source_of("flow.py", "rows")
    found = Diagnostic(
        rule=RULE,
        message="m",
        span=span(1, 1, 5),
        labels=(Label(span=span(1, 1, 5, "base.py"), text="here"),),
    )
    report = Report(diagnostics=(found,), sources={"base.py": base, "flow.py": flow})
    assert text_report(report).splitlines()[3:6] == [
        "in base.py:",
        "1 | rows = []",
        "  | ---- here",
    ]


def test_carets_stand_below_their_characters_after_tabs_and_wide_characters() -> None:
    assert frame("\tfit(x)", 6, 7) == ["1 |     fit(x)", "  |         ^"]
    assert frame("名前(x)", 4, 5) == ["1 | 名前(x)", "  |      ^"]
    assert frame("e\u0301(x)", 4, 5) == ["1 | e\u0301(x)", "  |   ^"]
    assert frame("x = 名前", 5, 7) == ["1 | x = 名前", "  |     ^^^^"]


def test_a_place_at_or_past_the_end_of_its_line_has_one_caret() -> None:
    assert frame("def f(", 7, 7) == ["1 | def f(", "  |       ^"]
    assert frame("x", 40, 50) == ["1 | x", "  |  ^"]


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    source = source_of("flow.py", "call(\n  1,\n)")
    place = Span(path="flow.py", line=1, column=1, end_line=3, end_column=2)
    text = drawn(source, Diagnostic(rule=RULE, message="m", span=place))
    assert text.splitlines()[1:3] == ["1 | call(", "  | ^^^^^"]


def test_control_characters_of_the_source_do_not_reach_the_terminal() -> None:
    text = "\n".join(frame("x = '\x1b[2J\u202e'", 1, 2))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_long_lines_are_cut_around_the_place() -> None:
    line, marks = frame("a" * 500 + "bad" + "c" * 500, 501, 504)
    assert len(line) < 150
    assert line[marks.index("^") : marks.rindex("^") + 1] == "bad"


def test_a_finding_without_a_place_is_a_line() -> None:
    assert text_report(Report(diagnostics=(Diagnostic(rule=RULE, message="m"),))).startswith(
        "FLC999 [a-rule] m\n"
    )


def test_several_lines_of_help_are_aligned() -> None:
    found = Diagnostic(rule=RULE, message="m", help="write\n  a\nb")
    assert "help: write\n        a\n      b\n" in text_report(Report(diagnostics=(found,)))


def test_a_message_stays_on_its_line() -> None:
    found = Diagnostic(rule=RULE, message="bad `a\nb`")
    assert concise_report(Report(diagnostics=(found,))) == "FLC999 [a-rule] bad `a⏎b`\n"


def test_colours_change_nothing_but_escapes() -> None:
    source = source_of("flow.py", "fit(x)")
    found = Diagnostic(rule=RULE, message="m", span=span(1, 5, 6), help="h")
    report = Report(diagnostics=(found,), sources={"flow.py": source})
    coloured = text_report(report, COLOURS)
    assert coloured != text_report(report)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text_report(report)


def test_the_summary_counts_by_severity_and_file() -> None:
    error = Diagnostic(rule=RULE, message="m", span=span(1, 1, 2))
    other = Diagnostic(rule=RULE, message="m", span=span(1, 1, 2, "other.py"))
    warning = Diagnostic(rule=WARNING, message="m", span=span(1, 1, 2))
    assert summary((error, other, warning)) == "2 errors, 1 warning in 2 files"
    assert summary(()) == ""
