"""Finds flows, runs, steps and tasks in a store, the newest first, and reads few of them."""

from __future__ import annotations

import re

from runtime_shim import layout, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from runtime_shim.store.base import Store

    Record = dict[str, Any]

_FIRST_PAGE, _PAGES_GROW = 64, 16
"""Names of a first listing; folders are listed as a whole each time, so there are few pages."""
_MOST_AT_ONCE = 64
"""Records that are read together at most."""
_ATTEMPT = re.compile(r"(\d+)\.(?:start|failed|log)\b")
_PATH = re.compile(r"~?\d+(?:\.~?\d+)*", re.ASCII)
_BETWEEN = re.compile(r"[,|*]+")


def flows(store: Store) -> list[str]:
    """Return the names of the flows that have runs, in order."""
    folders = [layout.name_of(name[:-1]) for name in store.children("") if name.endswith("/")]
    return [flow for flow in folders if store.children(layout.recent_key(flow), most=1)]


def run_names(store: Store, flow: str) -> Iterator[str]:
    """Yield the runs that are listed, newest first; the record of some may be gone."""
    after, size = "", _FIRST_PAGE
    while True:
        names = store.children(layout.recent_key(flow), after, size)
        for name in names:
            inverted, _, run = name.partition("-")
            if inverted.isdecimal() and run:
                yield layout.name_of(run)
        if len(names) < size:
            return
        after, size = names[-1], size * _PAGES_GROW


def runs(store: Store, flow: str) -> Iterator[Record]:
    """Yield the records of a flow's runs, newest first; one is read, then two, then four …"""
    names = run_names(store, flow)
    size = 1
    while True:
        batch = [name for _, name in zip(range(size), names, strict=False)]
        if not batch:
            return
        found = records.read_many(store, [layout.run_record(flow, run) for run in batch])
        yield from (record for record in found if record is not None)
        size = min(size * 2, _MOST_AT_ONCE)


def run(store: Store, flow: str, name: str) -> Record | None:
    """Return the record of a run, None if there is none."""
    return records.read(store, layout.run_record(flow, name))


def has_runs(store: Store, flow: str) -> bool:
    """Say whether the store lists a run of `flow`."""
    return bool(store.children(layout.recent_key(flow), most=1))


def steps(store: Store, record: Record) -> list[str]:
    """Return the steps of a run that began, the last of the flow first.

    That is the order of their beginning, newest first, for every flow without branches.
    """
    folder = f"{layout.run_key(record['flow'], record['run'])}/tasks"
    there = {layout.name_of(name[:-1]) for name in store.children(folder) if name.endswith("/")}
    return in_order(record, there)[::-1]


def in_order(record: Record, names: Iterable[str]) -> list[str]:
    """Return names of steps in the order of the flow, as a run's record has it."""
    order = {step["name"]: place for place, step in enumerate(record.get("steps", ()))}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def tasks(store: Store, record: Record, step: str) -> list[str]:
    """Return the paths of a step's tasks that began: the last item and iteration first."""
    folder = layout.step_key(record["flow"], record["run"], step)
    there = [name[:-1] for name in store.children(folder) if name.endswith("/")]
    return sorted(filter(is_path, there), key=path_order, reverse=True)


def is_path(name: str) -> bool:
    """Say whether `name` can be the path of a task."""
    return _PATH.fullmatch(name) is not None


def path_order(path: str) -> tuple[int, ...]:
    """Return what sorts paths of tasks by the numbers of their items and iterations."""
    return tuple(int(segment.lstrip("~")) for segment in path.split("."))


def attempts(names: Sequence[str]) -> list[int]:
    """Return the ordinals of a task's attempts, from the names in its folder."""
    return sorted({int(found[1]) for name in names if (found := _ATTEMPT.match(name))})


def step_links(record: Record) -> dict[str, list[str]] | None:
    """Return the steps that each step may lead to; None if the run's record does not say."""
    steps = record.get("steps", ())
    if any("to" not in step for step in steps) or not steps:
        return None
    return {step["name"]: [*filter(None, _BETWEEN.split(step["to"] or ""))] for step in steps}


def links_of(store: Store, record: Record) -> dict[str, list[str]]:
    """Return the steps that each step leads to, among those that began.

    A run's record says it if flowc's own scheduler made it; else it is seen from the tasks' inputs.
    """
    began = steps(store, record)[::-1]
    links = step_links(record)
    if links is not None:
        return {name: [to for to in links.get(name, []) if to in began] for name in began}
    seen: dict[str, list[str]] = {name: [] for name in began}
    for name in began:
        for _, inputs in inputs_of(store, record, name, tasks(store, record, name)):
            for source in {path.partition("/")[0] for path in inputs}:
                if name not in seen.setdefault(source, []):
                    seen[source].append(name)
    return seen


def followers(store: Store, record: Record, step: str, task: str) -> Iterator[str]:
    """Yield "step/task" of the tasks of a run that have a task among their inputs."""
    links = step_links(record)
    candidates = steps(store, record)[::-1] if links is None else links.get(step, [])
    for name in candidates:
        paths = [path for path in tasks(store, record, name)[::-1] if may_follow(task, path)]
        for path, inputs in inputs_of(store, record, name, paths):
            if f"{step}/{task}" in inputs:
                yield f"{name}/{path}"


def inputs_of(
    store: Store, record: Record, step: str, tasks: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each of `tasks` with its inputs; those that are not done say them when they begin."""
    for start in range(0, len(tasks), _MOST_AT_ONCE):
        some = tasks[start : start + _MOST_AT_ONCE]
        folders = [layout.task_key(record["flow"], record["run"], step, task) for task in some]
        found = records.read_many(store, [f"{folder}/done.json" for folder in folders])
        left = [place for place, manifest in enumerate(found) if manifest is None]
        began = records.read_many(store, [f"{folders[place]}/0.start.json" for place in left])
        for place, beginning in zip(left, began, strict=True):
            found[place] = beginning
        for task, known in zip(some, found, strict=True):
            yield task, known["inputs"] if known else []


def may_follow(task: str, other: str) -> bool:
    """Say whether a task at the path `other` can have one at the path `task` among its inputs.

    Two items of the same map never follow each other. The empty path is written as that of item 0.
    """
    if layout.EMPTY_PATH in (task, other):
        return True
    for mine, theirs in zip(task.split("."), other.split("."), strict=False):
        if mine != theirs:
            return mine.startswith("~") or theirs.startswith("~")
    return True


class Manifests:
    """The manifests of a step's tasks; many are read when the first of them is asked for."""

    def __init__(self, store: Store, record: Record, step: str, tasks: Sequence[str]) -> None:
        """Read nothing yet."""
        self._store = store
        self._keys = {
            task: layout.manifest(record["flow"], record["run"], step, task) for task in tasks
        }
        self._known: dict[str, Record] = {}
        self._asked: set[str] = set()

    def get(self, task: str) -> Record | None:
        """Return the task's manifest, None if it is not done."""
        if task not in self._known:
            self._read(task)
        return self._known.get(task)

    def _read(self, task: str) -> None:
        # What is not done yet is looked for again, alone, each time it is asked for.
        wanted = [task]
        if task not in self._asked:
            order = list(self._keys)
            place = order.index(task)
            near = order[place : place + _MOST_AT_ONCE]
            wanted = [name for name in near if name not in self._asked]
        found = records.read_many(self._store, [self._keys[name] for name in wanted])
        self._asked.update(wanted)
        self._known |= {n: f for n, f in zip(wanted, found, strict=True) if f is not None}
