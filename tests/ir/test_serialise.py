"""The JSON of the IR: exact in both directions, described by its schema, strict about the rest."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from compiler.ir.nodes import Flow
from compiler.ir.schema import ir_schema
from compiler.ir.serialise import FORMAT, from_json, to_json
from compiler.source import NOWHERE, Span
from tests.ir.everything import EVERYTHING
from tests.ir.graphs import block
from tests.strategies import flow_of, flows

VALIDATOR = jsonschema.Draft202012Validator(ir_schema())


def test_a_flow_is_the_same_after_being_written_and_read() -> None:
    data = json.loads(json.dumps(to_json(EVERYTHING)))
    read = from_json(data)
    assert read == EVERYTHING
    assert _spans(read) == _spans(EVERYTHING)
    assert to_json(read) == data


def test_spans_survive_where_a_setting_says_nothing_else() -> None:
    span = Span(path="f.py", line=1, column=2, end_line=3, end_column=4)
    data = to_json(flow_of(block("start end")))
    data["paths"] = ["f.py"]
    data["flow"]["body"][0] = {
        "kind": "task",
        "name": "start",
        "compute": {"span": [0, 1, 2, 3, 4]},
    }
    task = from_json(data).body[0]
    assert _spans(task)[0] == span


def test_what_is_written_is_small() -> None:
    data = to_json(flow_of(block("start end")))
    assert data["flow"]["body"] == [
        {"kind": "task", "name": "start"},
        {"kind": "task", "name": "end"},
    ]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(ir_schema())


def test_the_schema_accepts_what_is_written() -> None:
    VALIDATOR.validate(to_json(EVERYTHING))


@given(flows())
def test_random_flows_survive_and_fit_the_schema(flow: Flow) -> None:
    data = json.loads(json.dumps(to_json(flow)))
    assert from_json(data) == flow
    VALIDATOR.validate(data)


BROKEN: dict[str, tuple[Any, str]] = {
    "no object": ([], "format: expected 'flowc.ir/1'"),
    "another format": ({"format": "flowc.ir/2"}, "format: expected 'flowc.ir/1'"),
    "an unknown part": ({"format": FORMAT, "flows": []}, "flows: no such field"),
    "no flow": ({"format": FORMAT}, "flow: expected an object"),
    "no name": ({"format": FORMAT, "flow": {"body": []}}, "flow.name: missing"),
    "a field of another type": (
        {"format": FORMAT, "flow": {"name": 1}},
        "flow.name: expected a text",
    ),
    "an unknown field": (
        {"format": FORMAT, "flow": {"name": "F", "steps": []}},
        "flow.steps: no such field",
    ),
    "an unknown kind": (
        {"format": FORMAT, "flow": {"body": [{"kind": "step"}]}},
        "flow.body[0].kind: expected one of task, parallel, map, choice, loop",
    ),
    "an unknown field far inside": (
        {"format": FORMAT, "flow": {"body": [{"kind": "task", "retry": {"time": 3}}]}},
        "flow.body[0].retry.time: no such field",
    ),
    "true as a number": (
        {"format": FORMAT, "flow": {"body": [{"kind": "task", "retry": {"times": True}}]}},
        "flow.body[0].retry.times: expected an integer",
    ),
    "an unknown member": (
        {"format": FORMAT, "flow": {"parameters": [{"type": "date"}]}},
        "flow.parameters[0].type: expected one of str, int, float, bool, json, file",
    ),
    "a pair of three": (
        {"format": FORMAT, "flow": {"body": [{"kind": "task", "compute": {"labels": [["a"]]}}]}},
        "flow.body[0].compute.labels[0]: expected a list of 2",
    ),
    "a span of an unknown path": (
        {"format": FORMAT, "flow": {"span": [0, 1, 1, 1, 1]}},
        "flow.span: expected [path's number, line, column, end line, end column]",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_says_where_it_cannot_be_read(name: str) -> None:
    data, want = BROKEN[name]
    with pytest.raises(ValueError, match=f"^{re.escape(want)}$"):
        from_json(data)
    assert not VALIDATOR.is_valid(data)


def _spans(value: Any) -> list[Span]:
    """Return every span in `value`, in the order of the fields."""
    if isinstance(value, Span):
        return [value] if value != NOWHERE else []
    if isinstance(value, tuple):
        return [span for part in value for span in _spans(part)]
    if is_dataclass(value):
        return [span for field in fields(value) for span in _spans(getattr(value, field.name))]
    return []
