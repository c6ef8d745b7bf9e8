"""Comparisons as texts: exact bytes for a person and a pull request, whatever things are called."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from compiler.backends.deploying import Action, Change
from compiler.cli.comparisons.markdown import MOST, code, comparisons_markdown, fenced
from compiler.cli.comparisons.model import Comparison
from compiler.cli.comparisons.text import comparison_text
from compiler.cli.comparisons.wording import one_line
from compiler.comparison.compare import Difference, Kind
from compiler.comparison.summary import Subject
from compiler.report.palette import PLAIN
from tests.comparison.rendered import NASTY, WANT, changed, hostile, rendered

MARKDOWN = MarkdownIt("commonmark").enable("table")
TEXTS = st.one_of(st.text(max_size=30), st.text("|`\\\n<>&@[]()*_-#~! a", max_size=20))


@pytest.mark.parametrize("name", rendered())
def test_a_comparison_is_printed_as_is_committed(name: str) -> None:
    assert (WANT / name).read_bytes() == rendered()[name].encode(), (
        "run `python -m tests.comparison.rendered` and read the diff"
    )


def test_no_committed_text_is_stale() -> None:
    assert {path.name for path in WANT.iterdir()} == set(rendered())


def cells(markdown: str) -> list[list[str]]:
    """Return the text of each cell of the tables in `markdown`, as a browser shows it."""
    found = MARKDOWN.render(markdown)
    rows = re.findall(r"<tr>(.*?)</tr>", found, re.DOTALL)
    return [
        [
            html.unescape(re.sub(r"<[^>]*>", "", cell))
            for cell in re.findall(r"<td.*?>(.*?)</td>", row)
        ]
        for row in rows[1:]
    ]


@given(TEXTS, TEXTS)
@example("\\|", "a|b")
@example("`", "\\")
@example(" a ", " ")
def test_a_cell_of_a_table_shows_what_was_written(one: str, other: str) -> None:
    table = f"| a | b |\n|---|---|\n| x{code(one)}x | {code(other)} |\n"
    (row,) = cells(table)
    assert row == [f"x{one_line(one)}x", one_line(other)]


@given(TEXTS)
def test_code_is_nothing_but_text(text: str) -> None:
    found = MARKDOWN.render(f"x {code(text)} x")
    assert re.sub(r"</?(p|code)>", "", found).count("<") == 0
    assert html.unescape(re.sub(r"</?(p|code)>", "", found)).strip() == f"x {one_line(text)} x"


@given(st.text("`~\n a</details>", max_size=60))
def test_nothing_ends_a_fence(text: str) -> None:
    tokens = MARKDOWN.parse(fenced(text, "diff"))
    assert [token.type for token in tokens] == ["fence"]
    assert tokens[0].content == f"{text.rstrip()}\n"


def test_hostile_names_make_no_rows_and_no_markup() -> None:
    markdown = comparisons_markdown([hostile()])
    assert [len(row) for row in cells(markdown)] == [4] * len(NASTY)
    shown = MARKDOWN.render(markdown)
    tags = set(re.findall(r"<(/?[a-z0-9]+)", shown))
    assert "img" not in tags
    assert "a" not in tags


def test_hostile_names_do_nothing_to_a_terminal() -> None:
    for text in (
        comparison_text(hostile(), PLAIN, diff=True),
        comparisons_markdown([hostile()]),
    ):
        assert not set(text) & set("\x1b\u202e\r")
    lines = comparison_text(hostile(), PLAIN, diff=False).splitlines()
    assert len(lines) == 1 + len(NASTY) + 2


def of_length(lines: int) -> Comparison:
    after = "".join(f"line {number}\n" for number in range(lines))
    change = Change(action=Action.CREATE, kind="WorkflowTemplate", name="x", after=after)
    return Comparison(title="X", changes=(change,))


def test_a_long_diff_is_cut_so_that_a_comment_takes_it() -> None:
    markdown = comparisons_markdown([of_length(3000), of_length(3000), of_length(3000)])
    assert len(markdown) < 65_000
    assert markdown.count("<details>") == markdown.count("</details>") == 3
    left = [int(found) for found in re.findall(r"(\d+) more lines", markdown)]
    shown = len(re.findall(r"^\+line \d+$", markdown, re.MULTILINE))
    assert MOST > shown > 3000
    # Three lines of each diff say what it is of.
    assert sum(left) + shown in range(9000, 9010)


def test_a_long_table_is_cut_so_that_a_comment_takes_it() -> None:
    rows = tuple(
        Difference(kind=Kind.ADDED, subject=Subject.STEP, names=(f"s{number}",), after="x" * 100)
        for number in range(2000)
    )
    markdown = comparisons_markdown(3 * [Comparison(title="X", differences=rows)])
    assert len(markdown) < 65_000
    left = [int(found) for found in re.findall(r"(\d+) more changes", markdown)]
    assert sum(left) + markdown.count("| added |") == 6000
    assert len(left) == 3


def test_a_short_diff_is_whole() -> None:
    assert "more lines" not in comparisons_markdown([of_length(100)])


def test_many_steps_are_counted() -> None:
    names = tuple(f"s{number}" for number in range(12))
    one = Difference(
        kind=Kind.CHANGED, subject=Subject.STEP, names=names, setting="retry", after="1 retry"
    )
    text = comparison_text(Comparison(title="X", differences=(one,)), PLAIN, diff=False)
    assert "steps s0, s1, s2, s3, s4, s5 and 6 more: retry: none → 1 retry" in text


def test_an_empty_value_is_not_none() -> None:
    one = Difference(
        kind=Kind.CHANGED, subject=Subject.PARAMETER, names=("p",), setting="default", before=""
    )
    text = comparison_text(Comparison(title="X", differences=(one,)), PLAIN, diff=False)
    assert 'parameter p: default: "" → none' in text


def test_objects_that_change_without_a_meaning_are_said_so() -> None:
    found = replace(changed(), differences=())
    assert "the texts differ, and what they mean to the flow does not" in comparison_text(
        found, PLAIN, diff=False
    )
