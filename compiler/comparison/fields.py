"""The fields in which two documents differ, by their places.

spec.templates[name=train].container.image: pets:1 → pets:2
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


HIDDEN = "(not shown)"
# What flowc itself sets is no secret, but for the two variables that carry an author's.
_VARIABLE = re.compile(r"(^|\.)env\[name=(?!FLOWC_(?!ENV\]|DEFAULTS\]))[^\]]*\]\.value$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field whose value is another; None stands for none at all, or for null."""

    path: str
    before: Any = None
    after: Any = None


def differing_fields(before: object, after: object, path: str = "") -> Iterator[Field]:
    """Yield the innermost fields that differ; items of lists go by their names if all have one."""
    old, new = _fields(before), _fields(after)
    if old is None or new is None:
        if before != after:
            yield Field(path=path, before=before, after=after)
        return
    for key in dict.fromkeys([*old, *new]):
        yield from differing_fields(old.get(key), new.get(key), f"{path}{key}".lstrip("."))


def is_within(path: str, field: str) -> bool:
    """Say whether `path` is, or lies below, the field that a service calls `field`."""
    spelled = field.lstrip(".").replace('="', "=").replace('"]', "]")
    return path == spelled or path.startswith((f"{spelled}.", f"{spelled}["))


def concealed(path: str, value: Any) -> Any:
    """Return the value of a field with nothing in it that an environment variable is set to."""
    if value is not None and _VARIABLE.search(path):
        return HIDDEN
    match value:
        case dict():
            return {key: concealed(f"{path}.{key}", part) for key, part in value.items()}
        case list():
            names = (part.get("name") if isinstance(part, dict) else None for part in value)
            return [
                concealed(f"{path}[name={name}]", one)
                for name, one in zip(names, value, strict=True)
            ]
        case _:
            return value


def hidden_where_changed(before: Any, after: Any, path: str = "") -> Any:
    """Return `before` without what environment variables are set to, unless it is so in `after`.

    What somebody set on a service by hand may be a secret; what is deployed is in the flow's file.
    """
    if before == after:
        return before
    if _VARIABLE.search(path):
        return HIDDEN
    old, new = _fields(before), _fields(after) or {}
    match before:
        case dict():
            return {
                key: hidden_where_changed(part, new.get(f".{key}"), f"{path}.{key}")
                for key, part in before.items()
            }
        case list() if old is not None:
            return [hidden_where_changed(old[key], new.get(key), path + key) for key in old]
        case list():
            return concealed(path, before)
        case _:
            return before


def value_text(value: object) -> str:
    """Return the value of a field on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fields(value: object) -> Mapping[str, object] | None:
    """Return what a value consists of, by how it is written in a path; None if it is but one."""
    match value:
        case dict():
            return {f".{key}": part for key, part in value.items()}
        case list():
            names = [part.get("name") if isinstance(part, dict) else None for part in value]
            if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
                return None
            return {f"[name={n}]": one for n, one in zip(names, value, strict=True)}
        case _:
            return None
