"""`flowc drift`: what somebody else changed since a flow was deployed last."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Desk
from tests.cli.shell import FLOW
from tests.cli.test_plan import LARGER, SCHEDULED, TEMPLATE

MEMORY: list[str | int] = ["spec", "templates", 1, "container", "resources", "requests", "memory"]


@pytest.mark.parametrize("word", ["flow.py", "TinyFlow", "tiny-flow"])
def test_what_is_as_it_was_deployed_has_not_drifted(desk: Desk, word: str) -> None:
    desk.deploy()
    answer = desk.run("drift", word)
    assert (answer.status, answer.err) == (0, "")
    assert "is as it was deployed: deployment 1, by alice at " in answer.out


def test_a_changed_flow_that_was_not_deployed_is_no_drift(desk: Desk) -> None:
    desk.deploy()
    desk.write(LARGER)
    assert desk.run("drift", "flow.py").status == 0


def test_a_field_that_somebody_set_is_named_and_by_whom(desk: Desk) -> None:
    desk.deploy(LARGER)
    desk.paper.edit(TEMPLATE, MEMORY, "9000M", by="kubectl-edit")
    answer = desk.run("drift", "tiny-flow")
    assert answer.status == 3
    assert "  ~ step start: memory: 4096 MB → 9000 MB\n" in answer.out
    assert (
        "  ~ WorkflowTemplate tiny-flow: spec.templates[name=start].container.resources.requests"
        ".memory: 4096M → 9000M, set by kubectl-edit\n"
    ) in answer.out


def test_what_the_service_adds_by_itself_is_no_drift(desk: Desk) -> None:
    desk.deploy()
    desk.paper.edit(TEMPLATE, ["metadata", "creationTimestamp"], "2026-11-29T12:00:00Z")
    assert desk.run("drift", "tiny-flow").status == 0


def test_an_object_that_is_gone_is_named(desk: Desk) -> None:
    desk.deploy(SCHEDULED)
    desk.paper.write("CronWorkflow/tiny-flow", None)
    answer = desk.run("drift", "tiny-flow")
    assert answer.status == 3
    assert "  ~ schedule is gone (cron: 0 6 * * *)\n" in answer.out
    assert "  ~ CronWorkflow tiny-flow is gone\n" in answer.out


def test_an_object_that_was_not_deployed_is_named(desk: Desk) -> None:
    desk.deploy()
    labels = desk.document(TEMPLATE)["metadata"]["labels"]
    metadata = {"name": "other", "labels": labels}
    desk.paper.write("Sensor/other", {"kind": "Sensor", "metadata": metadata, "spec": {}})
    answer = desk.run("drift", "tiny-flow")
    assert answer.status == 3
    assert "  ~ Sensor other is there, and was not deployed\n" in answer.out


def test_a_variable_that_somebody_set_is_not_shown(desk: Desk) -> None:
    desk.deploy()
    env = [{"name": "TOKEN", "value": "hunter2"}]
    desk.paper.edit(TEMPLATE, ["spec", "templates", 1, "container", "env"], env)
    for form in ("text", "json"):
        answer = desk.run("drift", "tiny-flow", "--output", form)
        assert answer.status == 3
        assert "TOKEN" in answer.out
        assert "hunter2" not in answer.out


def test_as_json_each_field_is_data(desk: Desk) -> None:
    desk.deploy(LARGER)
    desk.paper.edit(TEMPLATE, MEMORY, "9000M", by="kubectl-edit")
    document = json.loads(desk.run("drift", "tiny-flow", "--output", "json").out)
    assert document["format"] == "flowc.drift/1"
    assert document["number"] == 1
    assert document["drifts"] == [
        {
            "kind": "WorkflowTemplate",
            "name": "tiny-flow",
            "path": "spec.templates[name=start].container.resources.requests.memory",
            "deployed": "4096M",
            "found": "9000M",
            "by": "kubectl-edit",
        }
    ]


@pytest.mark.parametrize("word", ["flow.py", "OtherFlow"])
def test_what_was_never_deployed_is_said(desk: Desk, word: str) -> None:
    answer = desk.run("drift", word)
    assert answer.status == 1
    assert "is recorded in" in answer.err
    assert "help: " in answer.err


def test_what_was_deployed_elsewhere_is_said(desk: Desk) -> None:
    desk.deploy()
    answer = desk.run("drift", "flow.py", FLOWC_PAPER=str(desk.folder / "other.json"))
    assert answer.status == 1
    assert "`flow.py` was never deployed to paper other.json" in answer.err


def test_a_flow_of_several_names_has_to_be_told_apart(desk: Desk) -> None:
    desk.deploy(FLOW, "--name", "one")
    desk.deploy(FLOW, "--name", "two")
    answer = desk.run("drift", "TinyFlow")
    assert answer.status == 2
    assert "`TinyFlow` is deployed as `one`, `two`: add `--name` with one of them" in answer.err
    assert desk.run("drift", "TinyFlow", "--name", "two").status in (0, 3)


def test_no_number_is_taken(desk: Desk) -> None:
    desk.deploy()
    assert desk.run("drift", "tiny-flow", "1").status == 2
