"""Parameters, files and configurations: names, types and defaults."""

from __future__ import annotations

import pytest

from compiler.ir.settings import (
    Deferred,
    IncludedFile,
    Literal,
    Parameter,
    ParameterType,
    literal,
)
from compiler.language.parameters import (
    ConfigRequest,
    config_request,
    include_file,
    parameter,
)
from compiler.language.values import Code, Known, Unknown
from tests.language.calls import call, codes, variable

INT, FLOAT, BOOL = Code(name="int"), Code(name="float"), Code(name="bool")
TEXT, JSON = Code(name="str"), Code(name="flowc.JSONType")


def declared(*positional: object, **named: object) -> Parameter:
    found, diagnostics = parameter(call("Parameter", *positional, **named), "x")
    assert diagnostics == ()
    assert found is not None
    return found


def test_a_name_may_differ_from_the_attribute_and_be_passed_by_keyword() -> None:
    expected = Parameter(name="dry-run", attribute="x", default=literal("a"))
    assert declared("dry-run", default="a") == expected
    assert declared(name="dry-run", default="a") == expected


@pytest.mark.parametrize(
    ("default", "kind"),
    [
        ("a", ParameterType.STR),
        (1, ParameterType.INT),
        (0.5, ParameterType.FLOAT),
        (False, ParameterType.BOOL),
        ([1], ParameterType.JSON),
        ({"a": 1}, ParameterType.JSON),
        (None, ParameterType.STR),
    ],
)
def test_the_type_is_that_of_the_default(default: object, kind: ParameterType) -> None:
    found = declared("x", default=default)
    assert (found.type, found.default) == (kind, literal(default))


@pytest.mark.parametrize(
    ("kind", "default", "value"),
    [
        (INT, "3", 3),
        (INT, 3.0, 3),
        (INT, True, 1),
        (FLOAT, 1, 1.0),
        (FLOAT, "1e-3", 0.001),
        (BOOL, 0, False),
        (BOOL, "yes", True),
        (TEXT, 5, "5"),
        (JSON, '{"a": [1, 2]}', {"a": [1, 2]}),
        (JSON, {"a": None}, {"a": None}),
        (JSON, "null", None),
        (Code(name="dict"), {"a": 1}, {"a": 1}),
        (INT, None, None),
    ],
)
def test_a_default_is_converted_as_a_command_line_would(
    kind: Code, default: object, value: object
) -> None:
    assert declared("x", type=kind, default=default).default == literal(value)


def test_no_default_is_not_the_default_none() -> None:
    assert declared("x").default is None
    assert declared("x", default=None).default == literal(None)


def test_required_yields_to_a_default() -> None:
    assert declared("x", required=True).required
    assert not declared("x", required=True, default=1).required


def test_the_default_from_the_environment_is_its_value() -> None:
    assert declared("x", default=variable("X", "from shell")).default == literal("from shell")
    assert declared("x", default=variable("X")).default == literal(None)


@pytest.mark.parametrize(
    ("default", "source"),
    [
        (Code(source="lambda context: 1"), "lambda context: 1"),
        (Code(name="newest"), "newest"),
        (Unknown(reason="it depends"), ""),
        ([1, Unknown(reason="it depends")], ""),
        (float("inf"), ""),
    ],
)
def test_a_default_that_code_computes_is_deferred_with_a_note(default: object, source: str) -> None:
    found, diagnostics = parameter(call("Parameter", "x", default=default), "x")
    assert found is not None
    assert found.default == Deferred(source=source)
    assert codes(diagnostics) == ["FLC170"]
    assert not diagnostics[0].is_error


def test_options_of_the_command_line_are_passed_on() -> None:
    found = declared("x", is_flag=True, envvar="X", show_default=False, help="h")
    assert found.type is ParameterType.BOOL
    assert found.default == Literal("false")
    assert found.help == "h"
    assert found.options == (("is_flag", literal(True)), ("envvar", literal("X")))


def test_separators_and_several_values() -> None:
    assert declared("x", default="a,b", separator=",").separator == ","
    several = declared("x", default=[1, 2], multiple=True)
    assert (several.type, several.default) == (ParameterType.INT, literal([1, 2]))


@pytest.mark.parametrize(
    ("positional", "named", "code"),
    [
        ((), {}, "FLC154"),
        (("a/b",), {}, "FLC166"),
        (("learning rate",), {}, "FLC166"),
        (("",), {}, "FLC166"),
        (("run-id",), {}, "FLC165"),
        (("run_id",), {}, "FLC165"),
        (("x",), {"type": INT, "default": "many"}, "FLC167"),
        (("x",), {"type": INT, "default": 0.5}, "FLC167"),
        (("x",), {"type": BOOL, "default": "perhaps"}, "FLC167"),
        (("x",), {"type": JSON, "default": "[1"}, "FLC167"),
        (("x",), {"type": TEXT, "default": [1]}, "FLC167"),
        (("x",), {"type": INT, "default": ["a"], "multiple": True}, "FLC167"),
        (("x",), {"type": INT, "default": 1, "multiple": True}, "FLC167"),
        (("x",), {"type": Code(name="datetime")}, "FLC168"),
        (("x",), {"type": Unknown(reason="it depends")}, "FLC171"),
        (("x",), {"prompt": True}, "FLC169"),
        (("x",), {"defualt": 1}, "FLC150"),
        (("x", 1), {}, "FLC151"),
        (("x",), {"type": INT, "separator": ","}, "FLC155"),
        (("x",), {"default": "ghp_" + "a1B2" * 9}, "FLC161"),
        (("db-password",), {"default": variable("PW", "tiger")}, "FLC161"),
    ],
)
def test_misuse_is_reported(
    positional: tuple[object, ...], named: dict[str, object], code: str
) -> None:
    _, found = parameter(call("Parameter", *positional, **named), "x")
    assert code in codes(found)
    assert all(one.help for one in found)


def test_an_attribute_that_every_flow_has_is_taken() -> None:
    assert codes(parameter(call("Parameter", "following"), "next")[1]) == ["FLC165"]


def test_a_file_is_named_by_its_path() -> None:
    found, diagnostics = include_file(
        call("IncludeFile", "table", default="data/t.csv", is_text=False, help="rows"), "t"
    )
    assert diagnostics == ()
    assert found == Parameter(
        name="table",
        attribute="t",
        type=ParameterType.FILE,
        help="rows",
        file=IncludedFile(path="data/t.csv", is_text=False),
    )


def test_a_file_whose_path_is_computed_is_deferred() -> None:
    found, diagnostics = include_file(
        call("IncludeFile", "t", default=Code(name="newest"), parser=Code(name="read")), "t"
    )
    assert codes(diagnostics) == ["FLC170"]
    assert found is not None
    assert found.default == Deferred(source="newest")
    assert found.file == IncludedFile()
    assert found.options == (("parser", literal("read")),)


def test_a_file_that_must_be_given() -> None:
    found, _ = include_file(call("IncludeFile", "t", required=True), "t")
    assert found is not None
    assert found.required


def test_a_config_asks_for_a_file_or_a_value() -> None:
    found, diagnostics = config_request(
        call("Config", "config", default="c.toml", parser=Code(name="tomllib.loads")), "c"
    )
    assert diagnostics == ()
    assert found == ConfigRequest(
        name="config", attribute="c", path="c.toml", parser="tomllib.loads"
    )
    value, _ = config_request(call("Config", "c", default_value="text", required=True), "c")
    assert value == ConfigRequest(name="c", attribute="c", default_value=Known(value="text"))


def test_what_is_not_known_of_a_config_is_left_to_its_reader() -> None:
    path = Unknown(reason="it depends")
    found, diagnostics = config_request(call("Config", "c", default=path), "c")
    assert diagnostics == ()
    assert found == ConfigRequest(name="c", attribute="c", default_value=path)


def test_a_config_has_one_kind_of_default() -> None:
    config = call("Config", "c", default="a.json", default_value={})
    assert codes(config_request(config, "c")[1]) == ["FLC155"]
