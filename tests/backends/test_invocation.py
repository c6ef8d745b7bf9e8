"""The sources of each task: what they look like, and that they find the task's true parents."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.backends.invocation import invocations
from compiler.ir.nodes import Block, Flow, Task
from compiler.ir.settings import Catch, Retry, Timeout
from runtime_shim.protocol import parse_sources, parse_targets, print_sources
from tests.backends.resolve import resolve
from tests.backends.simulate import Key, simulate
from tests.ir.graphs import block, choice, items, loop, split
from tests.strategies import flow_of, flows

SOURCES: dict[str, tuple[Block, dict[str, str]]] = {
    "a line": (block("start a end"), {"start": "", "a": "start", "end": "a"}),
    "the arms of a split": (
        block("start", split("join", "a c", "b"), "end"),
        {"a": "start", "c": "a", "b": "start", "join": "c,b", "end": "join"},
    ),
    "an empty arm": (block("start", split("join", "a", "")), {"join": "a,start"}),
    "the items of a foreach": (
        block("start", items("join", "a b")),
        {"a": "^start", "b": "a", "join": "b*"},
    ),
    "a foreach in a foreach": (
        block("start", items("join", block("a", items("in", "b")))),
        {"b": "^a", "in": "b*", "join": "in*"},
    ),
    "a switch": (
        block("start", choice(x="a", y="b"), "end"),
        {"a": "start", "b": "start", "end": "a|b"},
    ),
    "a switch with an empty arm": (
        block("start", choice(x="", y="b"), "end"),
        {"end": "b|start"},
    ),
    "a switch in a switch": (
        block("start", choice(x=block("a", choice(p="b", q="")), y=""), "end"),
        {"end": "b|a|start"},
    ),
    "arms that share their end": (
        block("start", choice(x_y=block(choice(x="a", y=""), "b"), z=""), "end"),
        {"b": "a|start", "end": "b|start"},
    ),
    "a switch into a join": (
        block("start", split("join", block("a", choice(x="c", y="")), "b")),
        {"join": "c|a,b"},
    ),
    "a switch into the join of its foreach": (
        block("start", items("join", block("a", choice(x="b", y="")))),
        {"join": "b*|a*"},
    ),
    "a loop": (block("start", loop("a b", "x"), "end"), {"a": "b-|^start", "end": "b~"}),
    "a loop in a foreach": (
        block("start", items("join", block(loop("train", "x")))),
        {"train": "train-|^^start", "join": "train*~"},
    ),
    "a foreach in a loop": (
        block("start", loop(block("a", items("c", "b")), "x"), "end"),
        {"a": "c-|^start", "b": "^a", "c": "b*", "end": "c~"},
    ),
    "a loop that shares its last step": (
        block("start", loop(block("a", loop("c", "x")), "y"), "end"),
        {"a": "c-~|^start", "c": "c-|^a", "end": "c~~"},
    ),
    "a loop that shares its first step": (
        block("start", loop(block(loop("a", "x"), "b"), "x"), "end"),
        {"a": "a-|^b-|^^start", "b": "a~"},
    ),
    "a switch after a loop": (
        block("start", loop("a", "x"), choice(y="b", z=""), "end"),
        {"b": "a~", "end": "b|a~"},
    ),
    "a loop from the start": (block(loop("start", "x"), "end"), {"start": "start-"}),
}


@pytest.mark.parametrize("name", SOURCES)
def test_sources_of(name: str) -> None:
    body, want = SOURCES[name]
    found = invocations(flow_of(body))
    assert {step: print_sources(found[step].sources) for step in want} == want


def test_depth_counts_the_maps_and_loops_around_a_step() -> None:
    body = block("start", items("join", block("a", loop("b", "x"))), "end")
    found = invocations(flow_of(body))
    assert [(i.step, i.depth) for i in found.values()] == [
        ("start", 0),
        ("a", 1),
        ("b", 2),
        ("join", 0),
        ("end", 0),
    ]


def test_the_step_before_a_map_splits_and_the_one_that_chooses_decides() -> None:
    body = block("start", items("join", block(loop("a", "x"))), choice(y="b", z=""), "end")
    found = invocations(flow_of(body)).values()
    assert [i.step for i in found if i.splits] == ["start"]
    assert [i.step for i in found if i.decides] == ["a", "join"]


def test_a_catch_adds_an_attempt_to_the_retries() -> None:
    start = Task(name="start", retry=Retry(times=2), catch=Catch())
    assert invocations(flow_of((start,)))["start"].attempts == 4


def test_the_first_step_is_given_no_sources() -> None:
    found = invocations(flow_of(block("start end")))
    assert found["start"].arguments == ("step", "start", "--to", "end")
    assert found["end"].arguments == ("step", "end", "--from", "start")


TARGETS: dict[str, tuple[Block, dict[str, str]]] = {
    "a line": (block("start a end"), {"start": "a", "a": "end"}),
    "a split": (
        block("start", split("join", "a c", "b", ""), "end"),
        {"start": "a,b,join", "a": "c", "c": "join", "b": "join", "join": "end"},
    ),
    "a foreach": (block("start", items("join", "a b")), {"start": "a*", "a": "b", "b": "join"}),
    "a switch": (
        block("start", choice(x="a", y="", z="b"), "end"),
        {"start": "a|end|b", "a": "end", "b": "end"},
    ),
    "a switch within an arm": (
        block("start", choice(x_y=block(choice(x="a", y=""), "b"), z=""), "end"),
        {"start": "a|b|end", "a": "b"},
    ),
    "a loop": (block("start", loop("a b", "x"), "end"), {"start": "a", "b": "a|end"}),
    "a loop that is left by a switch": (
        block("start", loop("a", "x"), choice(y="b", z=""), "end"),
        {"a": "b|end|a", "b": "end"},
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_targets_of(name: str) -> None:
    body, want = TARGETS[name]
    found = invocations(flow_of(body))
    assert {step: _sorted(str(found[step].targets)) for step in want} == {
        step: _sorted(targets) for step, targets in want.items()
    }


def _sorted(targets: str) -> str:
    return "|".join(sorted(targets.split("|"))) if "|" in targets else targets


@given(flows())
def test_targets_are_read_back_as_they_were_printed(flow: Flow) -> None:
    for invocation in invocations(flow).values():
        if invocation.targets is not None:
            assert parse_targets(str(invocation.targets)) == invocation.targets


def test_a_time_limit_and_a_catch_stand_in_the_command() -> None:
    start = Task(name="start", timeout=Timeout(seconds=90), catch=Catch(var="failure"))
    end = Task(name="end", catch=Catch())
    found = invocations(flow_of((start, end)))
    assert found["start"].arguments[2:] == ("--to", "end", "--timeout", "90", "--catch", "failure")
    assert found["end"].arguments[-2:] == ("--catch", "")


@given(flows())
def test_sources_are_read_back_as_they_were_printed(flow: Flow) -> None:
    for invocation in invocations(flow).values():
        text = print_sources(invocation.sources)
        assert parse_sources(text) == invocation.sources


@settings(max_examples=150)
@given(flows(10), st.integers(0, 2**32))
def test_sources_find_the_true_parents_of_every_task(flow: Flow, seed: int) -> None:
    found = invocations(flow)
    parents = simulate(flow, Random(seed))
    existing: set[Key] = set()
    for (step, path), true in parents.items():
        assert len(path) == found[step].depth
        assert resolve(found[step].sources, path, existing) == true
        existing.add((step, path))
    # The same when a task runs again after all others, as in a resumed run.
    for (step, path), true in parents.items():
        assert resolve(found[step].sources, path, existing) == true
