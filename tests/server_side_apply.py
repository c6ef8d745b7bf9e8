"""Server-side apply over plain dictionaries: who set which field, and who may set it otherwise."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str, ...]
Manager = tuple[str, str]
"""A name, and "Apply" or "Update": one who applies is another than the same who updates."""

_NOT_FIELDS = ("apiVersion", "kind", "status")


class Conflicts(Exception):
    def __init__(self, found: list[tuple[Path, str]]) -> None:
        super().__init__(found)
        self.found = found


@dataclass
class Managed:
    """An object, and the managers of its fields; a list is one field, as in Argo's CRDs.

    With `is_atomic` the whole spec is one field: so it is in Argo's minimal CRDs.
    """

    is_atomic: bool = False
    live: dict[str, Any] = field(default_factory=dict)
    owners: dict[Path, set[Manager]] = field(default_factory=dict)

    def applied(self, document: dict[str, Any], manager: str, *, force: bool) -> Managed:
        """Return what it is after `manager` applied `document`."""
        me, wanted, new = (manager, "Apply"), self._fields(document), copy.deepcopy(self)
        mine = self._fields(self.live)
        conflicts = [
            (path, other)
            for path, value in wanted.items()
            if path in mine and mine[path] != value
            for other, _ in sorted(self.owners.get(path, set()) - {me})
        ]
        if conflicts and not force:
            raise Conflicts(conflicts)
        for path in [path for path, owners in new.owners.items() if me in owners]:
            if path not in wanted:
                new._disown(path, me)
        for path, value in wanted.items():
            changed = path not in mine or mine[path] != value
            new.owners[path] = {me} if changed else new.owners.get(path, set()) | {me}
            _set(new.live, path, copy.deepcopy(value))
        for name in ("apiVersion", "kind"):
            new.live.setdefault(name, document[name])
        return new

    def updated(self, live: dict[str, Any], manager: str) -> Managed:
        """Return what it is after `manager` made it `live`."""
        before, after = self._fields(self.live), self._fields(live)
        owners = {path: owners for path, owners in self.owners.items() if path in after}
        for path, value in after.items():
            if path not in before or before[path] != value:
                owners[path] = {(manager, "Update")}
        return Managed(self.is_atomic, copy.deepcopy(live), owners)

    def _disown(self, path: Path, me: Manager) -> None:
        self.owners[path] -= {me}
        if not self.owners[path]:
            del self.owners[path]
            _delete(self.live, path)

    def _fields(self, document: dict[str, Any]) -> dict[Path, Any]:
        found: dict[Path, Any] = {}
        for name, value in document.items():
            if name == "metadata":
                kept = {key: value[key] for key in ("labels", "annotations") if key in value}
                found |= _leaves(kept, ("metadata",))
            elif name not in _NOT_FIELDS:
                found |= {(name,): value} if self.is_atomic else _leaves(value, (name,))
        return found


def merged(live: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return `live` with a merge patch (RFC 7386)."""
    found = dict(live)
    for key, value in changes.items():
        if value is None:
            found.pop(key, None)
        elif isinstance(value, dict):
            there = found.get(key)
            found[key] = merged(there if isinstance(there, dict) else {}, value)
        else:
            found[key] = value
    return found


def _leaves(value: Any, path: Path) -> dict[Path, Any]:
    if not isinstance(value, dict) or not value:
        return {path: value}
    return {k: v for key, item in value.items() for k, v in _leaves(item, (*path, key)).items()}


def _set(document: dict[str, Any], path: Path, value: Any) -> None:
    for key in path[:-1]:
        document = document.setdefault(key, {})
    document[path[-1]] = value


def _delete(document: dict[str, Any], path: Path) -> None:
    for key in path[:-1]:
        document = document.get(key, {})
    document.pop(path[-1], None)
