"""Walks the tree of a flow as its tasks end: which task may run next, and whether the run is over.

    start → Map(train) → join      take() start · done(start, 2 splits) · take() train/0 · …

Nothing is started here and no time passes. Each way through the tree is a generator that asks for
one task, or for several ways side by side, and goes on with what became of it. The ways of a map
begin only when nothing else could run, so that a thousand items are never all under way.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from heapq import heappop, heappush
from itertools import chain
from typing import Any, assert_never

from compiler.backends.local.entries import again, arm_of
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from compiler.records import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A task of the run: a step at a path."""

    task: Task
    at: str = ""

    @property
    def name(self) -> str:
        """Return the task's name inside of the run, which no other task of it has."""
        return f"{self.task.name}/{self.at or '0'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a task that is done has decided: how many items there are, where the run goes."""

    splits: int | None = None
    next: str | None = None


@dataclass(slots=True, kw_only=True)
class Side:
    """Ways to go side by side: all at once if they are a gang, else at most `limit`."""

    ways: Iterator[Way]
    limit: int | None = None
    gang: bool = False


Came = Decision | None
"""What the task before has decided; None if the way ended in a failure."""
Way = Generator[Job | Side, Any, Came]


class Walk:
    """A run of a flow, as far as its structure goes."""

    def __init__(self, flow: Flow) -> None:
        """Stand before the first task."""
        self._ready: list[tuple[tuple[int, ...], int, tuple[Job, ...]]] = []
        self._unopened: list[_Group] = []
        self._waiting: dict[str, _Traveller] = {}
        self._asked = 0
        self._end: _End = _End()
        self._advance(_Traveller(_block(flow.body, "", Decision()), self._end), None)

    @property
    def is_over(self) -> bool:
        """Say whether nothing is left to run, whatever happens to the tasks that are under way."""
        return self._end.is_reached

    @property
    def has_succeeded(self) -> bool:
        """Say whether the last task is done."""
        return self._end.is_reached and self._end.came is not None

    def take(self) -> tuple[Job, ...]:
        """Return the next task to start, or all of a gang; none if all that is left must wait."""
        while not self._ready and self._unopened:
            group = self._unopened[-1]
            way = group.open()
            if way is None:
                self._unopened.pop()
            else:
                self._advance(_Traveller(way, group), None)
        return heappop(self._ready)[2] if self._ready else ()

    def done(self, job: Job, decision: Decision) -> None:
        """Go on after `job`, which has decided."""
        self._advance(self._waiting.pop(job.name), decision)

    def failed(self, job: Job) -> None:
        """Go on without `job`: nothing that depends on it will run."""
        self._advance(self._waiting.pop(job.name), None)

    def _advance(self, traveller: _Traveller, came: Came | bool) -> None:
        """Let `traveller` go on, and whoever waited for the end of its way."""
        while True:
            try:
                asked = traveller.way.send(came)
            except StopIteration as stop:
                group = traveller.group
                if isinstance(group, _End):
                    group.reach(stop.value)
                    return
                if not group.arrived(stop.value):
                    self._reopen(group)
                    return
                traveller, came = group.traveller, group.is_whole
                continue
            self._ask(traveller, asked)
            return

    def _ask(self, traveller: _Traveller, asked: Job | Side) -> None:
        if isinstance(asked, Job):
            self._wait(traveller, asked)
            self._offer((asked,))
        elif asked.gang:
            self._open_gang(_Group(traveller, asked))
        else:
            self._unopened.append(_Group(traveller, asked))

    def _open_gang(self, group: _Group) -> None:
        """Offer the first tasks of all ways as one, for they may wait for each other."""
        first: list[Job] = []
        while (way := group.open()) is not None:
            member = _Traveller(way, group)
            asked = way.send(None)
            if isinstance(asked, Job):
                self._wait(member, asked)
                first.append(asked)
            else:
                self._ask(member, asked)
        if first:
            self._offer(tuple(first))

    def _reopen(self, group: _Group) -> None:
        if group.has_more and group not in self._unopened:
            self._unopened.append(group)

    def _wait(self, traveller: _Traveller, job: Job) -> None:
        self._waiting[job.name] = traveller

    def _offer(self, jobs: tuple[Job, ...]) -> None:
        self._asked += 1
        heappush(self._ready, (_order(jobs[0].at), self._asked, jobs))


class _End:
    """Where the outermost way leads."""

    def __init__(self) -> None:
        self.is_reached = False
        self.came: Came = None

    def reach(self, came: Came) -> None:
        self.is_reached, self.came = True, came


class _Group:
    """The ways that one traveller waits for."""

    def __init__(self, traveller: _Traveller, side: Side) -> None:
        self.traveller = traveller
        self.is_whole = True
        self.has_more = True
        self._ways = side.ways
        self._limit = side.limit
        self._under_way = 0

    def open(self) -> Way | None:
        """Return the next way; None if there is none, or as many as may be are under way."""
        if self._limit is not None and self._under_way >= self._limit:
            return None
        way = next(self._ways, None)
        if way is None:
            self.has_more = False
        else:
            self._under_way += 1
        return way

    def arrived(self, came: Came) -> bool:
        """Note that a way has ended; say whether it was the last one."""
        self._under_way -= 1
        self.is_whole &= came is not None
        return not self._under_way and not self._has_another()

    def _has_another(self) -> bool:
        following = next(self._ways, None)
        if following is None:
            self.has_more = False
        else:
            self._ways = chain((following,), self._ways)
        return self.has_more


@dataclass(slots=True)
class _Traveller:
    """Who goes a way, and where its end is told."""

    way: Way
    group: _Group | _End


def _block(block: Block, at: str, came: Came) -> Way:
    for node in block:
        came = yield from _node(node, at, came)
        if came is None:
            return None
    return came


def _node(node: Node, at: str, came: Came) -> Way:
    assert came is not None, node  # noqa: S101 - a way ends where it fails
    match node:
        case Task():
            return (yield from _task(node, at))
        case Parallel():
            arms = (_block(arm, at, came) for arm in node.arms)
            return (yield from _joined(Side(ways=arms), node.join, at))
        case Map():
            items = range(came.splits or 0)
            ways = (_block(node.body, below(at, str(item)), came) for item in items)
            side = Side(ways=ways, limit=node.limit, gang=node.gang)
            return (yield from _joined(side, node.join, at))
        case Choice():
            return (yield from _block(arm_of(node, came.next).body, at, came))
        case Loop():
            return (yield from _loop(node, at, came))
        case _:
            assert_never(node)


def _joined(side: Side, join: Task, at: str) -> Way:
    is_whole = yield side
    return (yield from _task(join, at)) if is_whole else None


def _task(task: Task, at: str) -> Way:
    came: Came = yield Job(task, at)
    return came


def _loop(node: Loop, at: str, came: Came) -> Way:
    iteration = 0
    while True:
        came = yield from _block(node.body, below(at, f"~{iteration}"), came)
        if came is None or not again(node, came.next):
            return came
        iteration += 1


def below(at: str, segment: str) -> str:
    """Return the path of `segment` below the path `at`."""
    return f"{at}.{segment}" if at else segment


def _order(at: str) -> tuple[int, ...]:
    """Return what paths are ordered by: earlier items first."""
    return tuple(int(segment.removeprefix("~")) for segment in at.split(".") if segment)
