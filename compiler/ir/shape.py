"""The shape of a graph of steps: what is reached, which edges go back, what dominates what.

start → a → b → {more: a, done: end}     forward: start a b end     back: b → a
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, assert_never

from compiler.ir.dominators import Edges, Tree, dominates, dominators
from compiler.ir.graph import ForEach, Go, Graph, Link, Step, Switch
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Steps by number, in the order of the source, and the edges between those that are reached.

    `forward` and `backward` are successors and predecessors without the edges in `back`, which
    go to a step that is on the way to their own source. `order` is topological. `lasts` are, for
    each step that a loop goes back to, the last steps of its loops, the outermost loop first;
    `headers` are, for each such last step, the steps that it goes back to.
    """

    steps: tuple[Step, ...]
    number: Mapping[str, int]
    start: int
    end: int
    forward: Edges
    backward: Edges
    back: tuple[Edge, ...]
    order: tuple[int, ...]
    lasts: Mapping[int, Sequence[int]]
    headers: Mapping[int, Sequence[int]]
    above: Tree

    def name(self, step: int) -> str:
        """Return the name of a step."""
        return self.steps[step].task.name


def links(step: Step) -> tuple[Link, ...]:
    """Return where `step` goes to, in the order of the source, repetitions included."""
    match step.transition:
        case None:
            return ()
        case Go():
            return step.transition.links
        case ForEach():
            return (step.transition.link,)
        case Switch():
            return tuple(case.link for case in step.transition.cases)
        case _:
            assert_never(step.transition)


def targets(step: Step) -> tuple[str, ...]:
    """Return the names of the steps that `step` goes to, each once."""
    return tuple(dict.fromkeys(link.target for link in links(step)))


def shape_of(graph: Graph) -> Shape:
    """Return the shape of `graph`, whose steps have different names and all lead somewhere."""
    number = {step.task.name: i for i, step in enumerate(graph.steps)}
    start, end = number[graph.start], number[graph.end]
    ahead = [
        [] if i == end else [number[target] for target in targets(step)]
        for i, step in enumerate(graph.steps)
    ]
    order, back = _walk(start, ahead)
    forward = _without(ahead, back)
    backward = _turned(forward, order)
    return Shape(
        steps=graph.steps,
        number=number,
        start=start,
        end=end,
        forward=forward,
        backward=backward,
        back=back,
        order=order,
        lasts=_lasts(order, back),
        headers=_headers(back),
        above=dominators(order, backward),
    )


def side_entries(shape: Shape) -> tuple[Edge, ...]:
    """Return the edges that go back into a cycle which has another way in: no loop at all."""
    return tuple(
        (source, target)
        for source, target in shape.back
        if not dominates(shape.above, target, source)
    )


def below(shape: Shape) -> Tree:
    """Return the tree of post-dominators; every step reached leads to the end."""
    return dominators(shape.order[::-1], shape.forward)


def _walk(start: int, ahead: Edges) -> tuple[tuple[int, ...], tuple[Edge, ...]]:
    """Walk depth first; return the steps in topological order, and the edges that go back."""
    done: list[int] = []
    back: list[Edge] = []
    is_open, seen = {start}, {start}
    stack = [(start, iter(ahead[start]))]
    while stack:
        step, rest = stack[-1]
        target = next(rest, None)
        if target is None:
            stack.pop()
            is_open.discard(step)
            done.append(step)
        elif target in is_open:
            back.append((step, target))
        elif target not in seen:
            seen.add(target)
            is_open.add(target)
            stack.append((target, iter(ahead[target])))
    return tuple(reversed(done)), tuple(back)


def _without(edges: Edges, back: Sequence[Edge]) -> Edges:
    dropped = set(back)
    touched = {source for source, _ in back}
    return [
        [t for t in ahead if (i, t) not in dropped] if i in touched else ahead
        for i, ahead in enumerate(edges)
    ]


def _turned(forward: Edges, order: Sequence[int]) -> Edges:
    backward: Edges = [[] for _ in forward]
    for source in order:
        for target in forward[source]:
            backward[target].append(source)
    return backward


def _lasts(order: Sequence[int], back: Sequence[Edge]) -> Mapping[int, Sequence[int]]:
    place = {step: i for i, step in enumerate(order)}
    lasts = defaultdict(list)
    for source, target in sorted(back, key=lambda edge: place[edge[0]], reverse=True):
        lasts[target].append(source)
    return dict(lasts)


def _headers(back: Sequence[Edge]) -> Mapping[int, Sequence[int]]:
    headers = defaultdict(list)
    for source, target in back:
        headers[source].append(target)
    return dict(headers)
