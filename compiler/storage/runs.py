"""Looks at the runs of a flow, and chooses those that may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.records import dataclass
from compiler.storage.references import MANIFEST
from runtime_shim import layout, records
from runtime_shim.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime_shim.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which runs may go, and how long nothing is touched; in seconds.

    A run goes if it is older than `older_than` and is not among the `keep` newest of its flow.
    What is None does not matter; if both are, no run goes.
    """

    grace: float
    older_than: float | None = None
    keep: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A run as it was seen: `active` is when anything of it was written last, but for its mark.

    `record` is None if it has none that can be read; then little is known of it.
    """

    name: str
    record: dict[str, Any] | None
    is_finished: bool
    is_marked: bool
    active: float
    bytes: int
    manifests: tuple[str, ...]

    @property
    def created(self) -> float:
        """Return when the run was created; when it was active last, if nobody knows."""
        return self.record["created"] if self.record else self.active

    @property
    def origin(self) -> str | None:
        """Return the run that this one resumes."""
        return self.record.get("origin") if self.record else None


def look(store: Store, flow: str) -> list[Seen]:
    """Return the runs of a flow, newest first."""
    folder = f"{layout.flow_key(flow)}/runs"
    found: dict[str, list[tuple[str, int, float]]] = {}
    for key, size, modified in store.walk(folder):
        run = key[len(folder) + 1 :].partition("/")[0]
        found.setdefault(layout.name_of(run), []).append((key, size, modified))
    known = _records(store, flow, list(found))
    runs = [_seen(flow, run, known.get(run), objects) for run, objects in found.items()]
    return sorted(runs, key=lambda run: (run.created, run.name), reverse=True)


def choose(runs: Sequence[Seen], policy: Policy, now: float) -> set[str]:
    """Return the names of the runs that may go; `runs` are all of the flow, newest first.

    Runs whose removal was begun go in any case. Runs that may still be at work stay, and so do
    those that an unfinished run resumes, which stays.
    """
    going = {
        run.name
        for place, run in enumerate(runs)
        if run.is_marked or (_is_wanted(run, place, policy, now) and not is_live(run, policy, now))
    }
    while needed := going & origins(runs, going):
        going -= needed
    return going


def origins(runs: Iterable[Seen], without: set[str]) -> set[str]:
    """Return the names of the runs that unfinished ones resume, other than those in `without`."""
    return {
        run.origin for run in runs if run.origin and not run.is_finished and run.name not in without
    }


def is_live(run: Seen, policy: Policy, now: float) -> bool:
    """Say whether a run may still be at work."""
    return not run.is_finished and now - run.active <= policy.grace


def _is_wanted(run: Seen, place: int, policy: Policy, now: float) -> bool:
    """Say whether the policy lets the run go that is at `place` among all, newest first."""
    if run.record is None or (policy.older_than is None and policy.keep is None):
        return False
    is_old = policy.older_than is None or now - run.created > policy.older_than
    return is_old and (policy.keep is None or place >= policy.keep)


def _records(store: Store, flow: str, runs: list[str]) -> dict[str, dict[str, Any]]:
    found = {}
    data = store.read_many([layout.run_record(flow, run) for run in runs])
    for run, text in zip(runs, data, strict=True):
        if text is None:
            continue
        try:
            record = records.parse(text, layout.run_record(flow, run))
        except StoreError:
            continue
        if isinstance(record.get("created"), int | float):
            found[run] = record
    return found


def _seen(
    flow: str, run: str, record: dict[str, Any] | None, objects: list[tuple[str, int, float]]
) -> Seen:
    keys = {key for key, _, _ in objects}
    mark = layout.removing_record(flow, run)
    end = str((record or {}).get("end") or "end")
    ends = {layout.ended_record(flow, run), layout.manifest(flow, run, end, layout.EMPTY_PATH)}
    return Seen(
        name=run,
        record=record,
        is_finished=not ends.isdisjoint(keys),
        is_marked=mark in keys,
        active=max((modified for key, _, modified in objects if key != mark), default=0),
        bytes=sum(size for _, size, _ in objects),
        manifests=tuple(sorted(key for key in keys if key.endswith(MANIFEST))),
    )
