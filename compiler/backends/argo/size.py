"""How many tasks a block becomes, and how a block too long for one DAG is cut into parts.

The full CRDs admit 200 tasks for each DAG and 200 templates: 500 steps in a row become a DAG of
three parts, each a DAG of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, assert_never

from compiler.ir.nodes import Choice, Loop, Map, Parallel, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from compiler.ir.nodes import Block, Node

MOST_TASKS = 200
MOST_TEMPLATES = 200

Part = TypeVar("Part")


def parts(block: Block) -> list[Block]:
    """Return `block` cut into the fewest runs of nodes that each fit into one DAG."""
    return [tuple(run) for run in packed(block, node_size)]


def packed(items: Iterable[Part], size: Callable[[Part], int]) -> list[list[Part]]:
    """Return `items`, in order, in runs of at most 200 tasks; a larger item stands alone."""
    runs: list[list[Part]] = []
    room = 0
    for item in items:
        needed = size(item)
        if needed > room or not runs:
            runs.append([])
            room = MOST_TASKS
        runs[-1].append(item)
        room -= needed
    return runs


def block_size(block: Block) -> int:
    """Return how many tasks `block` becomes in the DAG that holds it, if it is not cut."""
    return sum(map(node_size, block))


def node_size(node: Node) -> int:
    """Return how many tasks `node` becomes in the DAG that holds it."""
    match node:
        case Task() | Loop():
            return 1
        case Map():
            return 2
        case Parallel():
            tasks = sum(map(block_size, node.arms))
            return 1 + (tasks if tasks < MOST_TASKS else len(packed(node.arms, block_size)))
        case Choice():
            arms = sum(1 for arm in node.arms if arm.body)
            return arms if arms <= MOST_TASKS else -(-arms // MOST_TASKS)
        case _:
            assert_never(node)
