"""Compares what is left of two runs, task by task and artifact by artifact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.differential.running import Outcome

FACTS = ("finished", "successful", "index", "failure", "parents", "stdout", "cloned")
OF_THE_RUN = ("finished", "successful", "has_data", "tags")


@dataclass(frozen=True, slots=True)
class Difference:
    """What Metaflow and flowc have under `name` at `task` (the run: ""); None for nothing."""

    task: str
    name: str
    metaflow: Any
    flowc: Any

    def __str__(self) -> str:
        return f"{self.task} {self.name}\n  Metaflow  {self.metaflow}\n  flowc     {self.flowc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How much was compared, and what differs."""

    tasks: int
    artifacts: int
    differences: tuple[Difference, ...]


def compare(metaflow: Outcome, flowc: Outcome) -> Comparison:
    """Compare two runs of the same flow."""
    found = list(_of_runs(metaflow, flowc))
    theirs, ours = ((outcome.run or {}).get("tasks", {}) for outcome in (metaflow, flowc))
    artifacts = 0
    for key in sorted({*theirs, *ours}):
        if key not in theirs or key not in ours:
            found.append(Difference(key, "", key in theirs, key in ours))
            continue
        found += _of_tasks(key, theirs[key], ours[key])
        artifacts += len({*theirs[key]["artifacts"], *ours[key]["artifacts"]})
    return Comparison(tasks=len({*theirs, *ours}), artifacts=artifacts, differences=tuple(found))


def _of_runs(metaflow: Outcome, flowc: Outcome) -> Iterator[Difference]:
    if metaflow.succeeded != flowc.succeeded:
        yield Difference("", "succeeded", metaflow.succeeded, flowc.succeeded)
    if metaflow.run is None or flowc.run is None:
        if metaflow.run != flowc.run:
            yield Difference("", "run", metaflow.run is not None, flowc.run is not None)
        return
    for name in OF_THE_RUN:
        if metaflow.run[name] != flowc.run[name]:
            yield Difference("", name, metaflow.run[name], flowc.run[name])


def _of_tasks(key: str, theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Difference]:
    for name in FACTS:
        if theirs[name] != ours[name]:
            yield Difference(key, f"({name})", theirs[name], ours[name])
    for name in sorted({*theirs["artifacts"], *ours["artifacts"]}):
        their, our = theirs["artifacts"].get(name), ours["artifacts"].get(name)
        if their != our:
            yield Difference(key, name, their, our)
