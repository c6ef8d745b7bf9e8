"""`flowc logs`: of one task and of many, of the past and of what still runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.cli.following import Listener, Place, follow
from flowc.client.logs import LogReader, read_lines
from flowc.client.reading import run as run_record
from tests.client.building import CREATED, Builder, folder_builder
from tests.client.test_commands import flowc


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder whose `.flowc` has a run with output: of `start`, and of two of `train`."""
    builder = folder_builder(tmp_path / ".flowc")
    builder.run("1")
    builder.done("1/start/0")
    builder.printed("1/start/0", ("stdout", "begin\n"), ("stderr", "careful\n"))
    builder.done("1/train/0", inputs=["start/0"])
    builder.done("1/train/1", inputs=["start/0"])
    builder.printed("1/train/0", ("stdout", "a1\n"), ("stdout", "a2\n"), at=CREATED + 10)
    builder.printed("1/train/1", ("stdout", "b1\n"), ("stdout", "b2\n"), at=CREATED + 10.5)
    return tmp_path


def lines(folder: Path, *argv: str) -> list[str]:
    answer = flowc(folder, "logs", *argv)
    assert (answer.status, answer.err) == (0, "")
    return answer.out.splitlines()


def test_the_output_of_a_task_is_printed_as_it_was(place: Path) -> None:
    assert lines(place, "TrainFlow/1/start/0") == ["begin", "careful"]


def test_one_stream_is_printed_alone(place: Path) -> None:
    assert lines(place, "TrainFlow/1/start/0", "--stdout") == ["begin"]
    assert lines(place, "TrainFlow/1/start/0", "--stderr") == ["careful"]


def test_the_output_of_several_tasks_is_merged_by_time(place: Path) -> None:
    merged = ["[train/0] a1", "[train/1] b1", "[train/0] a2", "[train/1] b2"]
    assert lines(place, "TrainFlow/1/train") == merged
    assert lines(place, "TrainFlow/1") == ["[start/0] begin", "[start/0] careful", *merged]
    assert lines(place, "TrainFlow") == lines(place, "TrainFlow/1")


def test_lines_begin_with_their_time_if_asked_for(place: Path) -> None:
    assert lines(place, "TrainFlow/1/start/0", "--timestamps") == [
        "2023-11-14T22:13:20.000Z begin",
        "2023-11-14T22:13:21.000Z careful",
    ]


def test_logs_as_json(place: Path) -> None:
    answer = flowc(place, "logs", "TrainFlow/1/start", "--output", "json")
    assert json.loads(answer.out) == {
        "format": "flowc.logs/1",
        "pathspec": "TrainFlow/1/start",
        "lines": [
            {
                "time": CREATED,
                "step": "start",
                "task": "0",
                "stream": "stdout",
                "text": "begin",
            },
            {
                "time": CREATED + 1,
                "step": "start",
                "task": "0",
                "stream": "stderr",
                "text": "careful",
            },
        ],
    }


def test_the_attempt_that_counts_is_printed_or_the_one_asked_for(tmp_path: Path) -> None:
    builder = folder_builder(tmp_path / ".flowc")
    builder.run("1")
    builder.failed("1/start/0")
    builder.printed("1/start/0", ("stdout", "first\n"))
    builder.done("1/start/0", attempt=1)
    builder.printed("1/start/0", ("stdout", "second\n"), attempt=1)
    builder.began("1/start/0", attempt=2)
    builder.printed("1/start/0", ("stdout", "late\n"), attempt=2)
    builder.failed("1/train/0", attempt=0)
    builder.failed("1/train/0", attempt=1)
    builder.printed("1/train/0", ("stdout", "failed\n"), attempt=1, at=CREATED + 100)
    assert lines(tmp_path, "TrainFlow/1/start/0") == ["second"]
    assert lines(tmp_path, "TrainFlow/1/start/0", "--attempt", "0") == ["first"]
    assert lines(tmp_path, "TrainFlow/1/start", "--attempt", "2") == ["[start/0] late"]
    assert lines(tmp_path, "TrainFlow/1") == ["[start/0] second", "[train/0] failed"]
    answer = flowc(tmp_path, "logs", "TrainFlow/1/start/0", "--attempt", "3")
    assert (answer.status, answer.out) == (1, "")
    assert "has no attempt 3; its attempts are 0, 1, 2" in answer.err


def test_a_cloned_task_has_the_output_of_the_one_it_was_taken_from(place: Path) -> None:
    builder = folder_builder(place / ".flowc")
    builder.run("2")
    builder.store.create(builder.key("2/start/0", "done.json"), b'{"cloned":"1","attempt":0}')
    assert lines(place, "TrainFlow/2") == ["[start/0] begin", "[start/0] careful"]


def test_a_line_that_came_in_pieces_is_one(tmp_path: Path) -> None:
    builder = folder_builder(tmp_path)
    builder.printed("1/start/0", ("stdout", "half "))
    builder.printed(
        "1/start/0", ("stderr", "between\n"), ("stdout", "a line\nrest"), at=CREATED + 5
    )
    found = read_lines(builder.store, builder.key("1/start/0", "0.log"))
    assert [(line.stream, line.text) for line in found] == [
        ("stdout", "half a line"),
        ("stderr", "between"),
        ("stdout", "rest"),
    ]


def test_a_record_that_is_half_written_waits_for_its_rest(tmp_path: Path) -> None:
    store = folder_builder(tmp_path).store
    reader = LogReader(store, "log")
    assert reader.more() == []
    store.append("log", "2023-11-14T22:13:20.000000Z o grü".encode()[:-1])
    assert reader.more() == []
    store.append("log", "grü".encode()[-1:] + b"n\n2023-11-14T22:13:21.000000Z o")
    assert [line.text for line in reader.more()] == ["grün"]
    store.append("log", b" two\n")
    assert [line.text for line in reader.more()] == ["two"]


class World:
    """A run that goes on a step each time that somebody waits."""

    def __init__(self, builder: Builder, *events: Callable[[], None]) -> None:
        self.builder = builder
        self.events = list(events)
        self.shown: list[str] = []
        self.waited = 0

    def follow(self, step: str | None = None, task: str | None = None) -> list[str]:
        record = run_record(self.builder.store, self.builder.flow, "1")
        assert record is not None
        listener = Listener(self.builder.store, Place(record, step, task))
        follow(
            listener, lambda said: self.shown.append(f"{said.step} {said.line.text}"), self.pause
        )
        return self.shown

    def pause(self) -> None:
        self.waited += 1
        if self.events:
            self.events.pop(0)()
        assert self.waited < 20


@pytest.fixture
def running(tmp_path: Path) -> Builder:
    """Return a builder of a run whose first task has begun."""
    builder = folder_builder(tmp_path)
    builder.run("1")
    builder.began("1/start/0")
    return builder


def test_a_run_is_followed_until_its_last_step_is_done(running: Builder) -> None:
    running.printed("1/start/0", ("stdout", "one\n"))
    world = World(
        running,
        lambda: running.printed("1/start/0", ("stdout", "two\n")),
        lambda: running.done("1/start/0"),
        lambda: running.printed("1/end/0", ("stdout", "three\n")),
        lambda: running.done("1/end/0"),
    )
    assert world.follow() == ["start one", "start two", "end three"]


def test_what_is_printed_as_it_comes_is_not_printed_again(running: Builder) -> None:
    running.printed("1/start/0", ("stdout", "one\n"))
    world = World(running, lambda: None, lambda: None, lambda: running.ended("1"))
    assert world.follow() == ["start one"]


def test_output_that_is_kept_a_moment_after_the_end_is_printed(running: Builder) -> None:
    world = World(
        running,
        lambda: running.done("1/end/0"),
        lambda: running.printed("1/end/0", ("stdout", "last words")),
    )
    assert world.follow() == ["end last words"]


def test_a_run_that_failed_is_followed_no_further(running: Builder) -> None:
    world = World(running, lambda: running.failed("1/start/0"), lambda: running.ended("1"))
    assert world.follow() == []
    assert world.waited == 3


def test_a_task_is_followed_until_it_is_done(running: Builder) -> None:
    running.began("1/train/0")
    world = World(
        running,
        lambda: running.printed("1/train/0", ("stdout", "other\n")),
        lambda: running.printed("1/start/0", ("stdout", "mine\n")),
        lambda: running.done("1/start/0"),
    )
    assert world.follow("start", "0") == ["start mine"]


def test_a_task_is_followed_into_its_next_attempt(running: Builder) -> None:
    def retried() -> None:
        running.failed("1/start/0")
        running.began("1/start/0", attempt=1)

    running.printed("1/start/0", ("stdout", "first\n"))
    world = World(
        running,
        retried,
        lambda: running.printed("1/start/0", ("stdout", "second\n"), attempt=1),
        lambda: running.done("1/start/0", attempt=1),
    )
    assert world.follow("start", "0") == ["start first", "start second"]


def test_a_task_that_failed_is_followed_no_further(running: Builder) -> None:
    world = World(running, lambda: running.failed("1/start/0"))
    running.printed("1/start/0", ("stderr", "no newline"))
    assert world.follow("start", "0") == ["start no newline"]
    assert world.waited == 2


def test_a_run_that_is_over_is_printed_by_following_too(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compiler.cli.commands.logs.POLL", 0)
    folder_builder(place / ".flowc").ended("1")
    assert lines(place, "TrainFlow/1/start/0", "--follow") == ["begin", "careful"]
