"""`flowc resume`: what is taken over, what is run again, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime_shim import layout
from runtime_shim.store.folder import FolderStore
from tests.local.running import (
    LINE,
    answer_of,
    counts,
    flow,
    line,
    manifest,
    record,
    start,
    value,
    wide,
)


def resume(folder: Path, *options: str) -> dict[str, object]:
    return answer_of(folder, *options, command="resume")


def fail_then_mend(folder: Path) -> None:
    """Leave a run of which `middle` failed, and a flow in which it does not."""
    line(folder, "assert False")
    assert start(folder).status == 6
    line(folder, "self.x += 1")


def test_what_is_done_is_taken_over_and_the_rest_is_run(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    answer = start(tmp_path, command="resume")
    assert answer.status == 0
    assert "TinyFlow/2, which resumes run 1, in file://" in answer.err
    assert "taken over from run 1: start\n" in answer.err
    assert "[end] x is 2\n" in answer.out
    assert manifest(tmp_path, "start/0", "2")["cloned"] == "1"
    assert manifest(tmp_path, "middle/0", "2")["cloned"] is None
    assert record(tmp_path, "run.json", "2")["origin"] == "1"


def test_items_that_are_done_are_taken_over_one_by_one(tmp_path: Path) -> None:
    wide(tmp_path, "assert self.input != 1")
    start(tmp_path, "--keep-going")
    wide(tmp_path, "self.mended = True")
    answer = start(tmp_path, command="resume")
    assert answer.status == 0
    assert "taken over from run 1: start, work (2 tasks)\n" in answer.err
    assert "mended" in manifest(tmp_path, "work/1", "2")["artifacts"]
    assert "mended" not in manifest(tmp_path, "work/2", "2")["artifacts"]


def test_a_step_that_is_named_is_run_again_with_all_that_follows(tmp_path: Path) -> None:
    line(tmp_path, "self.x = 5")
    start(tmp_path)
    line(tmp_path, "self.x = 6")
    summary = resume(tmp_path, "middle")
    assert counts(summary, "cloned") == {"start": 1}
    assert counts(summary) == {"start": 1, "middle": 1, "end": 1}
    assert value(tmp_path, "end/0", "x", "2") == 6


def test_an_arm_beside_the_named_step_is_taken_over(tmp_path: Path) -> None:
    body = """\
    @step
    def start(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""
    flow(tmp_path, body)
    start(tmp_path)
    assert counts(resume(tmp_path, "left"), "cloned") == {"start": 1, "right": 1}


def test_a_foreach_that_has_another_size_is_run_again(tmp_path: Path) -> None:
    path = wide(tmp_path)
    start(tmp_path)
    path.write_text(path.read_text().replace("[0, 1, 2]", "[0, 1, 2, 3]"))
    summary = resume(tmp_path, "start")
    assert counts(summary, "cloned") == {}
    assert value(tmp_path, "join/0", "numbers", "2") == [0, 1, 2, 3]


def test_steps_behind_the_place_may_be_other_ones(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    more = "\n    @step\n    def extra(self):\n        self.x *= 10\n        self.next(self.end)\n"
    text = LINE.replace("{middle}", "self.x += 1").replace(
        "self.next(self.end)", "self.next(self.extra)"
    )
    flow(tmp_path, text + more)
    assert start(tmp_path, command="resume").status == 0
    assert value(tmp_path, "end/0", "x", "2") == 20


def test_steps_before_the_place_may_not_be_other_ones(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    more = "\n    @step\n    def extra(self):\n        self.next(self.middle)\n"
    text = LINE.replace("{middle}", "pass").replace(
        "self.next(self.middle)", "self.next(self.extra)"
    )
    flow(tmp_path, text + more)
    answer = start(tmp_path, command="resume")
    assert answer.status == 1
    assert (
        "FLC501 [changed-graph] `start` went to `middle` in run 1, and goes to `extra` now"
        in answer.out
    )
    assert "help: resume from `start`, or start a new run" in answer.out
    assert not (tmp_path / ".flowc/TinyFlow/runs/2").exists()
    assert start(tmp_path, "start", command="resume").status == 0


def test_parameters_are_those_of_the_run_before(tmp_path: Path) -> None:
    body = "    alpha = Parameter('alpha', default=0.5)\n    beta = Parameter('beta', default=1)\n"
    flow(tmp_path, body + LINE.replace("{middle}", "assert False"))
    start(tmp_path, "--alpha", "0.25")
    flow(tmp_path, body + LINE.replace("{middle}", "pass"))
    start(tmp_path, "start", command="resume")
    assert value(tmp_path, "start/0", "alpha", "2") == 0.25
    assert record(tmp_path, "run.json", "2")["parameters"] == {"alpha": "0.25"}


def test_a_run_that_was_resumed_can_be_resumed(tmp_path: Path) -> None:
    line(tmp_path, "assert False")
    start(tmp_path)
    start(tmp_path, command="resume")
    line(tmp_path)
    answer = start(tmp_path, command="resume")
    assert "TinyFlow/3, which resumes run 2" in answer.err
    assert manifest(tmp_path, "start/0", "3")["cloned"] == "1"


def test_the_latest_run_of_this_user_is_resumed_or_the_one_that_is_named(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    start(tmp_path, USER="grace")
    assert resume(tmp_path)["origin"] == "1"
    assert resume(tmp_path, "end", "--origin-run-id", "2")["origin"] == "2"
    assert resume(tmp_path, "end", "--origin-run-id", "TinyFlow/2")["origin"] == "2"


def test_a_run_that_succeeded_needs_a_step_to_resume_from(tmp_path: Path) -> None:
    line(tmp_path)
    start(tmp_path)
    answer = start(tmp_path, command="resume")
    assert answer.status == 2
    assert "run 1 of TinyFlow has succeeded: name the step to run again from" in answer.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("midle",), "TinyFlow has no step `midle`; did you mean `middle`?"),
        (("middle", "end"), "unexpected argument `end`"),
        (("--origin-run-id", "7"), "TinyFlow has no run `7` in file://"),
        (("--origin-run-id", "7"), "the latest is 1"),
        (("--alpha", "1"), "there is no option `--alpha`"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    fail_then_mend(tmp_path)
    answer = start(tmp_path, *options, command="resume")
    assert answer.status == 2
    assert message in answer.err


def test_without_any_run_there_is_nothing_to_resume(tmp_path: Path) -> None:
    line(tmp_path)
    answer = start(tmp_path, command="resume")
    assert answer.status == 2
    assert "TinyFlow has no run of ada in file://" in answer.err


def test_a_run_that_is_being_removed_is_not_resumed(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    FolderStore(str(tmp_path / ".flowc")).create(layout.removing_record("TinyFlow", "1"), b"{}")
    answer = start(tmp_path, command="resume")
    assert answer.status == 5
    assert "run 1 is being removed: it cannot be resumed any more" in answer.err
    assert record(tmp_path, "ended.json", "2")["status"] == "failed"


def test_many_items_are_taken_over_without_a_process_for_each(tmp_path: Path) -> None:
    path = wide(tmp_path, "self.pid = os.getpid()")
    path.write_text(path.read_text().replace("[0, 1, 2]", "list(range(300))"))
    start(tmp_path, "--max-num-splits", "300")
    path.write_text(path.read_text().replace("[each.index", "[each.pid"))
    summary = resume(tmp_path, "join", "--max-num-splits", "300")
    assert counts(summary, "cloned") == {"start": 1, "work": 300}
    runs = tmp_path / ".flowc/TinyFlow/runs"
    starts = [len(list((runs / run).rglob("*.start.json"))) for run in ("1", "2")]
    assert starts == [303, 2]


def test_every_kind_of_isolation_resumes(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    for isolation in ("spawn", "process"):
        summary = resume(tmp_path, "middle", "--origin-run-id", "1", "--isolation", isolation)
        assert counts(summary, "cloned") == {"start": 1}


def test_hints_to_resume_name_what_the_reading_needs(tmp_path: Path) -> None:
    line(tmp_path, "assert False")
    answer = start(tmp_path, "--store", "kept", "--with", "retry:times=0", "--env", "A=b c")
    assert "flowc resume flow.py --with retry:times=0 --env 'A=b c' --store kept\n" in answer.err


def test_the_answer_as_json_is_all_that_is_printed(tmp_path: Path) -> None:
    fail_then_mend(tmp_path)
    assert json.loads(start(tmp_path, "--output", "json", command="resume").out)["run"] == "2"
