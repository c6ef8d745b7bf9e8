"""The builder of blocks: one walk over a shape that closes each split where its ways meet.

A step goes into exactly one block. Where a block begins or ends at a step, every edge into that
step is accounted for; an edge too many means that the ways cross, and the graph is refused.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from compiler.ir import unjoined, unlooped
from compiler.ir.dominators import Tree, above, common
from compiler.ir.frames import Frame, Inside
from compiler.ir.graph import ForEach, Go, Step, Switch
from compiler.ir.nodes import Arm, Block, Choice, Loop, Map, Node, Parallel
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compiler.diagnostics import Diagnostic
    from compiler.ir.shape import Edge, Shape

DEEPEST = 100
"""How deep blocks may nest: whatever walks over the tree may then recurse."""

ENOUGH = 10
"""After how many refused splits a graph is given up."""

_NOWHERE = -1
_ALL = -1


class _Stopped(Exception):
    """The rest of a block cannot be built; the reason has been noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Build:
    """What is known of the graph, and what the walk has done so far."""

    shape: Shape
    below: Tree
    found: list[Diagnostic] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)
    closed: set[Edge] = field(default_factory=set)

    def step(self, number: int) -> Step:
        return self.shape.steps[number]

    def joins(self, number: int) -> bool:
        return number != _NOWHERE and self.shape.steps[number].takes_inputs

    def stop(self, reason: Diagnostic) -> _Stopped:
        self.found.append(reason)
        return _Stopped()


class _Part(NamedTuple):
    """A block, the step at which it ends, and how many edges lead from it to that step."""

    block: Block
    after: int
    ways: int


def build_block(shape: Shape, below: Tree) -> tuple[Block, tuple[Diagnostic, ...]]:
    """Return the block of a whole flow; one that is not whole comes with an error."""
    build = _Build(shape=shape, below=below)
    whole = Frame(inside=Inside.FLOW, owner=shape.start, stop=_NOWHERE)
    try:
        block = _block(build, shape.start, whole, ways=0).block
    except _Stopped:
        block = ()
    return block, tuple(build.found)


def _block(build: _Build, here: int, frame: Frame, *, ways: int = 1, opened: int = 0) -> _Part:
    """Build from the step `here`, to which `ways` edges lead, to where `frame` ends.

    `opened` loops that begin at the first step are open already.
    """
    if frame.depth > DEEPEST:
        raise build.stop(unjoined.too_deep(build.shape, here, DEEPEST))
    nodes: list[Node] = []
    while not _ends(build, here, frame, ways):
        decider = _enter(build, here, frame, nodes, ways=ways, opened=opened)
        opened = 0
        while decider not in (_NOWHERE, frame.last):
            decider, here, ways = _leave(build, decider, frame, nodes)
        if decider != _NOWHERE:
            return _Part(tuple(nodes), decider, 0)
    return _Part(tuple(nodes), here, ways)


def _ends(build: _Build, here: int, frame: Frame, ways: int) -> bool:
    if here == frame.stop:
        if frame.inside is Inside.ITEMS:
            raise build.stop(unjoined.unjoined_foreach(build.shape, frame))
        return True
    if frame.inside is Inside.ITEMS and build.joins(here):
        _account(build, here, ways)
        return True
    return False


def _account(build: _Build, here: int, ways: int) -> None:
    """Refuse a step to which other edges lead than the `ways` that the block accounts for."""
    if ways not in (_ALL, len(build.shape.backward[here])):
        raise build.stop(unjoined.crossing(build.shape, here))


def _enter(
    build: _Build, here: int, frame: Frame, nodes: list[Node], *, ways: int, opened: int
) -> int:
    """Add the step `here`, or the loop that begins there; return the step that goes on."""
    _account(build, here, ways)
    lasts = build.shape.lasts.get(here, ())
    if opened < len(lasts):
        nodes.append(_loop(build, here, lasts[opened], frame, opened))
        return lasts[opened]
    _place(build, here)
    if build.joins(here):
        _refuse_inputs(build, here, frame)
    nodes.append(build.step(here).task)
    return here


def _place(build: _Build, here: int) -> None:
    if here in build.placed:
        raise _Stopped  # only after something else was found
    build.placed.add(here)


def _refuse_inputs(build: _Build, here: int, frame: Frame) -> None:
    if frame.inside is Inside.LOOP and frame.within(Inside.ITEMS):
        raise build.stop(unlooped.loop_across_join(build.shape, frame))
    build.found.append(unjoined.inputs_without_join(build.shape, here))


def _leave(build: _Build, decider: int, frame: Frame, nodes: list[Node]) -> tuple[int, int, int]:
    """Follow the transition of `decider`: (the join that goes on, -, -), or (-, the step, ways)."""
    _refuse_going_back(build, decider, frame)
    ahead = build.shape.forward[decider]
    transition = build.step(decider).transition
    if not ahead:
        return _NOWHERE, _NOWHERE, 0
    if isinstance(transition, ForEach):
        return _map(build, decider, transition, frame, nodes), _NOWHERE, 0
    if len(ahead) == 1:
        return _NOWHERE, ahead[0], 1
    if isinstance(transition, Switch):
        return _NOWHERE, *_choice(build, decider, transition, frame, nodes)
    return _parallel(build, decider, frame, nodes), _NOWHERE, 0


def _refuse_going_back(build: _Build, decider: int, frame: Frame) -> None:
    """Refuse an edge that goes back from anywhere but the end of the loop's own block."""
    for header in build.shape.headers.get(decider, ()):
        if (decider, header) not in build.closed:
            raise build.stop(unlooped.going_back(build.shape, decider, header, frame))


def _loop(build: _Build, header: int, last: int, frame: Frame, opened: int) -> Loop:
    inner = frame.inner(Inside.LOOP, header, frame.stop, last)
    part = _block(build, header, inner, ways=_ALL, opened=opened + 1)
    if part.after != last:
        raise _Stopped  # its last step was passed in an arm, where that was found
    build.closed.add((last, header))
    switch = build.step(last).transition
    assert isinstance(switch, Switch), switch  # noqa: S101 - `check_cycles` has refused others
    name = build.shape.name(header)
    again = tuple(case.key for case in switch.cases if case.link.target == name)
    return Loop(body=part.block, on=switch.on, again=again, span=switch.span)


def _map(build: _Build, decider: int, transition: ForEach, frame: Frame, nodes: list[Node]) -> int:
    first = build.shape.forward[decider][0]
    if build.joins(first):
        raise build.stop(unjoined.empty_foreach(build.shape, decider))
    body, join, _ = _block(build, first, frame.inner(Inside.ITEMS, decider, frame.stop))
    _place_join(build, join)
    node = Map(
        over=transition.over,
        body=body,
        join=build.step(join).task,
        limit=transition.limit,
        width=transition.width,
        gang=transition.gang,
        span=transition.span,
    )
    nodes.append(node)
    return join


def _place_join(build: _Build, join: int) -> None:
    _place(build, join)
    if join in build.shape.lasts:
        raise build.stop(unlooped.loop_to_join(build.shape, join))


def _parallel(build: _Build, decider: int, frame: Frame, nodes: list[Node]) -> int:
    join = build.below.parent[decider]
    try:
        arms = _arms(build, decider, join, frame)
    except _Stopped:
        if join in (frame.stop, build.shape.end):
            raise
        arms = _recover(build)
    if not build.joins(join):
        build.found.append(unjoined.join_without_inputs(build.shape, decider, join))
    _place_join(build, join)
    step = build.step(decider)
    nodes.append(
        Parallel(
            arms=tuple(arm.block for arm in arms),
            join=build.step(join).task,
            span=step.transition.span if isinstance(step.transition, Go) else step.name_span,
        )
    )
    return join


def _arms(build: _Build, decider: int, join: int, frame: Frame) -> list[_Part]:
    inner = frame.inner(Inside.ARM, decider, join)
    arms = [_way(build, target, inner) for target in build.shape.forward[decider]]
    if join == frame.stop:
        raise build.stop(unjoined.shared_join(build.shape, decider, frame))
    _account(build, join, _total([arm.ways for arm in arms]))
    return arms


def _way(build: _Build, target: int, frame: Frame) -> _Part:
    """Build one way out of a step, from `target` to where the frame stops, which may be there."""
    if target == frame.stop:
        return _Part((), target, 1)
    return _block(build, target, frame)


def _recover(build: _Build) -> list[_Part]:
    """Go on behind a split that was refused, unless there is enough to report."""
    if len(build.found) >= ENOUGH:
        raise _Stopped
    return []


def _choice(
    build: _Build, decider: int, switch: Switch, frame: Frame, nodes: list[Node]
) -> tuple[int, int]:
    """Add the choice; return the step where its ways meet, and how many lead there."""
    merge = build.below.parent[decider]
    places = _places(build, switch)
    ahead = {target: places[target] for target in build.shape.forward[decider]}
    try:
        node, ways = _cases(build, switch, ahead, frame.inner(Inside.CASE, decider, merge))
    except _Stopped:
        _recover(build)
        return merge, _ALL
    nodes.append(node)
    return merge, ways


def _places(build: _Build, switch: Switch) -> dict[int, list[int]]:
    """Return the places of the cases that go to each step ahead, in the order of the cases."""
    found: dict[int, list[int]] = {}
    for place, case in enumerate(switch.cases):
        found.setdefault(build.shape.number[case.link.target], []).append(place)
    return found


def _cases(
    build: _Build, switch: Switch, places: Mapping[int, list[int]], frame: Frame
) -> tuple[Choice, int]:
    """Build the choice between the steps in `places`, whose ways meet where `frame` stops."""
    arms, ways = [], []
    for group in _groups(build, places, frame.stop):
        part = _case(build, switch, {target: places[target] for target in group}, frame)
        cases = [switch.cases[p] for p in sorted(p for target in group for p in places[target])]
        keys = tuple(case.key for case in cases)
        arms.append(Arm(keys=keys, body=part.block, span=cases[0].link.span))
        ways.append(part.ways)
    return Choice(on=switch.on, arms=tuple(arms), span=switch.span), _total(ways)


def _groups(build: _Build, targets: Iterable[int], stop: int) -> Iterable[list[int]]:
    """Group `targets` by the last step before `stop` that their ways have in common."""
    groups: dict[int, list[int]] = {}
    for target in targets:
        last = above(build.below, target, build.below.depth[stop] + 1)
        groups.setdefault(last, []).append(target)
    return groups.values()


def _case(build: _Build, switch: Switch, places: Mapping[int, list[int]], frame: Frame) -> _Part:
    """Build an arm; steps that share the rest of their ways become a choice before that rest."""
    first, *others = places
    if not others:
        return _way(build, first, frame)
    meet = first
    for other in others:
        meet = common(build.below, meet, other)
    inner = frame.inner(Inside.CASE, frame.owner, meet)
    choice, ways = _cases(build, switch, places, inner)
    rest = _block(build, meet, frame, ways=ways)
    return _Part((choice, *rest.block), rest.after, rest.ways)


def _total(ways: Sequence[int]) -> int:
    return _ALL if _ALL in ways else sum(ways)
