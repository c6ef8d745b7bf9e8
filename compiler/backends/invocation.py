"""How each task of a flow is started: the sources of its inputs, and the paths it runs at.

    start → Map(train) → join        train: --from ^start     join: --from train*

The same for every target: a backend only spells it in its own syntax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from compiler.ir.edges import Edge, Kind, edges
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from compiler.ir.walk import tasks
from compiler.records import dataclass
from runtime_shim.protocol import Alternatives, Source, Sources, Targets, print_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """How a step's tasks are started.

    `depth` is the number of segments of their path. `splits` and `decides` say that the task
    writes the control file of that kind. `attempts` is how often it may be tried in all. `timeout`
    is in seconds; `catch` names the artifact for a failure ("": none, None: it is not caught).
    """

    step: str
    sources: Sources
    targets: Targets | None = None
    timeout: int | None = None
    catch: str | None = None
    depth: int = 0
    splits: bool = False
    decides: bool = False
    attempts: int = 1

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the shim's arguments that do not depend on the scheduler's run."""
        return ("step", self.step, *(word for option in self.options.items() for word in option))

    @property
    def options(self) -> Mapping[str, str]:
        """Return the options among the arguments, with their values."""
        found = {
            "--from": print_sources(self.sources) or None,
            "--to": str(self.targets) if self.targets else None,
            "--timeout": str(self.timeout) if self.timeout else None,
            "--catch": self.catch,
        }
        return {option: value for option, value in found.items() if value is not None}


def invocations(flow: Flow) -> Mapping[str, Invocation]:
    """Return the invocation of each step by its name, in the order of the source."""
    found: dict[str, Invocation] = {}
    _block(flow.body, (), 0, found)
    ahead = _targets(flow)
    return {
        task.name: replace(found[task.name], targets=ahead.get(task.name))
        for task in tasks(flow.body)
    }


def _targets(flow: Flow) -> Mapping[str, Targets]:
    """Return where each step may lead; the last one has no entry."""
    ways: dict[str, list[Edge]] = {}
    for edge in edges(flow):
        ways.setdefault(edge.source, []).append(edge)
    return {step: Targets(_how(out), _names(out)) for step, out in ways.items()}


def _how(out: list[Edge]) -> str:
    kinds = {edge.kind for edge in out}
    if kinds & {Kind.CASE, Kind.AGAIN}:
        return "switch"
    if Kind.ITEMS in kinds:
        return "foreach"
    return "split" if Kind.SPLIT in kinds else "linear"


def _names(out: list[Edge]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(edge.target for edge in out))


def attempts(task: Task) -> int:
    """Return how often `task` may be tried; a catch adds the attempt that records the failure."""
    retries = task.retry.times if task.retry else 0
    return retries + 1 + (1 if task.catch else 0)


_Found = dict[str, Invocation]


def _block(block: Block, incoming: Alternatives, depth: int, found: _Found) -> Alternatives:
    """Note the invocations of `block`, which follows `incoming`; return what its end leaves."""
    for node in block:
        incoming = _node(node, incoming, depth, found)
    return incoming


def _node(node: Node, incoming: Alternatives, depth: int, found: _Found) -> Alternatives:
    match node:
        case Task():
            return _task(node, (incoming,) if incoming else (), depth, found)
        case Parallel():
            arms = tuple(_block(arm, incoming, depth, found) for arm in node.arms)
            return _task(node.join, arms, depth, found)
        case Map():
            _mark(found, incoming, splits=True)
            ends = _block(node.body, _outside(incoming), depth + 1, found)
            return _task(node.join, (_each(ends, "*"),), depth, found)
        case Choice():
            _mark(found, incoming, decides=True)
            return _choice(node, incoming, depth, found)
        case Loop():
            return _loop(node, incoming, depth, found)
        case _:
            assert_never(node)


def _task(task: Task, sources: Sources, depth: int, found: _Found) -> Alternatives:
    found[task.name] = Invocation(
        step=task.name,
        sources=sources,
        timeout=task.timeout.seconds if task.timeout else None,
        catch=(task.catch.var or "") if task.catch else None,
        depth=depth,
        attempts=attempts(task),
    )
    return (Source(task.name),)


def _choice(node: Choice, incoming: Alternatives, depth: int, found: _Found) -> Alternatives:
    """Return the arms' ends, without repetition; what came before the choice goes last."""
    ends = [end for arm in node.arms for end in _block(arm.body, incoming, depth, found)]
    inside = tuple(end for end in dict.fromkeys(ends) if end not in incoming)
    straight_on = any(end in incoming for end in ends)
    return inside + incoming if straight_on else inside


def _loop(node: Loop, incoming: Alternatives, depth: int, found: _Found) -> Alternatives:
    last = _last(node)
    before = (*_each((last,), "-"), *_outside(incoming))
    _block(node.body, before, depth + 1, found)
    _mark(found, (last,), decides=True)
    return _each((last,), "~")


def _last(loop: Loop) -> Source:
    """Return the last step of an iteration, as seen from inside the loop."""
    node, marks = loop.body[-1], ""
    while isinstance(node, Loop):
        node, marks = node.body[-1], marks + "~"
    assert isinstance(node, Task | Parallel | Map), loop  # noqa: S101 - the verifier's rule
    return Source((node if isinstance(node, Task) else node.join).name, marks=marks)


def _outside(sources: Alternatives) -> Alternatives:
    """Return `sources` as seen from one map or loop further in."""
    return tuple(Source(end.step, end.ups + 1, end.marks) for end in sources)


def _each(sources: Alternatives, mark: str) -> Alternatives:
    """Return `sources` as seen from one map or loop further out."""
    return tuple(Source(end.step, end.ups, mark + end.marks) for end in sources)


def _mark(
    found: _Found, deciders: Alternatives, *, splits: bool = False, decides: bool = False
) -> None:
    """Note that the step before a node announces its items, or decides."""
    for decider in deciders:
        was = found[decider.step]
        found[decider.step] = replace(
            was, splits=was.splits or splits, decides=was.decides or decides
        )
