"""The control edges of a flow's tree: the transitions of its source, found again in the blocks.

start → Map(train) → choose      start ⇒ train (foreach), train → choose
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, assert_never

from compiler.ir.nodes import Block, Choice, Key, Loop, Map, Node, Parallel, Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compiler.ir.nodes import Flow


class Kind(StrEnum):
    """How one step goes to another."""

    GO = "go"
    SPLIT = "split"
    ITEMS = "foreach"
    CASE = "case"
    AGAIN = "again"


class Edge(NamedTuple):
    """One transition; `keys` are those of a case, or those by which a loop goes back."""

    source: str
    target: str
    kind: Kind
    keys: tuple[Key, ...] = ()


class Way(NamedTuple):
    """A way that leads on from `source` and has not arrived yet."""

    source: str
    kind: Kind = Kind.GO
    keys: tuple[Key, ...] = ()


def edges(flow: Flow) -> tuple[Edge, ...]:
    """Return every transition of `flow`, in the order of its blocks."""
    found: list[Edge] = []
    _block(flow.body, (), found)
    return tuple(found)


def _block(block: Block, ways: tuple[Way, ...], found: list[Edge]) -> tuple[Way, ...]:
    """Add the edges of `block`, at which `ways` arrive; return the ways that leave it."""
    for node in block:
        ways = _node(node, ways, found)
    return ways


def _node(node: Node, ways: tuple[Way, ...], found: list[Edge]) -> tuple[Way, ...]:
    match node:
        case Task():
            return _arrive(node, ways, found)
        case Parallel():
            out = _as(ways, Kind.SPLIT)
            arms = [way for arm in node.arms for way in _block(arm, out, found)]
            return _arrive(node.join, arms, found)
        case Map():
            body = _block(node.body, _as(ways, Kind.ITEMS), found)
            return _arrive(node.join, body, found)
        case Choice():
            return _choice(node, ways, found)
        case Loop():
            return _loop(node, ways, found)
        case _:
            assert_never(node)


def _arrive(task: Task, ways: Iterable[Way], found: list[Edge]) -> tuple[Way, ...]:
    found += (Edge(way.source, task.name, way.kind, way.keys) for way in ways)
    return (Way(task.name),)


def _choice(node: Choice, ways: tuple[Way, ...], found: list[Edge]) -> tuple[Way, ...]:
    out: list[Way] = []
    for arm in node.arms:
        cases = tuple(Way(way.source, Kind.CASE, arm.keys) for way in ways)
        out += _block(arm.body, cases, found)
    return tuple(out)


def _loop(node: Loop, ways: tuple[Way, ...], found: list[Edge]) -> tuple[Way, ...]:
    leaving = _block(node.body, ways, found)
    found += (Edge(way.source, _first(node), Kind.AGAIN, node.again) for way in leaving)
    return leaving


def _first(node: Node) -> str:
    while isinstance(node, Loop):
        node = node.body[0]
    assert isinstance(node, Task), node  # noqa: S101 - the verifier's rule
    return node.name


def _as(ways: tuple[Way, ...], kind: Kind) -> tuple[Way, ...]:
    return tuple(Way(way.source, kind) for way in ways)
