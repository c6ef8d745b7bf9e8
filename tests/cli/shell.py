"""Runs commands in the tests' own process, in a folder made for the test."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compiler.cli.main import main
from compiler.cli.world import World

FLOW = '''\
from flowc import FlowSpec, step


class TinyFlow(FlowSpec):
    """A tiny flow."""

    @step
    def start(self):
        """Begin."""
        self.rows = [1, 2]
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)
'''
BROKEN = FLOW.replace("print(self.rows)", "print(self.row)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def run(folder: Path, *argv: str, environ: Mapping[str, str] | None = None) -> Answer:
    """Run `flowc *argv` in `folder`, with no environment but `environ`."""
    out, err = io.StringIO(), io.StringIO()
    status = main(argv, World(cwd=folder, out=out, err=err, environ=environ or {}))
    return Answer(status, out.getvalue(), err.getvalue())


def project(folder: Path, **files: str) -> Path:
    """Write `files` (with `__` for `/` and `_dot_` for `.` in their names) and return `folder`."""
    for name, text in files.items():
        path = folder / name.replace("_dot_", ".").replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
