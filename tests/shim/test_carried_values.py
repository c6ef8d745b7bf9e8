"""Values reach a task as they were, whatever the scheduler and the kubelet expand on the way."""

from __future__ import annotations

import json

import pytest

from runtime_shim.protocol import carry_json, changed, encode_parameter

TEXTS = [
    "{{x}}",
    "{{{{",
    "$(HOME)",
    "$$",
    "$$(",
    "$é",
    "\x07\x1b\x7f",
    "\U000e0001",
    "🦊",
    "{",
    "$",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_json_is_carried_without_what_would_be_changed(text: str) -> None:
    for value in (text, {text: [text, {"a": {}}]}):
        carried = carry_json(value)
        assert json.loads(carried) == value
        assert not changed().search(carried)


@pytest.mark.parametrize("text", ["world", "0123", "a\nb\tc", "🦊", "it's", '"', "true"])
def test_an_ordinary_text_travels_as_it_is(text: str) -> None:
    assert encode_parameter("str", text) == text


@pytest.mark.parametrize("text", ["null", '"quoted"', '""', *TEXTS[:8]])
def test_a_text_that_would_be_misread_travels_as_json(text: str) -> None:
    encoded = encode_parameter("str", text)
    assert encoded.startswith('"')
    assert json.loads(encoded) == text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("int", 3, "3"),
        ("bool", False, "false"),
        ("json", {"a": 1}, '{"a":1}'),
        ("str", None, "null"),
    ],
)
def test_other_types_travel_as_json(kind: str, value: object, text: str) -> None:
    assert encode_parameter(kind, value) == text
