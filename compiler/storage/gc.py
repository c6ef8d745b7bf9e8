"""Removes from a store what nobody needs: old runs, and blobs that no run refers to.

It may be done while runs are at work. Why it takes nothing from them:

1. A blob goes only if no manifest refers to it and nobody has stored it for the grace period, a
   day unless it is said otherwise. The store does not let it go under the hands of who stores it
   again (`Store.remove_stale`), and whoever stores what is there, and not new, makes it new:
   touches it, or sends it again if it is older than half a day. So a task that does not see its
   blobs in a manifest yet, because it has not committed, finds them there when it does, if it
   commits within half a day of storing them; it does so at once.
   The manifests are read before the blobs are looked at: whoever commits in between has stored
   what it refers to within the grace period.
2. Blobs that a task takes over (`self.x` that it did not change, or a task that is cloned from
   another run) are not stored again. But they are referred to by the manifests of its own run, or
   of the run that it resumes, and 3 and 4 keep those.
3. A run that has not ended goes only if nothing of it was written for the grace period.
4. A run that an unfinished run resumes stays. Before a run is removed it is marked
   (`layout.removing_record`), and only then all runs are looked at again; a run that resumes
   another makes its own record, which names that one, and only then looks for the mark. So one of
   the two sees the other: the run stays, or the resumption is refused, or both.
5. What a manifest that cannot be read refers to nobody knows. While there is one, all blobs of its
   flow stay.

A removal that is killed leaves the mark, and the next one goes on with it: the mark and the run's
record are what is removed last. A run that resumed another does not miss it when it is gone: the
refs in the manifests of cloned tasks are complete, and blobs belong to the flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.records import dataclass
from compiler.storage.references import blobs_of, read_manifests
from compiler.storage.runs import Policy, Seen, choose, is_live, look, origins
from runtime_shim import layout, records
from runtime_shim.errors import StoreError
from runtime_shim.store.workers import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from compiler.storage.references import Blob
    from runtime_shim.store.base import Store

__all__ = ["Plan", "Policy", "Stored", "carry_out", "flows_of", "plan"]

_THREADS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An object, or all objects of a run: what it is called, its bytes, and when it was written."""

    name: str
    bytes: int
    modified: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What goes, or went, of a flow. `problems` says what kept more from going."""

    flow: str
    runs: tuple[Stored, ...] = ()
    blobs: tuple[Stored, ...] = ()
    leftovers: tuple[Stored, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """Return how many bytes it is together."""
        return sum(found.bytes for found in (*self.runs, *self.blobs, *self.leftovers))


def flows_of(store: Store) -> list[str]:
    """Return the names of the flows that a store has anything of."""
    folders = [name[:-1] for name in store.children("") if name.endswith("/")]
    return [layout.name_of(name) for name in folders if "runs/" in store.children(name)]


def plan(store: Store, flow: str, policy: Policy, now: float) -> Plan:
    """Return what may go of a flow; changes nothing. `now` is in seconds since 1970."""
    runs = look(store, flow)
    going = choose(runs, policy, now)
    staying = [run for run in runs if run.name not in going]
    blobs, problems = _unreferenced(store, flow, staying, now - policy.grace)
    return Plan(
        flow=flow,
        runs=tuple(_with_data(store, flow, run) for run in runs if run.name in going),
        blobs=tuple(blobs),
        leftovers=tuple(_leftovers(store, flow, now - policy.grace)),
        problems=tuple(problems),
    )


def carry_out(store: Store, planned: Plan, policy: Policy, now: float) -> Plan:
    """Remove what was planned, as far as it may still go; return what went."""
    flow, before = planned.flow, now - policy.grace
    gone = _remove_runs(store, planned, policy, now)
    # Looked at anew: the plan may have lain about for hours.
    blobs, problems = _unreferenced(store, flow, look(store, flow), before)
    by_key = {blob.name: blob for blob in blobs}
    removed = store.remove_stale(layout.blobs_key(flow), list(by_key), before)
    leftovers = list(_leftovers(store, flow, before))
    store.delete_many([found.name for found in leftovers])
    return Plan(
        flow=flow,
        runs=tuple(run for run in planned.runs if run.name in gone),
        blobs=tuple(by_key[key] for key in removed),
        leftovers=tuple(leftovers),
        problems=tuple(problems),
    )


def _remove_runs(store: Store, planned: Plan, policy: Policy, now: float) -> set[str]:
    """Remove the runs that nobody has begun to resume, or gone on with; return their names."""
    flow = planned.flow
    names = {run.name for run in planned.runs}
    marked = {run for run in names if _mark(store, flow, run)}
    runs = look(store, flow)
    needed = {run.name for run in runs if run.name in marked and is_live(run, policy, now)}
    while more := (names - needed) & origins(runs, names - needed):
        needed |= more
    for run in needed & marked:
        store.delete(layout.removing_record(flow, run))
    by_name = {run.name: run for run in runs}
    for run in sorted(names - needed):
        _remove_run(store, flow, by_name.get(run), run)
    return names - needed


def _mark(store: Store, flow: str, run: str) -> bool:
    """Say that a run is being removed; return whether nobody had said so before."""
    return records.create(store, layout.removing_record(flow, run), {"format": "flowc.removing/1"})


def _remove_run(store: Store, flow: str, seen: Seen | None, run: str) -> None:
    folder = layout.run_key(flow, run)
    if seen is not None and seen.record is not None:
        store.delete(layout.recent_entry(flow, run, seen.created))
    last = (layout.run_record(flow, run), layout.removing_record(flow, run))
    beside = (layout.tags_key(flow, run), layout.data_key(flow, run))
    keys = [key for place in (folder, *beside) for key, _, _ in store.walk(place)]
    store.delete_many([key for key in keys if key not in last])
    for key in last:
        store.delete(key)
    for place in (folder, *beside):
        store.prune(place)


def _with_data(store: Store, flow: str, run: Seen) -> Stored:
    data = sum(size for _, size, _ in store.walk(layout.data_key(flow, run.name)))
    return Stored(name=run.name, bytes=run.bytes + data, modified=run.created)


def _unreferenced(
    store: Store, flow: str, runs: Iterable[Seen], before: float
) -> tuple[list[Stored], list[str]]:
    """Return the blobs that no manifest of `runs` refers to, older than `before`; and problems."""
    blobs: dict[str, Blob] = {}
    problems = []
    for _, manifest in read_manifests(store, [key for run in runs for key in run.manifests]):
        if isinstance(manifest, StoreError):
            problems.append(f"{manifest}; all blobs of {flow} stay, because it may refer to them")
            continue
        blobs.update((blob["blob"], blob) for _, blob in blobs_of(manifest))
    if problems:
        return [], problems
    needed, problems = _keys(store, layout.blobs_key(flow), list(blobs.values()))
    unneeded = (
        Stored(name=key, bytes=size, modified=modified)
        for key, size, modified in store.walk(layout.blobs_key(flow))
        if key not in needed and modified < before
    )
    return sorted(unneeded, key=lambda blob: blob.name), problems


def _keys(store: Store, folder: str, blobs: Sequence[Blob]) -> tuple[set[str], list[str]]:
    """Return the keys of the objects of `blobs`, and of which of them that cannot be said."""

    def keys_of(blob: Blob) -> list[str] | StoreError:
        try:
            return store.blob_keys(folder, blob)
        except StoreError as error:
            return error

    needed: set[str] = set()
    problems = []
    for blob, found in zip(blobs, each(keys_of, blobs, _THREADS), strict=True):
        digest = blob["blob"]
        needed.add(f"{folder}/{digest[:2]}/{digest}")
        if isinstance(found, StoreError):
            problems.append(f"an artifact is lost: {found}")
        else:
            needed.update(found)
    return needed, problems


def _leftovers(store: Store, flow: str, before: float) -> Iterator[Stored]:
    for key, size, modified in store.leftovers(layout.flow_key(flow)):
        if modified < before:
            yield Stored(name=key, bytes=size, modified=modified)
