"""Runs and deployments are listed, read, held, ended and deleted from the command line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compiler.cli.main import main
from compiler.cli.world import World
from tests.cli.production import DAILY, Site, pod, site


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path, DAILY) as found:
        found.flowc("deploy", "flow.py")
        for run in ("r1", "r2"):
            found.flowc("trigger", "flow.py", "--run-id", run)
        yield found


def put_pod(here: Site, step: str, text: str) -> None:
    metadata: dict[str, Any] = {
        "name": f"pod-{step}",
        "labels": {"workflows.argoproj.io/workflow": "r1"},
        "annotations": {"workflows.argoproj.io/node-id": f"node-{step}"},
    }
    here.cluster.put("pods", {"metadata": metadata})
    here.cluster.logs[f"pod-{step}"] = text


def test_deployments_are_listed_with_their_schedules(here: Site) -> None:
    (found,) = here.json("list", "--target", "argo")["deployments"]
    assert (found["name"], found["flow"], found["schedule"]) == (
        "tiny-flow",
        "TinyFlow",
        "0 0 * * *",
    )
    here.flowc("suspend", "TinyFlow", "--schedule")
    assert "0 0 * * * (off)" in here.flowc("list", "--target", "argo").out


@pytest.mark.parametrize("word", ["TinyFlow", "tiny-flow", "flow.py"])
def test_runs_are_listed_newest_first(here: Site, word: str) -> None:
    found = here.json("list", word, "--target", "argo")["runs"]
    assert [(run["run"], run["phase"]) for run in found] == [("r2", "pending"), ("r1", "pending")]
    lines = here.flowc("list", word, "--target", "argo", "--limit", "1").out.splitlines()
    assert [line.split()[0] for line in lines] == ["RUN", "r2"]


def test_without_a_target_the_store_is_listed(here: Site) -> None:
    here.flowc("run", "flow.py", "--store", "store")
    found = here.json("list", "TinyFlow", "--store", "store")["runs"]
    assert [run["run"] for run in found] == ["1"]


def test_a_schedule_is_switched_off_and_on(here: Site) -> None:
    off = here.flowc("suspend", "flow.py", "--schedule")
    assert (off.status, off.out) == (0, "the schedule of tiny-flow is off\n")
    assert here.json("list", "--target", "argo")["deployments"][0]["is_suspended"] is True
    on = here.flowc("unsuspend", "tiny-flow", "--schedule")
    assert on.out == "the schedule of tiny-flow is on\n"
    assert here.json("list", "--target", "argo")["deployments"][0]["is_suspended"] is False


def test_a_run_is_held_ended_and_forgotten(here: Site) -> None:
    assert here.json("suspend", "r1") == {
        "format": "flowc.suspend/1",
        "run": "r1",
        "is_suspended": True,
    }
    assert here.workflow("r1")["spec"]["suspend"] is True
    assert here.flowc("unsuspend", "TinyFlow/r1").status == 0
    assert "suspend" not in here.workflow("r1")["spec"]
    assert here.json("terminate", "r1")["run"] == "r1"
    assert here.workflow("r1")["spec"]["shutdown"] == "Terminate"
    assert here.flowc("delete", "r1", "--yes").out == "deleted the run r1\n"
    assert here.cluster.names("workflows") == ["r2"]


def test_the_latest_run_of_a_flow_is_meant_by_its_name(here: Site) -> None:
    here.flowc("terminate", "flow.py")
    assert "shutdown" in here.workflow("r2")["spec"]
    assert "shutdown" not in here.workflow("r1")["spec"]


def test_deleting_a_deployment_leaves_its_runs(here: Site) -> None:
    answer = here.flowc("delete", "flow.py", "--yes")
    assert answer.out == "deleted CronWorkflow tiny-flow\ndeleted WorkflowTemplate tiny-flow\n"
    assert here.cluster.names("workflows") == ["r1", "r2"]
    again = here.flowc("delete", "tiny-flow", "--yes")
    assert (again.status, "there is no run `tiny-flow`" in again.err) == (1, True)


def test_nothing_is_deleted_unasked(here: Site) -> None:
    answer = here.flowc("delete", "tiny-flow")
    assert (answer.status, "say `--yes`" in answer.err) == (2, True)
    assert here.cluster.names("workflowtemplates") == ["tiny-flow"]


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "left"), [("y\n", []), ("n\n", ["tiny-flow"]), ("", ["tiny-flow"])]
)
def test_a_person_is_asked_before_something_is_deleted(
    here: Site, typed: str, left: list[str]
) -> None:
    asked, environ = Keyboard(), here.environ
    world = World(
        cwd=here.folder, out=io.StringIO(), err=asked, typed=Keyboard(typed), environ=environ
    )
    assert main(["delete", "tiny-flow"], world) == 0
    assert "its runs stay [y/N]" in asked.getvalue()
    assert here.cluster.names("workflowtemplates") == left


def test_a_name_of_both_a_run_and_a_deployment_is_not_guessed(here: Site) -> None:
    here.flowc("trigger", "flow.py", "--run-id", "tiny-flow")
    answer = here.flowc("delete", "tiny-flow", "--yes")
    assert (answer.status, "is a run and a deployment" in answer.err) == (2, True)
    assert here.flowc("delete", "TinyFlow/tiny-flow", "--yes").status == 0
    assert here.cluster.names("workflowtemplates") == ["tiny-flow"]


def test_output_comes_from_the_pod_as_long_as_the_store_has_none(here: Site) -> None:
    here.report("r1", phase="Running", nodes=pod("start") | pod("end", "Running"))
    put_pod(here, "start", "hello\n")
    put_pod(here, "end", "[1, 2]\nbye\n")
    one = here.flowc("logs", "TinyFlow/r1/end/0", "--target", "argo")
    assert (one.status, one.out) == (0, "[1, 2]\nbye\n")
    every = here.flowc("logs", "r1", "--target", "argo")
    assert every.out == "[start/0] hello\n[end/0] [1, 2]\n[end/0] bye\n"
    step = here.flowc("logs", "flow.py", "r1/start", "--target", "argo", "--follow")
    assert step.out == "hello\n"
    document = here.json("logs", "TinyFlow/r1/start/0", "--target", "argo")
    assert [line["text"] for line in document["lines"]] == ["hello"]


def test_output_comes_from_the_store_once_that_has_it(here: Site) -> None:
    here.flowc("run", "flow.py", "--store", "store")
    answer = here.flowc("logs", "TinyFlow/1/end/0", "--target", "argo")
    assert (answer.status, answer.out) == (0, "[1, 2]\n")


def test_following_ends_with_the_run_also_if_no_record_says_so(here: Site) -> None:
    here.flowc("run", "flow.py", "--store", "store")
    record = here.folder / "store" / "TinyFlow" / "runs" / "1"
    (record / "ended.json").unlink()
    (record / "tasks" / "end" / "0" / "done.json").unlink()
    here.flowc("trigger", "flow.py", "--run-id", "1")
    here.report("1", phase="Failed", nodes=pod("start") | pod("end", "Failed"))
    answer = here.flowc("logs", "TinyFlow/1", "--target", "argo", "--follow")
    assert (answer.status, answer.out) == (0, "[end/0] [1, 2]\n")


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (("r1", "--follow"), 2, "a pod's output is followed one at a time"),
        (("r1", "--stderr"), 2, "`--stderr` needs the log in the store"),
        (("TinyFlow/r1/a/b/c",), 2, "names nothing: expected Flow/run/step/task"),
        (("TinyFlow/r1/none",), 1, "no task of `none` of the run `r1` has begun"),
        (("TinyFlow/r9",), 1, "there is no run `r9`"),
    ],
)
def test_output_that_is_not_there_says_why(
    here: Site, argv: tuple[str, ...], status: int, said: str
) -> None:
    here.report("r1", phase="Running", nodes=pod("start") | pod("end", "Running"))
    answer = here.flowc("logs", *argv, "--target", "argo")
    assert (answer.status, said in answer.err) == (status, True), answer.err
