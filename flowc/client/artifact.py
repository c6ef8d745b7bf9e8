"""One artifact of a task, and all of them as attributes; each is loaded when it is asked for."""

from __future__ import annotations

from binascii import a2b_base64 as b64decode
from typing import Any

from flowc.client.objects import MetaflowObject, suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from flowc.client.task import Task

    Ref = dict[str, Any]


class DataArtifact(MetaflowObject[Any]):
    """A value that a task kept under a name."""

    _kind = "DataArtifact"
    _depth = 5

    def _find(self) -> None:
        self.parent._find()
        if self.id not in self.parent._refs():
            raise self._missing(self.parent._refs())

    @property
    def parent(self) -> Task:
        """Return the task that has the artifact."""
        from flowc.client.task import Task

        if not isinstance(self._parent, Task):
            self._parent = Task._make(self._scope, self._parts[:4], self._attempt)
        return self._parent

    @property
    def _ref(self) -> Ref:
        found: Ref = self.parent._refs()[self.id]
        return found

    @property
    def data(self) -> Any:
        """Return the value, which is loaded each time; raises ArtifactError if it cannot be."""
        from runtime_shim.artifacts.decode import load

        return load(self._scope.store, self._parts[0], self._ref, self.id, self.parent.pathspec)

    @property
    def sha(self) -> str:
        """Return the digest of the content as it is stored."""
        return digest(self._ref)

    @property
    def size(self) -> int:
        """Return how many bytes the content has as it is stored."""
        return size(self._ref)

    @property
    def type(self) -> str:
        """Return the name of the value's type."""
        return str(self._ref.get("type", ""))

    @property
    def created_at(self) -> datetime:
        """Return when the task was done."""
        at = self.parent.finished_at
        return self.parent.created_at if at is None else at

    @property
    def finished_at(self) -> datetime:
        """Return when the task was done."""
        return self.created_at

    @property
    def origin_pathspec(self) -> str | None:
        """Return the path of the artifact that this one was taken over from, if it was."""
        origin = self.parent.origin_pathspec
        return None if origin is None else f"{origin}/{self.id}"

    def _children(self) -> Iterator[Any]:
        return iter(())

    def _child(self, name: str) -> None:
        return None


class MetaflowData:
    """The artifacts of a task as attributes: `run.data.model`."""

    def __init__(self, owner: str, artifacts: Iterable[DataArtifact]) -> None:
        """Take the artifacts of the task `owner`."""
        self._owner = owner
        self._artifacts = {artifact.id: artifact for artifact in artifacts}

    def __getattr__(self, name: str) -> Any:
        """Load an artifact; raises AttributeError if there is none with that name."""
        known = {} if name == "_artifacts" else self._artifacts
        if name not in known:
            hint = suggestion(name, known)
            raise AttributeError(f"{self.__dict__.get('_owner')} has no artifact `{name}`{hint}")
        return known[name].data

    def __contains__(self, name: str) -> bool:
        return name in self._artifacts

    def __dir__(self) -> list[str]:
        return [*self._artifacts, *object.__dir__(self)]

    def __repr__(self) -> str:
        return f"<MetaflowData: {', '.join(self._artifacts)}>"

    def _repr_html_(self) -> str:
        from flowc.client.html import artifacts_html

        return artifacts_html(self._artifacts.values())


def digest(ref: Ref) -> str:
    """Return the digest of what a ref refers to: of its blob, or of the value inside of it."""
    import hashlib

    for kind in ("pickle", "bytes"):
        stored = ref.get(kind)
        if isinstance(stored, dict):
            return str(stored["blob"])
        if stored is not None:
            return hashlib.sha256(b64decode(stored)).hexdigest()
    return hashlib.sha256(_json(ref)).hexdigest()


def size(ref: Ref) -> int:
    """Return the bytes of what a ref refers to."""
    for kind in ("pickle", "bytes"):
        stored = ref.get(kind)
        if isinstance(stored, dict):
            return int(ref.get("size", sum(stored["parts"])))
        if stored is not None:
            return len(b64decode(stored))
    return len(_json(ref))


def _json(ref: Ref) -> bytes:
    import json

    return json.dumps(ref.get("json"), separators=(",", ":")).encode()
