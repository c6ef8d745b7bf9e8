"""Runs flows task by task, as a scheduler would: each task is `python -m runtime_shim step …`.

driver = Driver(tmp_path, '''
    class TwoFlow(FlowSpec):
        …''')
driver.run()                             every task, in order; each has to succeed
driver.task("train", "3")                one task: its exit status, output, control files
driver.value("end", "total")             an artifact, loaded
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from compiler.backends.invocation import invocations
from compiler.frontends.base import ReadOptions
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from compiler.registry import frontend
from runtime_shim import layout, records
from runtime_shim.artifacts.decode import load
from runtime_shim.logs import text_of
from runtime_shim.store.folder import FolderStore

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent.parent
HEADER = """\
from flowc import (
    Config, FlowSpec, IncludeFile, JSONType, Parameter, card, catch, config_expr, current,
    environment, exit_hook, parallel, project, retry, step, timeout,
)
"""
"""What every flow of the tests begins with, unless it imports flowc itself."""


OWN = ("FLOWC_", "PYTHONUNBUFFERED")
"""Variables that are no task's unless a test says so."""


@dataclass(frozen=True)
class Ended:
    """How one task ended: what a scheduler sees of it."""

    status: int
    out: str
    err: str
    control: Mapping[str, str] = field(default_factory=dict)


class Driver:
    """One flow file, one store and one run at a time."""

    def __init__(
        self,
        folder: Path,
        source: str,
        *,
        file: str = "flow.py",
        name: str = "",
        run: str = "r1",
        **environ: str,
    ) -> None:
        self.folder = folder
        self._name = name
        self.path = folder / file
        self.run_id = run
        self.store = FolderStore(str(folder / "store"))
        self.environ = environ
        self.write(source)

    def write(self, source: str) -> None:
        """Make `source` the content of the flow's file."""
        text = dedent(source)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        has_header = "from flowc import" in text or "from metaflow import" in text
        self.path.write_text(text if has_header else HEADER + text)
        self.__dict__.pop("flow", None)
        self.__dict__.pop("commands", None)

    @cached_property
    def flow(self) -> Flow:
        """Return the flow, as it is compiled."""
        options = ReadOptions(root=self.path.parent, environment={})
        flows = frontend(".py").read(self.path, options).flows
        (read,) = [read for read in flows if read.name == self.name]
        assert read.flow is not None, read.diagnostics
        return read.flow

    @cached_property
    def commands(self) -> Mapping[str, Any]:
        """Return how the tasks of each step are started."""
        return invocations(self.flow)

    @cached_property
    def name(self) -> str:
        """Return the name of the flow's class."""
        text = self.path.read_text()
        return self._name or text.partition("(FlowSpec)")[0].rpartition("class ")[2]

    def variables(self, **more: str) -> dict[str, str]:
        """Return the environment of a task."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(OWN)},
            "FLOWC_FLOW": f"{self.path}:{self.name}",
            "FLOWC_STORE": self.store.url,
            "FLOWC_RUN": self.run_id,
            "FLOWC_USER": "alice",
            "PYTHONPATH": str(ROOT),
            **self.environ,
            **more,
        }

    def arguments(self, step: str, at: str = "", attempt: int = 0) -> list[str]:
        """Return the shim's arguments for a task, as it was compiled."""
        command = self.commands[step]
        found = [*command.arguments, *(["--at", at] if at else [])]
        if command.attempts > 1:
            found += ["--attempt", str(attempt), "--of", str(command.attempts)]
        return found

    def control(self, step: str, at: str = "") -> Path:
        """Return where the task's control files go."""
        return self.folder / "control" / self.run_id / step / (at or "0")

    def start(self, arguments: list[str], **more: str) -> subprocess.Popen[str]:
        """Start the shim with `arguments`."""
        return subprocess.Popen(
            [sys.executable, "-m", "runtime_shim", *arguments],
            cwd=self.folder,
            env=self.variables(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def shim(self, *arguments: str, **more: str) -> Ended:
        """Run the shim with `arguments`; its control files are those of `--control`, if given."""
        with self.start(list(arguments), **more) as process:
            out, err = process.communicate()
        words = dict(pairwise(arguments))
        folder = Path(words["--control"]) if "--control" in words else None
        return Ended(process.returncode, out, err, files_of(folder))

    def task(self, step: str, at: str = "", attempt: int = 0, **more: str) -> Ended:
        """Run one task as it was compiled."""
        control = str(self.control(step, at))
        return self.shim(*self.arguments(step, at, attempt), "--control", control, **more)

    def run(self, **more: str) -> list[tuple[str, str, Ended]]:
        """Run every task, with its retries; all of them have to succeed in the end."""
        walk = _Walk(self, more)
        walk.block(self.flow.body, (), {})
        return walk.tasks

    def manifest(self, step: str, at: str = "") -> dict[str, Any]:
        """Return the manifest of a task that is done."""
        found = self.manifest_or_none(step, at)
        assert found is not None, f"{step}/{at or 0} is not done"
        return found

    def manifest_or_none(self, step: str, at: str = "") -> dict[str, Any] | None:
        """Return the manifest of a task, None if it is not done."""
        return records.read_manifest(self.store, self.name, self.run_id, step, at)

    def record(self, step: str, kind: str, at: str = "") -> dict[str, Any] | None:
        """Return a record of a task's attempt, such as `0.failed.json`."""
        folder = layout.task_key(self.name, self.run_id, step, at)
        return records.read(self.store, f"{folder}/{kind}")

    def value(self, step: str, name: str, at: str = "") -> Any:
        """Load an artifact that a task has left."""
        return load(self.store, self.name, self.manifest(step, at)["artifacts"][name], name)

    def names(self, step: str, at: str = "") -> set[str]:
        """Return the names of the artifacts that a task has left."""
        return set(self.manifest(step, at)["artifacts"])

    def log(self, step: str, stream: str = "stdout", at: str = "", ordinal: int = 0) -> str:
        """Return what an attempt has printed, as the store has it."""
        folder = layout.task_key(self.name, self.run_id, step, at)
        return text_of(self.store.read_log(f"{folder}/{ordinal}.log"), stream)

    def blobs(self) -> set[str]:
        """Return the keys of all blobs in the store."""
        return {key for key, _, _ in self.store.walk(f"{self.name}/blobs")}


class _Walk:
    """Runs the tasks of a tree, one after another."""

    def __init__(self, driver: Driver, environ: dict[str, str]) -> None:
        self.driver = driver
        self.environ = environ
        self.tasks: list[tuple[str, str, Ended]] = []

    def block(
        self, block: Block, at: tuple[str, ...], said: Mapping[str, str]
    ) -> Mapping[str, str]:
        for node in block:
            said = self.node(node, at, said)
        return said

    def node(self, node: Node, at: tuple[str, ...], said: Mapping[str, str]) -> Mapping[str, str]:
        match node:
            case Task():
                return self.task(node, at)
            case Parallel():
                for arm in node.arms:
                    self.block(arm, at, said)
                return self.task(node.join, at)
            case Map():
                for item in range(int(said["splits"])):
                    self.block(node.body, (*at, str(item)), said)
                return self.task(node.join, at)
            case Choice():
                chosen = [arm for arm in node.arms if said["next"] in entries(arm.body)]
                return self.block(chosen[0].body, at, said) if chosen else said
            case Loop():
                iteration = 0
                while iteration == 0 or said["next"] in entries(node.body):
                    said = self.block(node.body, (*at, f"~{iteration}"), said)
                    iteration += 1
                return said

    def task(self, task: Task, at: tuple[str, ...]) -> Mapping[str, str]:
        path = ".".join(at)
        for attempt in range(self.driver.commands[task.name].attempts):
            ended = self.driver.task(task.name, path, attempt, **self.environ)
            self.tasks.append((task.name, path, ended))
            if ended.status == 0:
                return ended.control
        raise AssertionError(f"{task.name}/{path}: {self.tasks[-1][2]}")


def entries(block: Block) -> list[str]:
    """Return the steps that a way into `block` may begin with."""
    match block:
        case (Choice() as choice, *_):
            return [step for arm in choice.arms for step in entries(arm.body)]
        case (Loop() as loop, *_):
            return entries(loop.body)
        case (Task(name=name), *_):
            return [name]
        case _:
            return []


def files_of(folder: Path | None) -> dict[str, str]:
    """Return the content of each file in `folder`."""
    if folder is None or not folder.is_dir():
        return {}
    return {path.name: path.read_text() for path in folder.iterdir()}
