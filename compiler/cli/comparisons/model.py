"""What is to be shown of one flow: what changes in it, in which objects, and what prevents it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.backends.deploying import Action
from compiler.comparison.compare import compare
from compiler.comparison.fields import hidden_where_changed
from compiler.comparison.summary import Summary
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from compiler.backends.base import Backend
    from compiler.backends.deploying import Change, Conflict
    from compiler.comparison.compare import Difference

    Summarise = Callable[[Sequence[Mapping[str, Any]]], Summary]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions of one flow: `changes` are objects of a service, or files.

    `title` names the flow, `place` says where the first version is, "" if that is no service.
    """

    title: str
    place: str = ""
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def pending(self) -> tuple[Change, ...]:
        """Return the objects that differ."""
        return tuple(one for one in self.changes if one.action is not Action.NONE)

    @property
    def has_changes(self) -> bool:
        """Say whether the versions differ in anything."""
        return bool(self.pending or self.differences)

    @property
    def conflicts(self) -> tuple[tuple[Change, Conflict], ...]:
        """Return what others have set, each with the object."""
        return tuple((one, conflict) for one in self.changes for conflict in one.conflicts)


def of_changes(title: str, place: str, changes: Sequence[Change], backend: Backend) -> Comparison:
    """Return what `changes` come to; `backend` says what its documents mean, if it can."""
    return Comparison(
        title=title,
        place=place,
        changes=tuple(map(_without_values, changes)),
        differences=differences_of(changes, backend),
    )


def differences_of(changes: Sequence[Change], backend: Backend) -> tuple[Difference, ...]:
    """Return what `changes` mean to the flow; nothing if `backend` cannot say."""
    summarise: Summarise | None = getattr(backend, "summary", None)
    if summarise is None:
        return ()
    before, after = zip(*(one.documents for one in changes), strict=True) if changes else ((), ())
    return compare(*(_summary(summarise, documents) for documents in (before, after)))


def _without_values(change: Change) -> Change:
    """Return `change` without what somebody has set variables to that flowc would not set so."""
    before, after = change.documents
    hidden = hidden_where_changed(before, after)
    if hidden == before:
        return change
    return replace(change, before=_text(hidden), after=_text(after), documents=(hidden, after))


def _text(document: Mapping[str, Any] | None) -> str:
    import yaml

    return "" if document is None else yaml.safe_dump(document, allow_unicode=True, width=1 << 20)


def _summary(summarise: Summarise, documents: Sequence[Mapping[str, Any] | None]) -> Summary:
    found = [one for one in documents if one is not None]
    return summarise(found) if found else Summary()
