"""The parsers for Configs, compared with Metaflow's own where that is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flowc.exception import MetaflowException
from flowc.parsers import (
    ParserValueError,
    conda_environment_yml_parser,
    pyproject_toml_parser,
    requirements_txt_parser,
    yaml_parser,
)

REQUIREMENTS = [
    "requests==2.0",
    "requests>=2,<3",
    "torch[cuda]==1.*",
    "a[ c ]",
    "x @ git+https://example.org/a",
    "python==3.9",
    "python",
    "python==3.9\npython==3.10",
    "numpy",
    "numpy ~= 1.2",
    "# nothing",
    "foo==1 # why",
    "-e file:.",
    "foo (==1)",
    "a>=1,",
    "a===1",
    "",
    "bad line",
    "foo=1",
    "-r other.txt",
    "foo==1; python_version<'3'",
]
ENVIRONMENTS = [
    "name: x\ndependencies:\n - python=3.9\n - numpy=1.2\n - pandas\n - b>=2 # c\nchannels:\n - d",
    "dependencies:\n - pip:\n   - x",
    "dependencies:\n - a b",
    "dependencies:\n- python=3\n- python=4",
    "channels:\n- conda-forge",
    "",
]
PROJECTS = [
    '[project]\nrequires-python = ">=3.9"\ndependencies = ["a==1", "b[x]>=2,<3"]',
    '[project]\nrequires-python = "==3.9"\ndependencies = ["c @ https://example.org/c"]',
    "[tool.other]\nx = 1",
    '[project]\ndependencies = ["a b"]',
]


def outcome(parser: Callable[[str], Any], text: str) -> Any:
    try:
        return parser(text)
    except Exception as error:  # noqa: BLE001 - compared by name
        return type(error).__name__


def theirs(name: str) -> Callable[[str], Any]:
    module = pytest.importorskip("metaflow.plugins.pypi.parsers")
    parser: Callable[[str], Any] = getattr(module, name)
    return parser


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", REQUIREMENTS)
def test_requirements_are_read_as_metaflow_reads_them(text: str) -> None:
    assert outcome(requirements_txt_parser, text) == outcome(
        theirs("requirements_txt_parser"), text
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", ENVIRONMENTS)
def test_conda_environments_are_read_as_metaflow_reads_them(text: str) -> None:
    expected = outcome(theirs("conda_environment_yml_parser"), text)
    assert outcome(conda_environment_yml_parser, text) == expected


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", PROJECTS)
def test_projects_are_read_as_metaflow_reads_them(text: str) -> None:
    assert outcome(pyproject_toml_parser, text) == outcome(theirs("pyproject_toml_parser"), text)


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(ParserValueError, match="`foo=1` is no requirement"):
        requirements_txt_parser("foo=1")
    assert issubclass(ParserValueError, MetaflowException)


def test_yaml_is_read_without_making_objects() -> None:
    assert yaml_parser("a: [1, {b: c}]") == {"a": [1, {"b": "c"}]}
    with pytest.raises(Exception, match="could not determine a constructor"):
        yaml_parser("!!python/object/apply:os.system ['true']")
