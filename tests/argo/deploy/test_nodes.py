"""Nodes of a Workflow are told apart as the tasks that they run, or would have run."""

from __future__ import annotations

import pytest

from compiler.backends.argo.deploy.nodes import last_attempt, tasks_of
from compiler.backends.deploying import Phase
from compiler.ir.nodes import Flow
from compiler.ir.settings import Hook, Outcome, Retry
from tests.argo.deploy.nodes import BEGAN, ENDED, dag, left_out, node, places, run_of, tasks
from tests.argo.flows import arm, choice, each, flow, linear, loop, task

PETS = flow(task("start"), task("end"))
MAPPED = flow(task("start"), each(task("feed"), join="collect"), task("end"))
RETRIED = flow(task("start", retry=Retry(times=2)), task("end"))
CHOSEN = flow(
    task("start"),
    choice(arm(task("left"), key=1), arm(task("right"), task("rest"), key=2)),
    task("end"),
)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "compressed"])
def test_a_pod_is_the_task_of_its_step(packed: bool) -> None:
    pods = [node("end", phase="Running", finishedAt=None), node("start")]
    found = tasks(run_of(PETS, dag("", "main"), *pods, packed=packed))
    assert [(task.step, task.path, task.phase) for task in found] == [
        ("start", "0", Phase.SUCCEEDED),
        ("end", "0", Phase.RUNNING),
    ]
    assert (found[0].started, found[0].ended) == (BEGAN, ENDED)
    assert (found[1].started, found[1].ended) == (BEGAN, None)


def test_nodes_that_the_controller_keeps_elsewhere_are_unknown_not_none() -> None:
    assert tasks_of(run_of(PETS, offloadNodeStatusVersion="fnv:1")) is None
    assert tasks_of(run_of(PETS)) == ()
    assert tasks_of(run_of(PETS, compressedNodes="KLUv/SAAAQAA")) is None


@pytest.mark.parametrize(
    ("phase", "means"),
    [
        ("Pending", Phase.PENDING),
        ("Running", Phase.RUNNING),
        ("Succeeded", Phase.SUCCEEDED),
        ("Failed", Phase.FAILED),
        ("Error", Phase.FAILED),
    ],
)
def test_phases_of_argo_mean_phases_of_tasks(phase: str, means: Phase) -> None:
    assert [task.phase for task in tasks(run_of(PETS, node("start", phase=phase)))] == [means]


def test_items_of_a_map_are_in_the_order_of_their_numbers() -> None:
    items = [node(f"feed({i}:{i})", "feed", inputs={"at": str(i)}) for i in (10, 2, 0)]
    group = node("foreach-rows", "feed", "TaskGroup")
    found = places(run_of(MAPPED, node("start"), group, *items))
    assert found == [
        ("start", "0", "succeeded"),
        ("feed", "0", "succeeded"),
        ("feed", "2", "succeeded"),
        ("feed", "10", "succeeded"),
    ]


def test_paths_of_nested_maps_and_loops_are_those_of_the_nodes_inputs() -> None:
    nested = flow(
        task("start"),
        each(
            task("split"),
            each(task("feed"), loop(task("again")), join="inner"),
            join="outer",
        ),
        task("end"),
    )
    found = places(
        run_of(
            nested,
            node("foreach-rows(1:1).split", "split", inputs={"at": "1"}),
            node("foreach-rows(1:1).foreach-rows-2(0:0).feed", "feed", inputs={"at": "1.0"}),
            node("x.again-loop.again", "again", inputs={"at": "1.0.~0"}),
            node("x.again-loop.again-loop.again", "again", inputs={"at": "1.0.~1"}),
            dag("x.again-loop", "again-loop", inputs={"at": "1.0", "iter": "0"}),
            node("foreach-rows(1:1).inner", "inner", inputs={"at": "1"}),
        )
    )
    assert [place[:2] for place in found] == [
        ("split", "1"),
        ("feed", "1.0"),
        ("again", "1.0.~0"),
        ("again", "1.0.~1"),
        ("inner", "1"),
    ]


def test_attempts_are_one_task() -> None:
    attempts = [
        node("start(0)", "start", phase="Failed", nodeFlag={"retried": True}, message="exit 1"),
        node("start(1)", "start", nodeFlag={"retried": True}),
    ]
    whole = node("start", type="Retry", children=["r1-start(0)", "r1-start(1)"])
    (found,) = tasks(run_of(RETRIED, whole, *attempts))
    assert (found.phase, found.attempts, found.message) == (Phase.SUCCEEDED, 2, "")


def test_a_task_that_failed_for_good_says_why_its_last_attempt_did() -> None:
    attempts = [
        node(f"start({i})", "start", phase="Failed", nodeFlag={"retried": True}, message=f"no {i}")
        for i in range(12)
    ]
    children = [attempt["id"] for attempt in attempts]
    whole = node(
        "start", type="Retry", phase="Failed", message="No more retries left", children=children
    )
    workflow = run_of(RETRIED, whole, *reversed(attempts))
    (found,) = tasks(workflow)
    assert (found.phase, found.attempts, found.message) == (Phase.FAILED, 12, "no 11")
    last = last_attempt(workflow, "start", "0")
    assert last is not None
    assert last["id"] == "r1-start(11)"


def test_the_attempts_of_an_item_are_its_own() -> None:
    mapped = flow(task("start"), each(task("feed", retry=Retry(times=1)), join="collect"))
    nodes = []
    for i in range(2):
        name = f"feed({i}:{i})"
        pod = node(f"{name}(0)", "feed", nodeFlag={"retried": True}, inputs={"at": str(i)})
        # What follows the last attempt is its child, not one more attempt.
        children = [pod["id"], "r1-collect"]
        nodes += [
            node(name, "feed", "Retry", inputs={"at": str(i)}, children=children),
            pod | {"children": ["r1-collect"]},
        ]
    found = tasks(run_of(mapped, *nodes, node("collect")))
    assert [(task.step, task.path, task.attempts) for task in found] == [
        ("feed", "0", 1),
        ("feed", "1", 1),
        ("collect", "0", 1),
    ]


def test_an_arm_that_was_not_chosen_is_skipped_with_all_of_its_steps() -> None:
    found = places(
        run_of(
            CHOSEN,
            dag("", "main"),
            node("start"),
            node("left"),
            left_out("right-arm", "", "right-arm"),
        )
    )
    assert found == [
        ("start", "0", "succeeded"),
        ("left", "0", "succeeded"),
        ("right", "0", "skipped"),
        ("rest", "0", "skipped"),
    ]


def test_an_arm_of_one_step_that_was_not_chosen_is_skipped_at_its_path() -> None:
    chosen = choice(arm(task("left"), key=1), arm(task("right"), key=2))
    mapped = flow(task("start"), each(task("look"), chosen, task("merge"), join="collect"))
    item = dag("foreach-rows(3:3)", "foreach-rows", inputs={"at": "3"})
    (found,) = tasks(run_of(mapped, item, left_out("left", "foreach-rows(3:3)", "left")))
    assert (found.step, found.path, found.phase) == ("left", "3", Phase.SKIPPED)
    assert (found.started, found.ended) == (None, None)


def test_what_followed_a_failure_is_skipped_and_says_so() -> None:
    omitted = left_out("end", "", "end", "Omitted", message="depends condition not met")
    failed = node("start", phase="Failed", message="Error (exit code 1)")
    found = tasks(run_of(PETS, dag("", "main"), failed, omitted))
    assert [(task.step, task.phase, task.message) for task in found] == [
        ("start", Phase.FAILED, "Error (exit code 1)"),
        ("end", Phase.SKIPPED, "depends condition not met"),
    ]


def test_a_map_that_never_began_has_no_tasks() -> None:
    omitted = left_out("feed", "", "feed", "Omitted")
    assert places(run_of(MAPPED, dag("", "main"), omitted)) == []


def test_a_loop_that_is_skipped_ends() -> None:
    looped = flow(
        task("start"), choice(arm(loop(task("again")), key=1), arm(task("b"), key=2)), task("end")
    )
    skipped = left_out("again-loop", "", "again-loop")
    assert places(run_of(looped, dag("", "main"), skipped)) == [("again", "~0", "skipped")]


def test_steps_that_share_a_template_are_told_by_its_inputs() -> None:
    many: Flow = linear(205)
    found = places(
        run_of(
            many,
            node("s7", "step", inputs={"step": "s7", "from": "s6", "to": "s8"}),
            node("s10", "step", inputs={"step": "s10", "from": "s9", "to": "s11"}),
        )
    )
    assert found == [("s7", "0", "succeeded"), ("s10", "0", "succeeded")]


def test_hooks_are_no_tasks() -> None:
    hooked = flow(
        task("start"), task("end"), hooks=(Hook(function="tell", outcome=Outcome.SUCCESS),)
    )
    hook = node("onExit[0].success-tell", "exit-hook", inputs={"hook": "tell"})
    assert places(run_of(hooked, node("start"), hook)) == [("start", "0", "succeeded")]


def test_every_step_has_its_place_in_the_order_of_the_flow() -> None:
    pods = [node(name) for name in ("end", "collect", "start")]
    assert [place[0] for place in places(run_of(MAPPED, *pods))] == ["start", "collect", "end"]
