"""How many tasks of each step are running, done or failed, counted from the events of a run."""

from __future__ import annotations

import time
from dataclasses import field
from typing import TYPE_CHECKING, assert_never

from compiler.backends.local.events import Began, Done, Expected, Failed, Printed, Said, Stopped
from compiler.backends.local.walk import Job
from compiler.ir.walk import tasks
from compiler.records import dataclass

if TYPE_CHECKING:
    from compiler.backends.local.events import Event
    from compiler.ir.nodes import Flow

WIDE = 10
"""A step with more tasks than this is shown by its counts."""


@dataclass(slots=True, kw_only=True)
class StepTally:
    """The tasks of one step; `first` and `last` are when the first began and the last ended."""

    expected: int = 0
    running: int = 0
    done: int = 0
    cloned: int = 0
    caught: int = 0
    failed: int = 0
    first: float | None = None
    last: float | None = None
    said: str = ""

    @property
    def total(self) -> int:
        """Return how many tasks there are, as far as that is known."""
        return max(self.expected, self.done + self.failed + self.running)

    @property
    def is_wide(self) -> bool:
        """Say whether there are too many tasks for a line each."""
        return self.total > WIDE

    def seconds(self, now: float) -> float:
        """Return how long the step has taken, or takes until `now`."""
        if self.first is None:
            return 0.0
        return (now if self.running or self.last is None else self.last) - self.first


@dataclass(slots=True, kw_only=True)
class Tally:
    """The steps of a run, in the order of the flow."""

    steps: dict[str, StepTally]
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Return how long the run takes until now."""
        return time.monotonic() - self.began

    @property
    def cloned(self) -> dict[str, int]:
        """Return how many tasks of each step were cloned, of those that have some."""
        return {name: step.cloned for name, step in self.steps.items() if step.cloned}

    def see(self, event: Event) -> None:
        """Count what happened."""
        now = time.monotonic()
        match event:
            case Expected(steps=expected):
                for name, count in expected.items():
                    self.steps[name].expected += count
            case Began(job=job):
                step = self.steps[job.task.name]
                step.running += 1
                step.first = now if step.first is None else step.first
            case Done(job=job, cloned=cloned, caught=caught):
                step = self.steps[job.task.name]
                step.done += 1
                step.cloned += cloned
                step.caught += caught is not None
                step.running -= not cloned
                step.last = now
            case Failed(job=job, wait=wait):
                step = self.steps[job.task.name]
                step.failed += wait is None
                step.running = max(step.running - 1, 0)
                step.last = now
            case Stopped(job=job):
                self.steps[job.task.name].running -= 1
            case Printed(source=Job(task=task), text=text) if text.strip():
                self.steps[task.name].said = text.strip()
            case Printed() | Said():
                pass
            case _:
                assert_never(event)


def tally_of(flow: Flow) -> Tally:
    """Return the tally of a run of `flow` that has not begun."""
    return Tally(steps={task.name: StepTally() for task in tasks(flow.body)})
