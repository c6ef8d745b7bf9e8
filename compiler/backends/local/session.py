"""A run from its first process to its last: the flow is imported, tasks run, hooks are called."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.backends.invocation import invocations
from compiler.backends.local.attempt import Starter
from compiler.backends.local.environment import module_folder, run_environment, step_environment
from compiler.backends.local.errands import Errands
from compiler.backends.local.events import Printed
from compiler.backends.local.loop import Loop
from compiler.backends.local.nursery import Command
from compiler.backends.local.output import Lines
from compiler.backends.local.plan import Isolation
from compiler.backends.local.scheduler import SUCCEEDED, Scheduler
from compiler.ir.settings import Outcome
from compiler.ir.walk import tasks
from runtime_shim.protocol import carry_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.local.events import See
    from compiler.backends.local.nursery import Ended, Nursery
    from compiler.backends.local.plan import Plan
    from compiler.backends.local.scheduler import Ending

_HANDLES = 10_000
_LONGEST = 100_000
"""Bytes of the failures that a hook is told of: a variable holds 128 KiB."""


class Broken(Exception):
    """The flow's file cannot be imported; `traceback` is what Python says of it."""

    def __init__(self, traceback: str) -> None:
        """Keep the text."""
        self.traceback = traceback
        super().__init__(traceback)


class Session:
    """What a run needs of this machine, to be closed after it; `see` is told what happens."""

    def __init__(self, nursery: Nursery, see: See) -> None:
        """Use `nursery`, which is started already."""
        self._nursery = nursery
        self._see = see
        self._forks = False
        self.loop = Loop()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._nursery.close()
        self.loop.close()

    def load(self, plan: Plan) -> str | None:
        """Import the flow, for tasks to be forked; return why they cannot be, if so.

        Raises Broken, KeyboardInterrupt.
        """
        lines = self._lines(plan.path.name)
        self._nursery.attach(self.loop, lines.feed)
        if not _needs_import(plan):
            return None
        answers: list[Mapping[str, Any] | None] = []
        with self.loop.signals(lambda: answers.append(None)):
            self._nursery.load(
                (str(plan.path), plan.flow.origin.entrypoint, module_folder(plan)),
                plan.variables,
                always=plan.settings.isolation is Isolation.FORK,
                then=answers.append,
            )
            while not answers:
                self.loop.turn()
        lines.end()
        answer = answers[0]
        if answer is None:
            self._nursery.stop()
            raise KeyboardInterrupt
        if answer["is"] == "broken":
            raise Broken(answer["traceback"])
        self._forks = answer["forks"]
        return answer.get("why")

    def run(self, plan: Plan) -> Ending:
        """Run all tasks; return how the run ended."""
        _allow_handles()
        how = invocations(plan.flow)
        errands = Errands(plan.store, self.loop)
        with _folder(plan.environ) as folder:
            starter = Starter(plan, how, (self._nursery, self.loop, errands), folder, self._see)
            starter.forks = self._forks
            scheduler = Scheduler(plan, how, starter, (self.loop, errands), self._see)
            try:
                with self.loop.signals(scheduler.interrupt):
                    return scheduler.run()
            finally:
                errands.close()

    def call_hooks(self, plan: Plan, ending: Ending) -> list[str]:
        """Call the flow's exit hooks one after the other; return the names of those that failed."""
        outcome = Outcome.SUCCESS if ending.status == SUCCEEDED else Outcome.ERROR
        environ = {**run_environment(plan), "FLOWC_FAILURES": _told(ending)}
        commands = {
            hook.function: Command(
                arguments=("hook", hook.function, "--outcome", outcome.value),
                environ=environ,
                anew=not self._forks,
                folder=module_folder(plan),
            )
            for hook in plan.flow.hooks
            if hook.outcome is outcome
        }
        return [name for name, command in commands.items() if self._call(name, command)]

    def _call(self, name: str, command: Command) -> bool:
        """Call one hook; say whether it failed."""
        lines = self._lines(name)
        ends: list[Ended] = []
        process = self._nursery.start(command, lines.feed, ends.append)
        with self.loop.signals(lambda: self._nursery.kill(process, signal.SIGTERM)):
            while not ends:
                self.loop.turn()
        lines.end()
        return ends[0].status != 0

    def _lines(self, source: str) -> Lines:
        return Lines(
            lambda stream, text: self._see(Printed(source=source, stream=stream, text=text))
        )


def _allow_handles() -> None:
    """Let this process open as many files as it may: each task takes two."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed != resource.RLIM_INFINITY:
        wanted = _HANDLES if most == resource.RLIM_INFINITY else min(_HANDLES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(allowed, wanted), most))


def _needs_import(plan: Plan) -> bool:
    """Say whether any task is to be forked."""
    if plan.settings.isolation in {Isolation.SPAWN, Isolation.PROCESS}:
        return False
    return step_environment(plan).keys() != {task.name for task in tasks(plan.flow.body)}


def _told(ending: Ending) -> str:
    failures = [
        {"displayName": job.name, "phase": "Failed", "message": failure.line}
        for job, failure in ending.failures
    ]
    text = carry_json(failures)
    return text if len(text) <= _LONGEST else json.dumps([])


@contextlib.contextmanager
def _folder(environ: Mapping[str, str]) -> Any:
    """Make a folder for what tasks say to the scheduler; remove it, with what is in it, after."""
    above = environ.get("TMPDIR") or "/tmp"  # noqa: S108 - the folder is new, and nobody else's
    folder = Path(above, f"flowc-{os.getpid()}-{os.urandom(4).hex()}")
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        for path in sorted(folder.rglob("*"), reverse=True):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        with contextlib.suppress(OSError):
            folder.rmdir()
