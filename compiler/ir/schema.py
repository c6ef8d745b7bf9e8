"""The JSON Schema (2020-12) of the IR's JSON, made from the same forms that read and write it."""

from __future__ import annotations

from dataclasses import MISSING
from typing import TYPE_CHECKING, Any, assert_never

from compiler.ir.forms import Either, Many, OneOf, Place, Plain, Record, Row, form
from compiler.ir.nodes import Flow
from compiler.ir.serialise import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

_TYPES: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}

_SPAN: Schema = {
    "description": "A place: the path's number in `paths`, line, column, end line, end column, "
    "counted from 1, the end exclusive; [] is no place.",
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "oneOf": [{"maxItems": 0}, {"minItems": 5, "maxItems": 5}],
}


def ir_schema() -> Schema:
    """Return the schema of what `to_json` returns."""
    records: dict[str, Schema] = {}
    flow = _schema(Flow, records)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The intermediate representation of a flow",
        "type": "object",
        "required": ["format", "flow"],
        "properties": {
            "format": {"const": FORMAT},
            "paths": {"type": "array", "items": {"type": "string"}},
            "flow": flow,
        },
        "additionalProperties": False,
        "$defs": {"Span": _SPAN, **dict(sorted(records.items()))},
    }


def _schema(type_: Any, records: dict[str, Schema]) -> Schema:
    match form(type_):
        case Plain(types):
            names = [_TYPES[one] for one in types]
            return {"type": names[0] if len(names) == 1 else names}
        case OneOf(members):
            return {"enum": [str(member) for member in members]}
        case Many(item):
            return {"type": "array", "items": _schema(item, records)}
        case Row(items):
            columns = [_schema(item, records) for item in items]
            return {"type": "array", "prefixItems": columns, "minItems": len(items), "items": False}
        case Place():
            return {"$ref": "#/$defs/Span"}
        case Record() as record:
            return {**_reference(record, records), "unevaluatedProperties": False}
        case Either() as either:
            return _either(either, records)
        case never:
            assert_never(never)


def _reference(record: Record, records: dict[str, Schema]) -> Schema:
    name = record.cls.__name__
    if name not in records:
        records[name] = {}  # a record may contain itself
        records[name] = _record(record, records)
    return {"$ref": f"#/$defs/{name}"}


def _record(record: Record, records: dict[str, Schema]) -> Schema:
    found: Schema = {
        "description": (record.cls.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {field.name: _schema(field.type, records) for field in record.fields},
    }
    required = [field.name for field in record.fields if field.default is MISSING]
    return {**found, "required": required} if required else found


def _either(either: Either, records: dict[str, Schema]) -> Schema:
    if len(either.records) == 1:
        found = [_schema(either.records[0][1], records)]
    else:
        found = [
            {
                **_schema(cls, records),
                "properties": {"kind": {"const": kind}},
                "required": ["kind"],
            }
            for kind, cls in either.records
        ]
    none = [{"type": "null"}] if either.optional else []
    return {"oneOf": [*found, *none]} if len(found) + len(none) > 1 else found[0]
