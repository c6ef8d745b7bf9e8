"""The IR as JSON and back, exactly, spans included; the format is versioned and has a schema.

{"format": "flowc.ir/1", "paths": ["train.py"], "flow": {"name": "TrainFlow", "body": [
    {"kind": "task", "name": "start", "span": [0, 8, 5, 8, 10]}, …]}}
"""

from __future__ import annotations

from dataclasses import MISSING
from typing import Any, assert_never

from compiler.ir.forms import Either, Field, Many, OneOf, Place, Plain, Record, Row, form
from compiler.ir.nodes import Flow
from compiler.records import dataclass
from compiler.source import NOWHERE, Span

FORMAT = "flowc.ir/1"

Json = Any
"""A value of JSON's types."""


def to_json(flow: Flow) -> dict[str, Json]:
    """Return `flow` in the format `flowc.ir/1`, made of JSON's types."""
    paths: dict[str, int] = {}
    body = _encode(Flow, flow, paths)
    return {"format": FORMAT, "paths": list(paths), "flow": body}


def from_json(data: Json) -> Flow:
    """Return the flow that `data` holds; raises ValueError, naming the place, if it holds none."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"format: expected {FORMAT!r}")
    unknown = sorted(data.keys() - {"format", "paths", "flow"})
    if unknown:
        raise ValueError(f"{unknown[0]}: no such field")
    paths = _decode(tuple[str, ...], data.get("paths", []), _Reader(place="paths", paths=()))
    flow = _decode(Flow, data.get("flow"), _Reader(place="flow", paths=paths))
    assert isinstance(flow, Flow)  # noqa: S101 - for the type checker
    return flow


def _encode(type_: Any, value: Any, paths: dict[str, int]) -> Json:
    match form(type_):
        case Plain():
            return value
        case OneOf():
            return str(value)
        case Many(item):
            return [_encode(item, part, paths) for part in value]
        case Row(items):
            return [_encode(item, part, paths) for item, part in zip(items, value, strict=True)]
        case Place():
            return _encode_span(value, paths)
        case Record(_, fields):
            return _encode_record(fields, value, paths)
        case Either(records, _):
            if value is None:
                return None
            found = _encode(type(value), value, paths)
            kinds = {cls: kind for kind, cls in records}
            return {"kind": kinds[type(value)], **found} if len(records) > 1 else found
        case never:
            assert_never(never)


def _encode_record(fields: tuple[Field, ...], value: Any, paths: dict[str, int]) -> dict[str, Json]:
    found = {}
    for field in fields:
        part = getattr(value, field.name)
        # Equality ignores spans, so it cannot say whether a record may be left out.
        if part is field.default:
            continue
        encoded = _encode(field.type, part, paths)
        if field.default is MISSING or encoded != _encode(field.type, field.default, {}):
            found[field.name] = encoded
    return found


def _encode_span(span: Span, paths: dict[str, int]) -> Json:
    if span == NOWHERE:
        return []
    place = paths.setdefault(span.path, len(paths))
    return [place, span.line, span.column, span.end_line, span.end_column]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Where in the document a value stands, and the table that its spans refer to."""

    place: str
    paths: tuple[str, ...]

    def at(self, step: str) -> _Reader:
        return _Reader(place=self.place + step, paths=self.paths)

    def wrong(self, expected: str) -> ValueError:
        return ValueError(f"{self.place}: expected {expected}")


def _decode(type_: Any, data: Json, reader: _Reader) -> Any:
    match form(type_):
        case Plain(types):
            return _decode_plain(types, data, reader)
        case OneOf(members):
            if data not in [str(member) for member in members]:
                raise reader.wrong("one of " + ", ".join(members))
            return members(data)
        case Many(item):
            parts = _decode_list(data, reader)
            return tuple(_decode(item, p, reader.at(f"[{i}]")) for i, p in enumerate(parts))
        case Row(items):
            parts = _decode_list(data, reader, len(items))
            pairs = zip(items, parts, strict=True)
            return tuple(_decode(t, p, reader.at(f"[{i}]")) for i, (t, p) in enumerate(pairs))
        case Place():
            return _decode_span(data, reader)
        case Record() as record:
            return _decode_record(record, data, reader)
        case Either() as either:
            return _decode_either(either, data, reader)
        case never:
            assert_never(never)


def _decode_plain(types: tuple[type, ...], data: Json, reader: _Reader) -> Any:
    if type(data) in types or (float in types and type(data) is int):
        return data
    raise reader.wrong(" or ".join(_WORDS[one] for one in types))


def _decode_list(data: Json, reader: _Reader, length: int | None = None) -> list[Json]:
    if not isinstance(data, list) or length not in (None, len(data)):
        raise reader.wrong("a list" if length is None else f"a list of {length}")
    return data


def _decode_span(data: Json, reader: _Reader) -> Span:
    if data == []:
        return NOWHERE
    parts = _decode_list(data, reader, 5)
    if not all(type(part) is int and part >= 0 for part in parts) or parts[0] >= len(reader.paths):
        raise reader.wrong("[path's number, line, column, end line, end column]")
    path, line, column, end_line, end_column = parts
    return Span(
        path=reader.paths[path],
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
    )


def _decode_record(record: Record, data: Json, reader: _Reader) -> Any:
    if not isinstance(data, dict):
        raise reader.wrong("an object")
    known = {field.name: field for field in record.fields}
    values = {}
    for name, part in data.items():
        if name not in known:
            raise ValueError(f"{reader.place}.{name}: no such field")
        values[name] = _decode(known[name].type, part, reader.at(f".{name}"))
    for field in record.fields:
        if field.default is MISSING and field.name not in values:
            raise ValueError(f"{reader.place}.{field.name}: missing")
    return record.cls(**values)


def _decode_either(either: Either, data: Json, reader: _Reader) -> Any:
    if data is None and either.optional:
        return None
    if not isinstance(data, dict):
        raise reader.wrong("an object")
    if len(either.records) == 1:
        return _decode(either.records[0][1], data, reader)
    kinds = dict(either.records)
    if data.get("kind") not in kinds:
        raise reader.at(".kind").wrong("one of " + ", ".join(kinds))
    rest = {name: part for name, part in data.items() if name != "kind"}
    return _decode(kinds[data["kind"]], rest, reader)


_WORDS = {
    str: "a text",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
