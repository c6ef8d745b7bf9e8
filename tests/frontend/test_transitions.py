"""What `self.next` means, in every spelling, and what is said of those that mean nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.ir.graph import Case, ForEach, Go, Link, Switch, Transition
from tests.frontend.flows import diagnostic, flow_text, read, refusals, step_text, steps, transition

if TYPE_CHECKING:
    from pathlib import Path


def go(*names: str) -> Go:
    return Go(links=tuple(Link(target=name) for name in names))


def switch(on: str, **cases: str) -> Switch:
    return Switch(
        cases=tuple(Case(key=key, link=Link(target=name)) for key, name in cases.items()), on=on
    )


def foreach(target: str, over: str) -> ForEach:
    return ForEach(link=Link(target=target), over=over)


def gang(target: str, over: str = "", width: int | None = None) -> ForEach:
    return ForEach(link=Link(target=target), over=over, gang=True, width=width)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.next(self.a)", go("a")),
        ("self.next(self.b, self.a)", go("b", "a")),
        ("self.next(self.a, foreach='items')", foreach("a", "items")),
        ("self.next(self.a, num_parallel=4)", gang("a", width=4)),
        ("self.next(self.a, num_parallel=self.n)", gang("a", over="n")),
        ("self.next({'x': self.a, 'y': self.b}, condition='c')", switch("c", x="a", y="b")),
        ("return self.next(self.a)", go("a")),
        ("'''Doc.'''\nself.next(self.a)\npass", go("a")),
        ("x = 1", None),
    ],
)
def test_each_kind_of_transition_is_read(
    tmp_path: Path, body: str, expected: Transition | None
) -> None:
    assert transition(tmp_path, body) == expected


def test_the_flow_may_have_another_name_than_self(tmp_path: Path) -> None:
    text = flow_text("@step\ndef start(this):\n    this.next(this.end)\n")
    (start,) = steps(tmp_path, text).steps
    assert start.transition == go("end")


def test_names_and_members_are_folded(tmp_path: Path) -> None:
    head = "ITEMS = 'rows'\nWIDTH = 2\n"
    assert transition(tmp_path, "self.next(self.a, foreach=ITEMS)", head) == foreach("a", "rows")
    assert transition(tmp_path, "self.next(self.a, num_parallel=WIDTH)", head) == gang("a", width=2)
    found = transition(tmp_path, "self.next(self.a, num_parallel=self.n)", members="n = 3")
    assert found == gang("a", width=3)


def test_a_local_name_hides_the_one_of_the_file(tmp_path: Path) -> None:
    found = transition(tmp_path, "n = count()\nself.next(self.a, num_parallel=n)", "n = 4")
    assert found == gang("a")


def test_members_are_seen_through_the_flow_only(tmp_path: Path) -> None:
    found = transition(tmp_path, "self.next(self.a, num_parallel=N)", "N = 5", "N = 3")
    assert found == gang("a", width=5)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("1: self.a, 2: self.b", (1, 2)),
        ("True: self.a, False: self.b", (True, False)),
        ("YES: self.a, f'{NO}!': self.b", ("yes", "no!")),
        ("self.config.fast: self.a, self.config['slow']: self.b", ("f", "s")),
        ("self.config.fast: self.a, self.config.get('none', 'n'): self.b", ("f", "n")),
    ],
)
def test_keys_of_a_switch_are_folded(
    tmp_path: Path, keys: str, expected: tuple[object, ...]
) -> None:
    head = "from metaflow import Config\nYES = 'yes'\nNO = 'no'\n"
    config = "config = Config('config', default_value={'fast': 'f', 'slow': 's'})"
    body = f"self.next({{{keys}}}, condition='c')"
    found = transition(tmp_path, body, head, config)
    assert isinstance(found, Switch)
    assert tuple(case.key for case in found.cases) == expected


@pytest.mark.parametrize(
    "body",
    [
        "if self.done:\n    self.next(self.a)\n    return\nself.next(self.a)",
        "if self.done:\n    self.next(self.a)\nelse:\n    self.next(self.a)",
        "try:\n    self.load()\n    self.next(self.a)\nexcept OSError:\n    self.next(self.a)",
        "with open('x') as f:\n    self.next(self.a)",
        (
            "for row in self.rows:\n    if not row:\n        self.next(self.a)\n        return\n"
            "self.next(self.a)"
        ),
        "while True:\n    if self.load():\n        self.next(self.a)\n        break",
        (
            "match self.kind:\n    case 1:\n        self.next(self.a)\n    case _:\n"
            "        self.next(self.a)"
        ),
        "try:\n    self.next(self.a)\nfinally:\n    print('done')",
        "if self.done:\n    self.next(self.a)\n    raise ValueError\nself.next(self.a)",
    ],
)
def test_several_calls_that_agree_are_one_transition(tmp_path: Path, body: str) -> None:
    assert refusals(tmp_path, body, "def load(self): ...") == []
    assert transition(tmp_path, body) == go("a")


def test_calls_that_differ_are_answered_with_the_switch(tmp_path: Path) -> None:
    body = "if self.ok:\n    self.next(self.a)\nelse:\n    self.next(self.end)"
    (found,) = refusals(tmp_path, body)
    assert found.rule.code == "FLC135"
    assert 'self.next({"a": self.a, "end": self.end}, condition="way")' in found.help
    assert [label.span.line for label in found.labels] == [9]
    assert found.span.line == 11


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("self.next(self.a)\nprint('more')", "FLC136"),
        ("if self.x:\n    self.next(self.a)\nself.y = 1\nself.next(self.a)", "FLC136"),
        ("for x in self.xs:\n    self.next(self.a)", "FLC137"),
        ("while self.x:\n    self.next(self.a)", "FLC137"),
        ("def go():\n    self.next(self.a)\ngo()", "FLC138"),
        ("x = self.next(self.a)", "FLC138"),
        ("[self.next(self.a) for _ in self.xs]", "FLC138"),
        ("self.next(getattr(self, self.x))", "FLC139"),
        ("self.next('a')", "FLC139"),
        ("self.next(a)", "FLC139"),
        ("self.next(self.a())", "FLC139"),
        ("self.next({'x': 'a'}, condition='c')", "FLC139"),
        ("self.next(self.a, forech='xs')", "FLC140"),
        ("self.next(*self.targets)", "FLC140"),
        ("self.next(self.a, **self.options)", "FLC140"),
        ("self.next(self.a, foreach=self.xs)", "FLC141"),
        ("self.next(self.a, foreach=['x'])", "FLC141"),
        ("self.next(self.a, foreach='no name')", "FLC141"),
        ("self.next(self.a, self.b, foreach='xs')", "FLC141"),
        ("self.next(self.a, foreach='xs', num_parallel=2)", "FLC141"),
        ("self.next(self.a, num_parallel=0)", "FLC142"),
        ("self.next(self.a, num_parallel=True)", "FLC142"),
        ("self.next(self.a, num_parallel='4')", "FLC142"),
        ("self.next(self.a, self.b, num_parallel=2)", "FLC142"),
        ("self.next({'x': self.a})", "FLC143"),
        ("self.next(self.a, condition='c')", "FLC143"),
        ("self.next(CASES, condition='c')", "FLC143"),
        ("self.next({'x': self.a}, condition=self.c)", "FLC143"),
        ("self.next({'x': self.a}, self.b, condition='c')", "FLC143"),
        ("self.next({None: self.a}, condition='c')", "FLC144"),
        ("self.next({1.5: self.a}, condition='c')", "FLC144"),
        ("self.next({self.x: self.a}, condition='c')", "FLC144"),
        ("self.next({**CASES}, condition='c')", "FLC144"),
        ("self.next({'x': self.a, 'x': self.b}, condition='c')", "FLC145"),
        ("self.next({1: self.a, True: self.b}, condition='c')", "FLC145"),
        ("self.next()", "FLC146"),
        ("self.next({}, condition='c')", "FLC146"),
    ],
)
def test_what_means_nothing_is_refused(tmp_path: Path, body: str, code: str) -> None:
    assert [found.rule.code for found in refusals(tmp_path, body)] == [code]


def test_a_transition_in_a_helper_is_shown_where_it_stands(tmp_path: Path) -> None:
    (found,) = refusals(tmp_path, "self.route()", "def route(self):\n    self.next(self.end)\n")
    assert found.rule.code == "FLC138"
    assert found.message == "step `start` leaves its transition to `route`"
    assert [label.span.line for label in found.labels] == [6]


def test_the_statement_that_still_runs_is_shown(tmp_path: Path) -> None:
    (found,) = refusals(tmp_path, "self.next(self.end)\nfor x in [1, 2]:\n    print(x)")
    assert [(label.span.line, label.text) for label in found.labels] == [(9, "this runs after it")]


def test_one_step_reports_all_its_mistakes(tmp_path: Path) -> None:
    body = "self.next({None: 'a', 1.5: self.b}, condition=self.c)"
    found = [one.rule.code for one in refusals(tmp_path, body)]
    assert sorted(found) == ["FLC139", "FLC143", "FLC144", "FLC144"]


def test_spans_cover_the_guilty_part(tmp_path: Path) -> None:
    (found,) = refusals(tmp_path, "self.next(self.a, foreach=self.items)")
    assert (found.span.line, found.span.column, found.span.end_column) == (8, 35, 45)


def test_a_graph_that_could_not_be_read_is_not_structured(tmp_path: Path) -> None:
    reading = read(tmp_path, step_text("self.next(self.nowhere, bad=1)"))
    assert diagnostic(reading, "FLC140")
    assert [one.flow for one in reading.flows] == [None]
    assert reading.flows[0].draft is not None
