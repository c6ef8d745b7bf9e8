"""What is said of tasks and attempts, in every view the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowc.client.words import duration_text

if TYPE_CHECKING:
    from compiler.backends.local.events import Began, Done, Failed
    from compiler.backends.local.walk import Job


def label(source: Job | str) -> str:
    """Return `train/3`, `start` for a task at the empty path, or what else `source` names."""
    if isinstance(source, str):
        return source
    return f"{source.task.name}/{source.at}" if source.at else source.task.name


def began_words(event: Began) -> str:
    """Return "began", or which attempt did."""
    return f"attempt {event.attempt + 1} of {event.of} began" if event.attempt else "began"


def done_words(event: Done) -> str:
    """Return "done in 0.2 s", "cloned" or what was caught."""
    if event.cloned:
        return "cloned"
    took = duration_text(event.seconds)
    if event.caught is not None:
        return f"failed, which was caught, in {took}: {event.caught.line}"
    return f"done in {took}"


def failed_words(event: Failed) -> str:
    """Return "failed: ValueError: …", with what follows."""
    line = event.failure.line
    if event.wait is None:
        return f"failed: {line}"
    catches = event.job.task.catch is not None
    tries = event.of - catches
    if catches and event.attempt + 1 == tries:
        return f"failed, which is caught: {line}"
    after = f"in {duration_text(event.wait)}" if event.wait else "at once"
    return f"attempt {event.attempt + 1} of {tries} failed: {line}; again {after}"


def unprinted(event: Done) -> str:
    """Return the traceback of what was caught, if the author does not want to see it."""
    catch = event.job.task.catch
    if event.caught is None or catch is None or catch.print_exception:
        return ""
    return event.caught.traceback
