"""What is said of graphs that are no flows: the rule, the sentence, and the places it points at."""

from __future__ import annotations

from itertools import pairwise

import pytest

from compiler.ir.graph import Go, Graph, Link, Step
from compiler.ir.structure import likely_block, structure
from tests.ir.graphs import graph, task

REFUSALS: dict[str, tuple[str, str]] = {
    "no start": ("a: end\nend:", "FLC230 the flow `F` has no step `start`"),
    "no end": ("start: a\na: start", "FLC231 the flow `F` has no step `end`"),
    "two steps of one name": (
        "start: a\na: end\na: end\nend:",
        "FLC232 the flow `F` has two steps `a`",
    ),
    "a misspelt target": (
        "start: trian\ntrain: end\nend:",
        "FLC233 `start` goes to `trian`, which is no step of the flow",
    ),
    "steps that nothing leads to": (
        "start: end\na: b\nb: c\nc: end\nend:",
        "FLC234 no way from `start` leads to the step `a`, nor the 2 after it",
    ),
    "a cycle that nothing leads to": (
        "start: end\na: b\nb: a\nend:",
        "FLC234 no way from `start` leads to the step `a`, nor the one after it",
    ),
    "a step that does not go on": (
        "start: a\na:\nend:",
        "FLC235 `a` does not say which step comes next",
    ),
    "an end that goes on": (
        "start: end\nend: start",
        "FLC236 `end` is the last step, but goes on to `start`",
    ),
    "a join without inputs": (
        "start: a, b\na: j\nb: j\nj: end\nend:",
        "FLC237 `j` joins `a` and `b`, but does not take `inputs`",
    ),
    "inputs of one step": (
        "start: a\na!: end\nend:",
        "FLC238 `a` takes `inputs`, but only `start` comes before it",
    ),
    "inputs after a switch": (
        "start: {x: a, y: b}\na: m\nb: m\nm!: end\nend:",
        "FLC238 `m` takes `inputs`, but only one of `a` and `b` runs before it",
    ),
    "inputs at the start": (
        "start!: end\nend:",
        "FLC238 `start` takes `inputs`, but no split or foreach ends there",
    ),
    "a join of some arms": (
        "start: a, b, c\na: j\nb: j\nj!: k\nc: k\nk!: end\nend:",
        "FLC239 `j` joins `a` and `b`, but not `c`, which the split of `start` starts beside them",
    ),
    "arms that cross": (
        "start: a, b\na: c\nb: c, d\nc!: e\nd: e\ne!: end\nend:",
        (
            "FLC240 the ways out of `start` cross: `b` → `c` meets the one from `a`, "
            "and `b` → `d` goes past it"
        ),
    ),
    "cases that cross": (
        "start: {x: a, y: b}\na: c\nb: {p: c, q: e}\nc: e\ne: end\nend:",
        (
            "FLC240 the ways out of `start` cross: `b` → `c` meets the one from `a`, "
            "and `b` → `e` goes past it"
        ),
    ),
    "arms that never meet": (
        "start: a, b\na: end\nb: end\nend:",
        "FLC241 the arms of the split of `start`, `a` and `b`, do not meet before `end`",
    ),
    "items that are never joined": (
        "start: a*\na: b\nb: end\nend:",
        "FLC242 the items of the foreach of `start` are not joined",
    ),
    "items that are not joined in their arm": (
        "start: {x: a, y: b}\na: t*\nt: m\nb: m\nm: end\nend:",
        "FLC242 the items of the foreach of `a` are not joined before `m`",
    ),
    "a join of a foreach and a split": (
        "start: a, b\na: t*\nt: j\nb: j\nj!: end\nend:",
        "FLC243 the foreach of `a` and the split of `start` both end in `j`",
    ),
    "a join of two splits": (
        "start: a, b\na: c, d\nc: j\nd: j\nb: j\nj!: end\nend:",
        "FLC243 the split of `a` and the split of `start` both end in `j`",
    ),
    "a foreach over nothing to do": (
        "start: j*\nj!: end\nend:",
        "FLC244 the foreach of `start` goes straight into the join `j`",
    ),
    "a loop without a way out": (
        "start: a\na: b\nb: a\nend:",
        "FLC245 the loop from `b` back to `a` is never left",
    ),
    "a switch without a way out": (
        "start: a\na: {x: start, y: a}\nend:",
        "FLC245 the loop from `a` back to `start` is never left",
    ),
    "a cycle with two entries": (
        "start: {x: a, y: b}\na: b\nb: {x: a, y: end}\nend:",
        "FLC246 the cycle of `a` and `b` can be entered at `a` and `b`",
    ),
    "a loop left at its first step": (
        "start: h\nh: {more: b, done: end}\nb: h\nend:",
        "FLC247 the loop from `b` back to `h` is left at `h`, not at its last step",
    ),
    "a loop left on its way": (
        "start: h\nh: {more: b, done: end}\nb: {again: h, out: end}\nend:",
        "FLC247 the loop from `b` back to `h` is left at `h`, not at its last step",
    ),
    "loops that overlap": (
        "start: a\na: b\nb: {x: a, y: c}\nc: {x: b, y: end}\nend:",
        "FLC247 the loop from `c` back to `b` is left at `b`, not at its last step",
    ),
    "a split that names a step twice": (
        "start: a, a\na: end\nend:",
        "FLC249 `start` goes to `a` twice",
    ),
    "a reserved name": (
        "start: next\nnext: end\nend:",
        "FLC250 the step `next` hides `self.next`, which every flow has",
    ),
    "two ways back": (
        "start: h\nh: {x: a, y: b}\na: {x: h, y: end}\nb: {x: h, y: end}\nend:",
        "FLC252 `a` and `b` both go back to `h`",
    ),
    "a loop to a join": (
        "start: a, b\na: j\nb: j\nj!: c\nc: {x: j, y: end}\nend:",
        "FLC253 `c` goes back to the join `j`",
    ),
    "a loop out of a foreach": (
        "start: h\nh: a*\na: {x: h, y: j}\nj!: end\nend:",
        "FLC254 the loop from `a` back to `h` goes out of the foreach of `h`",
    ),
    "a loop into a foreach": (
        "start: a*\na: j\nj!: c\nc: {x: a, y: end}\nend:",
        "FLC254 the loop from `c` back to `a` goes into the foreach of `start`",
    ),
    "a split that goes back": (
        "start: a\na: b\nb: a, c\nc: end\nend:",
        "FLC255 `b` goes back to `a` without a condition",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refuses(name: str) -> None:
    text, want = REFUSALS[name]
    found, diagnostics = structure(graph(text))
    assert found is None
    assert [f"{d.rule.code} {d.message}" for d in diagnostics] == [want]
    assert diagnostics[0].help


def test_a_switch_with_one_way_is_a_warning_and_a_plain_transition() -> None:
    found, diagnostics = structure(graph("start: {x: end, y: end}\nend:"))
    plain, _ = structure(graph("start: end\nend:"))
    assert found == plain
    assert [(d.rule.code, d.is_error) for d in diagnostics] == [("FLC248", False)]


def test_the_help_renames_the_only_step_that_goes_nowhere() -> None:
    _, diagnostics = structure(graph("start: finish\nfinish:"))
    assert diagnostics[0].help == "rename `finish` to `end`"


def test_a_loop_by_one_case_alone_is_endless_and_nothing_else() -> None:
    _, diagnostics = structure(graph("start: again\nagain: {x: again}\nend:"))
    assert [d.rule.code for d in diagnostics] == ["FLC245"]


def test_a_misspelt_target_is_corrected_in_the_help() -> None:
    _, diagnostics = structure(graph("start: trian\ntrain: end\nend:"))
    assert diagnostics[0].help == "did you mean `self.train`?"


def test_a_short_name_with_two_letters_swapped_is_understood() -> None:
    _, diagnostics = structure(graph("start: edn\nend:"))
    assert [one.help for one in diagnostics] == ["did you mean `self.end`?"]


def test_misspelt_targets_alone_leave_no_doubt_of_what_was_meant() -> None:
    meant, _ = structure(graph("start: train\ntrain: end\nend:"))
    assert likely_block(graph("start: trian\ntrain: end\nend:")) == meant
    assert likely_block(graph("start: trian\ntrain: a, b\na: end\nb: end\nend:")) is None
    assert likely_block(graph("start: elsewhere\nend:")) is None


@pytest.mark.parametrize("to", ["trian", "trian*", "{x: trian, y: other}"])
def test_behind_a_misspelt_target_everything_else_is_still_found(to: str) -> None:
    _, diagnostics = structure(graph(f"start: {to}\ntrain: a, b\na: end\nb: end\nother: end\nend:"))
    codes = [d.rule.code for d in diagnostics]
    assert codes[0] == "FLC233"
    assert "FLC241" in codes or "FLC242" in codes or "FLC243" in codes


def test_crossing_ways_are_shown_at_every_edge_that_takes_part() -> None:
    text = "start: a, b\na: c\nb: c, d\nc!: e\nd: e\ne!: end\nend:"
    _, (found,) = structure(graph(text))
    assert (found.span.line, found.span.column) == (3, 4)
    assert [(label.span.line, label.span.column, label.text) for label in found.labels] == [
        (3, 7, "this goes past `c`"),
        (2, 4, "the other way to it"),
        (1, 6, "split of `start` starts here"),
    ]


def test_mistakes_in_different_parts_of_a_flow_are_all_found_at_once() -> None:
    text = """
        start: a, b
        a: j
        b: j
        j: c
        c: d, e
        d: f
        e: f, g
        f!: h
        g: h
        h!: trian
        train: k*
        k: end
        lost: end
        end:
    """
    _, diagnostics = structure(graph(text))
    assert [d.rule.code for d in diagnostics] == [
        "FLC233",
        "FLC234",
        "FLC237",
        "FLC240",
        "FLC242",
    ]


@pytest.mark.parametrize("depth", [100, 101])
def test_blocks_nest_a_hundred_deep_and_no_deeper(depth: int) -> None:
    names = ["start", *(f"a{i}" for i in range(1, depth + 1))]
    lines = [f"{name}: {following}*" for name, following in pairwise(names)]
    joins = [f"j{i}" for i in range(depth, 0, -1)]
    lines.append(f"{names[-1]}: {joins[0]}")
    lines += [f"{a}!: {b}" for a, b in zip(joins, [*joins[1:], "end"], strict=True)]
    found, diagnostics = structure(graph("\n".join([*lines, "end:"])))
    assert (found is not None) == (depth == 100)
    assert [d.rule.code for d in diagnostics] == ([] if depth == 100 else ["FLC251"])


def test_a_transition_to_nothing_is_none() -> None:
    steps = (
        Step(task=task("start"), transition=Go(links=(Link(target="a"), Link(target="end")))),
        Step(task=task("a"), transition=Go(links=())),
        Step(task=task("end")),
    )
    _, diagnostics = structure(Graph(flow="F", steps=steps))
    assert [d.rule.code for d in diagnostics] == ["FLC235"]


def test_one_step_is_a_flow() -> None:
    steps = (Step(task=task("only")),)
    assert structure(Graph(flow="F", steps=steps, start="only", end="only")) == (
        (task("only"),),
        (),
    )
