"""Decorators that authors write run around the step; mutators leave what they stand on as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowc import (
    USER_SKIP_STEP,
    FlowMutator,
    FlowSpec,
    StepMutator,
    UserStepDecorator,
    client,
    retry,
    step,
    user_step_decorator,
)
from flowc.decorators import SETTINGS
from tests.client.test_real_runs import about, task

FLOW = """
from metaflow import (
    USER_SKIP_STEP,
    FlowMutator,
    FlowSpec,
    StepMutator,
    UserStepDecorator,
    retry,
    step,
    user_step_decorator,
)


@user_step_decorator
def noted(step_name, flow, inputs=None, attributes=None):
    word = (attributes or {}).get("word", step_name)
    flow.notes = [*getattr(flow, "notes", []), f"before {word}"]
    yield
    flow.notes = [*flow.notes, f"after {word}"]
    flow.joined = inputs is not None and len(list(inputs))


@user_step_decorator
def skipped(step_name, flow, inputs):
    flow.rows = ["x", "y"]
    yield USER_SKIP_STEP


@user_step_decorator
def never(step_name, flow, inputs):
    flow.instead = step_name
    return
    yield


@user_step_decorator
def wider(step_name, flow, inputs):
    yield {"foreach": "others"}


@user_step_decorator
def forgiving(step_name, flow, inputs):
    try:
        yield
    except ValueError as error:
        flow.forgiven = str(error)


class Replaced(UserStepDecorator):
    def init(self, word="nothing"):
        self.word = word

    def pre_step(self, step_name, flow, inputs=None):
        def instead(flow):
            flow.said = f"{self.word} instead of {step_name}"
            return True

        return instead


class Angry(UserStepDecorator):
    def post_step(self, step_name, flow, exception=None):
        return RuntimeError(f"{step_name} went well")


class Added(StepMutator):
    def mutate(self, mutable_step):
        raise AssertionError


class Changed(FlowMutator):
    def mutate(self, mutable_flow):
        raise AssertionError


@Changed
class DecoratedFlow(FlowSpec):
    @noted
    @noted(word="inner")
    @retry
    @Added
    @step
    def start(self):
        self.notes = [*self.notes, "start"]
        self.next(self.fan)

    @skipped
    @step
    def fan(self):
        raise AssertionError("it was skipped")
        self.next(self.item, foreach="rows")

    @Replaced(word="a word")
    @step
    def item(self):
        raise AssertionError("it was replaced")
        self.next(self.join)

    @noted
    @step
    def join(self, inputs):
        self.others = [1, 2, 3]
        self.words = [one.said for one in inputs]
        self.next(self.again)

    @wider
    @step
    def again(self):
        raise AssertionError("it was skipped")
        self.next(self.deep, foreach="rows")

    @never
    @step
    def deep(self):
        raise AssertionError("it was skipped")
        self.next(self.last)

    @Added()
    @forgiving
    @step
    def last(self, inputs):
        self.failed = True
        raise ValueError("no rows")
        self.next(self.end)

    @Angry
    @step
    def end(self):
        self.done = True
"""
STEPS = (
    ("start", "--to", "fan"),
    ("fan", "--from", "start", "--to", "item*"),
    *(("item", "--from", "^fan", "--to", "join", "--at", str(item)) for item in range(2)),
    ("join", "--from", "item*", "--to", "again"),
    ("again", "--from", "join", "--to", "deep*"),
    *(("deep", "--from", "^again", "--to", "last", "--at", str(item)) for item in range(3)),
    ("last", "--from", "deep*", "--to", "end"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decorated")
    (folder / "flow.py").write_text(FLOW)
    environ = about(folder, "flow.py:DecoratedFlow", "1")
    assert [task(folder, environ, *words) for words in STEPS] == [0] * len(STEPS)
    assert task(folder, environ, "end", "--from", "last") == 1
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("FLOWC_USER", "alice")
    monkeypatch.delenv("FLOWC_STORE", raising=False)
    client.metadata(str(folder))
    yield client.Run("DecoratedFlow/1")
    client.default_metadata()


def test_decorators_run_around_the_step_the_nearest_innermost(run: Any) -> None:
    expected = ["before start", "before inner", "start", "after inner", "after start"]
    assert run["start"].task.data.notes == expected
    assert run["start"].task.data.joined is False


def test_a_step_that_is_skipped_goes_where_it_would_have_gone(run: Any) -> None:
    assert [one.index for one in run["item"]] == [1, 0]
    assert run["fan"].task.data.rows == ["x", "y"]


def test_a_function_runs_in_the_place_of_the_step(run: Any) -> None:
    assert run["join"].task.data.words == ["a word instead of item"] * 2


def test_a_decorator_of_a_join_gets_the_inputs(run: Any) -> None:
    assert run["join"].task.data.joined == 2


def test_a_decorator_says_where_the_step_goes(run: Any) -> None:
    assert len(list(run["deep"])) == 3


def test_a_generator_that_does_not_yield_skips_the_step(run: Any) -> None:
    assert {one.data.instead for one in run["deep"]} == {"deep"}


def test_an_exception_that_is_caught_lets_the_flow_go_on(run: Any) -> None:
    data = run["last"].task.data
    assert (data.forgiven, data.failed) == ("no rows", True)


def test_a_decorator_may_raise_after_the_step(run: Any) -> None:
    assert run["end"].task.exception.last_line == "RuntimeError: end went well"


def test_a_decorated_step_is_a_step_with_its_settings() -> None:
    @user_step_decorator
    def around(step_name: str, flow: Any, inputs: Any) -> Iterator[None]:
        yield

    class Flow(FlowSpec):
        @around
        @retry(times=7)
        @step
        def start(self) -> None:
            """Begin."""

    assert vars(Flow.start)["is_step"]
    assert vars(Flow.start)[SETTINGS][0][1]["times"] == 7
    assert (Flow.start.__name__, Flow.start.__doc__) == ("start", "Begin.")


def test_what_cannot_be_a_decorator_is_refused() -> None:
    def plain(step_name: str, flow: Any, inputs: Any) -> None: ...

    def narrow(step_name: str) -> Iterator[None]:
        yield

    def three(step_name: str, flow: Any, inputs: Any) -> Iterator[None]:
        yield

    with pytest.raises(TypeError, match="has no `yield`"):
        user_step_decorator(plain)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"takes \(step_name, flow, inputs\)"):
        user_step_decorator(narrow)
    with pytest.raises(TypeError, match="takes no `attributes`"):
        user_step_decorator(three)(word=1)
    with pytest.raises(TypeError, match="write it above `@step`"):
        user_step_decorator(three)()(plain)
    with pytest.raises(TypeError, match="it has no method `init`"):
        UserStepDecorator(word=1)


def test_mutators_leave_what_they_stand_on() -> None:
    @step
    def start(self: Any) -> None: ...

    class Flow(FlowSpec): ...

    assert StepMutator(start) is start
    assert StepMutator(1, word=2)(start) is start
    assert FlowMutator(Flow) is Flow
    assert FlowMutator()(Flow) is Flow


def test_nothing_to_say_skips_a_step() -> None:
    assert USER_SKIP_STEP == {}
