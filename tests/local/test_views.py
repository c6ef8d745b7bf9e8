"""What a person sees of a run: plain lines, the live view of a terminal, the traceback once."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from compiler.backends.local.events import (
    Began,
    Done,
    Event,
    Expected,
    Failed,
    Failure,
    Printed,
    Said,
    Stopped,
)
from compiler.backends.local.walk import Job
from compiler.cli.main import main
from compiler.cli.views.held import Held
from compiler.cli.views.plain import Plain
from compiler.cli.views.tally import StepTally, Tally
from compiler.cli.world import World
from compiler.ir.nodes import Task
from compiler.ir.settings import Catch
from tests.local.running import ENVIRON, ROOT, line, wide


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


TRAIN = Task(name="train")
RAISED = Failure(
    type="KeyError", message="'x'", traceback="Traceback (most recent call last):\n  a\n"
)


def job(number: int) -> Job:
    return Job(TRAIN, str(number))


def shown(*events: Event, expected: int = 1, quiet: bool = False) -> tuple[list[str], list[str]]:
    """Return the lines that go to stdout and to stderr, without their times."""
    out, err = io.StringIO(), io.StringIO()
    world = World(cwd=Path("/"), out=out, err=err)
    tally = Tally(steps={"train": StepTally()})
    view = Plain(world, tally, quiet=quiet, to_stderr=False)
    for event in (Expected(steps={"train": expected}), *events):
        tally.see(event)
        view.see(event)
    view.end()
    return tuple(
        [text.partition("] ")[2] for text in stream.getvalue().splitlines()]
        for stream in (out, err)
    )  # type: ignore[return-value]


def printed(text: str, stream: str = "stdout", number: int = 1) -> Printed:
    return Printed(source=job(number), stream=stream, text=text)


def test_lines_carry_the_task_that_printed_them() -> None:
    out, err = shown(printed("loss 0.1"), printed("careful", "stderr"), Said(text="ending"))
    assert out == ["[train/1] loss 0.1"]
    assert err == ["[train/1] careful", "ending"]


def test_a_narrow_step_has_lines_for_each_task_and_a_wide_one_counts() -> None:
    few: list[Event] = [Began(job=job(1), attempt=0, of=1), Done(job=job(1), seconds=2)]
    assert shown(*few)[1] == ["train/1: began", "train/1: done in 2.0 s"]
    many: list[Event] = [
        event
        for number in range(40)
        for event in (Began(job=job(number), attempt=0, of=1), Done(job=job(number)))
    ]
    assert shown(*many, expected=40)[1] == ["train: 40 of 40 done"]


def test_a_failure_is_said_also_in_a_wide_step() -> None:
    events: list[Event] = [
        Began(job=job(3), attempt=0, of=1),
        Failed(job=job(3), attempt=0, of=1, failure=RAISED),
    ]
    assert shown(*events, expected=40)[1] == ["train/3: failed: KeyError: 'x'"]


@pytest.mark.parametrize(
    ("wait", "of", "catch", "words"),
    [
        (90.0, 3, None, "attempt 1 of 3 failed: KeyError: 'x'; again in 1 min 30 s"),
        (0.0, 3, None, "attempt 1 of 3 failed: KeyError: 'x'; again at once"),
        (0.0, 2, Catch(), "failed, which is caught: KeyError: 'x'"),
        (60.0, 3, Catch(), "attempt 1 of 2 failed: KeyError: 'x'; again in 1 min 0 s"),
    ],
)
def test_what_follows_a_failed_attempt_is_said(
    wait: float, of: int, catch: Catch | None, words: str
) -> None:
    task = Job(Task(name="train", catch=catch), "1")
    event = Failed(job=task, attempt=0, of=of, failure=RAISED, wait=wait)
    assert shown(event)[1] == [f"train/1: {words}"]


def test_quiet_leaves_what_tasks_print() -> None:
    events: list[Event] = [
        Began(job=job(1), attempt=0, of=1),
        printed("a"),
        Done(job=job(1)),
        Said(text="b"),
    ]
    assert shown(*events, quiet=True) == (["[train/1] a"], [])


def test_a_traceback_that_the_summary_shows_is_held_back() -> None:
    lines = [printed(text, "stderr") for text in (*RAISED.traceback.splitlines(), "and more")]
    failed = Failed(job=job(1), attempt=0, of=1, failure=RAISED)
    assert shown(*lines, failed)[1] == ["[train/1] and more", "train/1: failed: KeyError: 'x'"]
    stopped = Stopped(job=job(1), failure=RAISED)
    assert shown(*lines, stopped)[1] == ["[train/1] and more", "train/1: ended"]


def test_a_traceback_of_a_task_that_goes_on_is_shown() -> None:
    lines = [printed(text, "stderr") for text in (*RAISED.traceback.splitlines(), "going on")]
    assert shown(*lines, Done(job=job(1)))[1][:3] == [f"[train/1] {each.text}" for each in lines]


def test_what_is_held_for_a_moment_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    held = Held(lambda line: seen.append(line.text))
    held.see(printed("Traceback (most recent call last):", "stderr"))
    held.tick()
    assert seen == []
    monkeypatch.setattr("compiler.cli.views.held.MOMENT", -1)
    held.tick()
    assert seen == ["Traceback (most recent call last):"]


def watched(folder: Path, **environ: str) -> str:
    """Return all that a run writes to a terminal."""
    screen = Terminal()
    world = World(cwd=folder, out=screen, err=screen, environ=ENVIRON | environ)
    main(["run", "flow.py"], world)
    return screen.getvalue()


def test_a_terminal_shows_a_line_for_each_step_and_what_is_printed_above(tmp_path: Path) -> None:
    wide(tmp_path, "print('item [bold]', self.input)", "assert self.input < 2")
    text = watched(tmp_path, NO_COLOR="1")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert "[work/1] item [bold] 1" in plain
    assert re.search(r"✓ +start +1/1 +00:00", plain)
    assert re.search(r"✗ +work +2/3 +1 failed", plain)
    assert "work/2: failed: AssertionError" in plain
    assert plain.count("Traceback") == 1
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h")


def test_a_long_last_line_leaves_room_for_the_counts(tmp_path: Path) -> None:
    wide(tmp_path, "print('very ' * 100)")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", watched(tmp_path, NO_COLOR="1"))
    assert re.search(r"✓ +work +3/3 +00:00 +very very .*…", plain)


def test_in_ci_a_terminal_is_written_to_line_by_line(tmp_path: Path) -> None:
    line(tmp_path)
    assert "start: done in" in watched(tmp_path, CI="true")
    assert "\x1b[2K" not in watched(tmp_path, CI="true")


def test_a_flow_that_is_the_program_itself_takes_commands(tmp_path: Path) -> None:
    path = line(tmp_path, "self.x += int(self.add)")
    text = path.read_text().replace(
        "    @step\n    def start",
        '    add = Parameter("add", default="1")\n\n    @step\n    def start',
    )
    path.write_text(f'{text}\n\nif __name__ == "__main__":\n    TinyFlow()\n')
    environ = {**os.environ, **ENVIRON, "PYTHONPATH": str(ROOT)}

    def python(*argv: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "flow.py", *argv]
        return subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )

    assert "[end] x is 6\n" in python("run", "--add", "5").stdout
    assert "taken over from run 1: start\n" in python("resume", "middle").stderr
    assert python("check").returncode == 0
    assert "x is 6\n" in python("logs", "1/end/0").stdout
    assert "start" in python("show").stdout
    assert "x" in python("dump", "1/end/0").stdout
