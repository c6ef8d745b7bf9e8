"""`flowc deploy` puts flows on a cluster, says what it did, and records it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.production import DAILY, Site, site
from tests.cli.shell import BROKEN, FLOW


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found


def test_deploying_says_what_became_of_each_object_and_where(here: Site) -> None:
    here.write(DAILY)
    first = here.flowc("deploy", "flow.py")
    assert first.status == 0
    assert first.out == "created WorkflowTemplate tiny-flow\ncreated CronWorkflow tiny-flow\n"
    assert first.err == (
        f"TinyFlow is deployed to namespace flows of {here.cluster.url} (context here)\n"
    )
    here.write(FLOW)
    second = here.flowc("deploy", "flow.py", "-q", "--image", "other:1")
    assert second.out == "updated WorkflowTemplate tiny-flow\ndeleted CronWorkflow tiny-flow\n"
    assert second.err == ""


def test_a_dry_run_changes_nothing_and_records_nothing(here: Site) -> None:
    answer = here.flowc("deploy", "flow.py", "--dry-run")
    assert (answer.status, answer.out) == (0, "would create WorkflowTemplate tiny-flow\n")
    assert here.cluster.names("workflowtemplates") == []
    assert not list((here.folder / "store").iterdir())


def test_a_deployment_is_recorded_where_the_platform_keeps_artifacts(here: Site) -> None:
    here.flowc("deploy", "flow.py")
    here.flowc("deploy", "flow.py")
    records = sorted((here.folder / "store" / "TinyFlow" / "deployments").rglob("*.json"))
    assert [record.name for record in records] == ["1.json"]
    record = json.loads(records[0].read_text())
    assert (record["user"], record["name"], record["target"]) == ("ann", "tiny-flow", "argo")


def test_a_deployment_that_cannot_be_recorded_is_one_all_the_same(here: Site) -> None:
    here.cluster.forbidden.add(("get", "configmaps"))
    answer = here.flowc("deploy", "flow.py")
    assert answer.status == 0
    assert "flowc: the deployment is not recorded for `flowc history`" in answer.err


def test_a_flow_with_errors_is_not_deployed(here: Site) -> None:
    here.write(BROKEN)
    answer = here.flowc("deploy", "flow.py")
    assert answer.status == 1
    assert "FLC2" in answer.out
    assert here.cluster.asked == []


def test_conflicts_are_shown_and_nothing_is_changed(here: Site) -> None:
    here.write(DAILY)
    here.flowc("deploy", "flow.py")
    live = here.cluster.at("cronworkflows", "tiny-flow")
    assert live is not None
    theirs = live | {"spec": live["spec"] | {"schedules": ["1 1 * * *"]}}
    here.cluster.put("cronworkflows", theirs, "ed")
    answer = here.flowc("deploy", "flow.py")
    assert answer.status == 5
    assert answer.out == ""
    assert "CronWorkflow `tiny-flow`: spec.schedules (by ed)" in answer.err
    assert "--force" in answer.err
    planned = here.flowc("deploy", "flow.py", "--dry-run=server")
    assert (planned.status, "spec.schedules was set by ed" in planned.out) == (0, True)
    assert here.flowc("deploy", "flow.py", "--force").status == 0


def test_the_answer_as_json_has_every_object(here: Site) -> None:
    (flow,) = here.json("deploy", "flow.py", "--name", "pets")["flows"]
    assert (flow["flow"], flow["name"], flow["target"]) == ("TinyFlow", "pets", "argo")
    assert flow["changes"] == [
        {"action": "create", "kind": "WorkflowTemplate", "name": "pets", "conflicts": []}
    ]


def test_one_flow_that_is_refused_does_not_hide_the_others(here: Site) -> None:
    other = FLOW.replace("TinyFlow", "OtherFlow")
    (here.folder / "other.py").write_text(other, encoding="utf-8")
    here.cluster.put("workflowtemplates", {"metadata": {"name": "other-flow"}, "spec": {}})
    answer = here.flowc("deploy", "flow.py", "other.py", "--output", "json")
    assert answer.status == 5
    first, second = json.loads(answer.out)["flows"]
    assert (first["name"], "error" in first) == ("tiny-flow", False)
    assert "it was not made by flowc" in second["error"]


def test_the_namespace_is_stated_by_an_option(here: Site) -> None:
    here.flowc("deploy", "flow.py", "--kube-namespace", "default")
    assert here.cluster.names("workflowtemplates", "default") == ["tiny-flow"]


def test_what_the_cluster_refuses_is_one_line_and_a_help(here: Site) -> None:
    here.cluster.forbidden.add(("patch", "workflowtemplates"))
    answer = here.flowc("deploy", "flow.py")
    assert answer.status == 5
    what, problem, remedy = answer.err.splitlines()
    assert what == "TinyFlow is not deployed:"
    assert problem == "flowc: `ann` may not patch workflowtemplates in the namespace flows"
    assert remedy.startswith("help: have `patch` on `workflowtemplates.argoproj.io` granted")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("deploy", "flow.py", "--target", "none"), "there is no target `none`"),
        (("status", "r1", "--target", "none"), "there is no target `none`; it deploys to `argo`"),
    ],
)
def test_a_target_that_is_not_there_is_wrong_usage(
    here: Site, argv: tuple[str, ...], said: str
) -> None:
    answer = here.flowc(*argv)
    assert answer.status == 2
    assert said in answer.err


@pytest.mark.parametrize("argv", [("deploy", "flow.py"), ("status", "r1"), ("trigger", "flow.py")])
def test_a_target_is_stated_or_configured(here: Site, argv: tuple[str, ...]) -> None:
    (here.folder / "flowc.toml").write_text("")
    answer = here.flowc(*argv)
    assert (answer.status, "add `--target argo`" in answer.err) == (2, True)


def test_a_broken_configuration_is_told_before_anything_is_asked(here: Site) -> None:
    (here.folder / "flowc.toml").write_text('target = "argo"\nnone = 1\n')
    answer = here.flowc("list", "--target", "argo")
    assert (answer.status, "configuration has errors" in answer.err) == (2, True)
