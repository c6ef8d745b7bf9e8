"""The JSON Schema of the configuration, made from the dataclasses of its settings."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from compiler.config.model import Settings

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_SCALARS = {str: "string", bool: "boolean", int: "integer", float: "number"}


def configuration_schema(targets: Mapping[str, type[Any]]) -> dict[str, Any]:
    """Return the schema of `flowc.toml`; `targets` has the class of each target's settings."""
    schema = _table(Settings)
    schema["properties"] |= {
        name: {"description": f"settings of the target {name}", **_table(kind)}
        for name, kind in targets.items()
    }
    return {"$schema": SCHEMA, "title": "flowc's configuration", **schema}


def _table(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {}
    for field in fields(kind):
        doc = field.metadata.get("doc")
        described = {"description": doc} if doc else {}
        properties[field.name] = {**described, **_type(hints[field.name])}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _type(wanted: Any) -> dict[str, Any]:
    origin = get_origin(wanted)
    if origin in (types.UnionType, Union):
        return _type(next(part for part in get_args(wanted) if part is not type(None)))
    if origin in (tuple, list):
        return _list(get_args(wanted)[0])
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _type(get_args(wanted)[1])}
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return {"enum": [member.value for member in wanted]}
    return {"type": _SCALARS[wanted]} if wanted in _SCALARS else {}


def _list(item: Any) -> dict[str, Any]:
    listed = {"type": "array", "items": _type(item)}
    return {"anyOf": [{"type": "string"}, listed]} if item is str else listed
