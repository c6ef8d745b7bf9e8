"""Lays a flow out on a plane: steps below each other, arms beside each other, frames around bodies.

The blocks of the IR are closed, so a figure is placed by its parts alone; every figure is entered
at the middle of its top and left at the middle of its bottom.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from compiler.drawing.words import arm_words, loop_words, map_words
from compiler.ir.nodes import Block, Choice, Loop, Map, Node, Parallel, Task
from compiler.records import dataclass
from compiler.report.columns import width

ROW, STEP_HEIGHT, GAP, PADDING, LETTER = 34.0, 34.0, 26.0, 16.0, 7.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A step."""

    x: float
    y: float
    width: float
    height: float
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle around the body of a map or a loop, labelled; `again` draws the way back."""

    x: float
    y: float
    width: float
    height: float
    text: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way from one point down to another; `text` says when it is taken."""

    x: float
    y: float
    to_x: float
    to_y: float
    text: str = ""
    arrow: bool = True


Shape = Box | Frame | Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Shapes placed with the figure's top left corner at the origin.

    `forks` says that ways begin at its top: there is nothing yet for an arrow to point at.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    forks: bool = False


def lay_out(block: Block) -> Figure:
    """Return the figure of a sequence: its parts below each other, joined by arrows."""
    parts = [figure for node in block for figure in _figures(node)]
    if not parts:
        return Figure(width=LETTER, height=0)
    widest = max(part.width for part in parts)
    shapes: list[Shape] = []
    y = 0.0
    for i, part in enumerate(parts):
        if i:
            middle = widest / 2
            shapes.append(Line(x=middle, y=y, to_x=middle, to_y=y + GAP, arrow=not part.forks))
            y += GAP
        shapes += _moved(part, (widest - part.width) / 2, y)
        y += part.height
    return Figure(width=widest, height=y, shapes=tuple(shapes))


def _figures(node: Node) -> list[Figure]:
    match node:
        case Task():
            return [_step(node)]
        case Parallel():
            return [_beside([(lay_out(arm), "") for arm in node.arms]), _step(node.join)]
        case Map():
            return [_framed(lay_out(node.body), map_words(node), again=False), _step(node.join)]
        case Choice():
            return [_beside([(lay_out(arm.body), arm_words(arm)) for arm in node.arms])]
        case Loop():
            return [_framed(lay_out(node.body), loop_words(node), again=True)]
        case _:
            assert_never(node)


def _step(task: Task) -> Figure:
    wide = text_width(task.name) + 2 * PADDING
    box = Box(x=0, y=0, width=wide, height=STEP_HEIGHT, text=task.name, title=task.doc)
    return Figure(width=wide, height=STEP_HEIGHT, shapes=(box,))


def _beside(arms: list[tuple[Figure, str]]) -> Figure:
    """Return the arms in a row, with ways from the middle above to the middle below."""
    # A label stands on one side of its way.
    widths = [max(figure.width, 2 * text_width(label)) for figure, label in arms]
    total = sum(widths) + PADDING * (len(arms) - 1)
    tallest = max(figure.height for figure, _ in arms)
    height = tallest + 2 * ROW
    shapes: list[Shape] = []
    x = 0.0
    for (figure, label), wide in zip(arms, widths, strict=True):
        middle = x + wide / 2
        bottom = ROW + figure.height
        shapes.append(Line(x=total / 2, y=0, to_x=middle, to_y=ROW, text=label))
        shapes += _moved(figure, middle - figure.width / 2, ROW)
        if bottom < height - ROW:
            down = Line(x=middle, y=bottom, to_x=middle, to_y=height - ROW, arrow=False)
            shapes.append(down)
        shapes.append(Line(x=middle, y=height - ROW, to_x=total / 2, to_y=height, arrow=False))
        x += wide + PADDING
    return Figure(width=total, height=height, shapes=tuple(shapes), forks=True)


def _framed(inner: Figure, label: str, *, again: bool) -> Figure:
    wide = max(inner.width, text_width(label)) + 2 * PADDING + (PADDING if again else 0)
    tall = inner.height + ROW + PADDING
    frame = Frame(x=0, y=0, width=wide, height=tall, text=label, again=again)
    shapes = (frame, *_moved(inner, (wide - inner.width) / 2, ROW))
    return Figure(width=wide, height=tall, shapes=shapes)


def text_width(text: str) -> float:
    """Return about how wide `text` is drawn."""
    return width(text) * LETTER


def _moved(figure: Figure, x: float, y: float) -> list[Shape]:
    return [_shifted(shape, x, y) for shape in figure.shapes]


def _shifted(shape: Shape, x: float, y: float) -> Shape:
    if isinstance(shape, Line):
        shape = replace(shape, to_x=shape.to_x + x, to_y=shape.to_y + y)
    return replace(shape, x=shape.x + x, y=shape.y + y)
