"""The end of a run in words: how it ended, why, and what to type next; and the same as JSON."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from compiler.backends.local.scheduler import INTERRUPTED, SUCCEEDED
from compiler.cli.views.words import label
from compiler.records import dataclass
from compiler.report.columns import shown
from flowc.client.words import duration_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.backends.local.plan import Plan
    from compiler.backends.local.scheduler import Ending
    from compiler.cli.views.tally import StepTally, Tally
    from compiler.cli.world import World

_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """How other commands are called: the one that resumes the run, and the option for the store."""

    resume: Sequence[str]
    store: Sequence[str] = ()


def tell_ending(plan: Plan, ending: Ending, tally: Tally, hints: Hints, world: World) -> None:
    """Say how the run ended, a failure's own traceback first, and what to type next."""
    palette = world.palette(world.err)
    for traceback in _tracebacks(ending):
        world.tell(traceback.rstrip("\n"))
    run = f"{plan.flow.name}/{plan.run}"
    took = duration_text(tally.seconds)
    cloned = cloned_words(tally)
    if cloned:
        world.tell(f"taken over from run {plan.origin}: {cloned}")
    if ending.status == SUCCEEDED:
        world.tell(palette.paint(palette.help, f"{run} succeeded in {took}"))
    elif ending.status == INTERRUPTED:
        world.tell(palette.paint(palette.warning, f"{run} was interrupted after {took}"))
    if ending.reason is not None:
        world.tell(palette.paint(palette.error, f"{run} failed: {shown(ending.reason)}"))
    for job, failure in ending.failures[:_LISTED]:
        words = f"{label(job)} of {run} failed: {failure.line}"
        world.tell(palette.paint(palette.error, shown(words)))
    if len(ending.failures) > _LISTED:
        world.tell(f"and {len(ending.failures) - _LISTED} more tasks of {run} failed")
    for purpose, command in _next(plan, ending, tally, hints):
        world.tell(f"  {purpose:<15} {palette.paint(palette.strong, command)}")


def cloned_words(tally: Tally) -> str:
    """Return "start, train (99 tasks)": what was cloned, "" if nothing was."""
    return ", ".join(
        name if count == 1 else f"{name} ({count:,} tasks)" for name, count in tally.cloned.items()
    )


def document(plan: Plan, ending: Ending, tally: Tally) -> dict[str, Any]:
    """Return the summary as JSON has it."""
    return {
        "flow": plan.flow.name,
        "run": plan.run,
        "store": plan.store.url,
        "origin": plan.origin,
        "status": ending.status,
        "seconds": round(tally.seconds, 3),
        "steps": [_step(name, step, tally) for name, step in tally.steps.items()],
        "failures": [
            {
                "task": job.name,
                "type": failure.type,
                "message": failure.message,
                "traceback": failure.traceback,
                "attempt": failure.attempt,
            }
            for job, failure in ending.failures
        ],
    }


def _step(name: str, step: StepTally, tally: Tally) -> dict[str, Any]:
    return {
        "name": name,
        "done": step.done,
        "cloned": step.cloned,
        "caught": step.caught,
        "failed": step.failed,
        "seconds": round(step.seconds(tally.began + tally.seconds), 3),
    }


def _tracebacks(ending: Ending) -> Iterator[str]:
    """Yield the traceback of the first failure that has one."""
    found = [failure.traceback for _, failure in ending.failures if failure.traceback]
    yield from found[:1]


def _next(plan: Plan, ending: Ending, tally: Tally, hints: Hints) -> Iterator[tuple[str, str]]:
    run = f"{plan.flow.name}/{plan.run}"

    def flowc(verb: str, pathspec: str) -> str:
        return shlex.join(["flowc", verb, pathspec, *hints.store])

    if ending.failures:
        job, _ = ending.failures[0]
        yield "its output", flowc("logs", f"{run}/{job.name}")
    if ending.status != SUCCEEDED:
        if any(step.done for step in tally.steps.values()):
            yield "go on after it", shlex.join(hints.resume)
        return
    yield "its tasks", flowc("show", run)
    yield "what they said", flowc("logs", run)
    yield "in Python", f'flowc.Run("{run}").data'
