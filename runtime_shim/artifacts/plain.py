"""Which values are kept as JSON in the record itself: small ones of JSON's own types.

[1, 2.5, "é", None, {"a": True}]      plain
nan, inf, 2**64, "\\ud800", (1, 2)     not: JSON has none of them, or readers differ
x = []; [x, x]                        not: the two would become two lists
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INLINE = 4 << 10
"""The most bytes that are kept in the record: of JSON's text, of a pickle, of `bytes`."""

# Beyond it readers that know only one kind of number (jq, JavaScript) round.
_INTEGER = 2**53
# Readers of deep JSON recurse.
_DEEP = 50


def plain_text(value: object) -> str | None:
    """Return the JSON text of `value`, None if it is not plain or not small."""
    if not _is_plain(value):
        return None
    text = json.dumps(value, separators=(",", ":"))
    return text if len(text) <= INLINE else None


def copied(value: Any) -> Any:
    """Return a copy of what JSON holds, so that changing one leaves the other as it is."""
    return json.loads(json.dumps(value)) if isinstance(value, list | dict) else value


def _is_plain(value: object) -> bool:
    level, room = [value], INLINE
    seen: set[int] = set()
    for _ in range(_DEEP):
        below: list[object] = []
        for item in level:
            kind = type(item)
            if kind is list or kind is dict:
                if id(item) in seen or not _unfold(item, below, room):
                    return False
                seen.add(id(item))
            elif not _is_scalar(item, room):
                return False
            room -= 1
        if not below:
            return room >= 0
        level = below
    return False


def _unfold(item: Any, below: list[object], room: int) -> bool:
    """Append what a container holds to `below`; say whether there is room, and keys are texts."""
    if len(item) + len(below) > room:
        return False
    if type(item) is list:
        below.extend(item)
        return True
    below.extend(item.values())
    return all(type(key) is str and _is_scalar(key, room) for key in item)


def _is_scalar(item: Any, room: int) -> bool:
    kind = type(item)
    if kind is str:
        return _is_text(item, room)
    if kind is int:
        return bool(-_INTEGER <= item <= _INTEGER)
    if kind is float:
        return bool(item - item == 0)
    return item is None or kind is bool


def _is_text(item: str, room: int) -> bool:
    """Say whether there are no surrogates, of which two that follow each other become one."""
    if len(item) > room or item.isascii():
        return len(item) <= room
    try:
        item.encode()
    except UnicodeEncodeError:
        return False
    return True
