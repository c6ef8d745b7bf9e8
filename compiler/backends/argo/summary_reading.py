"""Looks into documents that anybody may have written: what is not as expected is not there.

The minimal CRDs of Argo let anything into a cluster, whatever its type.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from compiler.comparison.words import json_words

Document = Mapping[str, Any]


def table(document: object, *path: str) -> Document:
    """Return the table at `path`, an empty one if there is none."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def listed(document: object, *path: str) -> list[Any]:
    """Return the list at `path`, an empty one if there is none."""
    *above, last = path
    found = table(document, *above).get(last)
    return found if isinstance(found, list) else []


def tables(document: object, *path: str) -> list[Document]:
    """Return the tables in the list at `path`."""
    return [one for one in listed(document, *path) if isinstance(one, dict)]


def texts(document: object, *path: str) -> list[str]:
    """Return the items of the list at `path` as texts."""
    return [value_text(one) for one in listed(document, *path)]


def text(document: Document, key: str) -> str:
    """Return what stands under `key` as text, "" if nothing does."""
    value = document.get(key)
    return "" if value is None else value_text(value)


def by_name(rows: list[Document], key: str) -> dict[str, str]:
    """Return the text under `key` of each row by the row's name: of parameters, of mounts."""
    return {text(row, "name"): text(row, key) for row in rows}


def value_text(value: object) -> str:
    """Return a value as text; what is none is JSON."""
    return value if isinstance(value, str) else json_words(value)


def parsed(value: str) -> Any:
    """Return the JSON in `value`, None if there is none."""
    try:
        return json.loads(value)
    except ValueError:
        return None
