"""The tags of runs: those that a run began with, and what people changed about them since.

A change is an empty object that is named after the tag: `+tag` added, `-tag` removed. An object of
one sign deletes the other's, so that the last change counts.
"""

from __future__ import annotations

from flowc.exception import MetaflowTaggingError
from runtime_shim import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from runtime_shim.store.base import Store

    Record = dict[str, Any]

_LONGEST = 500
"""Characters of a tag; its name in the store has to be one segment of a path."""
_LONGEST_SEGMENT = 250


class Changes:
    """Which runs of a flow have tags that people changed; listed once, if it is asked for."""

    def __init__(self, store: Store, flow: str) -> None:
        """List nothing yet."""
        self._store = store
        self._folder = f"{layout.flow_key(flow)}/tags"
        self._runs: frozenset[str] | None = None

    def has(self, run: str) -> bool:
        """Say whether the tags of `run` were changed."""
        if self._runs is None:
            self._runs = frozenset(self._store.children(self._folder))
        return f"{layout.segment(run)}/" in self._runs


def user_tags(store: Store, record: Record) -> frozenset[str]:
    """Return the tags of a run that people gave it."""
    tags = set(record["tags"])
    names = store.children(layout.tags_key(record["flow"], record["run"]))
    added = {layout.name_of(name[1:]) for name in names if name.startswith("+")}
    removed = {layout.name_of(name[1:]) for name in names if name.startswith("-")}
    return frozenset((tags | added) - removed)


def system_tags(record: Record) -> frozenset[str]:
    """Return the tags of a run that say whose it is and how it ran."""
    return frozenset(record["system_tags"])


def change_tags(
    store: Store, record: Record, remove: Iterable[str], add: Iterable[str]
) -> frozenset[str]:
    """Remove tags of a run, then add some; return the tags that it has after that.

    A tag that is to be removed and added stays. Raises MetaflowTaggingError for system tags that
    are to be removed, and for what can be no tag.
    """
    adding = _checked(add)
    removing = [tag for tag in _checked(remove) if tag not in adding]
    fixed = system_tags(record)
    kept = sorted(tag for tag in removing if tag in fixed)
    if kept:
        shown = ", ".join(f"`{tag}`" for tag in kept)
        raise MetaflowTaggingError(f"the system's own tags cannot be removed: {shown}")
    folder = layout.tags_key(record["flow"], record["run"])
    for tag in removing:
        _put(store, folder, "-", tag)
    for tag in adding:
        if tag not in fixed:
            _put(store, folder, "+", tag)
    return user_tags(store, record)


def _put(store: Store, folder: str, sign: str, tag: str) -> None:
    # The new object first: whoever is killed in between leaves both, and then a removal counts.
    other = "-" if sign == "+" else "+"
    store.write(f"{folder}/{sign}{layout.segment(tag)}", b"")
    store.delete(f"{folder}/{other}{layout.segment(tag)}")


def _checked(tags: Iterable[Any]) -> list[str]:
    if isinstance(tags, str):
        raise MetaflowTaggingError(f"expected a list of tags, not the text {tags!r}")
    found = list(dict.fromkeys(tags))
    for tag in found:
        if not isinstance(tag, str) or not tag:
            raise MetaflowTaggingError(f"{tag!r} is no tag: a tag is a text that is not empty")
        if len(tag) > _LONGEST or len(layout.segment(tag)) > _LONGEST_SEGMENT:
            raise MetaflowTaggingError(f"the tag `{tag[:40]}…` is too long")
    return found
