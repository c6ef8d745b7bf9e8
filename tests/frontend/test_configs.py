from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.configs import ReadConfig, read_config
from compiler.ir.settings import literal
from compiler.language.values import Unknown
from tests.frontend.sources import Sources
from tests.frontend.test_fold import plain

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "from metaflow import Config, config_expr\nimport json, tomllib, yaml\n"


def project(tmp_path: Path, declaration: str, files: dict[str, str] | None = None) -> Sources:
    texts = {"flows/flow.py": f"{HEAD}{declaration}\n"} | (files or {})
    return Sources(tmp_path, texts, ReadOptions(root=tmp_path))


def read(sources: Sources, name: str = "c") -> ReadConfig:
    node = sources.entry.names[name][-1].value
    assert isinstance(node, ast.Call)
    found = read_config(node, name, sources.scope, sources.project)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("arguments", "name", "text"),
    [
        ("default='s.json'", "flows/s.json", '{"a": {"b": [1]}}'),
        ("default='s.json'", "s.json", '{"a": {"b": [1]}}'),
        ("default='s.toml'", "flows/s.toml", "[a]\nb = [1]\n"),
        ("default='s.yml'", "flows/s.yml", "a:\n  b: [1]\n"),
        ("default='s.txt', parser=yaml.safe_load", "flows/s.txt", "a: {b: [1]}"),
        ("default='s.txt', parser='tomllib.loads'", "flows/s.txt", "a = {b = [1]}"),
        ("default='s.txt', parser=lambda text: json.loads(text)", "s.txt", '{"a": {"b": [1]}}'),
        ("default='s.txt', parser=own", "s.txt", '{"b": [1]}'),
        ("default_value={'a': {'b': [1]}}", "", ""),
        ('default_value=\'{"a": {"b": [1]}}\'', "", ""),
    ],
)
def test_a_config_is_read_from_where_it_says(
    tmp_path: Path, arguments: str, name: str, text: str
) -> None:
    own = "def own(text):\n    return {'a': json.loads(text)}\n"
    sources = project(tmp_path, f"{own}c = Config('c', {arguments})", {name: text} if name else {})
    found = read(sources)
    assert found.diagnostics == ()
    assert found.config.value == literal({"a": {"b": [1]}})
    assert found.config.path == name
    assert plain(sources.fold("c.a.b[0]")) == 1
    assert plain(sources.fold("c['a'].get('x', 3)")) == 3
    assert plain(sources.fold("config_expr('c.a[\"b\"]')")) == [1]
    assert plain(sources.fold("dict(x=1, **c.a)")) == {"x": 1, "b": [1]}


def test_options_come_before_files_and_defaults(tmp_path: Path) -> None:
    (tmp_path / "prod.json").write_text('{"from": "file"}')
    files = {"flows/s.json": '{"from": "default"}', "flow.py": ""}
    by_default = project(tmp_path, "c = Config('c', default='s.json')", files)
    assert plain(by_default.fold("c['from']")) == "default"
    for options, wanted in (
        (ReadOptions(root=tmp_path, config_files={"c": tmp_path / "prod.json"}), "file"),
        (ReadOptions(root=tmp_path, config_values={"c": '{"from": "value"}'}), "value"),
    ):
        texts = {"flows/flow.py": by_default.entry.source.text}
        assert plain(Sources(tmp_path, texts, options).fold("c['from']")) == wanted


def test_a_named_file_that_is_not_there_is_found_with_help_for_configs(tmp_path: Path) -> None:
    options = ReadOptions(root=tmp_path, config_files={"c": tmp_path / "none.json"})
    texts = {"flows/flow.py": f"{HEAD}c = Config('c', default='s.json')\n"}
    (found,) = read(Sources(tmp_path, texts, options)).diagnostics
    assert found.message == "`none.json` does not exist"
    assert "--config c=PATH" in found.help


def test_a_default_file_may_lie_in_the_working_folder(tmp_path: Path) -> None:
    options = ReadOptions(root=tmp_path / "flows", folder=tmp_path)
    texts = {"flows/flow.py": f"{HEAD}c = Config('c', default='configs/s.json')\n"}
    sources = Sources(tmp_path, {**texts, "configs/s.json": '{"a": 1}'}, options)
    assert plain(sources.fold("c.a")) == 1
    assert read(sources).config.path == "configs/s.json"


def test_a_function_may_give_a_default(tmp_path: Path) -> None:
    text = "def made(context):\n    return {'a': 1}\nc = Config('c', default_value=made)"
    assert plain(project(tmp_path, text).fold("c.a")) == 1
    text = "c = Config('c', default=lambda context: 's' + '.json')"
    assert plain(project(tmp_path, text, {"flows/s.json": '{"a": 2}'}).fold("c.a")) == 2


def test_files_of_configs_count_for_the_digest(tmp_path: Path) -> None:
    sources = project(tmp_path, "c = Config('c', default='s.json')", {"flows/s.json": "{}"})
    read(sources)
    assert sources.project.digest()[1] == ("flows/flow.py", "flows/s.json")


@pytest.mark.parametrize(
    ("suffix", "text", "line"),
    [
        ("json", '{\n "a": 1,\n}', 2),
        ("json", '{\n "a": [1,\n ]}', 2),
        ("json", '{\n "a": ,\n}', 2),
        ("json", '{\n "a": 1\n "b": 2}', 3),
        ("json", "[" * 100_000, 1),
        ("toml", "a = 1\nb = = 2\n", 2),
        ("toml", "a = 1\nb = \n", 2),
        ("yaml", "a: 1\nb: [1\nc: 2\n", 3),
        ("yaml", "a: \x01\n", 1),
    ],
)
def test_what_is_malformed_is_shown_in_its_line(
    tmp_path: Path, suffix: str, text: str, line: int
) -> None:
    name = f"s.{suffix}"
    sources = project(tmp_path, f"c = Config('c', default='{name}')", {f"flows/{name}": text})
    (found,) = read(sources).diagnostics
    assert (found.rule.code, found.span.path, found.span.line) == ("FLC112", f"flows/{name}", line)
    assert found.span.path in sources.project.sources
    assert isinstance(sources.fold("c.a"), Unknown)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("yaml", "a: 2026-02-01\n"),
        ("yaml", "a: &x [*x]\n"),
        ("yaml", "a: .nan\n"),
        (
            "yaml",
            "\n".join(["a0: &a0 [1]"] + [f"a{i + 1}: &a{i + 1} [*a{i}, *a{i}]" for i in range(40)]),
        ),
        ("json", "[1, 2]"),
        ("json", '{"a":' * 60 + "1" + "}" * 60),
    ],
    ids=range(6),
)
def test_what_json_has_no_form_for_is_refused(tmp_path: Path, suffix: str, text: str) -> None:
    name = f"s.{suffix}"
    sources = project(tmp_path, f"c = Config('c', default='{name}')", {f"flows/{name}": text})
    (found,) = read(sources).diagnostics
    assert found.rule.code == "FLC114"


def test_a_missing_file_is_an_error_and_a_missing_option_is_not(tmp_path: Path) -> None:
    def codes(arguments: str) -> list[str]:
        found = read(project(tmp_path, f"c = Config('c'{arguments})"))
        return [one.rule.code for one in found.diagnostics]

    assert codes(", default='nope.json'") == ["FLC111"]
    assert codes(", required=True") == ["FLC111"]
    assert codes(", default_value=''") == ["FLC111"]
    assert codes("") == []
    assert codes(", default_value=compute()") == ["FLC115"]
    assert codes(", default_value={'a': compute()}") == ["FLC115"]


def test_a_plain_config_may_be_anything(tmp_path: Path) -> None:
    text = project(tmp_path, "c = Config('c', default='s.txt', plain=True)", {"s.txt": "hello"})
    assert read(text).config.value == literal("hello")
    listed = "c = Config('c', default='s.txt', plain=True, parser=json.loads)"
    assert read(project(tmp_path, listed, {"s.txt": "[1]"})).config.value == literal([1])


def test_a_parser_that_is_code_leaves_the_text_to_the_run(tmp_path: Path) -> None:
    own = "def own(text):\n    for line in text: print(line)\n    return {}\n"
    declaration = f"{own}c = Config('c', default='s.txt', parser=own)"
    sources = project(tmp_path, declaration, {"s.txt": "a = 1"})
    found = read(sources)
    assert [one.rule.code for one in found.diagnostics] == ["FLC113"]
    assert found.config.value == literal("a = 1")
    value = sources.fold("c.a")
    assert isinstance(value, Unknown)
    assert value.reason == "the Config `c` is read by a function that only the run calls"


def test_a_trailing_comma_is_pointed_at(tmp_path: Path) -> None:
    text = '{\n  "a": 1 ,\n}\n'
    sources = project(tmp_path, "c = Config('c', default='s.json')", {"flows/s.json": text})
    (found,) = read(sources).diagnostics
    assert found.message == "the Config `c` is malformed: a comma follows the last entry"
    assert (found.span.line, found.span.column) == (2, 10)
