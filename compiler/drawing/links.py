"""The steps and transitions of a flow, as the drawings of graphs need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from compiler.drawing.words import keys_words, map_words
from compiler.ir.nodes import Block, Choice, Flow, Key, Loop, Map, Node, Parallel, Task
from compiler.ir.walk import last_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A transition; `text` says when it is taken, or how often."""

    source: str
    target: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A step after which something follows, and the keys on which it does."""

    step: str
    keys: tuple[Key, ...] = ()


def links(flow: Flow) -> tuple[Link, ...]:
    """Return every transition of `flow`, in the order of the source."""
    walk = _Walk()
    walk.block(flow.body, [])
    return tuple(walk.links)


class _Walk:
    """Carries the open ends through the blocks, closing them with links."""

    def __init__(self) -> None:
        self.links: list[Link] = []

    def block(self, block: Block, ends: list[End], text: str = "") -> list[End]:
        """Link `ends` to the first step of `block`; return the ends that it leaves open."""
        for node in block:
            ends, text = self._node(node, ends, text), ""
        return ends

    def _node(self, node: Node, ends: list[End], text: str) -> list[End]:
        match node:
            case Task():
                return self._task(node, ends, text)
            case Parallel():
                inner = [end for arm in node.arms for end in self.block(arm, ends)]
                return self._task(node.join, inner, "")
            case Map():
                return self._task(node.join, self.block(node.body, ends, map_words(node)), "")
            case Choice():
                return self._choice(node, ends)
            case Loop():
                return self._loop(node, ends, text)
            case _:
                assert_never(node)

    def _task(self, task: Task, ends: list[End], text: str) -> list[End]:
        for end in ends:
            words = text or keys_words(end.keys)
            self.links.append(Link(source=end.step, target=task.name, text=words))
        return [End(step=task.name)]

    def _choice(self, node: Choice, ends: list[End]) -> list[End]:
        left: list[End] = []
        for arm in node.arms:
            left += self.block(arm.body, [End(step=end.step, keys=arm.keys) for end in ends])
        return left

    def _loop(self, node: Loop, ends: list[End], text: str) -> list[End]:
        left = self.block(node.body, ends, text)
        decider, first = last_task(node), _first_step(node)
        if decider is not None and first is not None:
            words = keys_words(node.again)
            self.links.append(Link(source=decider.name, target=first.name, text=words))
        return left


def _first_step(node: Node) -> Task | None:
    while isinstance(node, Loop):
        node = node.body[0]
    return node if isinstance(node, Task) else None
