"""A resolver of `--from`, as the docstring of `runtime_shim.protocol` describes it, and no more.

It sees what the shim sees: the sources, the task's own path, and which tasks exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set

    from runtime_shim.protocol import Alternatives, Source, Sources
    from tests.backends.simulate import Key, Path


class Missing(Exception):
    """No task exists that a list of alternatives could mean."""


def resolve(sources: Sources, at: Path, existing: Set[Key]) -> list[Key]:
    """Return the tasks that are the inputs of a task at `at`, in order."""
    found: list[Key] = []
    for alternatives in sources:
        if all(source.marks.startswith("*") for source in alternatives):
            found += _items(alternatives, at, existing)
        else:
            found += _first(alternatives, at, existing)
    return found


def _items(alternatives: Alternatives, at: Path, existing: Set[Key]) -> list[Key]:
    """Every item below, in order; of each, the first alternative that ran."""
    steps = {source.step for source in alternatives}
    numbers = {
        int(path[len(at)])
        for step, path in existing
        if step in steps and path[: len(at)] == at and len(path) > len(at)
    }
    found: list[Key] = []
    for number in sorted(numbers):
        found += _of_item(alternatives, (*at, str(number)), existing)
    return found


def _of_item(alternatives: Alternatives, at: Path, existing: Set[Key]) -> list[Key]:
    for source in alternatives:
        task = _follow(source.step, source.marks[1:], at, existing)
        if task is not None:
            return [task]
    raise Missing(alternatives)


def _first(alternatives: Alternatives, at: Path, existing: Set[Key]) -> list[Key]:
    for source in alternatives:
        task = _one(source, at, existing)
        if task is not None:
            return [task]
    if all("-" in source.marks for source in alternatives):
        return []  # a loop that begins with the flow's first step, in its first iteration
    raise Missing(alternatives)


def _one(source: Source, at: Path, existing: Set[Key]) -> Key | None:
    return _follow(source.step, source.marks, at[: len(at) - source.ups], existing)


def _follow(step: str, marks: str, at: Path, existing: Set[Key]) -> Key | None:
    for mark in marks:
        if mark == "-":
            iteration = int(at[-1].removeprefix("~"))
            if iteration == 0:
                return None
            at = (*at[:-1], f"~{iteration - 1}")
        else:
            iterations = [
                int(path[len(at)].removeprefix("~"))
                for name, path in existing
                if name == step and path[: len(at)] == at and len(path) > len(at)
            ]
            if not iterations:
                return None
            at = (*at, f"~{max(iterations)}")
    return (step, at) if (step, at) in existing else None
