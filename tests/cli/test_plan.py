"""`flowc plan`: what deploying would change, asked of the service, and nothing is changed."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Desk
from tests.cli.shell import BROKEN, FLOW

LARGER = FLOW.replace("import FlowSpec, step", "import FlowSpec, resources, step").replace(
    "    @step\n    def start", "    @resources(memory=4096)\n    @step\n    def start"
)
SCHEDULED = FLOW.replace("import FlowSpec, step", "import FlowSpec, schedule, step").replace(
    "class TinyFlow", '@schedule(cron="0 6 * * *")\nclass TinyFlow'
)
TEMPLATE = "WorkflowTemplate/tiny-flow"


def test_a_new_flow_is_created(desk: Desk) -> None:
    answer = desk.run("plan", "flow.py")
    assert (answer.status, answer.err) == (3, "")
    assert answer.out == (
        "TinyFlow as tiny-flow on paper, paper paper.json\n"
        "  + flow is new (steps start, end)\n"
        "  + WorkflowTemplate tiny-flow is created\n"
    )


def test_planning_changes_nothing(desk: Desk) -> None:
    desk.run("plan", "flow.py")
    assert desk.paper.documents() == {}
    assert not (desk.folder / "store").exists()


def test_nothing_is_pending_after_a_deploy(desk: Desk) -> None:
    desk.deploy()
    answer = desk.run("plan", "flow.py")
    assert answer.status == 0
    assert answer.out.endswith("  nothing differs\n")


def test_what_changes_is_said_in_the_words_of_the_flow(desk: Desk) -> None:
    desk.deploy()
    desk.write(LARGER)
    answer = desk.run("plan", "flow.py")
    assert answer.status == 3
    assert "  ~ step start: memory: none → 4096 MB\n" in answer.out
    assert "@@" not in answer.out


def test_the_texts_are_printed_if_asked_for(desk: Desk) -> None:
    desk.deploy()
    desk.write(LARGER)
    out = desk.run("plan", "flow.py", "--diff").out
    assert "--- a/WorkflowTemplate/tiny-flow\n" in out
    assert "+          memory: 4096M\n" in out


def test_a_schedule_that_goes_is_deleted(desk: Desk) -> None:
    desk.deploy(SCHEDULED)
    desk.write(FLOW)
    out = desk.run("plan", "flow.py").out
    assert "  - schedule is gone (cron: 0 6 * * *)\n" in out
    assert "  - CronWorkflow tiny-flow is deleted\n" in out


def test_what_others_have_set_is_named(desk: Desk) -> None:
    desk.deploy()
    desk.paper.edit(TEMPLATE, ["spec", "parallelism"], 3, by="kubectl-edit")
    out = desk.run("plan", "flow.py").out
    assert "  ~ every run: parallelism: 3 → none\n" in out
    assert ".spec.parallelism was set by kubectl-edit; only `--force` overwrites it\n" in out


def test_a_variable_that_somebody_set_by_hand_is_not_shown(desk: Desk) -> None:
    desk.deploy()
    env = [{"name": "TOKEN", "value": "hunter2"}]
    desk.paper.edit(TEMPLATE, ["spec", "templates", 1, "container", "env"], env)
    for form in ("text", "json", "markdown"):
        answer = desk.run("plan", "flow.py", "--diff", "--output", form)
        assert "TOKEN" in answer.out
        assert "hunter2" not in answer.out + answer.err


def test_as_json_each_difference_is_data(desk: Desk) -> None:
    desk.deploy()
    desk.write(LARGER)
    document = json.loads(desk.run("plan", "flow.py", "--output", "json").out)
    assert document["format"] == "flowc.plan/1"
    (flow,) = document["flows"]
    assert (flow["flow"], flow["name"], flow["target"]) == ("TinyFlow", "tiny-flow", "paper")
    assert flow["has_changes"] is True
    assert flow["differences"][0] == {
        "kind": "changed",
        "subject": "step",
        "names": ["start"],
        "setting": "memory",
        "before": None,
        "after": "4096 MB",
    }
    assert [one["action"] for one in flow["objects"]] == ["update"]


def test_a_flow_with_errors_is_not_planned(desk: Desk) -> None:
    desk.write(BROKEN)
    answer = desk.run("plan", "flow.py")
    assert (answer.status, answer.err) == (1, "")
    assert "FLC203" in answer.out
    assert desk.run("plan", "flow.py", "--output", "markdown").out == f"```text\n{answer.out}```\n"


@pytest.mark.parametrize("command", ["plan", "diff"])
def test_a_service_that_is_not_reached_is_said(desk: Desk, command: str) -> None:
    answer = desk.run(command, "flow.py", FLOWC_PAPER="")
    assert answer.status == 5
    assert answer.err == "flowc: there is no paper\nhelp: set FLOWC_PAPER to a file\n"


def test_without_a_target_one_is_asked_for(desk: Desk) -> None:
    (desk.folder / "flowc.toml").unlink()
    answer = desk.run("plan", "flow.py")
    assert answer.status == 2
    assert "no target" in answer.err


def test_several_flows_are_planned_together(desk: Desk) -> None:
    desk.deploy()
    desk.write(FLOW.replace("TinyFlow", "OtherFlow"), "other.py")
    answer = desk.run("plan", "flow.py", "other.py")
    assert answer.status == 3
    assert "TinyFlow as tiny-flow on paper, paper paper.json\n  nothing differs\n\n" in answer.out
    assert "OtherFlow as other-flow on paper, paper paper.json\n  + flow is new" in answer.out
