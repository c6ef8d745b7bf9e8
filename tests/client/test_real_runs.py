"""Runs that tasks wrote: executed by the shim, read by the client and the commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flowc.client import Flow, Metaflow, Run, metadata
from flowc.client.objects import store_of
from flowc.client.progress import step_states
from flowc.client.run import record_of
from tests.cli.shell import run

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "golden" / "flows" / "foreach" / "flow.py"
STEPS = (
    ("start", "--to", "measure*"),
    *(("measure", "--from", "^start", "--to", "collect", "--at", str(item)) for item in range(3)),
    ("collect", "--from", "measure*", "--to", "end"),
    ("end", "--from", "collect"),
)
TAGGING = """\
from flowc import Flow, FlowSpec, current, step


class TaggingFlow(FlowSpec):
    @step
    def start(self):
        run = Flow(current.flow_name)[current.run_id]
        run.add_tag("tagged from inside")
        self.before = Flow("ForeachFlow").latest_successful_run.data.lengths
        self.mine = run
        self.next(self.end)

    @step
    def end(self):
        self.again = self.mine.id
        raise ValueError("nothing works")
"""


def task(folder: Path, environ: Mapping[str, str], *words: str) -> int:
    """Run one task in a process of its own, as a scheduler does; return its exit status."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FLOWC")}
    return subprocess.run(
        [sys.executable, "-m", "runtime_shim", "step", *words],
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        check=False,
    ).returncode


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose `.flowc` has a run of the golden flow of a foreach."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "flow.py").write_bytes(GOLDEN.read_bytes())
    (folder / "tagging.py").write_text(TAGGING)
    environ = about(folder, "flow.py:ForeachFlow", "1")
    assert [task(folder, environ, *words) for words in STEPS] == [0] * 6
    tagging = about(folder, "tagging.py:TaggingFlow", "1")
    assert task(folder, tagging, "start", "--to", "end") == 0
    assert task(folder, tagging, "end", "--from", "start") == 1
    return folder


def about(folder: Path, flow: str, run: str) -> dict[str, str]:
    return {
        "FLOWC_FLOW": flow,
        "FLOWC_STORE": f"file://{folder}/.flowc",
        "FLOWC_RUN": run,
        "FLOWC_USER": "alice",
        "FLOWC_TARGET": "local",
    }


def test_a_run_that_was_executed_is_read(folder: Path) -> None:
    metadata(str(folder))
    run = Flow("ForeachFlow").latest_successful_run
    assert run == Run("ForeachFlow/1")
    assert run is not None
    assert [step.id for step in run] == ["end", "collect", "measure", "start"]
    assert run.data is not None
    assert run.data.lengths == [3, 4, 5]
    assert [(task.index, task.data.length) for task in run["measure"]] == [(2, 5), (1, 4), (0, 3)]
    assert run.end_task is not None
    assert run.end_task.stdout == "[3, 4, 5]\n"
    assert run.end_task.runtime_name == "local"
    assert [step.id for step in run["collect"].parent_steps] == ["measure"]
    children = list(run["start"]["0"].child_tasks)
    assert [child.id for child in children] == ["0", "1", "2"]
    assert list(children[1].child_tasks) == [run["collect"]["0"]]


def test_a_task_tags_its_run_and_reads_another_flows(folder: Path) -> None:
    metadata(str(folder))
    run = Run("TaggingFlow/1")
    assert run.user_tags == {"tagged from inside"}
    task = run["start"].task
    assert task is not None
    assert task.data.before == [3, 4, 5]
    assert task.data.mine == run


def test_a_task_that_failed_is_read(folder: Path) -> None:
    metadata(str(folder))
    run = Run("TaggingFlow/1")
    assert run.status == "failed"
    task = run.end_task
    assert task is not None
    assert (task.finished, run.finished, run.successful) == (False, False, False)
    assert task.exception is not None
    assert task.exception.last_line == "ValueError: nothing works"
    assert task.exception.stacktrace in task.stderr


def test_the_commands_answer_about_runs_that_were_executed(folder: Path) -> None:
    environ = {"FLOWC_USER": "alice"}
    assert run(folder, "logs", "ForeachFlow", environ=environ).out == "[end/0] [3, 4, 5]\n"
    answer = run(folder, "artifacts", "ForeachFlow", "lengths", "--output", "json", environ=environ)
    found = json.loads(answer.out)["artifacts"][0]
    assert (found["value"], found["task"]) == ([3, 4, 5], "ForeachFlow/1/end/0")
    answer = run(folder, "artifacts", "ForeachFlow/1/end", environ=environ)
    assert answer.out.splitlines()[1].split() == ["lengths", "list", "7", "bytes", "collect/0"]
    answer = run(folder, "show", "TaggingFlow", environ=environ)
    assert "end/0 failed, attempt 0: ValueError: nothing works" in answer.out


@pytest.mark.parametrize(
    "case", ["loop-in-foreach", "loop-then-switch", "foreach-in-loop", "switch-in-foreach"]
)
def test_tasks_follow_from_each_other_as_their_inputs_say(tmp_path: Path, case: str) -> None:
    golden = ROOT / "golden" / "flows" / case
    shutil.copytree(golden, tmp_path / "flow")
    command = [sys.executable, "-m", "compiler", "run", "flow/flow.py"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FLOWC")}
    environ = {**clean, "PYTHONPATH": str(ROOT), "FLOWC_USER": "alice"}
    subprocess.run(command, cwd=tmp_path, env=environ, check=True, capture_output=True)
    metadata(str(tmp_path))
    (flow,) = Metaflow()
    run = flow.latest_run
    assert run is not None
    assert run.successful
    tasks = [task for step in run for task in step]
    before = {(parent.pathspec, task.pathspec) for task in tasks for parent in task.parent_tasks}
    after = {(task.pathspec, child.pathspec) for task in tasks for child in task.child_tasks}
    assert before == after
    steps = {(one.id, other.id) for one in run for other in one.child_steps}
    assert steps == {(parent.id, step.id) for step in run for parent in step.parent_steps}
    assert {(a.split("/")[2], b.split("/")[2]) for a, b in before} <= steps
    state = step_states(store_of(run), record_of(run))
    assert [step.name for step in state] == [step.id for step in run][::-1]
