"""A flow as a tree of text, for a terminal.

PetsFlow
├─ start
├─ for each item of shelters
│  └─ clean
├─ collect            joins them
└─ end
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from compiler.drawing.words import arm_words, loop_words, map_words
from compiler.ir.nodes import Arm, Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """A line of the tree with what hangs below it; `note` stands in a column of its own."""

    label: str
    note: str = ""
    below: tuple[Twig, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strokes:
    """The characters that the lines of a tree are drawn with."""

    branch: str
    last: str
    trunk: str
    blank: str = "   "


LINES = Strokes(branch="├─ ", last="└─ ", trunk="│  ")
ASCII = Strokes(branch="|- ", last="`- ", trunk="|  ")


def draw_tree(flow: Flow, strokes: Strokes = LINES) -> str:
    """Return the steps of `flow` as a tree, in the order in which they run."""
    rows = [(flow.name, ""), *_rows(_block(flow.body), strokes)]
    widest = max((len(label) for label, note in rows if note), default=0)
    column = min(widest, 48)
    return "".join(f"{label:<{column}}   {note}".rstrip() + "\n" for label, note in rows)


def _rows(twigs: tuple[Twig, ...], strokes: Strokes, stem: str = "") -> Iterator[tuple[str, str]]:
    for i, twig in enumerate(twigs):
        is_last = i == len(twigs) - 1
        yield stem + (strokes.last if is_last else strokes.branch) + twig.label, twig.note
        yield from _rows(twig.below, strokes, stem + (strokes.blank if is_last else strokes.trunk))


def _block(block: Block) -> tuple[Twig, ...]:
    return tuple(twig for node in block for twig in _twigs(node))


def _twigs(node: Node) -> tuple[Twig, ...]:
    match node:
        case Task():
            return (_task(node),)
        case Parallel():
            arms = tuple(_arm("arm", arm) for arm in node.arms)
            return (Twig(label="side by side", below=arms), _task(node.join, "joins the arms"))
        case Map():
            body = Twig(label=map_words(node), below=_block(node.body))
            return (body, _task(node.join, "joins the items"))
        case Choice():
            arms = tuple(_choice_arm(arm) for arm in node.arms)
            return (Twig(label=f"one of, by {node.on}", below=arms),)
        case Loop():
            return (Twig(label=loop_words(node), below=_block(node.body)),)
        case _:
            assert_never(node)


def _arm(word: str, block: Block) -> Twig:
    below = _block(block)
    if not below:
        return Twig(label="(straight on)")
    return below[0] if len(below) == 1 else Twig(label=word, below=below)


def _choice_arm(arm: Arm) -> Twig:
    below = _block(arm.body)
    if not below:
        return Twig(label=f"{arm_words(arm)}: straight on")
    if len(below) == 1:
        only = below[0]
        return Twig(label=f"{arm_words(arm)}: {only.label}", note=only.note, below=only.below)
    return Twig(label=f"{arm_words(arm)}:", below=below)


def _task(task: Task, role: str = "") -> Twig:
    summary = task.doc.split("\n")[0].strip()
    return Twig(label=task.name, note="; ".join(part for part in (role, summary) if part))
