"""How many tasks of each step will run, as far as that is known before they do.

start → Map(train → Choice(…) → score) → join       start 1, join 1; for each item: train 1, score 1
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from compiler.ir.nodes import Block, Choice, Loop, Map, Node, Parallel, Task
from compiler.ir.walk import children, last_task, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.ir.nodes import Flow


def expected_at_first(flow: Flow) -> Mapping[str, int]:
    """Return the steps that run once in any case, if nothing fails."""
    return Counter(sure(flow.body))


def expected_of_items(flow: Flow) -> Mapping[str, tuple[str, ...]]:
    """Return, for each step that announces items, the steps that run once for each."""
    found: dict[str, tuple[str, ...]] = {}
    blocks = [flow.body, *(block for node in nodes(flow.body) for block in children(node))]
    for block in blocks:
        for before, node in pairwise(block):
            announcer = last_task(before)
            if isinstance(node, Map) and announcer is not None:
                found[announcer.name] = tuple(sure(node.body))
    return found


def gang_steps(flow: Flow) -> frozenset[str]:
    """Return the steps whose tasks run together."""
    gangs = (node for node in nodes(flow.body) if isinstance(node, Map) and node.gang)
    return frozenset(step for gang in gangs for step in sure(gang.body))


def sure(block: Block) -> list[str]:
    """Return the steps that run once whenever `block` runs."""
    return [step for node in block for step in _sure(node)]


def _sure(node: Node) -> list[str]:
    match node:
        case Task():
            return [node.name]
        case Parallel():
            return [*(step for arm in node.arms for step in sure(arm)), node.join.name]
        case Map():
            return [node.join.name]
        case Choice() | Loop():
            return []
        case _:
            assert_never(node)
