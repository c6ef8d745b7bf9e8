"""Diagnostics about cycles of steps that are no loops, with the edges that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.dominators import common, dominates
from compiler.ir.frames import Frame, Inside
from compiler.ir.graph import Go
from compiler.ir.loop_rules import (
    BACK_WITHOUT_SWITCH,
    ENDLESS_LOOP,
    LEFT_EARLY,
    LOOP_ACROSS,
    LOOP_TO_JOIN,
    SIDE_ENTRY,
    TWO_WAYS_BACK,
)
from compiler.ir.witness import exits, link_span, names, opened, opened_here

if TYPE_CHECKING:
    from compiler.ir.shape import Edge, Shape


def unconditional(shape: Shape, source: int, target: int) -> Diagnostic:
    """Explain a transition back that is no switch."""
    name, header = shape.name(source), shape.name(target)
    if shape.forward[source] or not isinstance(shape.steps[source].transition, Go):
        return Diagnostic(
            rule=BACK_WITHOUT_SWITCH,
            message=f"`{name}` goes back to `{header}` without a condition",
            span=link_span(shape, source, target),
            labels=(Label(span=shape.steps[target].name_span, text="this runs before it"),),
            help="only a switch can go back: "
            f"`self.next({{'again': self.{header}, 'done': self.<step>}}, condition='decision')`",
        )
    return endless(shape, source, target)


def endless(shape: Shape, last: int, header: int) -> Diagnostic:
    """Explain a loop whose last step only goes back: it is left elsewhere, or nowhere."""
    out = exits(shape, last, header)
    if out:
        return _left_early(shape, last, header, out[0])
    return Diagnostic(
        rule=ENDLESS_LOOP,
        message=f"{_loop(shape, last, header)} is never left",
        span=link_span(shape, last, header),
        help=_decide(shape, last, header, "<step>"),
    )


def going_back(shape: Shape, last: int, header: int, frame: Frame) -> Diagnostic:
    """Explain a transition back from a step that does not end the loop's own block."""
    beside = [
        other
        for other in shape.lasts[header]
        if not dominates(shape.above, other, last) and not dominates(shape.above, last, other)
    ]
    if beside:
        return _two_ways_back(shape, last, beside[0], header)
    around = frame
    while around.last != last and around.outer is not None:
        if around.inside in (Inside.ARM, Inside.ITEMS):
            return _across(shape, last, header, around.owner, "out of")
        if around.inside is Inside.LOOP:
            return _left_early(shape, around.last, around.owner, (last, header))
        around = around.outer
    return _left_early(shape, last, header, exits(shape, last, header)[0])


def loop_across_join(shape: Shape, frame: Frame) -> Diagnostic:
    """Explain a loop that begins inside of a foreach and goes on behind its join."""
    around = frame
    while around.inside is Inside.LOOP and around.outer is not None:
        around = around.outer
    return _across(shape, frame.last, frame.owner, around.owner, "into")


def loop_to_join(shape: Shape, join: int) -> Diagnostic:
    """Explain a loop that goes back to a join."""
    last = shape.lasts[join][0]
    return Diagnostic(
        rule=LOOP_TO_JOIN,
        message=f"`{shape.name(last)}` goes back to the join `{shape.name(join)}`",
        span=link_span(shape, last, join),
        labels=(Label(span=shape.steps[join].name_span, text="this joins a split or a foreach"),),
        help="go back to a step after the join, or to one before what it joins",
    )


def side_entry(shape: Shape, source: int, target: int) -> Diagnostic:
    """Explain a cycle that can be entered at two steps."""
    import networkx as nx  # noqa: PLC0415 - only an explanation needs it

    top = common(shape.above, source, target)
    graph: nx.DiGraph[int] = nx.DiGraph(edge for edge in _edges(shape) if top not in edge)
    cycle = next(c for c in nx.strongly_connected_components(graph) if target in c)
    entries = {y: x for x, y in _edges(shape) if y in cycle and x not in cycle}
    first, *others = sorted(entries, key=shape.order.index)
    return Diagnostic(
        rule=SIDE_ENTRY,
        message=f"the cycle of {names(shape, sorted(cycle))} can be entered at "
        f"{names(shape, (first, *others))}",
        span=link_span(shape, source, target),
        labels=tuple(
            Label(span=link_span(shape, x, y), text=f"this enters it at `{shape.name(y)}`")
            for y, x in entries.items()
        ),
        help=f"enter it at `{shape.name(first)}` only, and let its last step go back there",
    )


def _edges(shape: Shape) -> list[tuple[int, int]]:
    return [*((x, y) for x in shape.order for y in shape.forward[x]), *shape.back]


def _left_early(shape: Shape, last: int, header: int, edge: Edge) -> Diagnostic:
    middle, after = edge
    return Diagnostic(
        rule=LEFT_EARLY,
        message=f"{_loop(shape, last, header)} is left at `{shape.name(middle)}`, "
        "not at its last step",
        span=link_span(shape, middle, after),
        labels=(Label(span=link_span(shape, last, header), text="the loop goes back here"),),
        help=_decide(shape, last, header, shape.name(after)),
    )


def _two_ways_back(shape: Shape, last: int, other: int, header: int) -> Diagnostic:
    return Diagnostic(
        rule=TWO_WAYS_BACK,
        message=f"{names(shape, (last, other))} both go back to `{shape.name(header)}`",
        span=link_span(shape, last, header),
        labels=(Label(span=link_span(shape, other, header), text="and here"),),
        help="let both go on to one more step, and let that decide whether to go back",
    )


def _across(shape: Shape, last: int, header: int, opener: int, direction: str) -> Diagnostic:
    return Diagnostic(
        rule=LOOP_ACROSS,
        message=f"{_loop(shape, last, header)} goes {direction} {opened(shape, opener)}",
        span=link_span(shape, last, header),
        labels=(opened_here(shape, opener),),
        help="a loop contains a whole foreach or split with its join, or lies inside of it",
    )


def _loop(shape: Shape, last: int, header: int) -> str:
    if last == header:
        return f"the loop of `{shape.name(last)}`"
    return f"the loop from `{shape.name(last)}` back to `{shape.name(header)}`"


def _decide(shape: Shape, last: int, header: int, after: str) -> str:
    return (
        f"let `{shape.name(last)}` decide: `self.next({{'again': self.{shape.name(header)}, "
        f"'done': self.{after}}}, condition='decision')`"
    )
