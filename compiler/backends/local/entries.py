"""What the step that a task chose means: which arm of a choice, or another turn of a loop."""

from __future__ import annotations

from typing import assert_never

from compiler.ir.nodes import Arm, Block, Choice, Loop, Map, Node, Parallel, Task
from compiler.ir.walk import first_task


def arm_of(choice: Choice, chosen: str | None) -> Arm:
    """Return the arm that begins with the step `chosen`, else the one that goes straight on."""
    straight_on = None
    for arm in choice.arms:
        if chosen in entries(arm.body):
            return arm
        if may_be_empty(arm.body):
            straight_on = arm
    assert straight_on is not None, (choice, chosen)  # noqa: S101 - the shim checks what is chosen
    return straight_on


def again(loop: Loop, chosen: str | None) -> bool:
    """Say whether `chosen` leads back to the loop's first step."""
    first = first_task(loop)
    return first is not None and first.name == chosen


def entries(block: Block) -> frozenset[str]:
    """Return the names of the steps that `block` may begin with."""
    found: frozenset[str] = frozenset()
    for node in block:
        found |= _entries(node)
        if not _may_be_passed(node):
            break
    return found


def may_be_empty(block: Block) -> bool:
    """Say whether there is a way through `block` without any step."""
    return all(_may_be_passed(node) for node in block)


def _entries(node: Node) -> frozenset[str]:
    match node:
        case Task():
            return frozenset((node.name,))
        case Loop() | Map():
            return entries(node.body)
        case Parallel():
            return frozenset(name for arm in node.arms for name in entries(arm))
        case Choice():
            return frozenset(name for arm in node.arms for name in entries(arm.body))
        case _:
            assert_never(node)


def _may_be_passed(node: Node) -> bool:
    return isinstance(node, Choice) and any(may_be_empty(arm.body) for arm in node.arms)
