"""Texts become the values that parameters are declared to have, or are refused by name."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc import Config, FlowSpec, IncludeFile, JSONType, Parameter, config_expr
from runtime_shim.errors import CommandError
from runtime_shim.parameters import Context, declared, values
from runtime_shim.protocol import encode_parameter


def flow_with(**members: Any) -> type[Any]:
    """Return a flow with these parameters."""
    return type("F", (FlowSpec,), members)


def read(
    parameter: Any, text: Any = None, *, folder: str = "", configs: dict[str, Any] | None = None
) -> Any:
    """Return the value of a parameter called `p` that is given `text`, or nothing."""
    given_ = json.dumps({} if text is None else {"p": text})
    context = Context("F", "alice", folder, configs or {})
    ((_, value),) = values(flow_with(attribute=parameter), given_, context)
    return value


def refusal(parameter: Any, text: Any = None, **more: Any) -> str:
    with pytest.raises(CommandError) as raised:
        read(parameter, text, **more)
    return str(raised.value)


TYPED: dict[str, tuple[Any, str, Any]] = {
    "str": (Parameter("p", type=str), "5", "5"),
    "str of no type": (Parameter("p"), "true", "true"),
    "str, empty": (Parameter("p", type=str), "", ""),
    "str, quoted": (Parameter("p", type=str), '"null"', "null"),
    "str, quoted escapes": (Parameter("p", type=str), '"a\\u007b\\u007bb"', "a{{b"),
    "str, one quote": (Parameter("p", type=str), '"', '"'),
    "str, null": (Parameter("p", type=str), "null", None),
    "int": (Parameter("p", type=int), "-5", -5),
    "int by its default": (Parameter("p", default=1), "5", 5),
    "int, large": (Parameter("p", type=int), "9" * 50, int("9" * 50)),
    "int with an exponent": (Parameter("p", type=int), "1e3", 1000),
    "int, null": (Parameter("p", type=int, default=3), "null", None),
    "float": (Parameter("p", type=float), "5", 5.0),
    "float by its default": (Parameter("p", default=0.5), "1e-3", 0.001),
    "float, infinite": (Parameter("p", type=float), "Infinity", math.inf),
    "bool": (Parameter("p", type=bool), "true", True),
    "bool by its default": (Parameter("p", default=True), "false", False),
    "json": (Parameter("p", type=JSONType), '{"a": [1, null]}', {"a": [1, None]}),
    "json by its default": (Parameter("p", default={}), "[1]", [1]),
    "json, a text": (Parameter("p", type=JSONType), '"x"', "x"),
    "json, null": (Parameter("p", type=JSONType), "null", None),
    "several": (Parameter("p", type=int, multiple=True), "[1, 2]", (1, 2)),
    "several texts": (Parameter("p", multiple=True), '["a", "null"]', ("a", "null")),
    "several, none": (Parameter("p", multiple=True), "null", ()),
    "separated": (Parameter("p", separator=","), "a,null,", ["a", "null", ""]),
    "separated quotes": (Parameter("p", separator=","), '"a\\u002cb"', ["a", "b"]),
    "separated numbers": (Parameter("p", type=int, separator=","), "1,2", [1, 2]),
    "separated, null": (Parameter("p", separator=","), "null", None),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_text_becomes_a_value(name: str) -> None:
    parameter, text, value = TYPED[name]
    found = read(parameter, text)
    assert found == value
    assert type(found) is type(value)


WRONG: dict[str, tuple[Any, Any]] = {
    "int": (Parameter("p", type=int), "x"),
    "int with a fraction": (Parameter("p", type=int), "3.7"),
    "int of a truth": (Parameter("p", type=int), "true"),
    "int of infinity": (Parameter("p", type=int), "Infinity"),
    "int of nan": (Parameter("p", type=int), "NaN"),
    "int of a list": (Parameter("p", type=int), "[5]"),
    "int, empty": (Parameter("p", type=int), ""),
    "float": (Parameter("p", type=float), "x"),
    "float of a truth": (Parameter("p", type=float), "false"),
    "bool": (Parameter("p", type=bool), "1"),
    "bool as a word": (Parameter("p", type=bool), "yes"),
    "json": (Parameter("p", type=JSONType), "{a: 1}"),
    "str of a number": (Parameter("p", type=str), 5),
    "str of a list": (Parameter("p", type=str), ["a"]),
    "several of a text": (Parameter("p", multiple=True), '"abc"'),
    "several of an object": (Parameter("p", multiple=True), '{"a": 1}'),
    "several of a number": (Parameter("p", multiple=True), "5"),
    "several, one wrong": (Parameter("p", type=int, multiple=True), '[1, "x"]'),
    "separated, one wrong": (Parameter("p", type=int, separator=","), "1,x"),
    "a broken quote": (Parameter("p", type=str), '"\\"'),
    "a file that is a number": (IncludeFile("p"), 5),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_text_that_is_no_such_value_is_refused_by_name(name: str) -> None:
    parameter, text = WRONG[name]
    message = refusal(parameter, text)
    assert "`p`" in message
    assert "is no such value" in message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KINDS: list[tuple[str, Any, st.SearchStrategy[Any]]] = [
    ("str", str, st.text(st.characters(exclude_categories=()))),
    ("int", int, st.integers()),
    ("float", float, st.floats(allow_nan=False)),
    ("bool", bool, st.booleans()),
    ("json", JSONType, JSON),
]


@pytest.mark.parametrize(("kind", "declared_as", "drawn"), KINDS, ids=[kind for kind, *_ in KINDS])
def test_a_value_that_travelled_is_what_it_was(
    kind: str, declared_as: Any, drawn: st.SearchStrategy[Any]
) -> None:
    @given(drawn | st.none())
    def travels(value: Any) -> None:
        found = read(Parameter("p", type=declared_as), encode_parameter(kind, value))
        assert found == value
        assert type(found) is type(value)

    travels()


DEFAULTS: dict[str, tuple[Any, Any]] = {
    "none": (Parameter("p"), None),
    "a text": (Parameter("p", default="null"), "null"),
    "a number": (Parameter("p", default=3), 3),
    "a number as a float": (Parameter("p", type=float, default=3), 3.0),
    "a text as a number": (Parameter("p", type=int, default="3"), 3),
    "a text as json": (Parameter("p", type=JSONType, default='{"a": 1}'), {"a": 1}),
    "an object": (Parameter("p", type=JSONType, default={"a": 1}), {"a": 1}),
    "a text with separators": (Parameter("p", separator="|", default="a|b"), ["a", "b"]),
    "several": (Parameter("p", multiple=True, default=["a", "b"]), ("a", "b")),
    "computed": (Parameter("p", default=lambda context: context.flow_name), "F"),
    "computed for json": (Parameter("p", type=JSONType, default=lambda _: "[1]"), [1]),
    "computed to nothing": (Parameter("p", type=int, default=lambda _: None), None),
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_what_is_not_given_has_its_default(name: str) -> None:
    parameter, value = DEFAULTS[name]
    found = read(parameter)
    assert found == value
    assert type(found) is type(value)


def test_a_function_that_computes_a_default_knows_whom_it_is_for() -> None:
    def default(context: Any) -> str:
        return f"{context.flow_name} {context.user_name} {context.parameter_name}"

    assert read(Parameter("p", default=default)) == "F alice p"


def test_a_computed_default_counts_where_null_is_given() -> None:
    # This is what a scheduler passes that has a place for the parameter and no value for it.
    assert read(Parameter("p", default=lambda _: "x"), "null") == "x"
    assert read(Parameter("p", type=str, default="x"), "null") is None


def test_what_a_computed_default_raises_comes_through() -> None:
    def default(context: Any) -> str:
        raise LookupError("no such table")

    with pytest.raises(LookupError, match="no such table"):
        read(Parameter("p", default=default))


@pytest.mark.parametrize("text", [None, "null"])
def test_a_required_parameter_without_a_value_is_named(text: str | None) -> None:
    assert "`p` has to be given a value" in refusal(Parameter("p", type=int, required=True), text)


def test_a_default_may_be_an_expression_over_configs() -> None:
    configs = {"config": {"a": {"b": [3]}}}
    assert read(Parameter("p", default=config_expr("config.a.b[0]")), configs=configs) == 3
    assert read(Parameter("p", default=Config("config").a), configs=configs) == {"b": [3]}
    expression = Config("config").get("zzz", "none")
    assert read(Parameter("p", default=expression), configs=configs) == "none"
    typed = Parameter("p", type=str, default=config_expr("config.a.b[0]"))
    assert read(typed, "given", configs=configs) == "given"


def test_parameters_are_given_as_an_object_or_as_a_list() -> None:
    flow = flow_with(a=Parameter("a-b"), c=Parameter("c", default="x"), d=Parameter("d"))
    context = Context("F", "alice", "", {})
    as_list = [{"name": "a-b", "value": "1"}, {"name": "d"}, {"name": "other", "value": "2"}]
    for given_ in ({"a-b": "1"}, as_list):
        found = dict(values(flow, json.dumps(given_), context))
        assert found == {"a": "1", "c": "x", "d": None}
    assert dict(values(flow, "", context)) == {"a": None, "c": "x", "d": None}


@pytest.mark.parametrize("text", ["{", "5", "[1]", '[{"value": 1}]', '"abc"', "[[]]", "null"])
def test_what_holds_no_parameters_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="`FLOWC_PARAMS` holds no parameters"):
        list(values(flow_with(p=Parameter("p")), text, Context("F", "", "", {})))


def test_parameters_are_inherited_and_may_be_replaced() -> None:
    base = flow_with(a=Parameter("a"), b=Parameter("b", default=1), c=Config("c"), d=5)
    flow = type("G", (base,), {"b": Parameter("b", default=2), "a": "no parameter any more"})
    assert list(declared(flow)) == ["b"]
    assert declared(flow)["b"].default == 2


FILES: dict[str, tuple[Callable[[], Any], bytes, Any]] = {
    "text": (lambda: IncludeFile("p"), "é\r\n".encode(), "é\r\n"),
    "no text": (lambda: IncludeFile("p", is_text=False), b"\xff\0", b"\xff\0"),
    "another encoding": (lambda: IncludeFile("p", encoding="utf-16"), "é".encode("utf-16"), "é"),
    "an empty file": (lambda: IncludeFile("p"), b"", ""),
}


@pytest.mark.parametrize("name", FILES)
def test_the_value_of_a_file_is_its_content(name: str, tmp_path: Path) -> None:
    make, data, value = FILES[name]
    (tmp_path / "file").write_bytes(data)
    assert read(make(), str(tmp_path / "file")) == value
    # A path that is not below the working folder is one beside the flow.
    assert read(make(), "file", folder=str(tmp_path)) == value


def test_the_default_of_a_file_is_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("content")
    folder = str(tmp_path)
    assert read(IncludeFile("p", default="file"), folder=folder) == "content"
    computed = IncludeFile("p", default=lambda context: "file")
    assert read(computed, folder=folder) == "content"
    assert read(computed, "null", folder=folder) == "content"
    assert read(IncludeFile("p"), folder=folder) is None


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    for path, reason in (
        ("missing", "cannot be read: no such file"),
        (".", "cannot be read: is a directory"),
        ("binary/x", "cannot be read: not a directory"),
        ("binary", "is not text in utf-8: invalid start byte; declare it with `is_text=False`"),
        ("a\0b", "cannot be read"),
    ):
        message = refusal(IncludeFile("p"), str(tmp_path / path))
        assert str(tmp_path / path) in message
        assert "of the parameter `p`" in message
        assert reason in message
    assert "no encoding `nope`" in refusal(
        IncludeFile("p", encoding="nope"), str(tmp_path / "binary")
    )
