"""`flowc status` says how a run stands, by the cluster and then by the store."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from compiler.cli.main import main
from compiler.cli.world import World
from tests.cli.production import Site, pod, site
from tests.cli.shell import FLOW

FAILING = FLOW.replace("print(self.rows)", "raise ValueError('no rows')")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        found.flowc("deploy", "flow.py")
        found.flowc("trigger", "flow.py", "--run-id", "r1")
        yield found


def test_a_run_is_shown_step_by_step(here: Site) -> None:
    here.report("r1", phase="Succeeded", nodes=pod("start") | pod("end"))
    answer = here.flowc("status", "r1")
    assert answer.status == 0
    assert answer.out.startswith("TinyFlow/r1  succeeded")
    assert answer.out.endswith(
        "STEP   STATUS     TOOK\nstart  succeeded  5.0 s\nend    succeeded  5.0 s\n"
    )


@pytest.mark.parametrize("word", ["r1", "TinyFlow/r1", "TinyFlow", "tiny-flow", "flow.py"])
def test_a_run_is_named_by_its_id_or_as_the_latest_of_a_flow(here: Site, word: str) -> None:
    assert here.json("status", word)["run"] == "r1"


def test_the_failures_of_a_run_say_why_and_where_to_look(here: Site) -> None:
    message = "Error (exit code 1)"
    here.report("r1", phase="Failed", nodes=pod("start", "Failed", message=message))
    answer = here.flowc("status", "r1")
    assert answer.status == 6
    assert (
        f"start/0 failed: {message}\n  flowc logs TinyFlow/r1/start/0 --target argo\n" in answer.out
    )
    assert "flowc resume FILE --target argo --origin-run-id r1" in answer.err


def test_as_json_a_run_has_all_of_its_tasks(here: Site) -> None:
    here.report("r1", phase="Running", nodes=pod("start") | pod("end", "Running"))
    found = here.json("status", "r1")
    assert (found["flow"], found["deployment"], found["phase"]) == (
        "TinyFlow",
        "tiny-flow",
        "running",
    )
    assert [(task["step"], task["task"], task["phase"]) for task in found["tasks"]] == [
        ("start", "0", "succeeded"),
        ("end", "0", "running"),
    ]


def test_a_suspended_run_says_how_it_goes_on(here: Site) -> None:
    here.report("r1", phase="Running", nodes={})
    here.flowc("suspend", "r1")
    answer = here.flowc("status", "r1")
    assert "TinyFlow/r1  suspended" in answer.out
    assert "flowc unsuspend r1 --target argo" in answer.err


def test_watching_says_what_changed_until_the_run_has_ended(here: Site) -> None:
    here.report("r1", phase="Running", nodes=pod("start", "Running"))

    def go_on() -> None:
        here.report("r1", phase="Failed", nodes=pod("start") | pod("end", "Failed", message="x"))

    here.cluster.after["get", "workflows"] = [_nothing, _nothing, go_on]
    answer = here.flowc("status", "r1", "--watch", "--interval", "0.05")
    assert answer.status == 6
    lines = answer.out.splitlines()
    assert lines[:3] == ["start running", "start succeeded", "end failed"]
    assert lines[4].startswith("TinyFlow/r1  failed")


def _nothing() -> None:
    pass


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_run_is_shown_anew_until_it_has_ended(here: Site) -> None:
    here.report("r1", phase="Running", nodes=pod("start", "Running"))

    def go_on() -> None:
        here.report("r1", phase="Succeeded", nodes=pod("start") | pod("end"))

    here.cluster.after["get", "workflows"] = [_nothing, _nothing, go_on]
    out, environ = Terminal(), {**here.environ, "TERM": "xterm"}
    world = World(cwd=here.folder, out=out, err=io.StringIO(), environ=environ)
    assert main(["status", "r1", "--watch", "--interval", "0.05"], world) == 0
    shown = out.getvalue()
    assert "TinyFlow/r1  running" in shown
    assert shown.rindex("TinyFlow/r1  succeeded") > shown.rindex("TinyFlow/r1  running")


def test_a_run_that_the_cluster_has_forgotten_is_told_by_the_store(here: Site) -> None:
    here.write(FAILING)
    assert here.flowc("run", "flow.py", "--store", "store").status == 6
    answer = here.flowc("status", "TinyFlow/1")
    assert answer.status == 6
    assert "TinyFlow/1  failed" in answer.out
    assert "end/0 failed: ValueError: no rows" in answer.out


def test_a_run_that_was_deleted_before_it_ended_does_not_run(here: Site) -> None:
    here.flowc("run", "flow.py", "--store", "store")
    record = here.folder / "store" / "TinyFlow" / "runs" / "1"
    (record / "ended.json").unlink()
    (record / "tasks" / "end" / "0" / "done.json").unlink()
    assert here.json("status", "TinyFlow/1")["phase"] == "running"
    told = (record / "run.json").read_text().replace('"local"', '"argo"')
    (record / "run.json").write_text(told)
    answer = here.flowc("status", "TinyFlow/1", "--watch")
    assert answer.status == 6
    assert "it was deleted from the service before it ended" in answer.out


def test_the_store_says_why_a_task_failed(here: Site) -> None:
    here.write(FAILING)
    here.flowc("run", "flow.py", "--store", "store")
    here.write(FLOW)
    here.flowc("trigger", "flow.py", "--run-id", "1")
    failed = pod("end", "Failed", message="Error (exit code 1)")
    here.report("1", phase="Failed", nodes=pod("start") | failed)
    assert "end/0 failed: ValueError: no rows" in here.flowc("status", "1").out


def test_tasks_that_the_cluster_keeps_to_itself_are_told_by_the_store(here: Site) -> None:
    here.flowc("run", "flow.py", "--store", "store")
    here.flowc("trigger", "flow.py", "--run-id", "1")
    here.report("1", phase="Running", offloadNodeStatusVersion="fnv:1")
    found = here.json("status", "1")
    assert found["phase"] == "running"
    assert [task["step"] for task in found["tasks"]] == ["start", "end"]


def test_a_run_that_nobody_knows_is_not_found(here: Site) -> None:
    answer = here.flowc("status", "none")
    assert answer.status == 1
    assert "there is no run `none`" in answer.err
    assert "nor in the store" in answer.err


def test_a_flow_without_runs_says_how_one_is_started(here: Site) -> None:
    here.flowc("delete", "TinyFlow/r1", "--yes")
    answer = here.flowc("status", "TinyFlow")
    assert (answer.status, "`flowc trigger TinyFlow` starts one" in answer.err) == (1, True)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--watch", "--output", "json"), "takes no `--output json`"),
        (("--interval", "0"), "`--interval` is a number of seconds above 0"),
    ],
)
def test_options_that_mean_nothing_are_refused(
    here: Site, argv: tuple[str, ...], said: str
) -> None:
    answer = here.flowc("status", "r1", *argv)
    assert (answer.status, said in answer.err) == (2, True)
