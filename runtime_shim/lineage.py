"""Finds the tasks that a task's inputs are, from its sources, its path and what the store has.

    train   --from ^start    --at 2      →  start/0, and a frame: item 2 of what `start` announced
    join    --from train*~               →  of every item of `train`, the last iteration

Nothing is listed: items are counted by the frame that each of them carries, and iterations, which
leave no gap, are searched for by halves.
"""

from __future__ import annotations

from runtime_shim import layout, records
from runtime_shim.errors import InputsMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.protocol import Alternatives, Sources
    from runtime_shim.store.base import Store

    Manifest = dict[str, Any]
    Path = tuple[str, ...]


class Results:
    """The manifests of one run's tasks, each read once."""

    def __init__(self, store: Store, flow: str, run: str) -> None:
        """Start without any."""
        self._store = store
        self.flow = flow
        self.run = run
        self._known: dict[str, Manifest] = {}

    def _key(self, step: str, path: Path) -> str:
        return layout.manifest(self.flow, self.run, step, ".".join(path))

    def get(self, step: str, path: Path) -> Manifest | None:
        """Return the manifest of a task, None if it is not done."""
        return self.get_many(step, [path])[0]

    def get_many(self, step: str, paths: Sequence[Path]) -> list[Manifest | None]:
        """Return the manifest of each task of `step`, None for those that are not done."""
        keys = [self._key(step, path) for path in paths]
        unknown = [key for key in keys if key not in self._known]
        for key, found in zip(unknown, records.read_manifests(self._store, unknown), strict=True):
            if found is not None:
                self._known[key] = found
        return [self._known.get(key) for key in keys]

    def exists(self, step: str, path: Path) -> bool:
        """Say whether a task is done."""
        key = self._key(step, path)
        return key in self._known or self._store.exists(key)


def find_inputs(sources: Sources, at: Path, results: Results) -> list[Manifest]:
    """Return the manifests of a task's inputs, in order; none for the first task of a run.

    Raises InputsMissing, naming the steps and the path, if one of them is not done.
    """
    found: list[Manifest] = []
    for alternatives in sources:
        if all(source.marks.startswith("*") for source in alternatives):
            found += _items(alternatives, at, results)
        else:
            found += _first(alternatives, at, results)
    return found


def _first(alternatives: Alternatives, at: Path, results: Results) -> list[Manifest]:
    for source in alternatives:
        manifest = _follow(source.step, source.marks, at[: len(at) - source.ups], results)
        if manifest is not None:
            return [manifest]
    if all("-" in source.marks for source in alternatives) and at[-1:] == ("~0",):
        return []
    raise _missing(alternatives, at, results)


def _items(alternatives: Alternatives, at: Path, results: Results) -> list[Manifest]:
    first = _item(alternatives, (*at, "0"), results)
    count = first["frames"][_maps(at)]["count"]
    paths = [(*at, str(number)) for number in range(count)]
    known: list[Manifest | None] = [None] * count
    if alternatives[0].marks == "*":
        known = results.get_many(alternatives[0].step, paths)
    return [
        manifest or _item(alternatives, path, results)
        for manifest, path in zip(known, paths, strict=True)
    ]


def _item(alternatives: Alternatives, path: Path, results: Results) -> Manifest:
    for source in alternatives:
        manifest = _follow(source.step, source.marks[1:], path, results)
        if manifest is not None:
            return manifest
    raise _missing(alternatives, path, results)


def _follow(step: str, marks: str, at: Path, results: Results) -> Manifest | None:
    for place, mark in enumerate(marks):
        if mark == "-":
            iteration = int(at[-1].removeprefix("~"))
            if iteration == 0:
                return None
            at = (*at[:-1], f"~{iteration - 1}")
        else:
            last = _last_iteration(step, at, marks.count("~", place + 1), results)
            if last is None:
                return None
            at = (*at, f"~{last}")
    return results.get(step, at)


def _last_iteration(step: str, at: Path, inner: int, results: Results) -> int | None:
    """Return the number of the last iteration of a loop at `at`, with `inner` loops inside."""

    def ran(number: int) -> bool:
        return results.exists(step, (*at, f"~{number}", *("~0",) * inner))

    if not ran(0):
        return None
    low, high = 0, 1
    while ran(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if ran(middle) else (low, middle)
    return low


def frames_of(at: Path, inputs: Sequence[Manifest]) -> list[dict[str, Any]]:
    """Return the frames of the maps around the task at `at`, outermost first.

    They are those of its first input, as far as both are inside the same maps, and a new one if
    the input announced the map whose item this task begins.
    """
    if not inputs:
        return []
    parent = inputs[0]
    theirs = path_of(parent)
    shared = 0
    while shared < min(len(at), len(theirs)) and at[shared] == theirs[shared]:
        shared += 1
    kept = parent["frames"][: _maps(at[:shared])]
    begun = [segment for segment in at[shared:] if not segment.startswith("~")]
    return [*kept, *(_new_frame(parent, int(segment)) for segment in begun)]


def _new_frame(parent: Manifest, index: int) -> dict[str, Any]:
    announced, count = parent["items"], parent["splits"]
    if announced is None or count is None:
        raise InputsMissing(f"the task `{parent['step']}/{parent['task']}` announced no items")
    if index >= count:
        raise InputsMissing(
            f"the task `{parent['step']}/{parent['task']}` announced {count} items: "
            f"there is no item {index}"
        )
    return {"step": parent["step"], **announced, "index": index, "count": count}


def path_of(manifest: Manifest) -> Path:
    """Return the segments of a task's path.

    The empty path is written `0`, as is that of the first item of a map, which has a frame.
    """
    if not manifest["frames"] and manifest["task"] == layout.EMPTY_PATH:
        return ()
    return tuple(manifest["task"].split("."))


def _maps(path: Path) -> int:
    """Return how many maps a path leads into; its other segments are loops."""
    return sum(not segment.startswith("~") for segment in path)


def _missing(alternatives: Alternatives, at: Path, results: Results) -> InputsMissing:
    names = " or ".join(f"`{name}`" for name in dict.fromkeys(s.step for s in alternatives))
    where = f" at `{'.'.join(at)}`" if at else ""
    return InputsMissing(f"no task of {names}{where} is done in run `{results.run}`")
