"""Waivers: comments that hide a finding on a line, and what is wrong with them."""

from __future__ import annotations

import pytest

from compiler.diagnostics import Diagnostic, Rule
from compiler.source import Span, source_of
from compiler.waivers import apply, waivers

LOST = Rule(code="FLC204", slug="lost-artifact", page="")
UNREAD = Rule(code="FLC209", slug="unread-artifact", page="")
SYNTAX = Rule(code="FLC102", slug="syntax-error", page="")
TARGET = Rule(code="FLC310", slug="too-many-loops", page="")
CROSSING = Rule(code="FLC240", slug="crossing-joins", page="")
CATALOGUE = {rule.code: rule for rule in (LOST, UNREAD, SYNTAX, TARGET, CROSSING)}


def finding(rule: Rule, line: int) -> Diagnostic:
    return Diagnostic(rule=rule, message="m", span=Span(path="f.py", line=line, column=1))


def left(text: str, *found: Diagnostic) -> list[str]:
    sources = {"f.py": source_of("f.py", text)}
    return [one.rule.code for one in apply(found, sources, lambda: CATALOGUE)]


def test_a_waiver_hides_the_finding_on_its_line() -> None:
    assert left("a\nb  # flowc: ignore[FLC204] kept\n", finding(LOST, 2)) == []
    assert left("a\nb  # flowc: ignore[lost-artifact] kept\n", finding(LOST, 2)) == []
    assert left("a\nb  # type: ignore  # flowc: ignore[FLC204] x\n", finding(LOST, 2)) == []


def test_a_waiver_on_a_line_of_its_own_is_about_the_next_line_of_code() -> None:
    text = "  # flowc: ignore[FLC204] kept\n  # because\n\n  b\n"
    assert left(text.replace("  ", ""), finding(LOST, 4)) == []


def test_a_waiver_hides_nothing_else() -> None:
    text = "a  # flowc: ignore[FLC204] kept\nb\n"
    assert left(text, finding(LOST, 1), finding(UNREAD, 1), finding(LOST, 2)) == [
        "FLC209",
        "FLC204",
    ]


def test_a_waiver_may_name_several_rules() -> None:
    text = "a  # flowc: ignore[FLC204, unread-artifact] kept\n"
    assert left(text, finding(LOST, 1), finding(UNREAD, 1)) == []


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("# flowc: ignore[FLC204] nothing is wrong", "FLC180"),
        ("# flowc: ignore[FLC2O4] a letter", "FLC181"),
        ("# flowc: ignore", "FLC181"),
        ("# flowc: ignore[] empty", "FLC181"),
        ("# flowc: hello", "FLC181"),
        ("# flowc: ignore[FLC102] later", "FLC183"),
    ],
)
def test_what_is_wrong_with_a_waiver_is_a_warning(comment: str, code: str) -> None:
    assert left(f"a  {comment}\n") == [code]


def test_a_waiver_without_a_reason_waives_all_the_same() -> None:
    assert left("a  # flowc: ignore[FLC204]\n", finding(LOST, 1)) == ["FLC182"]


def test_what_stops_the_reading_cannot_be_waived() -> None:
    text = "a  # flowc: ignore[FLC102] later\n"
    assert left(text, finding(SYNTAX, 1)) == ["FLC102", "FLC183"]


def test_a_waiver_for_a_target_may_be_for_another_one() -> None:
    assert left("a  # flowc: ignore[FLC310] only Argo\n") == []


def test_nothing_is_called_unused_where_checks_were_left_out() -> None:
    text = "a  # flowc: ignore[FLC204] kept\nb\n"
    assert left(text, finding(CROSSING, 2)) == ["FLC240"]


@pytest.mark.parametrize(
    "text",
    [
        '"""\n# flowc: ignore[FLC204] in a docstring\n"""\n',
        "x = '# flowc: ignore[FLC204] in a string'\n",
        "# nothing for us\n",
        "",
    ],
)
def test_text_that_is_no_comment_is_no_waiver(text: str) -> None:
    assert waivers(source_of("f.py", text)) == ()


def test_comments_are_read_up_to_where_a_file_stops_being_python() -> None:
    text = "a  # flowc: ignore[FLC204] kept\nx = (\n"
    assert [one.line for one in waivers(source_of("f.py", text))] == [1]


def test_texts_that_are_in_no_file_have_no_waivers() -> None:
    source = source_of("<config c>", "a  # flowc: hello\n")
    assert apply((), {source.path: source}) == ()


def test_a_waiver_knows_its_place() -> None:
    (waiver,) = waivers(source_of("f.py", "a\nb  # flowc: ignore[FLC204] kept   \n"))
    assert waiver.span == Span(path="f.py", line=2, column=4, end_line=2, end_column=32)
    assert (waiver.names, waiver.reason, waiver.line) == (("FLC204",), "kept", 2)
