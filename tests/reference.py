"""How a run of a flow must turn out, by what a task's identity and inputs are said to be.

    interpret(flow, seed)[("train", ("2", "~0"))]  →  Expected(parents=[("start", ())], …)

An interpreter of the tree that knows no store, no scheduler and no `--from`. What its tasks do is
`tests.behaviour`; it says again, on dictionaries, what the flow's steps do on `self`.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, assert_never

from compiler.ir.graph import Switch
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from compiler.ir.walk import nodes
from tests.behaviour import (
    ALL,
    WORKED_ON,
    case,
    collection,
    merges_the_rest,
    operations,
    settlement,
)
from tests.strategies import graph_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str, ...]
Key = tuple[str, Path]
Frames = tuple[tuple[int, int, Any], ...]


@dataclass(kw_only=True)
class Expected:
    """What there is of a task once it is done; `next` and `splits` are what it decided."""

    step: str
    at: Path
    parents: list[Key]
    artifacts: dict[str, Any]
    next: str | None = None
    splits: int | None = None

    @property
    def mark(self) -> str:
        """Return the task's name in its run."""
        return f"{self.step}/{'.'.join(self.at) or '0'}"


@dataclass
class Interpreter:
    """One run: `seed` decides it; `cases` are the keys of each step that chooses."""

    seed: int
    cases: Mapping[str, list[Any]]
    announces: set[str]
    again: list[Any]
    tasks: dict[Key, Expected] = field(default_factory=dict)

    def block(
        self, block: Block, at: Path, frames: Frames, before: list[Expected]
    ) -> list[Expected]:
        """Run `block` after the task that `before` holds; return the one that it ended with."""
        for node in block:
            before = self.node(node, at, frames, before)
        return before

    def node(self, node: Node, at: Path, frames: Frames, before: list[Expected]) -> list[Expected]:
        match node:
            case Task():
                return self.task(node, at, frames, before)
            case Parallel():
                ends = [self.block(arm, at, frames, before) for arm in node.arms]
                return self.task(node.join, at, frames, list(chain(*ends)), is_join=True)
            case Map():
                items = list(before[0].artifacts[node.over])
                ends = [
                    self.block(node.body, (*at, str(i)), (*frames, (i, len(items), one)), before)
                    for i, one in enumerate(items)
                ]
                return self.task(node.join, at, frames, list(chain(*ends)), is_join=True)
            case Choice():
                key = before[0].artifacts[node.on]
                (arm,) = (arm for arm in node.arms if key in arm.keys)
                return self.block(arm.body, at, frames, before)
            case Loop():
                turn = 0
                while True:
                    before = self.block(node.body, (*at, f"~{turn}"), frames, before)
                    if before[0].artifacts[node.on] not in node.again:
                        return before
                    turn += 1
            case _:
                assert_never(node)

    def task(
        self, task: Task, at: Path, frames: Frames, before: list[Expected], is_join: bool = False
    ) -> list[Expected]:
        """Note a task: its inputs are what came before, its artifacts those of its input."""
        for one in before:
            if one.step in self.cases and one.next is None:
                one.next = task.name
        given = {} if is_join or not before else deepcopy(before[0].artifacts)
        parents = [(one.step, one.at) for one in before]
        done = Expected(
            step=task.name, at=at, parents=parents, artifacts={**given, "seed": self.seed}
        )
        if is_join:
            self.join(done, [one.artifacts for one in before])
        self.work(done, frames)
        self.decide(done)
        assert (task.name, at) not in self.tasks
        self.tasks[task.name, at] = done
        return [done]

    def join(self, done: Expected, inputs: list[dict[str, Any]]) -> None:
        """Take from `inputs` what the join takes: by assignment, then what they agree on."""
        held = done.artifacts
        held["order"] = [one["mark"] for one in inputs]
        settled = settlement(self.seed, done.mark, len(inputs))
        for name, number in settled.items():
            if number is not None and name in inputs[number]:
                held[name] = deepcopy(inputs[number][name])
        merged = {name for name, number in settled.items() if number is None}
        if merges_the_rest(self.seed, done.mark):
            merged |= set(ALL) - set(WORKED_ON)
        for name in merged - held.keys():
            values = [one[name] for one in inputs if name in one]
            if values and all(one == values[0] for one in values):
                held[name] = deepcopy(values[0])

    def work(self, done: Expected, frames: Frames) -> None:
        held = done.artifacts
        for way, name in operations(self.seed, done.mark, list(held)):
            if way == "assign":
                held[name] = [done.mark]
            elif way == "grow":
                held[name] = [*held[name], done.mark]
            elif way == "delete":
                del held[name]
        index, _, item = frames[-1] if frames else (None, None, None)
        held["mark"], held["where"] = done.mark, (index, item, list(frames))

    def decide(self, done: Expected) -> None:
        if done.step in self.cases:
            keys = self.cases[done.step]
            done.artifacts["kind"] = case(self.seed, done.mark, keys, self.again)
        elif done.step in self.announces:
            done.artifacts["items"] = collection(self.seed, done.mark)
            done.splits = len(done.artifacts["items"])


def interpret(flow: Flow, seed: int) -> dict[Key, Expected]:
    """Return every task of a run of `flow`."""
    ways = {step.task.name: step.transition for step in graph_of(flow.body).steps}
    run = Interpreter(
        seed=seed,
        cases={n: [c.key for c in way.cases] for n, way in ways.items() if isinstance(way, Switch)},
        announces={name for name, way in ways.items() if way is not None and hasattr(way, "over")},
        again=[key for node in nodes(flow.body) if isinstance(node, Loop) for key in node.again],
    )
    run.block(flow.body, (), (), [])
    return run.tasks
