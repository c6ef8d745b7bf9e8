"""What happens in a run, as whoever shows it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from compiler.backends.local.walk import Job
from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an attempt failed; `message` is the exception's own text, `traceback` all of it.

    `attempt` is the ordinal under which the store has it, None if it has nothing of it.
    """

    type: str
    message: str
    traceback: str = ""
    attempt: int | None = None

    @property
    def line(self) -> str:
        """Return the failure in one line."""
        first = (self.message.strip().splitlines() or [""])[0]
        return f"{self.type}: {first}" if self.type and first else self.type or first


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """So many more tasks of each of `steps` will run, unless something fails."""

    steps: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """An attempt at a task began; `attempt` counts from 0, `of` is how many there may be."""

    job: Job
    attempt: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A line went to `stream`: from a task, or from what else `source` names."""

    source: Job | str
    stream: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A task is done: in `seconds`, or because it was `cloned` from the run that is resumed.

    `caught` is the failure that a catch went on after.
    """

    job: Job
    seconds: float = 0
    cloned: bool = False
    caught: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An attempt failed; another one follows after `wait` seconds, none if that is None."""

    job: Job
    attempt: int
    of: int
    failure: Failure
    wait: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An attempt was ended because the run was: `failure` is what it says of that."""

    job: Job
    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The scheduler has something to say."""

    text: str


Event = Expected | Began | Printed | Done | Failed | Stopped | Said
See = Callable[[Event], None]
