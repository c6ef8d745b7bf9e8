"""What can go wrong around a step, with the exit status that tells a scheduler; and saying so."""

from __future__ import annotations

import sys

COMMITTED, RAISED, WRONG_COMMAND, INPUTS_MISSING, STORE_FAILED = range(5)


class ShimError(Exception):
    """A failure outside of the author's code; the message is one sentence for a person."""

    status = RAISED


class CommandError(ShimError):
    """The command line or the environment of a task is wrong."""

    status = WRONG_COMMAND


class InputsMissing(ShimError):
    """A task that this one follows has no result."""

    status = INPUTS_MISSING


class StoreError(ShimError):
    """The store cannot be read or written, or holds something damaged."""

    status = STORE_FAILED


class Missing(StoreError):
    """The store has no object under the key `key`."""

    def __init__(self, key: str, place: str = "the store") -> None:
        """Name the object and the store it is not in."""
        self.key = key
        super().__init__(f"there is no `{key}` in {place}")


class ArtifactError(ShimError):
    """An artifact cannot be saved or loaded; the message names it, the task and the reason."""


def artifact(name: str, task: str) -> str:
    """Return how a message names the artifact `name` of the task with the pathspec `task`."""
    return f"`{name}` of `{task}`" if task else f"`{name}`"


def type_name(value: object) -> str:
    """Return the name of a value's class, with its module unless it is built in."""
    kind = type(value)
    if kind.__module__ == "builtins":
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


class StepError(ShimError):
    """A step did something that cannot be: went where no arm leads, announced no items …"""


def tell(message: object) -> None:
    """Say something to whoever reads the task's log."""
    say(f"flowc: {message}\n")


def flush() -> None:
    """Hand on what has been printed, also beside what a step has put in the streams' place."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()  # type: ignore[union-attr]
        except (AttributeError, OSError, ValueError):
            continue


def say(text: str) -> None:
    """Print `text` to stderr, unless a step has closed it or put something else in its place."""
    try:
        sys.stderr.write(text)
    except (AttributeError, OSError, ValueError):
        return
