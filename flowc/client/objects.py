"""What flows, runs, steps, tasks and artifacts have in common: a path, a parent, and children."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from flowc.client.scope import Scope, current_scope, get_namespace, store_at
from flowc.exception import (
    MetaflowChildNotFound,
    MetaflowInvalidPathspec,
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from runtime_shim.store.base import Store

C = TypeVar("C", bound="MetaflowObject[Any]")

_FORMS = {
    "Flow": "Flow('FlowName')",
    "Run": "Run('FlowName/RunID')",
    "Step": "Step('FlowName/RunID/StepName')",
    "Task": "Task('FlowName/RunID/StepName/TaskID')",
    "DataArtifact": "DataArtifact('FlowName/RunID/StepName/TaskID/ArtifactName')",
}


class MetaflowObject(Generic[C]):
    """An object of the store, at a path such as `TrainFlow/12/train/0`.

    It is seen in the namespace that counted when it was made, and its children with it. `attempt`
    is that of a task, or of an artifact; None means the last.
    """

    _kind = ""
    _depth = 0
    _parent: MetaflowObject[Any] | None = None

    def __init__(
        self,
        pathspec: str,
        attempt: int | None = None,
        *,
        _scope: Scope | None = None,
        _namespace_check: bool = True,
    ) -> None:
        """Find the object; raises MetaflowNotFound or MetaflowNamespaceMismatch."""
        parts = str(pathspec).split("/")
        if len(parts) != self._depth or not all(parts):
            expected = _FORMS[self._kind]
            raise MetaflowInvalidPathspec(f"expected {expected}, found {self._kind}({pathspec!r})")
        scope = _scope or current_scope()
        self._place(scope if _namespace_check else scope.everything(), parts, _number(attempt))
        self._find()
        self._check_namespace()

    def _place(self, scope: Scope, parts: list[str], attempt: int | None) -> None:
        self._scope = scope
        self._parts = parts
        self._attempt = attempt
        self.id = parts[-1]

    @classmethod
    def _make(cls, scope: Scope, parts: list[str], attempt: int | None = None) -> Self:
        """Return the object at a path that is known to exist, in the namespace that counts."""
        made = cls.__new__(cls)
        made._place(scope, parts, attempt)
        return made

    def _find(self) -> None:
        """Raise MetaflowNotFound unless the object exists."""
        raise NotImplementedError

    def _missing(self, near: Iterable[str] = ()) -> MetaflowNotFound:
        hint = suggestion(self.id, near)
        return MetaflowNotFound(f"{self} does not exist in {self._scope.store.url}{hint}")

    def _check_namespace(self) -> None:
        name = self._scope.namespace
        if not self._is_seen(name):
            raise MetaflowNamespaceMismatch(
                f"{self} is not in the namespace `{name}`: "
                f"`namespace(None)` makes the runs of everybody visible"
            )

    def _is_seen(self, namespace: str | None) -> bool:
        if namespace is None or namespace in self.system_tags:
            return True
        return namespace in self.user_tags

    def _children(self) -> Iterator[C]:
        raise NotImplementedError

    def _child(self, name: str) -> C | None:
        """Return the child called `name`, None if there is none."""
        raise NotImplementedError

    def _names(self) -> list[str]:
        """Return the names of all children."""
        return [child.id for child in self._children()]

    def __iter__(self) -> Iterator[C]:
        return self._children()

    def __getitem__(self, name: str) -> C:
        """Return the child called `name`; raises KeyError, which says what there is instead."""
        found = self._child(str(name))
        if found is None:
            hint = suggestion(str(name), self._names())
            place = self._scope.store.url
            raise MetaflowChildNotFound(f"{self} has no `{name}` in {place}{hint}")
        return found

    def __contains__(self, name: str) -> bool:
        return self._child(str(name)) is not None

    def _ipython_key_completions_(self) -> list[str]:
        return self._names()

    @property
    def parent(self) -> MetaflowObject[Any] | None:
        """Return the object that this is below, None for a flow."""
        raise NotImplementedError

    @property
    def pathspec(self) -> str:
        """Return the path: what the constructor takes."""
        return "/".join(self._parts)

    @property
    def path_components(self) -> list[str]:
        """Return the parts of the path."""
        return list(self._parts)

    @property
    def tags(self) -> frozenset[str]:
        """Return the tags of the run that this belongs to, the system's and people's."""
        return self.system_tags | self.user_tags

    @property
    def user_tags(self) -> frozenset[str]:
        """Return the tags that people gave the run."""
        return frozenset() if self.parent is None else self.parent.user_tags

    @property
    def system_tags(self) -> frozenset[str]:
        """Return the tags that say whose the run is and how it ran."""
        return frozenset() if self.parent is None else self.parent.system_tags

    def is_in_namespace(self) -> bool:
        """Say whether this is in the namespace that counts now."""
        return self._is_seen(get_namespace())

    def __repr__(self) -> str:
        attempt = "" if self._attempt is None else f", attempt={self._attempt}"
        return f"{self._kind}('{self.pathspec}'{attempt})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MetaflowObject) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, ...]:
        return self._kind, self._scope.store.url, self.pathspec, self._attempt

    def __reduce__(self) -> tuple[Any, ...]:
        # An artifact may be a run: it is looked for again where it was found.
        url, namespace = self._scope.store.url, self._scope.namespace
        return _found_again, (type(self), self.pathspec, self._attempt, url, namespace)


def _found_again(
    kind: type[MetaflowObject[Any]],
    pathspec: str,
    attempt: int | None,
    url: str,
    namespace: str | None,
) -> MetaflowObject[Any]:
    return kind(pathspec, attempt, _scope=Scope(store_at(url), namespace))


def store_of(found: MetaflowObject[Any]) -> Store:
    """Return the store that an object was found in."""
    return found._scope.store


def _number(attempt: int | None) -> int | None:
    if attempt is None:
        return None
    try:
        number = int(attempt)
    except (TypeError, ValueError):
        raise MetaflowNotFound(f"an attempt is a number from 0, not {attempt!r}") from None
    if number < 0:
        raise MetaflowNotFound(f"an attempt is a number from 0, not {number}")
    return number


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return words that name what was probably meant, "" if nothing comes near."""
    known = list(names)
    if not known:
        return ""
    from difflib import get_close_matches

    lower = {other.lower(): other for other in known}
    close = get_close_matches(name.lower(), lower, n=1, cutoff=0.6)
    if close:
        return f"; did you mean `{lower[close[0]]}`?"
    listed = ", ".join(f"`{other}`" for other in known[:8])
    return f"; there is {listed}{', …' if len(known) > 8 else ''}"


def local_time(seconds: float) -> datetime:
    """Return a time as notebooks know it: of this machine's zone, without naming it."""
    return datetime.fromtimestamp(seconds)  # noqa: DTZ006 - compared with `datetime.now()`
