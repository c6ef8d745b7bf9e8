"""`flowc history` and `flowc rollback`: what was deployed, and how to get back to it."""

from __future__ import annotations

import io
import json
import re

import pytest

from compiler.cli.main import main
from compiler.cli.world import World
from tests.cli.conftest import Desk
from tests.cli.shell import FLOW
from tests.cli.test_plan import LARGER, SCHEDULED, TEMPLATE


def numbers(desk: Desk) -> list[tuple[int, int | None]]:
    """Return each deployment's number, and what it went back to, newest first."""
    document = json.loads(desk.run("history", "tiny-flow", "--output", "json").out)
    return [(one["number"], one["back_to"]) for one in document["deployments"]]


def test_deployments_are_listed_newest_first(desk: Desk) -> None:
    desk.deploy()
    desk.deploy(LARGER)
    answer = desk.run("history", "flow.py")
    assert (answer.status, answer.err) == (0, "")
    out = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "<when>", answer.out)
    out = re.sub(r"\b[0-9a-f]{12}\b", "<source>", out)
    assert [re.split(r"  +", line) for line in out.splitlines()] == [
        ["N", "WHEN", "WHO", "SOURCE", "WHAT CHANGED"],
        [
            "2",
            "<when>",
            "alice",
            "<source>",
            "step start: memory: none → 4096 MB and 2 more changes",
        ],
        ["1", "<when>", "alice", "<source>", "flow is new (steps start, end)"],
    ]


def test_a_deploy_that_changes_nothing_is_no_deployment(desk: Desk) -> None:
    desk.deploy()
    desk.deploy()
    assert numbers(desk) == [(1, None)]


def test_the_files_of_a_deployment_are_printed_as_they_were(desk: Desk) -> None:
    desk.deploy()
    first = desk.run("compile", "flow.py", "--stdout").out
    desk.deploy(LARGER)
    assert desk.run("history", "tiny-flow", "1").out == first
    assert desk.run("history", "tiny-flow", "2").out != first


def test_a_record_has_the_flow_that_it_was_compiled_from(desk: Desk) -> None:
    desk.deploy()
    document = json.loads(desk.run("history", "tiny-flow", "1", "--output", "json").out)
    assert document["ir"]["flow"]["name"] == "TinyFlow"
    assert document["files"][0]["path"] == "tiny-flow.yaml"
    assert document["digest"] in document["files"][0]["text"]


@pytest.mark.parametrize("number", ["0", "2", "99"])
def test_a_deployment_that_does_not_exist_is_said(desk: Desk, number: str) -> None:
    desk.deploy()
    for command in ("history", "rollback"):
        answer = desk.run(command, "tiny-flow", number)
        assert answer.status == 1
        assert f"`tiny-flow` has no deployment {number}" in answer.err


@pytest.mark.parametrize("words", [["tiny-flow", "x"], ["tiny-flow", "1", "2"], ["tiny-flow", "²"]])
def test_what_is_no_number_is_refused(desk: Desk, words: list[str]) -> None:
    desk.deploy()
    assert desk.run("history", *words).status == 2


def test_a_stated_store_needs_no_service(desk: Desk) -> None:
    desk.deploy()
    answer = desk.run("history", "tiny-flow", "--store", "store", FLOWC_PAPER="")
    assert answer.status == 0
    assert "flow is new" in answer.out


def test_flows_of_the_same_store_are_told_apart(desk: Desk) -> None:
    desk.deploy(FLOW, "--name", "one")
    desk.deploy(FLOW, "--name", "two")
    out = desk.run("history", "TinyFlow").out
    assert [line.split()[0] for line in out.splitlines()] == ["NAME", "one", "two"]
    assert desk.run("history", "TinyFlow", "1").status == 2
    assert desk.run("history", "TinyFlow", "1", "--name", "two").status == 0


def test_a_rollback_deploys_what_was_before_and_says_so(desk: Desk) -> None:
    desk.deploy()
    first = desk.document(TEMPLATE)
    desk.deploy(LARGER)
    answer = desk.run("rollback", "flow.py", "--yes")
    assert answer.status == 0
    assert "  ~ step start: memory: 4096 MB → none\n" in answer.out
    assert "tiny-flow is back at deployment 1 (by alice at " in answer.out
    assert desk.document(TEMPLATE) == first
    assert numbers(desk) == [(3, 1), (2, None), (1, None)]
    assert "back to 1: step start: memory" in desk.run("history", "flow.py").out


def test_going_back_again_goes_further(desk: Desk) -> None:
    for memory in (1000, 2000, 3000):
        desk.deploy(LARGER.replace("4096", str(memory)))
    assert desk.run("rollback", "flow.py", "--yes").status == 0
    assert desk.run("rollback", "flow.py", "--yes").status == 0
    assert numbers(desk)[:2] == [(5, 1), (4, 2)]
    answer = desk.run("rollback", "flow.py", "--yes")
    assert answer.status == 1
    assert "nothing else was deployed as `tiny-flow` before deployment 1" in answer.err


def test_after_a_rollback_a_deploy_can_be_undone_too(desk: Desk) -> None:
    for memory in (1000, 2000):
        desk.deploy(LARGER.replace("4096", str(memory)))
    desk.run("rollback", "flow.py", "--yes")
    desk.deploy(LARGER.replace("4096", "4000"))
    assert desk.run("rollback", "flow.py", "--yes").status == 0
    assert numbers(desk)[0] == (5, 3)
    requests = desk.document(TEMPLATE)["spec"]["templates"][1]["container"]["resources"]
    assert requests["requests"]["memory"] == "1000M"


def test_any_deployment_can_be_gone_back_to(desk: Desk) -> None:
    for memory in (1000, 2000, 3000):
        desk.deploy(LARGER.replace("4096", str(memory)))
    assert desk.run("rollback", "tiny-flow", "1", "--yes").status == 0
    assert numbers(desk)[0] == (4, 1)


def test_a_rollback_brings_back_a_schedule(desk: Desk) -> None:
    desk.deploy(SCHEDULED)
    desk.deploy(FLOW)
    assert "CronWorkflow/tiny-flow" not in desk.paper.documents()
    desk.run("rollback", "tiny-flow", "--yes")
    assert "CronWorkflow/tiny-flow" in desk.paper.documents()


def test_nobody_is_asked_where_nobody_can_answer(desk: Desk) -> None:
    desk.deploy()
    desk.deploy(LARGER)
    second = desk.document(TEMPLATE)
    answer = desk.run("rollback", "flow.py")
    assert answer.status == 2
    assert "say `--yes`" in answer.err
    assert desk.document(TEMPLATE) == second
    assert len(numbers(desk)) == 2


def test_there_is_nothing_to_do_where_it_is_so_already(desk: Desk) -> None:
    desk.deploy()
    answer = desk.run("rollback", "tiny-flow", "1", "--yes")
    assert answer.status == 0
    assert answer.out.endswith("nothing is to be done\n")
    assert len(numbers(desk)) == 1


def test_what_others_have_set_is_overwritten_by_force_only(desk: Desk) -> None:
    desk.deploy()
    desk.deploy(LARGER)
    desk.paper.edit(TEMPLATE, ["spec", "parallelism"], 3)
    answer = desk.run("rollback", "tiny-flow", "--yes")
    assert answer.status == 5
    assert "others have set fields" in answer.err
    assert desk.document(TEMPLATE)["spec"]["parallelism"] == 3
    assert len(numbers(desk)) == 2
    assert desk.run("rollback", "tiny-flow", "--yes", "--force").status == 0
    assert "parallelism" not in desk.document(TEMPLATE)["spec"]


def test_as_json_a_rollback_says_its_number(desk: Desk) -> None:
    desk.deploy()
    desk.deploy(LARGER)
    answer = desk.run("rollback", "tiny-flow", "--yes", "--output", "json")
    document = json.loads(answer.out)
    assert document["format"] == "flowc.rollback/1"
    assert (document["number"], document["back_to"]) == (3, 1)


def test_nothing_was_before_the_first(desk: Desk) -> None:
    desk.deploy()
    answer = desk.run("rollback", "tiny-flow", "--yes")
    assert answer.status == 1
    assert "nothing else was deployed" in answer.err


def answered(desk: Desk, answer: str) -> tuple[int, str]:
    """Roll back with somebody at the terminal who types `answer`; return the status and stderr."""
    err = Terminal()
    environ = {"FLOWC_PAPER": str(desk.paper.path), "PAPER_STORE": str(desk.folder / "store")}
    world = World(
        cwd=desk.folder, out=io.StringIO(), err=err, typed=Terminal(answer), environ=environ
    )
    return main(["rollback", "tiny-flow"], world), err.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "deployments"), [("y\n", 3), ("n\n", 2), ("", 2)])
def test_a_person_is_asked_first(desk: Desk, answer: str, deployments: int) -> None:
    desk.deploy()
    desk.deploy(LARGER)
    status, err = answered(desk, answer)
    assert status == 0
    assert err.startswith("go back to deployment 1 (by alice at ")
    assert len(numbers(desk)) == deployments


def test_a_history_can_be_limited(desk: Desk) -> None:
    for memory in (1000, 2000, 3000):
        desk.deploy(LARGER.replace("4096", str(memory)))
    out = desk.run("history", "tiny-flow", "--limit", "2").out
    assert [line[0] for line in out.splitlines()] == ["N", "3", "2"]
    assert desk.run("history", "tiny-flow", "--limit", "0").status == 2


def test_a_rollback_that_cannot_be_recorded_is_done_all_the_same(desk: Desk) -> None:
    desk.deploy()
    desk.deploy(LARGER)
    # A folder in the place of the next record.
    (desk.folder / "store/TinyFlow/deployments/paper/tiny-flow/3.json/x").mkdir(parents=True)
    answer = desk.run("rollback", "tiny-flow", "--yes")
    assert answer.status == 0
    assert "the deployment is not recorded for `flowc history`" in answer.err
    assert "resources" not in desk.document(TEMPLATE)["spec"]["templates"][1]["container"]


def test_a_large_tree_is_not_kept(desk: Desk) -> None:
    desk.deploy(FLOW.replace("A tiny flow.", "A tiny flow. " * 30_000))
    document = json.loads(desk.run("history", "tiny-flow", "1", "--output", "json").out)
    assert document["ir"] is None
    assert document["changes"] == ["flow is new (steps start, end)"]
