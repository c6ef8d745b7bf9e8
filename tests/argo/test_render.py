"""The YAML says what the documents say, to every reader, and reads well."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.context import context
from compiler.backends.argo.render import render
from compiler.backends.base import Options
from compiler.ir.nodes import Origin
from compiler.ir.settings import Schedule
from tests.argo.flows import ORIGIN, flow, random_flow, task

AROUND = context(flow(task("start")), Options(version="1.2.3"))


def text_of(value: Any) -> str:
    """Return how a value is written, without the header and its key."""
    written = render([{"kind": value}], AROUND)
    return written.rpartition("compile it again.\n")[2].removeprefix("kind: ").rstrip("\n")


TEXTS = ["", " a ", "a: b", "a #b", "- a", "'\"", "\\", "{{x}}", "a\nb\n", "a\n\n b", "\ttab"]
TEXTS += ["🦊\u2028\u00a0", "\x07\x1b\x7f", "%", "@", "`", "|", ">", "*", "&", "!", "?", "[", "{"]


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_read_back(text: str) -> None:
    for value in (text, [text], {"k": [{text: text}]}):
        document: Any = {"kind": value}
        assert yaml.safe_load(render([document], AROUND)) == document


@pytest.mark.parametrize(
    "text",
    ["y", "N", "yes", "off", "true", "null", "~", "1e3", "012", "0o7", "1_0", "+_1", ".5", "12:30"],
)
def test_what_some_reader_takes_for_no_text_is_quoted(text: str) -> None:
    assert text_of(text) == f"'{text}'"


def test_an_expression_is_in_double_quotes() -> None:
    assert text_of("'{{a}}' == 'b'") == "\"'{{a}}' == 'b'\""


def test_short_maps_stand_on_one_line_and_long_ones_do_not() -> None:
    short = {"name": "train", "template": "train", "depends": "start"}
    assert (
        text_of([short, short]).splitlines()[1:]
        == ["- {name: train, template: train, depends: start}"] * 2
    )
    assert "{" not in text_of([{"a": "x" * 50, "b": "y" * 50}])


def test_equal_parts_are_written_out() -> None:
    same = {"a": ["b"] * 40}
    assert "&" not in text_of([same, same])


def test_the_header_says_where_the_file_comes_from() -> None:
    lines = render([], AROUND).splitlines()
    assert lines[0] == "# Made by flowc 1.2.3 from flows/pets.py (PetsFlow)."
    assert lines[1] == f"# Source digest: sha256:{ORIGIN.digest}"


def test_the_header_names_the_environment_that_was_read_and_stays_a_comment() -> None:
    origin = Origin(path="a\nkind: Evil", entrypoint="F", digest="d", environment=("REGION",))
    of = context(flow(task("start")), Options()).flow
    around = context(type(of)(name="F", body=of.body, origin=origin), Options())
    header = render([], around)
    assert "# Environment variables read: REGION\n" in header
    assert all(line.startswith("#") for line in header.splitlines())


def test_a_flow_and_its_schedule_are_one_file() -> None:
    of = flow(task("start"), schedule=Schedule(crons=("0 6 * * *",)))
    (file,) = BACKEND.emit(of, Options())
    assert file.path == "pets-flow.yaml"
    kinds = [one["kind"] for one in yaml.safe_load_all(file.text)]
    assert kinds == ["WorkflowTemplate", "CronWorkflow"]


def test_permissions_are_a_file_of_their_own() -> None:
    files = BACKEND.emit(flow(task("start")), Options(access=True))
    assert [file.path for file in files] == ["pets-flow.yaml", "pets-flow-rbac.yaml"]


@pytest.mark.parametrize("seed", range(10))
def test_the_same_flow_is_the_same_file(seed: int) -> None:
    assert BACKEND.emit(random_flow(seed), Options()) == BACKEND.emit(random_flow(seed), Options())


def test_every_step_is_explained() -> None:
    of = random_flow(3)
    said = BACKEND.explain(of, Options())
    assert [step for step, _ in said] == [one.name for one in context(of, Options()).tasks]
    assert all("container template" in text for _, text in said)
