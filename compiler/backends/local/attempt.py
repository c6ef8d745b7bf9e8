"""One attempt at a task: its process, what that prints, its time limit, and what it decided."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.backends.local.environment import (
    cards_of,
    module_folder,
    run_environment,
    step_environment,
)
from compiler.backends.local.events import Printed, Said
from compiler.backends.local.nursery import Command, Ended
from compiler.backends.local.output import Keeper, Lines, Log
from compiler.backends.local.plan import Isolation
from compiler.backends.local.walk import Decision, Job
from runtime_shim.protocol import carry_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compiler.backends.invocation import Invocation
    from compiler.backends.local.errands import Errands
    from compiler.backends.local.events import See
    from compiler.backends.local.loop import Loop, Timer
    from compiler.backends.local.nursery import Nursery, Process
    from compiler.backends.local.plan import Plan

OVERDUE = 30
"""Seconds after which a process that has not ended itself at its time limit is ended."""
GRACE = 5
"""Seconds that a process has to end once it is asked to."""


class Attempt:
    """An attempt under way; `number` counts from 0 as the scheduler does."""

    def __init__(self, job: Job, number: int, of: int, control: Path) -> None:
        """Nothing runs yet; `control` is the folder for what the task says to the scheduler."""
        self.job = job
        self.number = number
        self.of = of
        self.control = control
        self.began = time.monotonic()
        self.ended_because: str | None = None
        self.process: Process | None = None
        self.timers: list[Timer] = []

    @property
    def seconds(self) -> float:
        """Return how long the attempt has been under way."""
        return time.monotonic() - self.began

    @property
    def ordinal(self) -> int | None:
        """Return the number under which the store has the attempt."""
        text = self._said("attempt")
        return int(text) if text is not None else None

    def decision(self) -> Decision:
        """Return what the task has decided."""
        splits = self._said("splits")
        return Decision(splits=int(splits) if splits is not None else None, next=self._said("next"))

    def clear(self) -> None:
        """Remove what the task has said, and expect nothing more."""
        for timer in self.timers:
            timer.cancel()
        with contextlib.suppress(OSError):
            for name in os.listdir(self.control):  # noqa: PTH208 - as text, and often
                os.unlink(self.control / name)  # noqa: PTH108
            self.control.rmdir()

    def _said(self, name: str) -> str | None:
        try:
            return (self.control / name).read_text(encoding="utf-8")
        except OSError:
            return None


class Starter:
    """Starts the attempts of one run."""

    def __init__(
        self,
        plan: Plan,
        how: Mapping[str, Invocation],
        parts: tuple[Nursery, Loop, Errands],
        folder: Path,
        see: See,
    ) -> None:
        """Start tasks through the parts of the scheduler; control files go below `folder`."""
        self._plan = plan
        self._how = how
        self._nursery, self._loop, self._errands = parts
        self._folder = folder
        self._see = see
        self._count = 0
        self._environ = run_environment(plan)
        self._own = step_environment(plan)
        self._first = next(iter(how))
        self.forks = False

    def start(self, job: Job, number: int, ended: Callable[[Attempt, Ended], None]) -> Attempt:
        """Start attempt `number` at `job`; `ended` is called when its process has ended."""
        self._count += 1
        attempt = Attempt(
            job, number, self._how[job.task.name].attempts, self._folder / str(self._count)
        )
        attempt.control.mkdir()
        lines = Lines(lambda stream, text: self._see(Printed(source=job, stream=stream, text=text)))
        keeper = self._keeper(attempt)

        def feed(stream: str, data: bytes) -> None:
            lines.feed(stream, data)
            if keeper is not None:
                keeper.feed(stream, data)

        def end(how: Ended) -> None:
            lines.end()
            if keeper is not None:
                keeper.end()
            ended(attempt, how)

        attempt.process = self._nursery.start(self._command(attempt), feed, end)
        timeout = job.task.timeout
        if timeout is not None:
            late = partial(self._overdue, attempt, timeout.seconds)
            attempt.timers.append(self._loop.after(timeout.seconds + OVERDUE, late))
        return attempt

    def end(self, attempt: Attempt, because: str, grace: float | None = None) -> None:
        """End an attempt: politely, and at once if it has not ended after `grace` seconds."""
        attempt.ended_because = because
        self.kill(attempt, signal.SIGTERM)
        kill = partial(self.kill, attempt, signal.SIGKILL)
        attempt.timers.append(self._loop.after(GRACE if grace is None else grace, kill))

    def kill(self, attempt: Attempt, number: int) -> None:
        """Send a signal to everything that an attempt has started."""
        if attempt.process is not None:
            self._nursery.kill(attempt.process, number)

    def _overdue(self, attempt: Attempt, seconds: int) -> None:
        self.end(attempt, f"it ran on past its time limit of {seconds} seconds")

    def _command(self, attempt: Attempt) -> Command:
        job, isolation = attempt.job, self._plan.settings.isolation
        own = self._own.get(job.task.name, {})
        environ = {**self._environ, **own}
        if job.task.name == self._first and self._plan.parameters:
            environ["FLOWC_PARAMS"] = carry_json(dict(self._plan.parameters))
        if self._plan.tells_cards and job.task.cards:
            environ["FLOWC_CARDS"] = cards_of(job.task)
        return Command(
            arguments=self._arguments(attempt),
            environ=environ,
            # Variables of a step's own have to be there before anything is imported.
            anew=not self.forks or bool(own),
            folder=module_folder(self._plan),
            flags=() if isolation is Isolation.PROCESS else ("-P",),
        )

    def _arguments(self, attempt: Attempt) -> list[str]:
        job = attempt.job
        return [
            *self._how[job.task.name].arguments,
            *(("--at", job.at) if job.at else ()),
            *("--attempt", str(attempt.number), "--of", str(attempt.of)),
            *("--control", str(attempt.control)),
        ]

    def _keeper(self, attempt: Attempt) -> Keeper | None:
        if self._plan.settings.isolation is Isolation.PROCESS:
            return None
        flow, run, job = self._plan.flow.name, self._plan.run, attempt.job
        log = Log(self._plan.store, (flow, run, job.task.name, job.at), attempt.control)
        return Keeper(log, self._loop, self._errands, lambda text: self._see(Said(text=text)))
