"""Runs a flow on this machine: as many tasks at once as there may be, each as soon as it may.

walk says what may run → the origin's result is taken over, or a process is started
a process ends         → the walk goes on; or the attempt is made again; or the task has failed
"""

from __future__ import annotations

import signal
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from compiler.backends.local.cloning import Cloner
from compiler.backends.local.events import Began, Done, Expected, Failed, Failure, Said, Stopped
from compiler.backends.local.expectations import (
    expected_at_first,
    expected_of_items,
    gang_steps,
)
from compiler.backends.local.failures import failure_of, recorded_failure
from compiler.backends.local.retries import seconds_until_next
from compiler.backends.local.walk import Decision, Job, Walk
from compiler.records import dataclass
from runtime_shim.errors import COMMITTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.invocation import Invocation
    from compiler.backends.local.attempt import Attempt, Starter
    from compiler.backends.local.errands import Errands
    from compiler.backends.local.events import See
    from compiler.backends.local.loop import Loop, Timer
    from compiler.backends.local.nursery import Ended
    from compiler.backends.local.plan import Plan
    from runtime_shim.errors import ShimError

PATIENCE = 10
"""Seconds that tasks have to end after the first Ctrl-C."""
_AT_A_TIME = 50
"""So many tasks are taken over from the origin before something else is looked at."""
SUCCEEDED, FAILED, INTERRUPTED = "succeeded", "failed", "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended, and the failures that no further attempt has mended, in their order.

    `reason` says what kept the scheduler itself from going on.
    """

    status: str
    failures: tuple[tuple[Job, Failure], ...] = ()
    reason: str | None = None


class Scheduler:
    """One run, from its first task to its last."""

    def __init__(
        self,
        plan: Plan,
        how: Mapping[str, Invocation],
        starter: Starter,
        parts: tuple[Loop, Errands],
        see: See,
    ) -> None:
        """Run `plan` by starting attempts with `starter`; `see` is told what happens."""
        self._plan = plan
        self._settings = plan.settings
        self._how = how
        self._starter = starter
        self._loop, self._errands = parts
        self._see = see
        self._walk = Walk(plan.flow)
        self._cloner = Cloner(plan, how) if plan.origin else None
        self._of_items = expected_of_items(plan.flow)
        self._gangs = gang_steps(plan.flow)
        self._running: list[Attempt] = []
        self._again: deque[tuple[Job, int]] = deque()
        self._waits: dict[str, tuple[Timer, Job, Failure]] = {}
        self._failures: list[tuple[Job, Failure]] = []
        self._interruptions = 0

    def run(self) -> Ending:
        """Run everything that can run; return how it ended."""
        self._see(Expected(steps=expected_at_first(self._plan.flow)))
        while self._fill() or self._running or self._waits or self._errands.under_way:
            self._loop.turn()
        if self._walk.has_succeeded:
            return Ending(status=SUCCEEDED)
        status = INTERRUPTED if self._interruptions else FAILED
        return Ending(status=status, failures=tuple(self._failures))

    def interrupt(self) -> None:
        """Start nothing more and end what runs; at once if this is not the first time."""
        self._interruptions += 1
        self._forget_waits()
        if self._interruptions == 1:
            self._see(Said(text="ending; press Ctrl-C again to end at once"))
        for attempt in self._running:
            if self._interruptions == 1:
                self._starter.end(attempt, "the run was interrupted", PATIENCE)
            else:
                self._starter.kill(attempt, signal.SIGKILL)

    @property
    def _is_stopping(self) -> bool:
        return bool(self._interruptions or (self._failures and not self._settings.keep_going))

    def _fill(self) -> bool:
        """Start what may run, as far as there is room; say whether to go on after a turn."""
        begun = 0
        while not self._is_stopping and self._has_room:
            if begun >= _AT_A_TIME:
                self._loop.after(0, lambda: None)
                return True
            if self._again:
                self._start(*self._again.popleft())
                continue
            jobs = self._walk.take()
            if not jobs:
                break
            for job in jobs:
                self._begin(job)
            begun += len(jobs)
        return False

    @property
    def _has_room(self) -> bool:
        return len(self._running) < self._settings.max_workers and self._errands.have_room

    def _begin(self, job: Job) -> None:
        if self._cloner is None:
            self._start(job, 0)
        else:
            self._errands.run(partial(self._cloner.clone, job), partial(self._cloned, job))

    def _cloned(self, job: Job, decision: Decision | None, problem: ShimError | None) -> None:
        if decision is not None:
            self._go_on(job, decision, Done(job=job, cloned=True))
        elif problem is not None:
            self._give_up(job, Failure(type="", message=str(problem)))
        elif not self._is_stopping:
            self._start(job, 0)

    def _start(self, job: Job, number: int) -> None:
        attempt = self._starter.start(job, number, self._ended)
        self._running.append(attempt)
        self._see(Began(job=job, attempt=number, of=attempt.of))

    def _ended(self, attempt: Attempt, how: Ended) -> None:
        self._running.remove(attempt)
        decision, ordinal = attempt.decision(), attempt.ordinal
        attempt.clear()
        if how.status == COMMITTED and self._is_complete(attempt.job, decision):
            caught = None
            if attempt.job.task.catch is not None:
                caught = recorded_failure(self._plan, attempt.job, ordinal)
            done = Done(job=attempt.job, seconds=attempt.seconds, caught=caught)
            self._go_on(attempt.job, decision, done)
            return
        failure = failure_of(self._plan, attempt.job, ordinal, how.status, attempt.ended_because)
        self._retry(attempt, how.status, failure)

    def _is_complete(self, job: Job, decision: Decision) -> bool:
        """Say whether a task has decided all that it has to."""
        how = self._how[job.task.name]
        return (bool(decision.splits) or not how.splits) and (
            decision.next is not None or not how.decides
        )

    def _retry(self, attempt: Attempt, status: int, failure: Failure) -> None:
        job = attempt.job
        if self._interruptions:
            self._see(Stopped(job=job, failure=failure))
            return
        wait = seconds_until_next(
            job.task, attempt.number, attempt.of, status, self._settings.retry_wait
        )
        if self._is_stopping or wait is None:
            self._give_up(job, failure, attempt)
            return
        self._see(
            Failed(job=job, attempt=attempt.number, of=attempt.of, failure=failure, wait=wait)
        )
        again = partial(self._make_ready, job, attempt.number + 1)
        self._waits[job.name] = self._loop.after(wait, again), job, failure

    def _make_ready(self, job: Job, number: int) -> None:
        del self._waits[job.name]
        self._again.append((job, number))

    def _give_up(self, job: Job, failure: Failure, attempt: Attempt | None = None) -> None:
        number, of = (attempt.number, attempt.of) if attempt else (0, 1)
        self._failures.append((job, failure))
        self._see(Failed(job=job, attempt=number, of=of, failure=failure))
        self._walk.failed(job)
        self._end_gang(job)
        if self._is_stopping:
            self._forget_waits()

    def _end_gang(self, failed: Job) -> None:
        """End the other tasks of a gang, which may wait for the one that failed."""
        if failed.task.name in self._gangs:
            above = failed.at.rpartition(".")[0]
            for attempt in self._running:
                job = attempt.job
                if job.task is failed.task and job.at.rpartition(".")[0] == above:
                    self._starter.end(attempt, f"`{failed.name}` of the same gang failed")

    def _forget_waits(self) -> None:
        """Make no more attempts at what has failed; those failures are final now."""
        for timer, job, failure in self._waits.values():
            timer.cancel()
            if not self._interruptions:
                self._failures.append((job, failure))
        self._waits.clear()

    def _go_on(self, job: Job, decision: Decision, done: Done) -> None:
        self._see(done)
        steps = self._of_items.get(job.task.name, ())
        if steps and decision.splits is not None:
            if decision.splits > self._settings.max_splits:
                self._give_up(job, self._too_wide(job, decision.splits))
                return
            self._see(Expected(steps=dict.fromkeys(steps, decision.splits)))
        self._walk.done(job, decision)

    def _too_wide(self, job: Job, splits: int) -> Failure:
        return Failure(
            type="",
            message=f"`{job.task.name}` announces {splits:,} items, and a local run takes "
            f"{self._settings.max_splits:,}: add `--max-num-splits {splits}`",
        )
