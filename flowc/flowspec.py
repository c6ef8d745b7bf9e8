"""The class that every flow derives from, and the decorator that makes a method a step."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

IS_STEP = "is_step"


def step(
    target: Callable[..., Any] | None = None, /, *, start: bool = False, end: bool = False
) -> Any:
    """Make a method a step; `start` and `end` mark steps that are not called so."""
    if target is None:
        return lambda decorated: step(decorated, start=start, end=end)
    setattr(target, IS_STEP, True)
    target.__dict__.update(is_start=start, is_end=end)
    return target


class NoTask(RuntimeError):
    """Something of a running task was asked for where no task runs."""


class FlowSpec:
    """A flow: its steps are methods, what they assign to `self` are its artifacts.

    `TrainFlow()` at the end of a file makes the file a command: `python flow.py check`.
    """

    def __init__(self, use_cli: bool = True) -> None:
        """Hand over to the command line if the flow's file is the program that runs."""
        if use_cli and type(self).__module__ == "__main__":
            _run_command(sys.argv[0], type(self).__name__, sys.argv[1:])

    def next(self, *targets: Any, **how: Any) -> None:
        """Say which step, or steps, come next."""
        raise NoTask("`self.next` is called in a step, by the task that runs it")

    @property
    def input(self) -> Any:
        """Return the item of the foreach that this task is for."""
        raise NoTask("`self.input` exists in the tasks of a foreach")

    @property
    def index(self) -> int:
        """Return the number, from 0, of the foreach's item that this task is for."""
        raise NoTask("`self.index` exists in the tasks of a foreach")

    def foreach_stack(self) -> list[tuple[int, int, Any]]:
        """Return (index, number of items, item) for each foreach around this task."""
        raise NoTask("`self.foreach_stack()` exists in tasks")

    def merge_artifacts(
        self, inputs: Any, exclude: Iterable[str] = (), include: Iterable[str] = ()
    ) -> None:
        """Keep, in a join, the artifacts on which all inputs agree."""
        raise NoTask("`self.merge_artifacts` is called in a join, by the task that runs it")


def _run_command(script: str, flow: str, arguments: list[str]) -> None:
    """Replace this process by flowc's command line, for `flow` of `script`."""
    import os  # noqa: PLC0415 - only a flow that is the program itself needs it

    verb, *rest = arguments or ["--help"]
    command = [sys.executable, "-m", "compiler", verb]
    if not verb.startswith("-"):
        command += [script, "--flow", flow, *rest]
    sys.stdout.flush()
    os.execv(sys.executable, command)
