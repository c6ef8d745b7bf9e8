"""How each task of a flow is started: the sources of its inputs, and the paths it runs at.

    start → Map(train) → join        train: --from ^start     join: --from train*

The same for every target: a backend only spells it in its own syntax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.ir.nodes import Flow, Task
from runtime_shim.protocol import Sources, print_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """How a step's tasks are started.

    `depth` is the number of segments of their path. `splits` and `decides` say that the task
    writes the control file of that kind. `attempts` is how often it may be tried in all.
    """

    step: str
    sources: Sources
    depth: int = 0
    splits: bool = False
    decides: bool = False
    attempts: int = 1

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the shim's arguments that do not depend on the scheduler's run."""
        return ("step", self.step, "--from", print_sources(self.sources))


def invocations(flow: Flow) -> Mapping[str, Invocation]:
    """Return the invocation of each step by its name, in the order of the source."""
    raise NotImplementedError


def attempts(task: Task) -> int:
    """Return how often `task` may be tried; a catch adds the attempt that records the failure."""
    retries = task.retry.times if task.retry else 0
    return retries + 1 + (1 if task.catch else 0)
