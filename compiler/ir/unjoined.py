"""Diagnostics about ways that do not meet as they have to, with the edges that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Label
from compiler.ir.dominators import above
from compiler.ir.frames import Frame, Inside
from compiler.ir.graph import Go
from compiler.ir.join_rules import (
    CROSSING_WAYS,
    EMPTY_FOREACH,
    INPUTS_WITHOUT_JOIN,
    JOIN_WITHOUT_INPUTS,
    PARTIAL_JOIN,
    SHARED_JOIN,
    TOO_DEEP,
    UNJOINED_FOREACH,
    UNJOINED_SPLIT,
)
from compiler.ir.witness import leaving, link_span, names, opened, opened_here, reaching

if TYPE_CHECKING:
    from compiler.ir.shape import Edge, Shape


def too_deep(shape: Shape, here: int, deepest: int) -> Diagnostic:
    """Explain that blocks nest too deeply at `here`."""
    return Diagnostic(
        rule=TOO_DEEP,
        message=f"splits, foreachs, switches and loops are nested more than {deepest} deep "
        f"at `{shape.name(here)}`",
        span=shape.steps[here].name_span,
        help="close some of them before opening more",
    )


def empty_foreach(shape: Shape, decider: int) -> Diagnostic:
    """Explain a foreach that goes straight into a join."""
    join = shape.forward[decider][0]
    return Diagnostic(
        rule=EMPTY_FOREACH,
        message=f"{opened(shape, decider)} goes straight into the join `{shape.name(join)}`",
        span=link_span(shape, decider, join),
        labels=(Label(span=shape.steps[join].name_span, text="this takes `inputs`"),),
        help="put a step that handles one item, as `self.input`, between the two",
    )


def inputs_without_join(shape: Shape, here: int) -> Diagnostic:
    """Explain a step that takes inputs where nothing is to be joined."""
    name, before = shape.name(here), sorted(shape.backward[here])
    reason = "no split or foreach ends there"
    if len(before) > 1:
        reason = f"only one of {names(shape, before)} runs before it"
    elif before:
        reason = f"only `{shape.name(before[0])}` comes before it"
    return Diagnostic(
        rule=INPUTS_WITHOUT_JOIN,
        message=f"`{name}` takes `inputs`, but {reason}",
        span=shape.steps[here].name_span,
        help=f"write `def {name}(self):` and read `self.x` in place of `inputs`",
    )


def join_without_inputs(shape: Shape, decider: int, join: int) -> Diagnostic:
    """Explain a split whose arms meet in a step that takes no inputs, or at the end only."""
    arms, name = names(shape, shape.forward[decider]), shape.name(join)
    if join == shape.end:
        return Diagnostic(
            rule=UNJOINED_SPLIT,
            message=f"the arms of {opened(shape, decider)}, {arms}, do not meet before `{name}`",
            span=opened_here(shape, decider).span,
            labels=tuple(_arrivals(shape, join)),
            help="add a step `def join(self, inputs):` that they go to, and that goes on "
            f"to `{name}`",
        )
    return Diagnostic(
        rule=JOIN_WITHOUT_INPUTS,
        message=f"`{name}` joins {arms}, but does not take `inputs`",
        span=shape.steps[join].name_span,
        labels=(opened_here(shape, decider),),
        help=f"write `def {name}(self, inputs):`",
    )


def unjoined_foreach(shape: Shape, frame: Frame) -> Diagnostic:
    """Explain a foreach whose body reached the place where what is around it ends."""
    if frame.stop >= 0 and shape.steps[frame.stop].takes_inputs:
        return shared_join(shape, frame.owner, frame)
    first = shape.forward[frame.owner][0]
    before = f" before `{shape.name(frame.stop)}`" if frame.stop >= 0 else ""
    return Diagnostic(
        rule=UNJOINED_FOREACH,
        message=f"the items of {opened(shape, frame.owner)} are not joined{before}",
        span=link_span(shape, frame.owner, first),
        labels=(Label(span=shape.steps[first].name_span, text="this runs for each item"),),
        help="let the step in which the items come together take them, as in "
        f"`def {_likely_join(shape, first)}(self, inputs):`",
    )


def _likely_join(shape: Shape, first: int) -> str:
    after = [step for step in shape.forward[first] if step != shape.end]
    return shape.name(after[0]) if len(after) == 1 else "join"


def shared_join(shape: Shape, decider: int, frame: Frame) -> Diagnostic:
    """Explain a step that would have to close what `decider` opened and what is around it."""
    join = frame.stop
    around = _closing(frame)
    name = shape.name(join)
    return Diagnostic(
        rule=SHARED_JOIN,
        message=f"{opened(shape, decider)} and {opened(shape, around)} both end in `{name}`",
        span=shape.steps[join].name_span,
        labels=(opened_here(shape, around), opened_here(shape, decider)),
        help=f"join {opened(shape, decider)} in a step of its own, "
        f"`def join_{shape.name(decider)}(self, inputs):`, that goes on to `{name}`",
    )


def crossing(shape: Shape, here: int) -> Diagnostic:
    """Explain that ways meet at `here`, while another way from where they parted goes past it."""
    parted = shape.above.parent[here]
    past = leaving(shape, reaching(shape, here, parted))
    left, target = past[0]
    is_split = isinstance(shape.steps[parted].transition, Go)
    if left == parted and is_split and shape.steps[here].takes_inputs:
        return _partial(shape, parted, here, target)
    return _crossing(shape, parted, here, (left, target))


def _partial(shape: Shape, parted: int, here: int, other: int) -> Diagnostic:
    meeting = reaching(shape, here, parted)
    arms = [arm for arm in shape.forward[parted] if arm in meeting]
    name = shape.name(here)
    return Diagnostic(
        rule=PARTIAL_JOIN,
        message=f"`{name}` joins {names(shape, arms)}, but not `{shape.name(other)}`, "
        f"which {opened(shape, parted)} starts beside them",
        span=shape.steps[here].name_span,
        labels=(
            Label(span=link_span(shape, parted, other), text=f"this way goes past `{name}`"),
            *_arrivals(shape, here),
        ),
        help=f"let one more step after `{shape.name(parted)}` split into "
        f"{names(shape, arms)} alone",
    )


def _crossing(shape: Shape, parted: int, here: int, past: Edge) -> Diagnostic:
    left, target = past
    arriving, meeting = _pair(shape, parted, here, left)
    name = shape.name(here)
    return Diagnostic(
        rule=CROSSING_WAYS,
        message=f"the ways out of `{shape.name(parted)}` cross: "
        f"`{shape.name(arriving)}` → `{name}` meets the one from `{shape.name(meeting)}`, "
        f"and `{shape.name(left)}` → `{shape.name(target)}` goes past it",
        span=link_span(shape, arriving, here),
        labels=(
            Label(span=link_span(shape, left, target), text=f"this goes past `{name}`"),
            Label(span=link_span(shape, meeting, here), text="the other way to it"),
            opened_here(shape, parted),
        ),
        help=f"let all ways out of `{shape.name(parted)}` meet in one step, "
        "or give each way steps of its own",
    )


def _pair(shape: Shape, parted: int, here: int, left: int) -> Edge:
    """Return two steps before `here` on different ways; the first on that of `left`, if any."""
    depth = shape.above.depth[parted] + 1
    before = sorted(shape.backward[here])
    ways = {step: above(shape.above, step, depth) for step in before}
    own = above(shape.above, left, depth)
    arriving = next((step for step in before if ways[step] == own), before[0])
    meeting = next(step for step in before if ways[step] != ways[arriving])
    return arriving, meeting


def _arrivals(shape: Shape, here: int) -> list[Label]:
    return [
        Label(span=link_span(shape, step, here), text=f"`{shape.name(step)}` arrives here")
        for step in sorted(shape.backward[here])[:3]
    ]


def _closing(frame: Frame) -> int:
    """Return the step that opened the split or switch which ends where `frame` stops."""
    around = frame
    while around.outer is not None and around.inside not in (Inside.ARM, Inside.CASE):
        around = around.outer
    return around.owner
