"""What the steps of a random flow do: work on artifacts, stumble, decide, as seed and place say.

This file is copied beside the flow's, whose steps call `act`. What there is to choose is chosen by
functions of plain values, which the reference interpreter calls as well.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

from flowc import current

WORKED_ON = ("a", "b", "c", "d")
"""Artifacts that steps assign, change and delete: lists of the tasks that did so."""
ALL = (*WORKED_ON, "mark", "where", "order", "items", "kind")
"""Every artifact, but for the parameter."""

Operation = tuple[str, str]


class Stumbled(Exception):
    """The first attempt at a task fails."""


def operations(seed: int, mark: str, visible: list[str]) -> list[Operation]:
    """Return what the task `mark` does to the artifacts that it sees, in order: (what, name)."""
    random = Random(f"work {seed} {mark}")
    there, absent = ("keep", "keep", "assign", "grow", "delete"), ("keep", "assign")
    found = [(random.choice(there if name in visible else absent), name) for name in WORKED_ON]
    random.shuffle(found)
    return found


def settlement(seed: int, mark: str, count: int) -> dict[str, int | None]:
    """Return what a join of `count` inputs takes, by name: whose, None if what all agree on."""
    random = Random(f"join {seed} {mark}")
    chosen = {name: random.choice(("leave", "take", "merge", "merge")) for name in WORKED_ON}
    return {
        name: random.randrange(count) if way == "take" else None
        for name, way in chosen.items()
        if way != "leave"
    }


def merges_the_rest(seed: int, mark: str) -> bool:
    """Say whether a join merges by exclusion, so that all else on which inputs agree comes too."""
    return Random(f"how {seed} {mark}").random() < 0.3


def stumbles(seed: int, mark: str) -> bool:
    """Say whether the first attempt fails, in a step that is tried again."""
    return Random(f"stumble {seed} {mark}").random() < 0.3


def collection(seed: int, mark: str) -> Any:
    """Return what a foreach goes through."""
    random = Random(f"items {seed} {mark}")
    width = random.choice((1, 1, 2, 2, 2, 3, 3, 11))
    texts = [f"{mark}:{number}" for number in range(width)]
    kinds = (texts, tuple(texts), dict.fromkeys(texts), "xyzuvwrstab"[:width], range(width))
    return random.choice(kinds)


def case(seed: int, mark: str, keys: list[Any], again: list[Any]) -> Any:
    """Return one of `keys`; none of `again`, which lead back, after some turns of the loops."""
    path = mark.partition("/")[2].split(".")
    turns = sum(int(segment[1:]) for segment in path if segment.startswith("~"))
    onward = [key for key in keys if key not in again]
    return Random(f"case {seed} {mark}").choice(keys if turns < 3 else onward)


def act(flow: Any, inputs: Any = None, *, is_tried_again: bool = False) -> None:
    """Do what the task that runs here is to do, but for `self.next`.

    The task that the variable `BREAKS` names fails in every attempt.
    """
    mark = f"{current.step_name}/{current.task_id}"
    if inputs is not None:
        _join(flow, mark, inputs)
    for what, name in operations(flow.seed, mark, [name for name in ALL if hasattr(flow, name)]):
        if what == "assign":
            setattr(flow, name, [mark])
        elif what == "grow":
            getattr(flow, name).append(mark)
        elif what == "delete":
            delattr(flow, name)
    if os.environ.get("BREAKS") == mark:
        raise RuntimeError(mark)
    flow.mark = mark
    flow.where = flow.index, flow.input, flow.foreach_stack()
    if is_tried_again and current.retry_count == 0 and stumbles(flow.seed, mark):
        flow.stumbled = True
        raise Stumbled(mark)


def _join(flow: Any, mark: str, inputs: Any) -> None:
    flow.order = [one.mark for one in inputs]
    merged = set()
    for name, number in settlement(flow.seed, mark, len(inputs)).items():
        if number is None:
            merged.add(name)
        elif hasattr(inputs[number], name):
            setattr(flow, name, getattr(inputs[number], name))
    held = {name: [getattr(one, name) for one in inputs if hasattr(one, name)] for name in ALL}
    agreed = {
        name for name, values in held.items() if values and values.count(values[0]) == len(values)
    }
    if merges_the_rest(flow.seed, mark):
        left = (set(ALL) - agreed) | (set(WORKED_ON) - merged)
        flow.merge_artifacts(inputs, exclude=sorted(left))
    elif merged & agreed:
        flow.merge_artifacts(inputs, include=sorted(merged & agreed))
