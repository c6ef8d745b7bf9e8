"""A run as plain lines, for logs of CI and pipes: what tasks print, and what becomes of them.

[12:00:01] [start] hello            stdout, or stderr, as the task printed it
[12:00:01] start: done in 0.1 s     stderr
[12:00:03] train: 40 of 100 done
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, assert_never

from compiler.backends.local.events import Began, Done, Expected, Failed, Printed, Said, Stopped
from compiler.cli.views.held import Held
from compiler.cli.views.words import began_words, done_words, failed_words, label, unprinted
from compiler.report.columns import shown

if TYPE_CHECKING:
    from typing import TextIO

    from compiler.backends.local.events import Event
    from compiler.backends.local.walk import Job
    from compiler.cli.views.tally import Tally
    from compiler.cli.world import World

_COUNTED_EVERY = 5.0
"""Seconds between two lines with the counts of a wide step."""


class Plain:
    """Writes a line for everything that happens, or with `quiet` for what tasks print alone."""

    interval = 1.0
    title = ""

    def __init__(self, world: World, tally: Tally, *, quiet: bool, to_stderr: bool) -> None:
        """Print what tasks print to the stream they print to; to stderr if the answer is JSON."""
        self._tally = tally
        self._err = world.err
        self._out = world.err if to_stderr else world.out
        self._quiet = quiet
        self._held = Held(self._print)
        self._counted: dict[str, float] = {}

    def see(self, event: Event) -> None:
        """Write what happened."""
        match event:
            case Printed():
                self._held.see(event)
            case Began(job=job):
                if event.attempt or not self._is_wide(job):
                    self._say(f"{label(job)}: {began_words(event)}")
            case Done(job=job):
                self._held.end(job.name, unprinted(event))
                self._done(event)
            case Failed(job=job, failure=failure):
                self._held.end(job.name, failure.traceback)
                self._say(f"{label(job)}: {failed_words(event)}")
            case Stopped(job=job, failure=failure):
                self._held.end(job.name, failure.traceback)
                self._say(f"{label(job)}: ended")
            case Said(text=text):
                self._say(text)
            case Expected():
                pass
            case _:
                assert_never(event)

    def tick(self) -> None:
        """Write what is due."""
        self._held.tick()

    def end(self) -> None:
        """Write what is left."""
        self._held.end_all()

    def _done(self, event: Done) -> None:
        name = event.job.task.name
        step = self._tally.steps[name]
        if not step.is_wide:
            if not event.cloned:
                self._say(f"{label(event.job)}: {done_words(event)}")
            return
        now = time.monotonic()
        is_due = now - self._counted.get(name, step.first or now) >= _COUNTED_EVERY
        if is_due or step.done + step.failed == step.total:
            self._counted[name] = now
            failed = f", {step.failed} failed" if step.failed else ""
            self._say(f"{name}: {step.done} of {step.total} done{failed}")

    def _is_wide(self, job: Job) -> bool:
        return self._tally.steps[job.task.name].is_wide

    def _say(self, text: str) -> None:
        if not self._quiet:
            write(self._err, f"[{_clock()}] {shown(text)}")

    def _print(self, line: Printed) -> None:
        target = self._err if line.stream == "stderr" else self._out
        write(target, f"[{_clock()}] [{label(line.source)}] {line.text}")


def write(stream: TextIO, text: str) -> None:
    """Write a line, if anybody still reads: a run goes on without."""
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        return


def _clock() -> str:
    return time.strftime("%H:%M:%S")
