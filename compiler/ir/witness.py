"""What explanations of a graph are made of: places of edges, ways between steps, words.

Only a refused graph comes here, so these may look at the whole graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Label
from compiler.ir.graph import ForEach, Switch
from compiler.ir.shape import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from compiler.ir.shape import Edge, Shape
    from compiler.source import Span


def link_span(shape: Shape, source: int, target: int) -> Span:
    """Return the place where the step `source` says that it goes to `target`."""
    name = shape.name(target)
    return next(link.span for link in links(shape.steps[source]) if link.target == name)


def exits(shape: Shape, last: int, header: int) -> list[Edge]:
    """Return the edges that leave the loop from `last` back to `header`, without its last's."""
    body = reaching(shape, last, header)
    return [edge for edge in leaving(shape, body) if edge[0] != last]


def leaving(shape: Shape, steps: set[int]) -> list[Edge]:
    """Return the edges that go on out of `steps`, the first to run first."""
    return [
        (step, target)
        for step in shape.order
        if step in steps
        for target in shape.forward[step]
        if target not in steps
    ]


def reaching(shape: Shape, goal: int, top: int) -> set[int]:
    """Return the steps on the ways from `top` to `goal`, both included."""
    seen, todo = {goal, top}, [goal]
    while todo:
        fresh = [p for p in shape.backward[todo.pop()] if p not in seen]
        seen.update(fresh)
        todo.extend(fresh)
    return seen


def opened(shape: Shape, step: int) -> str:
    """Return what `step` opens, in words."""
    match shape.steps[step].transition:
        case ForEach():
            return f"the foreach of `{shape.name(step)}`"
        case Switch():
            return f"the switch of `{shape.name(step)}`"
        case _:
            return f"the split of `{shape.name(step)}`"


def opened_here(shape: Shape, step: int) -> Label:
    """Return the label of the place where `step` opens what it opens."""
    transition = shape.steps[step].transition
    span = transition.span if transition is not None else shape.steps[step].name_span
    return Label(span=span, text=f"{opened(shape, step).removeprefix('the ')} starts here")


def names(shape: Shape, steps: Iterable[int]) -> str:
    """Return the names of `steps`, as in "`a`, `b` and `c`"."""
    quoted: Sequence[str] = [f"`{shape.name(step)}`" for step in steps]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
