"""How runs, steps and tasks stand, as `show`, `list` and notebooks tell it."""

from __future__ import annotations

from flowc.client import Run
from flowc.client.progress import RunState, run_states, step_states, task_state
from flowc.client.reading import run
from tests.client.building import CREATED, Builder, train_run


def record(builder: Builder, name: str) -> dict[str, object]:
    found = run(builder.store, builder.flow, name)
    assert found is not None
    return found


def test_a_run_whose_last_step_is_done_succeeded(store: Builder) -> None:
    assert Run("TrainFlow/1").status == "succeeded"
    assert run_states(store.store, [record(store, "1")]) == [RunState("succeeded", CREATED + 24)]


def test_a_run_stands_as_its_scheduler_saw_it_end(empty: Builder) -> None:
    empty.run("1")
    empty.began("1/start/0")
    empty.ended("1", "interrupted", CREATED + 7)
    empty.run("2")
    empty.ended("2", "failed", CREATED + 99)
    states = run_states(empty.store, [record(empty, "1"), record(empty, "2")])
    assert states == [RunState("interrupted", CREATED + 7), RunState("failed", CREATED + 99)]


def test_a_run_runs_until_something_says_otherwise(empty: Builder) -> None:
    empty.run("1")
    assert Run("TrainFlow/1").status == "running"
    empty.done("1/start/0")
    empty.began("1/train/0")
    assert Run("TrainFlow/1").status == "running"


def test_a_run_in_which_tasks_failed_and_none_runs_has_failed(empty: Builder) -> None:
    empty.run("1")
    empty.done("1/start/0")
    empty.failed("1/train/0", start=CREATED + 5)
    empty.began("1/train/1")
    assert Run("TrainFlow/1").status == "running"
    empty.failed("1/train/1", start=CREATED + 3)
    assert run_states(empty.store, [record(empty, "1")]) == [RunState("failed", CREATED + 6)]
    empty.began("1/train/0", attempt=1)
    assert Run("TrainFlow/1").status == "running"


def test_steps_count_their_tasks_by_state(empty: Builder) -> None:
    empty.run("1")
    empty.done("1/start/0", cloned="0")
    empty.done("1/train/0")
    caught = {"type": "ValueError", "message": "no", "traceback": ""}
    empty.done("1/train/1", caught=caught, start=CREATED + 10)
    empty.failed("1/train/2", "bad")
    empty.began("1/train/3", start=CREATED + 1)
    start, train = step_states(empty.store, record(empty, "1"))
    assert (start.name, start.counts(), start.status()) == ("start", {"cloned": 1}, "cloned")
    assert train.counts() == {"succeeded": 1, "caught": 1, "failed": 1, "running": 1}
    assert train.status() == "failed"
    assert train.span() == (CREATED, None)
    assert [t.failure.last_line for t in train.tasks if t.failure] == [
        "ValueError: no",
        "ValueError: bad",
    ]


def test_what_still_ran_when_the_run_ended_was_interrupted(empty: Builder) -> None:
    empty.run("1")
    empty.began("1/start/0")
    empty.ended("1", "interrupted")
    found = task_state(empty.store, record(empty, "1"), "start", "0")
    assert found is not None
    assert (found.state, found.end) == ("interrupted", None)
    assert step_states(empty.store, record(empty, "1"))[0].status() == "interrupted"


def test_steps_are_in_the_order_of_the_flow(store: Builder) -> None:
    names = [step.name for step in step_states(store.store, record(store, "1"))]
    assert names == ["start", "train", "join", "end"]


def test_a_step_lasts_from_its_first_task_to_its_last(store: Builder) -> None:
    train = step_states(store.store, record(store, "1"), "train")
    assert [step.span() for step in train] == [(CREATED + 2, CREATED + 6)]


def test_tasks_that_were_cloned_do_not_count_for_how_long_a_step_took(empty: Builder) -> None:
    empty.run("1")
    empty.done("1/train/0", start=CREATED - 1000, cloned="0")
    empty.done("1/train/1", start=CREATED + 5)
    empty.done("1/join/0", start=CREATED - 900, cloned="0")
    train, join = step_states(empty.store, record(empty, "1"))
    assert train.span() == (CREATED + 5, CREATED + 7)
    assert join.span() == (CREATED - 900, CREATED - 898)


def test_the_state_of_a_task_is_that_of_its_last_attempt(empty: Builder) -> None:
    empty.run("1")
    for attempt in range(11):
        empty.failed("1/start/0", f"number {attempt}", attempt=attempt)
    found = task_state(empty.store, record(empty, "1"), "start", "0")
    assert found is not None
    assert found.attempt == 10
    assert found.failure is not None
    assert found.failure.message == "number 10"


def test_a_task_that_left_nothing_has_no_state(empty: Builder) -> None:
    empty.run("1")
    assert task_state(empty.store, record(empty, "1"), "start", "0") is None


def test_many_tasks_are_in_order(empty: Builder) -> None:
    train_run(empty, "1", items=300)
    train = step_states(empty.store, record(empty, "1"), "train")[0]
    assert [task.task for task in train.tasks] == [str(item) for item in range(300)]
