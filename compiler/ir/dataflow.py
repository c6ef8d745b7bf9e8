"""Which artifacts a step can see: one walk over the tree, following them from start to end.

    start: writes rows → train: reads rows, reads model       Missing(train, model)

A may-analysis: a fact is stated only if no path could make it false. Artifacts pass from step to
step, are dropped at the join of a Parallel or Map unless merged or assigned there, and may be
anything after a step whose `self` escaped to code that was not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from typing import assert_never

from compiler.ir.nodes import (
    Access,
    Block,
    Choice,
    Flow,
    InputAccess,
    Loop,
    Map,
    Merge,
    Parallel,
    Task,
)
from compiler.ir.walk import children, last_task, tasks
from compiler.records import dataclass
from compiler.source import Span

RESERVED = frozenset(("foreach_stack", "index", "input", "merge_artifacts", "next", "script_name"))
"""What `self` has in every flow, and what no step can replace."""

INHERENT = RESERVED | {"cmd", "name"}
"""What `self` has in every flow without anyone assigning it."""


class Use(StrEnum):
    """What an artifact was wanted for."""

    READ = "read"
    DELETE = "delete"
    FOREACH = "foreach"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Where an artifact that had been assigned at `assigned` was dropped: `task` did it."""

    task: Task
    span: Span
    assigned: Span
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """`task` uses `artifact`, and no path to it leaves it assigned.

    `gone` is set if it was assigned once; `known` are the names that are visible there.
    """

    task: Task
    access: Access
    use: Use
    gone: Gone | None
    known: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingInput:
    """The join `task` reads an artifact that none of the inputs it names has."""

    task: Task
    access: InputAccess
    known: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """The join `task` merges `artifacts`, each of which more than one of its inputs assigned.

    `assigned` is where they assign the first of them.
    """

    task: Task
    merge: Merge
    artifacts: tuple[str, ...]
    assigned: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """No step reads `artifacts`, which the same join dropped; `gone` is about the first of them."""

    artifacts: tuple[str, ...]
    gone: Gone


Fact = Missing | MissingInput | Conflict | Unread


def analyse(flow: Flow) -> tuple[Fact, ...]:
    """Return what is certainly wrong, or certainly useless, with the artifacts of `flow`."""
    walk = _Walk(flow)
    walk.block(flow.body, _Seen())
    return (*walk.facts, *walk.unread())


def never_assigned(draft: Flow) -> Iterator[Missing]:
    """Yield a fact for each certain read of an artifact that no step at all assigns.

    It needs no structure: `draft` may hold its steps one after another.
    """
    every = tuple(tasks(draft.body))
    if not draft.members_known or any(task.opaque for task in every):
        return
    assigned = {access.artifact for task in every for access in task.writes}
    assigned |= {task.catch.var for task in every if task.catch and task.catch.var}
    known = frozenset(assigned | _given(draft))
    for task in every:
        for read in task.reads:
            if read.certain and not read.optional and read.artifact not in known:
                yield Missing(
                    task=task, access=read, use=Use.READ, gone=None, known=known - INHERENT
                )


def _given(flow: Flow) -> set[str]:
    """Return what `self` has without any step assigning it."""
    names = {p.attribute for p in flow.parameters} | {c.attribute for c in flow.configs}
    return names | INHERENT | set(flow.members)


@dataclass(slots=True)
class _Value:
    """An artifact that may be visible: `certain` if it is on every path."""

    span: Span
    certain: bool
    writer: Task | None = None


@dataclass(slots=True)
class _Seen:
    """What a step can see when it starts; changed in place along a sequence of steps."""

    values: dict[str, _Value] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)
    open: bool = False

    def copy(self) -> _Seen:
        return _Seen(dict(self.values), dict(self.gone), self.open)


class _Walk:
    """Carries what is visible through the blocks, collecting facts."""

    def __init__(self, flow: Flow) -> None:
        self.facts: list[Fact] = []
        self.dropped: dict[str, Gone] = {}
        self.read: set[str] = set()
        self.opaque = not flow.members_known
        self.announced = frozenset(_announced(flow.body))
        self.given = _given(flow)

    def unread(self) -> list[Unread]:
        """Return the artifacts that were dropped without any step reading them."""
        if self.opaque:
            return []
        by_join: dict[str, list[str]] = {}
        for name, gone in self.dropped.items():
            if name not in self.read:
                by_join.setdefault(gone.task.name, []).append(name)
        return [Unread(artifacts=tuple(n), gone=self.dropped[n[0]]) for n in by_join.values()]

    def block(self, block: Block, seen: _Seen) -> _Seen:
        """Walk `block`, whose first step sees `seen`; return what the step after it sees."""
        decider: Task | None = None
        for node in block:
            match node:
                case Task():
                    self._task(node, seen)
                case Parallel():
                    seen = self._parallel(node, seen)
                case Map():
                    seen = self._map(node, seen, decider)
                case Choice():
                    seen = self._choice(node, seen, decider)
                case Loop():
                    seen = self._loop(node, seen)
                case _:
                    assert_never(node)
            decider = last_task(node)
        return seen

    def _task(self, task: Task, seen: _Seen) -> None:
        for read in task.reads:
            self.read.add(read.artifact)
            if (task.name, read.artifact) not in self.announced:
                self._want(task, read, Use.READ, seen)
        for deleted in task.deletes:
            self._want(task, deleted, Use.DELETE, seen)
            _delete(task, deleted, seen)
        _assign(task, seen)
        self.opaque |= task.opaque

    def _want(self, task: Task, access: Access, use: Use, seen: _Seen) -> None:
        name = access.artifact
        if access.optional or name in self.given or name in seen.values:
            return
        if seen.open or self.opaque:
            return
        self.facts.append(
            Missing(
                task=task,
                access=access,
                use=use,
                gone=seen.gone.get(name),
                known=frozenset(seen.values) | self.given - INHERENT,
            )
        )

    def _parallel(self, node: Parallel, seen: _Seen) -> _Seen:
        ends = [self.block(arm, seen.copy()) for arm in node.arms]
        names = [_end_name(arm) for arm in node.arms]
        return self._join(node.join, ends, names, seen)

    def _map(self, node: Map, seen: _Seen, decider: Task | None) -> _Seen:
        if node.over and decider is not None:
            self._announce(decider, node.over, Use.FOREACH, node.span, seen)
        end = self.block(node.body, seen.copy())
        return self._join(node.join, [end, end], [_end_name(node.body)] * 2, seen)

    def _choice(self, node: Choice, seen: _Seen, decider: Task | None) -> _Seen:
        if decider is not None:
            self._announce(decider, node.on, Use.CONDITION, node.span, seen)
        return _either([self.block(arm.body, seen.copy()) for arm in node.arms])

    def _loop(self, node: Loop, seen: _Seen) -> _Seen:
        for task in tasks(node.body):
            for access in task.writes:
                seen.values.setdefault(access.artifact, _Value(access.span, False, task))
            seen.open |= task.opaque
        end = self.block(node.body, seen)
        decider = last_task(node)
        if decider is not None:
            self._announce(decider, node.on, Use.CONDITION, node.span, end)
        return end

    def _announce(self, task: Task, name: str, use: Use, span: Span, seen: _Seen) -> None:
        self.read.add(name)
        spans = [read.span for read in task.reads if read.artifact == name]
        access = Access(artifact=name, span=spans[-1] if spans else span)
        self._want(task, access, use, seen)

    def _join(self, join: Task, ends: list[_Seen], names: list[str | None], before: _Seen) -> _Seen:
        """Return what is visible after `join`, whose inputs see `ends`; `names` are their steps."""
        after = _Seen()
        for access in join.input_reads:
            self.read.add(access.artifact)
            self._want_input(join, access, ends, names)
        if join.merge is not None:
            self._merge(join, join.merge, ends, before, after)
        self._task(join, after)
        for end in ends:
            self._drop(join, end, after)
        return after

    def _want_input(
        self, join: Task, access: InputAccess, ends: list[_Seen], names: list[str | None]
    ) -> None:
        named = [e for e, n in zip(ends, names, strict=True) if access.step in (None, n)] or ends
        if self.opaque or access.optional or access.artifact in self.given:
            return
        if any(access.artifact in end.values or end.open for end in named):
            return
        known = frozenset(name for end in named for name in end.values)
        self.facts.append(MissingInput(task=join, access=access, known=known))

    def _merge(
        self, join: Task, merge: Merge, ends: list[_Seen], before: _Seen, after: _Seen
    ) -> None:
        after.open = any(end.open for end in ends)
        conflicts: dict[str, tuple[Span, ...]] = {}
        for name in {name: None for end in ends for name in end.values}:
            if merge.known and not _merged(merge, name):
                continue
            values = [end.values[name] for end in ends if name in end.values]
            certain = merge.known and any(value.certain for value in values)
            after.values[name] = _Value(values[0].span, certain, values[0].writer)
            changed = [v for v in values if v is not before.values.get(name)]
            if len(changed) > 1 and all(value.certain for value in changed):
                conflicts[name] = tuple(dict.fromkeys(value.span for value in changed))
        for access in join.writes:
            conflicts.pop(access.artifact, None)
        if merge.known and conflicts:
            names, assigned = tuple(conflicts), next(iter(conflicts.values()))
            self.facts.append(Conflict(task=join, merge=merge, artifacts=names, assigned=assigned))

    def _drop(self, join: Task, end: _Seen, after: _Seen) -> None:
        for name, value in end.values.items():
            if name in after.values:
                continue
            gone = Gone(task=join, span=join.span, assigned=value.span)
            after.gone.setdefault(name, gone)
            if value.writer is not None and value.writer.catch is None:
                self.dropped.setdefault(name, gone)
        for name, earlier in end.gone.items():
            if name not in after.values:
                after.gone.setdefault(name, earlier)


def _announced(block: Block) -> Iterator[tuple[str, str]]:
    """Yield (step, artifact) for what a step fans out over or decides by; the node checks it."""
    decider: Task | None = None
    for node in block:
        if isinstance(node, Loop):
            decider = last_task(node)
        if decider is not None and isinstance(node, Loop | Choice):
            yield decider.name, node.on
        if decider is not None and isinstance(node, Map):
            yield decider.name, node.over
        for inner in children(node):
            yield from _announced(inner)
        decider = last_task(node)


def _assign(task: Task, seen: _Seen) -> None:
    for access in task.writes:
        name = access.artifact
        certain = access.certain and task.catch is None
        if not certain and name in seen.values:
            continue
        seen.values[name] = _Value(access.span, certain, task)
        seen.gone.pop(name, None)
    if task.catch is not None and task.catch.var is not None:
        seen.values[task.catch.var] = _Value(task.catch.span, True, None)
    seen.open |= task.opaque


def _delete(task: Task, access: Access, seen: _Seen) -> None:
    value = seen.values.get(access.artifact)
    if value is None or not access.certain:
        return
    del seen.values[access.artifact]
    seen.gone[access.artifact] = Gone(
        task=task, span=access.span, assigned=value.span, deleted=True
    )


def _either(ends: list[_Seen]) -> _Seen:
    """Return what is visible after exactly one of several ways, of which each saw one of `ends`."""
    after = ends[0].copy()
    for end in ends[1:]:
        for name, value in end.values.items():
            mine = after.values.get(name)
            certain = mine is not None and mine.certain and value.certain
            if mine is None or mine.certain != certain:
                after.values[name] = _Value((mine or value).span, certain, (mine or value).writer)
        for name, mine in after.values.items():
            if mine.certain and name not in end.values:
                after.values[name] = _Value(mine.span, False, mine.writer)
        after.gone.update(end.gone)
        after.open |= end.open
    after.gone = {name: gone for name, gone in after.gone.items() if name not in after.values}
    return after


def _merged(merge: Merge, name: str) -> bool:
    return name in merge.include if merge.include else name not in merge.exclude


def _end_name(block: Block) -> str | None:
    task = last_task(block[-1]) if block else None
    return task.name if task is not None else None
