"""Saves values in a store and loads them again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from runtime_shim import records
from runtime_shim.artifacts.decode import load
from runtime_shim.artifacts.encode import save

if TYPE_CHECKING:
    from runtime_shim.store.base import Store


def kept(store: Store, value: object) -> Any:
    """Return `value` as it is after it was saved, with its ref written into a record and read."""
    return load(store, "Flow", as_recorded(save(store, "Flow", value, "x")), "x", "Flow/1/a/0")


def as_recorded(ref: dict[str, Any]) -> dict[str, Any]:
    """Return a ref as it is read from a record; what other programs call JSON is enough for it."""
    text = records.dump(ref)
    json.loads(text, parse_constant=_not_json)
    return records.parse(text, "x")


def _not_json(word: str) -> None:
    raise AssertionError(f"{word} is not JSON")
