"""Walking the tree of a flow: what may run when, and what a failure stops."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.invocation import invocations
from compiler.backends.local.walk import Decision, Job, Walk
from compiler.ir.graph import Switch
from compiler.ir.nodes import Arm, Block, Choice, Flow, Loop, Map, Task
from tests.backends.resolve import resolve
from tests.ir.graphs import block, choice, items, loop, split
from tests.strategies import flow_of, flows, graph_of


def names(jobs: tuple[Job, ...]) -> list[str]:
    return [job.name for job in jobs]


def run(walk: Walk, splits: int = 2, following: tuple[str, ...] = ()) -> list[str]:
    """Run every task as soon as it may, one at a time; return their names."""
    chosen = iter(following)
    ran = []
    while jobs := walk.take():
        for job in jobs:
            ran.append(job.name)
            walk.done(job, Decision(splits=splits, next=next(chosen, None)))
    return ran


def test_steps_run_one_after_the_other() -> None:
    walk = Walk(flow_of(block("start a end")))
    start = walk.take()
    assert names(start) == ["start/0"]
    assert walk.take() == ()
    walk.done(start[0], Decision())
    assert names(walk.take()) == ["a/0"]


def test_a_join_waits_for_every_arm() -> None:
    walk = Walk(flow_of(block("start", split("join", "a c", "b"), "end")))
    walk.done(walk.take()[0], Decision())
    a, b = walk.take()[0], walk.take()[0]
    assert walk.take() == ()
    walk.done(b, Decision())
    assert walk.take() == ()
    walk.done(a, Decision())
    (c,) = walk.take()
    assert c.name == "c/0"
    walk.done(c, Decision())
    assert names(walk.take()) == ["join/0"]


def test_an_item_goes_on_before_another_begins() -> None:
    walk = Walk(flow_of(block("start", items("join", "a b"), "end")))
    assert run(walk, 3) == [
        *("start/0", "a/0", "b/0", "a/1", "b/1", "a/2", "b/2"),
        *("join/0", "end/0"),
    ]
    assert walk.has_succeeded


def test_items_of_a_wide_foreach_are_under_way_only_as_they_are_taken() -> None:
    walk = Walk(flow_of(block("start", items("join", "a"), "end")))
    walk.done(walk.take()[0], Decision(splits=10**9))
    assert names(walk.take() + walk.take()) == ["a/0", "a/1"]


def test_a_foreach_with_a_limit_has_no_more_items_under_way() -> None:
    (start, wide) = block("start", items("join", "a b"))
    assert isinstance(wide, Map)
    walk = Walk(flow_of((start, replace(wide, limit=2))))
    walk.done(walk.take()[0], Decision(splits=3))
    first, second = walk.take()[0], walk.take()[0]
    assert walk.take() == ()
    walk.done(first, Decision())
    assert names(walk.take()) == ["b/0"]
    assert walk.take() == ()
    walk.done(second, Decision())
    assert names(walk.take()) == ["b/1"]


def test_the_items_of_a_gang_start_together() -> None:
    (start, wide) = block("start", items("join", "a"))
    assert isinstance(wide, Map)
    walk = Walk(flow_of((start, replace(wide, gang=True))))
    walk.done(walk.take()[0], Decision(splits=3))
    gang = walk.take()
    assert names(gang) == ["a/0", "a/1", "a/2"]
    for job in gang:
        assert walk.take() == ()
        walk.done(job, Decision())
    assert names(walk.take()) == ["join/0"]


def test_a_choice_goes_where_the_task_said_and_an_empty_arm_goes_straight_on() -> None:
    body = block("start", choice(x="a", y=""), "end")
    assert run(Walk(flow_of(body)), following=("a",)) == ["start/0", "a/0", "end/0"]
    assert run(Walk(flow_of(body)), following=("end",)) == ["start/0", "end/0"]


def test_a_loop_goes_on_while_its_first_step_is_chosen() -> None:
    walk = Walk(flow_of(block("start", loop("a b", "x"), "end")))
    assert run(walk, following=("a", "", "a", "", "end")) == [
        *("start/0", "a/~0", "b/~0", "a/~1", "b/~1", "end/0")
    ]


def test_a_failure_stops_what_depends_on_it_and_nothing_else() -> None:
    walk = Walk(flow_of(block("start", split("join", "a c", block("d", items("in", "b"))), "end")))
    walk.done(walk.take()[0], Decision(splits=2))
    ran = []
    while jobs := walk.take():
        ran += names(jobs)
        if jobs[0].name == "b/0":
            walk.failed(jobs[0])
        else:
            walk.done(jobs[0], Decision(splits=2))
    assert sorted(ran) == ["a/0", "b/0", "b/1", "c/0", "d/0"]
    assert walk.is_over
    assert not walk.has_succeeded


def test_flows_nest_deeply() -> None:
    inner: Block = (Task(name="middle"),)
    for level in range(50):
        around = Task(name=f"a{level}"), Task(name=f"z{level}")
        body = (Task(name=f"b{level}"), *inner, Task(name=f"c{level}"))
        arms = (Arm(keys=(f"in{level}",), body=body), Arm(keys=(f"by{level}",), body=()))
        switch = (around[0], Choice(on="kind", arms=arms), around[1])
        inner = (Loop(body=switch, on="kind", again=(f"again{level}",)),)
    flow = flow_of((Task(name="start"), *inner, Task(name="end")))
    walk, ran, seen = Walk(flow), 0, set()
    cases = switches(flow)
    while jobs := walk.take():
        ran += 1
        name = jobs[0].task.name
        into, *others = cases.get(name, [None])
        walk.done(jobs[0], Decision(next=others[-1] if others and name in seen else into))
        seen.add(name)
    assert walk.has_succeeded
    assert ran > 200


def test_ten_thousand_steps_in_a_row_are_no_deeper_than_one() -> None:
    body = tuple(Task(name=f"s{number}") for number in range(10_000))
    assert len(run(Walk(flow_of(body)))) == 10_000


@given(flow=flows(), seed=st.integers(0, 2**32))
def test_every_task_is_taken_after_its_inputs_and_the_last_one_comes_last(
    flow: Flow, seed: int
) -> None:
    random = Random(seed)
    how, cases = invocations(flow), switches(flow)
    done: set[tuple[str, tuple[str, ...]]] = set()
    walk = Walk(flow)
    under_way: list[Job] = []
    order: list[str] = []
    while not walk.is_over:
        while random.random() < 0.7 and (jobs := walk.take()):
            under_way += jobs
        if not under_way:
            continue
        job = under_way.pop(random.randrange(len(under_way)))
        at = tuple(job.at.split(".")) if job.at else ()
        assert set(resolve(how[job.task.name].sources, at, done)) <= done
        done.add((job.task.name, at))
        order.append(job.task.name)
        chosen = random.choice(cases.get(job.task.name, [None]))
        walk.done(job, Decision(splits=random.choice((1, 2, 3)), next=chosen))
    assert order[0] == "start"
    assert order[-1] == "end"
    assert not under_way


def switches(flow: Flow) -> dict[str, list[str | None]]:
    """Return where each step that decides may go."""
    return {
        step.task.name: [case.link.target for case in step.transition.cases]
        for step in graph_of(flow.body).steps
        if isinstance(step.transition, Switch)
    }
