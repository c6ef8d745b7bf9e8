"""A flow's steps, and the frames around the bodies of its maps and loops, in the order drawn.

start, Map(over=rows, body=(train,), join=best)
(0, Task start) (0, Opening) (1, Task train) (0, CLOSING) (0, Task best)
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, assert_never

from compiler.drawing.words import loop_words, map_words
from compiler.ir.nodes import Block, Choice, Loop, Map, Node, Parallel, Task
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A frame begins here: a `name` that no other frame of the flow has, and what it says."""

    name: str
    words: str


class Closing(Enum):
    """The innermost frame ends here."""

    CLOSING = "closing"


CLOSING = Closing.CLOSING
Item = Task | Opening | Closing


def items(block: Block, depth: int = 0) -> Iterator[tuple[int, Item]]:
    """Yield (how many frames are around it, item) for all of `block`."""
    for node in block:
        yield from _items(node, depth)


def _items(node: Node, depth: int) -> Iterator[tuple[int, Item]]:
    match node:
        case Task():
            yield depth, node
        case Parallel():
            for side in node.arms:
                yield from items(side, depth)
            yield depth, node.join
        case Map():
            opening = Opening(name=f"in_{node.join.name}", words=map_words(node))
            yield from _framed(opening, node.body, depth)
            yield depth, node.join
        case Choice():
            for arm in node.arms:
                yield from items(arm.body, depth)
        case Loop():
            opening = Opening(name=f"loop_{_first_name(node)}", words=loop_words(node))
            yield from _framed(opening, node.body, depth)
        case _:
            assert_never(node)


def _framed(opening: Opening, body: Block, depth: int) -> Iterator[tuple[int, Item]]:
    yield depth, opening
    yield from items(body, depth + 1)
    yield depth, CLOSING


def _first_name(node: Loop) -> str:
    """Return the name of the first step in the loop, which no other loop of its depth begins."""
    first: Node = node
    depth = 0
    while isinstance(first, Loop):
        first, depth = first.body[0], depth + 1
    name = first.name if isinstance(first, Task) else "body"
    return f"{name}_{depth}"
