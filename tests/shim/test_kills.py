"""A task that is killed at any instruction of a commit leaves nothing of it, or all of it.

Each task is killed before every call that changes a file, and in the middle of every one that
writes. Whatever was there must then be whole; the task after it must find all of its input or none;
and an attempt after it must leave exactly what an attempt that nobody kills leaves.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from runtime_shim import layout, records
from runtime_shim.store.chunks import blob_digest, boundaries, chunk_digest
from runtime_shim.store.folder import TEMPORARY
from tests.shim.driving import Driver, files_of
from tests.shim.killing import Killed, Killer

FLOW = """
    class F(FlowSpec):
        alpha = Parameter('alpha', default=1)
        data = IncludeFile('data', default='data.txt')

        @step
        def start(self):
            self.rows = [1, 2]
            self.small = {'a': (1, 2)}
            self.big = list(range(5000))
            self.next(self.each, foreach='rows')

        @step
        def each(self):
            self.big.append(self.input)
            self.text = 'x' * 10_000 * self.input
            self.next(self.join)

        @step
        def join(self, inputs):
            self.big = [i.big for i in inputs]
            self.merge_artifacts(inputs, exclude=['text'])
            self.kind = 'no'
            self.next({'yes': self.fails, 'no': self.fails}, condition='kind')

        @catch(var='failure')
        @step
        def fails(self):
            self.partly = 'y' * 10_000
            raise ValueError
            self.next(self.huge)

        @step
        def huge(self):
            self.bytes = b'x' * (17 << 20)
            self.next(self.end)

        @step
        def end(self):
            print(self.big)
    """
TASKS = [
    *(("start", ""), ("each", "0"), ("each", "1"), ("join", ""), ("fails", "")),
    *(("huge", ""), ("end", "")),
]
Task = tuple[str, str]
VOLATILE = {"uid", "attempt", "retry", "start", "end", "pid", "run", "cloned"}


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    found = Killer()
    yield found
    found.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Driver:
    """Return a run whose tasks nobody killed."""
    driver = Driver(tmp_path_factory.mktemp("whole"), FLOW)
    (driver.folder / "data.txt").write_text("data" * 5000)
    driver.run()
    return driver


def copy(whole: Driver, task: Task, folder: Path) -> Driver:
    """Return a copy of a run as it was before one of its tasks, in a folder of its own."""
    driver = Driver(folder, whole.path.read_text())
    driver.__dict__["commands"] = whole.commands
    shutil.copy(whole.folder / "data.txt", folder)
    if task == TASKS[0]:
        return driver
    shutil.copytree(whole.store.root, driver.store.root, copy_function=os.link)
    for step, at in TASKS[TASKS.index(task) :]:
        shutil.rmtree(driver.store.path(layout.task_key("F", "r1", step, at)))
    known = str([driver.manifest(*before) for before in TASKS[: TASKS.index(task)]])
    for key in driver.blobs():
        if key.rpartition("/")[2] not in known:
            driver.store.delete(key)
    return driver


def result(driver: Driver, task: Task) -> dict[str, Any] | None:
    """Return what a task has left, all of which loads, but for what differs between attempts."""
    found = driver.manifest_or_none(*task)
    if found is None:
        return None
    for name in found["artifacts"]:
        driver.value(task[0], name, task[1])
    caught = found["caught"] and {**found["caught"], "traceback": ""}
    kept = {name: value for name, value in found.items() if name not in VOLATILE}
    kept["artifacts"] = {k: v for k, v in kept["artifacts"].items() if k != "failure"}
    return {**kept, "caught": caught}


def check_store(driver: Driver) -> None:
    """Check that all that anybody can see is whole."""
    for key, _, _ in driver.store.walk(""):
        data = driver.store.read(key)
        name = key.rpartition("/")[2]
        assert not name.startswith(TEMPORARY)
        if key.startswith("F/blobs/"):
            pieces = [data[begin:end] for begin, end in boundaries(len(data))]
            assert blob_digest([chunk_digest([piece]) for piece in pieces]) == name
        elif name.endswith(".json"):
            assert isinstance(json.loads(data), dict)
        elif not name.endswith(".log"):
            assert data == b""
            assert layout.run_of_entry(name)[0] in {"r1", "r2"}


def points(calls: tuple[str, ...]) -> Iterator[tuple[int, bool]]:
    """Yield where to kill: before each call, and within those that write; then ever later.

    A task whose threads come in another order makes more calls, or fewer.
    """
    for number, name in enumerate(calls):
        yield number, False
        if name in {"write", "pwrite"}:
            yield number, True
    for number in count(len(calls)):
        yield number, False


def decided(driver: Driver, task: Task) -> dict[str, str]:
    """Return the control files that a scheduler reads."""
    files = files_of(driver.control(*task))
    return {name: files[name] for name in ("splits", "next") if name in files}


def kill_everywhere(
    killer: Killer, task: Task, attempt: int, prepare: Callable[[Path], Driver], folder: Path
) -> None:
    """Kill a task at every call, each in a copy that `prepare` makes, and try again after each."""

    def run(driver: Driver, kill: int | None = None, torn: bool = False) -> Killed:
        arguments = [*driver.arguments(*task, attempt), "--control", str(driver.control(*task))]
        return killer.run(driver, arguments, kill=kill, torn=torn)

    unharmed = prepare(folder / "unharmed")
    calls = run(unharmed).calls
    want, control = result(unharmed, task), decided(unharmed, task)
    assert want is not None
    committed = set()
    for number, torn in points(calls):
        driver = prepare(folder / f"{number}-{torn}")
        ended = run(driver, number, torn)
        check_store(driver)
        found = result(driver, task)
        if ended.status == 0:  # it was done before it came to that
            assert found == want
            if number >= len(calls):
                break
            continue
        assert ended.status == -signal.SIGKILL, ended.err
        assert found in (None, want)
        committed.add(found is not None)
        retried = run(driver)
        assert retried.status == 0, retried.err
        check_store(driver)
        assert (result(driver, task), decided(driver, task)) == (want, control)
        assert len(driver.store.children("F/recent")) == len(unharmed.store.children("F/recent"))
        shutil.rmtree(driver.folder)
    assert committed == {False, True}


@pytest.mark.parametrize("task", [TASKS[n] for n in (0, 1, 3, 4, 5)], ids="/".join)
def test_a_kill_at_any_call_leaves_nothing_or_all_of_a_task(
    whole: Driver, killer: Killer, tmp_path: Path, task: Task
) -> None:
    kill_everywhere(killer, task, 0, lambda folder: copy(whole, task, folder), tmp_path)


def test_the_same_holds_for_the_attempt_that_records_a_failure(
    whole: Driver, killer: Killer, tmp_path: Path
) -> None:
    task = ("fails", "")

    def prepare(folder: Path) -> Driver:
        driver = copy(whole, task, folder)
        facts = {"retry": 0, "type": "ValueError", "message": "no", "traceback": "…"}
        key = layout.task_key("F", "r1", *task)
        records.create(driver.store, f"{key}/0.start.json", {"uid": "another"})
        records.create(driver.store, f"{key}/0.failed.json", facts)
        return driver

    kill_everywhere(killer, task, 1, prepare, tmp_path)


@pytest.mark.parametrize("task", [("start", ""), ("join", "")], ids="/".join)
def test_the_same_holds_for_a_task_that_is_taken_over(
    whole: Driver, killer: Killer, tmp_path: Path, task: Task
) -> None:
    def prepare(folder: Path) -> Driver:
        driver = copy(whole, ("huge", ""), folder)
        driver.run_id = "r2"
        driver.environ = {"FLOWC_ORIGIN": "r1"}
        for step, at in TASKS[: TASKS.index(task)]:
            assert killer.run(driver, driver.arguments(step, at)).status == 0
        return driver

    kill_everywhere(killer, task, 0, prepare, tmp_path)
    # It was not run: nothing but its result is there.
    driver = prepare(tmp_path / "last")
    killer.run(driver, driver.arguments(*task))
    assert driver.store.children(layout.task_key("F", "r2", *task)) == ["done.json"]
