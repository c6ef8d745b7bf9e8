"""A flow and its runs, the newest first; and all flows of a store."""

from __future__ import annotations

from flowc.client import reading
from flowc.client.objects import MetaflowObject, local_time
from flowc.client.run import Run
from flowc.client.scope import Scope, current_scope
from flowc.client.tags import Changes
from flowc.exception import MetaflowNamespaceMismatch
from runtime_shim import layout, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_SHOWN = 100
_MOST_AT_ONCE = 16


class Flow(MetaflowObject[Run]):
    """A flow that has runs; iterating gives those in the namespace, the newest first."""

    _kind = "Flow"
    _depth = 1

    def _find(self) -> None:
        # A run in the namespace answers both questions: long lists are looked through once.
        name, store = self._scope.namespace, self._scope.store
        if name is not None and self._is_seen(name):
            return
        if not reading.has_runs(store, self.id):
            raise self._missing(reading.flows(store))
        if name is not None:
            raise MetaflowNamespaceMismatch(
                f"{self} has no run in the namespace `{name}`: "
                f"`namespace(None)` makes the runs of everybody visible"
            )

    def _check_namespace(self) -> None:
        return

    def _is_seen(self, namespace: str | None) -> bool:
        if namespace is None:
            return True
        other = Flow._make(Scope(self._scope.store, namespace), self._parts)
        return other.latest_run is not None

    @property
    def parent(self) -> None:
        """Return None: a flow is below nothing."""
        return None

    @property
    def origin_pathspec(self) -> None:
        """Return None: flows are not taken over from others."""
        return None

    def _names(self) -> list[str]:
        names = reading.run_names(self._scope.store, self.id)
        return [name for _, name in zip(range(_SHOWN), names, strict=False)]

    def _children(self) -> Iterator[Run]:
        changes = Changes(self._scope.store, self.id)
        for record in reading.runs(self._scope.store, self.id):
            made = self._run(record["run"])
            made._known, made._changes = record, changes
            if made._is_seen(self._scope.namespace):
                yield made

    def _child(self, name: str) -> Run | None:
        made = self._run(name)
        if not name or "/" in name or made._read() is None:
            return None
        made._check_namespace()
        return made

    def _run(self, name: str) -> Run:
        made = Run._make(self._scope, [*self._parts, name])
        made._parent = self
        return made

    def runs(self, *tags: str) -> Iterator[Run]:
        """Yield the runs that have all of `tags`, the newest first."""
        return (run for run in self._children() if run.tags.issuperset(tags))

    @property
    def latest_run(self) -> Run | None:
        """Return the newest run, None if there is none in the namespace."""
        return next(self._children(), None)

    @property
    def latest_successful_run(self) -> Run | None:
        """Return the newest run whose last step ran to its end."""
        runs = self._children()
        size = 1
        while True:
            some = [run for _, run in zip(range(size), runs, strict=False)]
            if not some:
                return None
            for run, ended in zip(some, self._ends(some), strict=True):
                if ended:
                    return run
            size = min(size * 2, _MOST_AT_ONCE)

    def _ends(self, runs: list[Run]) -> list[bool]:
        """Say of each run whether its last step ran to its end."""
        keys = [
            layout.manifest(self.id, run.id, run._record.get("end") or "end", layout.EMPTY_PATH)
            for run in runs
        ]
        found = records.read_many(self._scope.store, keys)
        return [end is not None and end["caught"] is None for end in found]

    @property
    def created_at(self) -> datetime:
        """Return when the first run that is still there was started."""
        entries = self._scope.store.children(layout.recent_key(self.id))
        return local_time(layout.run_of_entry(entries[-1])[1])

    def _repr_html_(self) -> str:
        from flowc.client.html import flow_html

        return flow_html(self)


def known_flow(name: str, scope: Scope) -> Flow:
    """Return a flow without asking whether the namespace has runs of it."""
    return Flow._make(scope, [name])


class Metaflow:
    """All flows of the store that have a run in the namespace."""

    def __init__(self, _scope: Scope | None = None) -> None:
        """Look into the store that counts."""
        self._scope = _scope or current_scope()

    @property
    def flows(self) -> list[Flow]:
        """Return the flows, in the order of their names."""
        return list(self)

    def __iter__(self) -> Iterator[Flow]:
        for name in reading.flows(self._scope.store):
            found = Flow._make(self._scope, [name])
            if found._is_seen(self._scope.namespace):
                yield found

    def __getitem__(self, name: str) -> Flow:
        return Flow(name, _scope=self._scope)

    def _ipython_key_completions_(self) -> list[str]:
        return [flow.id for flow in self]

    def __repr__(self) -> str:
        return "Metaflow()"
