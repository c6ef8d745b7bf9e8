"""What a configuration file means, and what is said of a wrong one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import jsonschema

from compiler.config.model import Settings
from compiler.config.read import Configuration, read_configuration
from compiler.config.schema import configuration_schema
from compiler.source import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake:
    """Settings of a target, one of each type that there is."""

    depth: int | None = None
    cold: bool = False
    share: float = 1.0
    fish: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    boats: list[dict[str, Any]] = field(default_factory=list)


def read(text: str, path: str = "flowc.toml") -> Configuration:
    return read_configuration(source_of(path, text), {"lake": Lake}.get)


def findings(text: str, path: str = "flowc.toml") -> list[tuple[str, int, str, str]]:
    found = read(text, path).diagnostics
    return [(d.rule.slug, d.span.line, d.message, d.help) for d in found]


def test_settings_and_the_tables_of_targets_are_read() -> None:
    configuration = read(
        """
target = "lake"
flows = ["a", "b"]
strict = true
[env]
STAGE = "test"
[lake]
depth = 3
share = 1
labels = { team = "x" }
boats = [{ name = "n", seats = 2 }]
"""
    )
    assert configuration.diagnostics == ()
    assert configuration.settings == Settings(
        target=("lake",), flows=("a", "b"), strict=True, env={"STAGE": "test"}
    )
    assert configuration.targets["lake"] == Lake(
        depth=3, share=1.0, labels={"team": "x"}, boats=[{"name": "n", "seats": 2}]
    )


def test_a_pyproject_is_read_below_tool_flowc_only() -> None:
    text = "[project]\nname = 'x'\n[tool.flowc]\nstore = 's3://b'\n[tool.flowc.lake]\ncold = true\n"
    configuration = read(text, "pyproject.toml")
    assert configuration.diagnostics == ()
    assert configuration.settings.store == "s3://b"
    assert configuration.targets["lake"].cold is True


def test_an_unknown_key_is_found_where_it_stands_with_what_was_meant() -> None:
    assert findings('image = "a"\nstor = "s3://b"\n') == [
        ("unknown-setting", 2, "there is no setting `stor`", "did you mean `store`?")
    ]


def test_an_unknown_key_of_a_target_is_compared_with_the_keys_of_that_target() -> None:
    assert findings("[lake]\n\nDepth = 1\n") == [
        ("unknown-setting", 3, "there is no setting `Depth`", "did you mean `depth`?")
    ]


def test_keys_are_found_in_inline_tables_and_dotted_keys() -> None:
    assert [(f[0], f[1]) for f in findings("lake.depht = 1\n")] == [("unknown-setting", 1)]
    assert [(f[0], f[1]) for f in findings("\nlake = { depht = 1 }\n")] == [("unknown-setting", 2)]
    text = "[tool]\nflowc.lake.depht = 1\n"
    assert [(f[0], f[1]) for f in findings(text, "pyproject.toml")] == [("unknown-setting", 2)]


def test_a_value_of_the_wrong_type_says_what_is_expected_and_keeps_the_default() -> None:
    text = '[lake]\ndepth = "3"\ncold = 1\nfish = [1]\n[env]\nA = 1\n'
    assert [(f[1], f[2]) for f in findings(text)] == [
        (2, "`depth` takes a whole number"),
        (3, "`cold` takes true or false"),
        (4, "`fish` takes text"),
        (6, "`A` takes text"),
    ]
    assert read(text).targets["lake"] == Lake()


def test_a_list_of_texts_may_be_one_text_and_says_so() -> None:
    assert read('target = "lake"\n').settings.target == ("lake",)
    assert [f[2] for f in findings("target = 3\n")] == ["`target` takes text, or a list of texts"]


def test_a_target_that_is_no_table_is_found() -> None:
    assert [f[2] for f in findings("lake = 1\n")] == ["`lake` takes a table"]


def test_broken_toml_is_one_finding_at_its_place() -> None:
    [(slug, line, message, _)] = findings("a = 1\nb = argo\n")
    assert (slug, line) == ("unreadable-configuration", 2)
    assert message.startswith("`flowc.toml` is no TOML: ")
    assert [f[0] for f in findings("a = [1,\n")] == ["unreadable-configuration"]


def test_the_schema_accepts_what_is_accepted_and_refuses_what_is_refused() -> None:
    schema = configuration_schema({"lake": Lake})
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    good = {"target": "lake", "flows": ["a"], "lake": {"depth": 1, "boats": [{"a": 1}]}}
    assert validator.is_valid(good)
    for bad in ({"stor": "x"}, {"lake": {"depth": "1"}}, {"env": {"A": 1}}):
        assert not validator.is_valid(bad)


def test_every_key_is_documented() -> None:
    properties = configuration_schema({})["properties"]
    assert all(known["description"] for known in properties.values())
