"""The source text of random flows: files that compile, and that end when they are run.

Each step works on one number, `mark`, and decides by it; loops burn `fuel`, so that all of them
end. The same flow always does the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.ir.graph import ForEach, Go, Graph, Step, Switch, Transition
from compiler.ir.nodes import Arm, Block, Choice, Flow, Key, Loop, Map, Node, Parallel, Task
from compiler.ir.walk import nodes
from tests.strategies import graph_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = '''\
"""A flow drawn at random."""

from flowc import FlowSpec, Parameter, retry, step


class {name}(FlowSpec):
    """Work on a number."""

    rate = Parameter("rate", default=3, help="What to begin with.")
'''


def source_of(flow: Flow) -> str:
    """Return a file with `flow`, whose steps stand in the order of its blocks."""
    graph = graph_of(flow.body)
    again = {key for node in nodes(flow.body) if isinstance(node, Loop) for key in node.again}
    items = {t.link.target for s in graph.steps if isinstance(t := s.transition, ForEach)}
    parts = [HEAD.format(name=flow.name)]
    for place, step in enumerate(graph.steps):
        lines = [*_head(place, step), *_work(place, step, graph, items), *_leave(step, again)]
        parts.append("".join(f"    {line}\n" for line in lines))
    return "\n".join(parts)


ACTING = '''\
"""A flow drawn at random, whose steps do what `behaviour` says."""

from behaviour import act, case, collection
from flowc import FlowSpec, Parameter, retry, step


class {name}(FlowSpec):
    seed = Parameter("seed", default=0)
'''


def acting_source_of(flow: Flow) -> str:
    """Return a file with `flow`, whose steps act as `tests.behaviour` says."""
    graph = graph_of(flow.body)
    again = [key for node in nodes(flow.body) if isinstance(node, Loop) for key in node.again]
    parts = [ACTING.format(name=flow.name)]
    for place, step in enumerate(graph.steps):
        lines = [*_head(place, step), *_act(place, step, again)]
        parts.append("".join(f"    {line}\n" for line in lines))
    return "\n".join(parts)


def _act(place: int, step: Step, again: list[Key]) -> Iterator[str]:
    inputs = ", inputs" if step.takes_inputs else ""
    tried_again = ", is_tried_again=True" if place % 4 == 3 else ""
    yield f"    act(self{inputs}{tried_again})"
    transition = step.transition
    if isinstance(transition, ForEach):
        yield f"    self.{transition.over} = collection(self.seed, self.mark)"
    elif isinstance(transition, Switch):
        keys = [each.key for each in transition.cases]
        yield f"    self.{transition.on} = case(self.seed, self.mark, {keys!r}, {again!r})"
    if transition is not None:
        yield f"    self.next({_arguments(transition)})"


def bare(body: Block) -> Block:
    """Return `body` with tasks that have a name and nothing else."""
    return tuple(_bare(node) for node in body)


def _bare(node: Node) -> Node:
    match node:
        case Task():
            return Task(name=node.name)
        case Parallel():
            return Parallel(arms=tuple(map(bare, node.arms)), join=Task(name=node.join.name))
        case Map():
            return Map(over=node.over, body=bare(node.body), join=Task(name=node.join.name))
        case Choice():
            arms = tuple(Arm(keys=arm.keys, body=bare(arm.body)) for arm in node.arms)
            return Choice(on=node.on, arms=arms)
        case Loop():
            return Loop(on=node.on, again=node.again, body=bare(node.body))
        case _:
            assert_never(node)


def _head(place: int, step: Step) -> Iterator[str]:
    if place % 4 == 3:
        yield "@retry(times=2)"
    yield "@step"
    inputs = ", inputs" if step.takes_inputs else ""
    yield f"def {step.task.name}(self{inputs}):"
    if place % 3 == 2:
        yield f'    """Do the work of step {place}."""'


def _work(place: int, step: Step, graph: Graph, items: set[str]) -> Iterator[str]:
    if step.takes_inputs:
        yield "    self.fuel = min(one.fuel for one in inputs)"
        yield f"    self.mark = (sum(one.mark for one in inputs) + {place}) % 1009"
    elif step.task.name == graph.start:
        yield '    self.fuel = getattr(self, "fuel", 4)'
        yield '    self.mark = getattr(self, "mark", self.rate) + 1'
    elif step.task.name in items:
        yield f"    self.mark = (self.mark * 31 + self.input + {place}) % 1009"
    else:
        yield f"    self.mark = (self.mark * 31 + {place}) % 1009"


def _leave(step: Step, again: set[Key]) -> Iterator[str]:
    transition = step.transition
    match transition:
        case None:
            yield "    print(self.mark)"
            return
        case ForEach():
            yield f"    self.{transition.over} = list(range(self.mark % 3 + 1))"
        case Switch():
            yield from _decide(transition, again)
        case Go():
            pass
        case _:
            assert_never(transition)
    yield f"    self.next({_arguments(transition)})"


def _decide(switch: Switch, again: set[Key]) -> Iterator[str]:
    keys = [case.key for case in switch.cases]
    out = [key for key in keys if key not in again]
    yield f"    ways = {keys!r}"
    if len(out) < len(keys):
        yield "    self.fuel -= 1"
        yield "    if self.fuel < 0:"
        yield f"        ways = {out!r}"
    yield f"    self.{switch.on} = ways[self.mark % len(ways)]"


def _arguments(transition: Transition) -> str:
    match transition:
        case Go():
            return ", ".join(f"self.{link.target}" for link in transition.links)
        case ForEach():
            return f'self.{transition.link.target}, foreach="{transition.over}"'
        case Switch():
            cases = ", ".join(f"{case.key!r}: self.{case.link.target}" for case in transition.cases)
            return f'{{{cases}}}, condition="{transition.on}"'
        case _:
            assert_never(transition)
