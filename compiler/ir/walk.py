"""Walks over blocks that need no recursion, and the questions every pass asks of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.ir.nodes import Block, Choice, Loop, Map, Node, Parallel, Task

if TYPE_CHECKING:
    from collections.abc import Iterator


def nodes(block: Block) -> Iterator[Node]:
    """Yield every node of `block`, in the order of the source, outer before inner.

    The join of a Parallel or Map comes as a Task of its own, after its arms or body.
    """
    stack: list[Node] = list(reversed(block))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(_parts(node)))


def tasks(block: Block) -> Iterator[Task]:
    """Yield every task of `block`, joins included, in the order of the source."""
    return (node for node in nodes(block) if isinstance(node, Task))


def children(node: Node) -> tuple[Block, ...]:
    """Return the blocks inside `node`, without the join."""
    match node:
        case Task():
            return ()
        case Parallel():
            return node.arms
        case Map() | Loop():
            return (node.body,)
        case Choice():
            return tuple(arm.body for arm in node.arms)
        case _:
            assert_never(node)


def last_task(node: Node) -> Task | None:
    """Return the one task that always ends `node`: itself, a join, or a loop's last step.

    A Choice has none: which of its tasks is last is decided at run time.
    """
    while isinstance(node, Loop):
        node = node.body[-1]
    match node:
        case Task():
            return node
        case Parallel() | Map():
            return node.join
        case Choice():
            return None
        case _:
            assert_never(node)


def first_task(node: Node) -> Task | None:
    """Return the one task that begins `node`; None for those that fan out or decide."""
    while isinstance(node, Loop):
        node = node.body[0]
    return node if isinstance(node, Task) else None


def _parts(node: Node) -> list[Node]:
    inner = [part for block in children(node) for part in block]
    return [*inner, node.join] if isinstance(node, Parallel | Map) else inner
