"""Resuming a run: what is taken over from another, what runs again, and what that leaves."""

from __future__ import annotations

import json

from runtime_shim import layout
from runtime_shim.errors import INPUTS_MISSING
from tests.shim.conftest import Drive
from tests.shim.driving import Driver

FLOW = """
    import os

    class F(FlowSpec):
        alpha = Parameter('alpha', default=1)

        @step
        def start(self):
            self.rows = list(range(int(os.environ.get('ROWS', '3'))))
            self.big = 'x' * 10_000
            self.next(self.each, foreach='rows')

        @step
        def each(self):
            if os.environ.get('FAIL') == str(self.input): raise ValueError
            self.value = self.input * self.alpha
            self.run = current.run_id
            self.next(self.join)

        @step
        def join(self, inputs):
            self.total = sum(i.value for i in inputs)
            self.runs = [i.run for i in inputs]
            self.kind = 'a'
            self.next({'a': self.a, 'b': self.b}, condition='kind')

        @step
        def a(self):
            self.next(self.end)

        @step
        def b(self):
            self.next(self.end)

        @step
        def end(self):
            print(self.total, self.runs, current.origin_run_id)
    """


def of_run(driver: Driver, run: str) -> Driver:
    """Return `driver`, turned to another run."""
    driver.run_id = run
    return driver


def resumed(driver: Driver, run: str, origin: str, **environ: str) -> list[str]:
    """Resume `origin` as `run`; return which tasks were run, and which were taken over."""
    of_run(driver, run)
    done = driver.run(FLOWC_ORIGIN=origin, **environ)
    return [
        f"{step}/{at or 0}" + (f" of {cloned}" if cloned else "")
        for step, at, _ in done
        for cloned in [driver.manifest(step, at)["cloned"]]
    ]


def failed_run(drive: Drive) -> Driver:
    """Return a flow of which the run `r1` has failed in one of its items."""
    driver = drive(FLOW)
    environ = {"FLOWC_PARAMS": '{"alpha": "7"}', "FAIL": "1"}
    statuses = [driver.task("start", "", 0, **environ).status]
    statuses += [driver.task("each", str(item), 0, **environ).status for item in range(3)]
    assert statuses == [0, 0, 1, 0]
    return driver


def test_what_was_done_is_taken_over_and_the_rest_runs(drive: Drive) -> None:
    driver = failed_run(drive)
    blobs = driver.blobs()
    assert resumed(driver, "r2", "r1") == [
        *("start/0 of r1", "each/0 of r1", "each/1", "each/2 of r1", "join/0", "a/0", "end/0"),
    ]
    assert driver.value("end", "total") == 21
    assert driver.value("end", "runs") == ["r1", "r2", "r1"]
    assert driver.log("end") == "21 ['r1', 'r2', 'r1'] r1\n"
    assert driver.blobs() == blobs


def test_a_task_that_is_taken_over_is_no_attempt_and_writes_the_same_control_files(
    drive: Drive,
) -> None:
    driver = drive(FLOW)
    first = [(step, at, ended.control) for step, at, ended in driver.run()]
    manifests = {(step, at): driver.manifest(step, at) for step, at, _ in first}
    driver.path.unlink()  # what is taken over needs nothing of the flow
    of_run(driver, "r2")
    for step, at, control in first:
        ended = driver.task(step, at, 0, FLOWC_ORIGIN="r1")
        assert (ended.status, ended.out, ended.err) == (0, "", "")
        assert {**ended.control, "attempt": "0"} == control
        folder = layout.task_key("F", "r2", step, at)
        assert driver.store.children(folder) == ["done.json"]
        there = {**driver.manifest(step, at), "run": "r1", "uid": "", "cloned": None}
        assert there == {**manifests[step, at], "uid": ""}


def test_steps_are_run_again_where_that_is_asked_for_and_all_that_follow(drive: Drive) -> None:
    driver = drive(FLOW)
    driver.run()
    assert resumed(driver, "r2", "r1", FLOWC_RERUN='["join"]') == [
        *("start/0 of r1", "each/0 of r1", "each/1 of r1", "each/2 of r1"),
        *("join/0", "a/0", "end/0"),
    ]
    assert resumed(driver, "r3", "r1", FLOWC_RERUN='["start"]')[:2] == ["start/0", "each/0"]


def test_a_run_that_was_resumed_is_resumed_and_says_where_each_task_ran(drive: Drive) -> None:
    driver = failed_run(drive)
    resumed(driver, "r2", "r1", FLOWC_RERUN='["each"]')
    assert resumed(driver, "r3", "r2", FLOWC_RERUN='["end"]') == [
        *("start/0 of r1", "each/0 of r2", "each/1 of r2", "each/2 of r2"),
        *("join/0 of r2", "a/0 of r2", "end/0"),
    ]


def test_a_foreach_of_another_size_is_run_again(drive: Drive) -> None:
    driver = drive(FLOW)
    driver.run(FLOWC_PARAMS='{"alpha": "7"}')
    again = resumed(
        driver, "r2", "r1", FLOWC_RERUN='["start"]', ROWS="4", FLOWC_PARAMS='{"alpha": "2"}'
    )
    assert again == ["start/0", *(f"each/{item}" for item in range(4)), "join/0", "a/0", "end/0"]
    assert driver.value("end", "total") == 12


def test_a_step_that_goes_another_way_is_followed(drive: Drive) -> None:
    driver = drive(FLOW)
    driver.run()
    driver.write(driver.path.read_text().replace("self.kind = 'a'", "self.kind = 'b'"))
    assert resumed(driver, "r2", "r1", FLOWC_RERUN='["join"]')[-3:] == ["join/0", "b/0", "end/0"]


def test_the_run_s_record_is_the_origin_s_but_for_who_resumed_it(drive: Drive) -> None:
    driver = failed_run(drive)
    of_run(driver, "r2")
    driver.task("start", FLOWC_ORIGIN="r1", FLOWC_USER="bob", FLOWC_TAGS='["again"]')
    first, second = (
        json.loads(driver.store.read(layout.run_record("F", run))) for run in ("r1", "r2")
    )
    own = {"run", "created", "user", "tags", "system_tags", "target", "origin"}
    assert {k: v for k, v in first.items() if k not in own} == {
        k: v for k, v in second.items() if k not in own
    }
    assert (second["run"], second["origin"], second["user"]) == ("r2", "r1", "bob")
    assert second["tags"] == ["again"]
    assert "user:bob" in second["system_tags"]
    assert len(driver.store.children("F/recent")) == 2


def test_an_origin_that_does_not_exist_is_named(drive: Drive) -> None:
    driver = drive(FLOW)
    ended = driver.task("start", FLOWC_ORIGIN="nothing")
    assert ended.status == INPUTS_MISSING
    assert ended.err == "flowc: there is no run `nothing` of `F` to resume\n"
    assert not driver.store.children("F/runs")
