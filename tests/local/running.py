"""Runs flows in the tests' own process, or as a program, and looks at what is left of them."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from compiler.cli.main import main
from runtime_shim.logs import parse_log
from tests.cli.shell import Answer, run

ROOT = Path(__file__).parent.parent.parent
ENVIRON = {"USER": "ada"}
HEAD = """\
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flowc import (
    FlowSpec, IncludeFile, JSONType, Parameter, catch, environment, exit_hook, parallel, pypi,
    retry, secrets, step, timeout,
)


class TinyFlow(FlowSpec):
"""
LINE = """\
    @step
    def start(self):
        self.x = 1
        self.next(self.middle)

    @step
    def middle(self):
        {middle}
        self.next(self.end)

    @step
    def end(self):
        print("x is", self.x)
"""
WIDE = """\
    @step
    def start(self):
        self.items = [0, 1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        {work}
        self.next(self.join)

    @step
    def join(self, inputs):
        self.numbers = [each.index for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("numbers are", self.numbers)
"""
PATIENCE = 30
"""Seconds after which a test gives up waiting for another process."""


def flow(folder: Path, body: str, head: str = HEAD) -> Path:
    """Write a flow called TinyFlow with `body`."""
    path = folder / "flow.py"
    path.write_text(head + body, encoding="utf-8")
    return path


def line(folder: Path, *middle: str, decorators: str = "") -> Path:
    """Write a flow of three steps, of which `middle` does something."""
    body = LINE.replace("{middle}", "\n        ".join(middle) or "pass")
    return flow(
        folder, body.replace("    @step\n    def middle", f"{decorators}    @step\n    def middle")
    )


def wide(folder: Path, *work: str, decorators: str = "") -> Path:
    """Write a flow with a foreach over three items, in which `work` does something."""
    body = WIDE.replace("{work}", "\n        ".join(work) or "pass")
    return flow(
        folder, body.replace("    @step\n    def work", f"{decorators}    @step\n    def work")
    )


def start(folder: Path, *options: str, command: str = "run", **environ: str) -> Answer:
    """Run the flow in `folder` in this process."""
    return run(folder, command, "flow.py", *options, environ=ENVIRON | environ)


def answer_of(folder: Path, *options: str, command: str = "run", **environ: str) -> dict[str, Any]:
    """Run the flow in `folder`; return its summary."""
    answer = start(folder, *options, "--output", "json", command=command, **environ)
    found: dict[str, Any] = json.loads(answer.out)
    return found


def counts(summary: Mapping[str, Any], what: str = "done") -> dict[str, int]:
    """Return how many tasks of each step are `what`, without those that have none."""
    return {step["name"]: step[what] for step in summary["steps"] if step[what]}


def record(
    folder: Path, name: str, run_id: str = "1", flow_name: str = "TinyFlow"
) -> dict[str, Any]:
    """Return a record of a run."""
    path = folder / ".flowc" / flow_name / "runs" / run_id / name
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def manifest(folder: Path, task: str, run_id: str = "1") -> dict[str, Any]:
    """Return the manifest of `step/path`."""
    return record(folder, f"tasks/{task}/done.json", run_id)


def value(folder: Path, task: str, artifact: str, run_id: str = "1") -> Any:
    """Return a small, plain artifact."""
    return manifest(folder, task, run_id)["artifacts"][artifact]["json"]


def log(folder: Path, task: str, attempt: int = 0, run_id: str = "1") -> list[tuple[str, str]]:
    """Return (stream, text) of each line in the log of an attempt."""
    path = folder / ".flowc/TinyFlow/runs" / run_id / "tasks" / task / f"{attempt}.log"
    return [(stream, text) for _, stream, text, _ in parse_log(path.read_bytes())]


@contextmanager
def program(folder: Path, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """Start `flowc *argv` as a program in `folder`; it is killed if the test has failed."""
    environ = {**os.environ, **ENVIRON, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "compiler", *argv]
    with subprocess.Popen(
        command, cwd=folder, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def pipe(folder: Path) -> Path:
    """Make a named pipe that a step can write to: reading it waits for the step."""
    path = folder / "pipe"
    os.mkfifo(path)
    return path


def has_ended(pid: int) -> bool:
    """Wait for the end of a process, which need not be a child of this one."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], PATIENCE)[0])
    finally:
        os.close(handle)


__all__ = ["Answer", "main"]
