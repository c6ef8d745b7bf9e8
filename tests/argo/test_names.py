"""Names are the author's where Kubernetes lets them be, and never collide."""

from __future__ import annotations

import pytest

from compiler.backends.argo.context import context
from compiler.backends.argo.naming import cron_name, label_value, workflow_name
from compiler.backends.base import Options
from compiler.ir.settings import Project
from tests.argo.flows import dag, each, flow, task, templates


def test_steps_that_look_alike_have_templates_of_their_own() -> None:
    found = templates(flow(task("a_b"), task("a__b"), task("aB")))
    assert len(found) == 4
    assert len(dag(found["main"])) == 3


@pytest.mark.parametrize("name", ["main", "on_exit", "true", "exit_hook", "or_", "nil"])
def test_a_step_may_be_called_like_a_template_of_ours(name: str) -> None:
    found = templates(flow(task("start"), task(name), task("end")))
    assert len(found) == 4
    assert name.replace("_", "-").strip("-") not in dag(found["main"])


@pytest.mark.parametrize("name", ["_1st", "__", "_"])
def test_every_name_begins_with_a_letter(name: str) -> None:
    found = dag(templates(flow(task("start"), task(name)))["main"])
    assert all(one[0].isalpha() for one in found)


def test_a_block_takes_no_name_of_a_step() -> None:
    steps = (task("start"), each(task("a"), task("b"), join="join"), task("foreach_rows"))
    found = templates(flow(*steps))
    assert "container" in found["foreach-rows"]
    assert "dag" in found["foreach-rows-2"]


@pytest.mark.parametrize(
    ("project", "name"),
    [
        (None, "pets-flow"),
        (Project(name="zoo"), "zoo-pets-flow"),
        (Project(name="zoo", production=True), "zoo-prod-pets-flow"),
        (Project(name="zoo", branch="Feature/X"), "zoo-feature-x-pets-flow"),
    ],
)
def test_a_project_and_its_branch_are_part_of_the_name(project: Project, name: str) -> None:
    assert workflow_name(flow(task("start"), project=project), Options()) == name


def test_a_long_name_is_cut_alike_every_time_and_unlike_its_neighbours() -> None:
    long, other = (flow(task("start"), name=f"{'Very' * 20}{end}Flow") for end in "AB")
    assert len(workflow_name(long, Options())) <= 57
    assert len(cron_name(long, Options())) <= 52
    assert workflow_name(long, Options()) == workflow_name(long, Options())
    assert workflow_name(long, Options()) != workflow_name(other, Options())


@pytest.mark.parametrize("text", ["_private", "a b/c", "x" * 80, "-", "ümlaut", "end_"])
def test_labels_are_what_kubernetes_takes(text: str) -> None:
    value = label_value(text)
    assert len(value) <= 63
    assert value == value.strip("-_.")
    assert value.isascii()


def test_a_given_name_is_taken_as_it_is() -> None:
    assert context(flow(task("start")), Options(name="other")).name == "other"
