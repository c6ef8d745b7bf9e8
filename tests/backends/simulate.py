"""A run of a flow, acted out at random on its tree: which tasks there are, and their true parents.

A task is (step, path); a path is a tuple of segments such as "2" or "~0".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task

if TYPE_CHECKING:
    from random import Random

Path = tuple[str, ...]
Key = tuple[str, Path]


@dataclass
class Run:
    """What happened: for each task, in order, the tasks its inputs come from."""

    random: Random
    parents: dict[Key, list[Key]] = field(default_factory=dict)


def simulate(flow: Flow, random: Random) -> dict[Key, list[Key]]:
    """Act out one run of `flow`; return each task with its parents, in the order of running."""
    run = Run(random)
    _block(run, flow.body, (), [])
    return run.parents


def _block(run: Run, block: Block, at: Path, before: list[Key]) -> list[Key]:
    """Run `block` at the path `at` after the task `before`; return the task that came last."""
    for node in block:
        before = _node(run, node, at, before)
    return before


def _node(run: Run, node: Node, at: Path, before: list[Key]) -> list[Key]:
    match node:
        case Task():
            return _task(run, node, at, before)
        case Parallel():
            last = [_block(run, arm, at, before) for arm in node.arms]
            return _task(run, node.join, at, list(chain.from_iterable(last)))
        case Map():
            items = range(run.random.choice((1, 2, 3, 11)))
            last = [_block(run, node.body, (*at, str(item)), before) for item in items]
            return _task(run, node.join, at, list(chain.from_iterable(last)))
        case Choice():
            arm = run.random.choice(node.arms)
            return _block(run, arm.body, at, before)
        case Loop():
            for iteration in range(run.random.choice((1, 2, 12))):
                before = _block(run, node.body, (*at, f"~{iteration}"), before)
            return before


def _task(run: Run, task: Task, at: Path, before: list[Key]) -> list[Key]:
    assert (task.name, at) not in run.parents
    run.parents[task.name, at] = before
    return [(task.name, at)]
