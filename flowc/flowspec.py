"""The class that every flow derives from, and the decorator that makes a method a step."""

from __future__ import annotations

import sys

from runtime_shim.flows import steps_of
from runtime_shim.task import place_of, state_of, task_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, NoReturn

    from runtime_shim.task import Place, Task

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

    def __getattr__(self, name: str) -> Any:
        """Return the artifact `name`, loading it on its first use; raises AttributeError.

        `self.name` is the flow's name, unless there is such an artifact.
        """
        state = state_of(self)
        if hasattr(type(self), name):
            # A property missed something else, and Python asks for the property itself.
            return object.__getattribute__(self, name)
        if state is None or name.startswith("__"):
            raise AttributeError(f"flow `{type(self).__name__}` has no attribute `{name}`")
        try:
            value = state.value(name)
        except KeyError:
            if name == "name":
                return type(self).__name__
            raise AttributeError(_nothing_called(name, self)) from None
        vars(self)[name] = value
        return value

    def __delattr__(self, name: str) -> None:
        """Delete an artifact: the steps after this one have none of that name."""
        if hasattr(getattr(type(self), name, None), "__delete__"):
            object.__delattr__(self, name)
            return
        state = state_of(self)
        was_held = name in vars(self)
        vars(self).pop(name, None)
        if state is not None and name in state.refs:
            state.forget(name)
        elif not was_held:
            raise AttributeError(_nothing_called(name, self))

    def __getstate__(self) -> NoReturn:
        raise TypeError("a flow itself is no artifact: assign the artifacts that you need")

    def __iter__(self) -> Iterator[Any]:
        """Yield the steps, as Metaflow does."""
        return (getattr(self, name) for name in steps_of(type(self)))

    def next(self, *targets: Any, **how: Any) -> None:
        """Say which step, or steps, come next."""
        task = task_of(self)
        if task is None:
            raise NoTask("`self.next` is called in a step, by the task that runs it")
        task.next(self, targets, how)

    @property
    def input(self) -> Any:
        """Return the item of the innermost foreach that this task is for, None outside of any."""
        return _place(self, "`self.input`").input()

    @property
    def index(self) -> int | None:
        """Return the number, from 0, of that item; None outside of any foreach."""
        return _place(self, "`self.index`").index()

    def foreach_stack(self) -> list[tuple[int, int, Any]]:
        """Return (index, number of items, item) for each foreach around this task."""
        return _place(self, "`self.foreach_stack()`").stack()

    def merge_artifacts(
        self, inputs: Any, exclude: Iterable[str] = (), include: Iterable[str] = ()
    ) -> None:
        """Keep, in a join, the artifacts on which all inputs agree.

        Those that this step has assigned are left as they are. `include` takes only those names,
        `exclude` all others. Raises MissingInMergeArtifactsException for an included name that no
        input has, UnhandledInMergeArtifactsException where inputs differ.
        """
        from flowc.joining import merge  # noqa: PLC0415 - only joins need it

        merge(self, inputs, tuple(exclude), tuple(include))

    @classmethod
    def _flowc_begin(cls, instance: FlowSpec, task: Task) -> None:
        """Let `current` know the task; the shim calls this before the step."""
        from flowc.running import begin  # noqa: PLC0415 - only running tasks need it

        begin(instance, task)

    @classmethod
    def _flowc_end(cls, instance: FlowSpec, failure: dict[str, Any] | None) -> None:
        """Render the task's cards; the shim calls this once the task has ended."""
        from flowc.running import end  # noqa: PLC0415 - only running tasks need it

        end(instance, failure)


def _place(instance: FlowSpec, what: str) -> Place:
    place = place_of(instance)
    if place is None:
        raise NoTask(f"{what} exists in tasks, and no task runs here")
    return place


def _nothing_called(name: str, instance: FlowSpec) -> str:
    place = place_of(instance)
    where = f" in the task `{place.step}/{place.task}`" if place else ""
    return f"flow `{type(instance).__name__}` has no attribute `{name}`{where}: no step assigned it"


def _run_command(script: str, flow: str, arguments: list[str]) -> None:
    """Replace this process by flowc's command line, for `flow` of `script`."""
    import os  # noqa: PLC0415 - only a flow that is the program itself needs it

    # Without -P, a file of the working folder could stand in for a module of Python's.
    command = [sys.executable, "-P", "-m", "compiler", *_command_line(script, flow, arguments)]
    sys.stdout.flush()
    os.execv(sys.executable, command)


_PYLINT = ("--pylint", "--no-pylint")
_ALONE = (*_PYLINT, "--quiet")


def _command_line(script: str, flow: str, arguments: list[str]) -> list[str]:
    """Return flowc's arguments; options may stand before the command, as Metaflow has them."""
    rest, before = list(arguments), []
    while rest and rest[0].startswith("--") and rest[0] not in {"--help", "--version"}:
        takes_value = rest[0] not in _ALONE and "=" not in rest[0]
        before += [word for word in rest[: 1 + takes_value] if word not in _PYLINT]
        del rest[: 1 + takes_value]
    if not rest or rest[0].startswith("-"):
        return rest or ["--help"]
    return [rest[0], script, "--flow", flow, *before, *rest[1:]]
