"""How each task of a flow is started: the sources of its inputs, and the paths it runs at.

    start → Map(train) → join        train: --from ^start     join: --from train*

The same for every target: a backend only spells it in its own syntax.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from compiler.ir.nodes import Arm, Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from runtime_shim.protocol import Alternatives, Source, Sources, print_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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
    found: dict[str, Invocation] = {}
    _Placing(found).place(flow.body)
    return found


def attempts(task: Task) -> int:
    """Return how often `task` may be tried; a catch adds the attempt that records the failure."""
    retries = task.retry.times if task.retry else 0
    return retries + 1 + (1 if task.catch else 0)


@dataclass(slots=True)
class _Frame:
    """A block being placed: where its nodes' inputs come from, and what waits for its end."""

    nodes: Iterator[tuple[Node, Node | None]]
    incoming: Alternatives
    depth: int


class _Placing:
    """Walks the tree with a stack of its own, so that depth of nesting is no limit."""

    def __init__(self, found: dict[str, Invocation]) -> None:
        self.found = found

    def place(self, block: Block) -> Alternatives:
        raise NotImplementedError
