"""Runs, and those who deploy, may do exactly what they need: with one permission less they fail."""

from __future__ import annotations

import copy
import json
import os
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest

from tests.cli.shell import run
from tests.engines.argo.deploying import deploy, started
from tests.engines.argo.test_failures import FILE, shown
from tests.engines.cluster import phase_of
from tests.engines.conftest import on_own_node
from tests.engines.kubernetes.kubectl import apply, kubectl
from tests.engines.kubernetes.places import API, KEYS, NAMESPACE
from tests.engines.kubernetes.tenant import permissions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines.cluster import Cluster, Document

pytestmark = on_own_node

RUNNER, DEPLOYER = "flowc-default", "flowc-deployer"
VERBS = ("create", "patch")


def of_runs() -> list[Document]:
    """Return the documents that give runs their permissions."""
    return [one for one in permissions() if one["metadata"]["name"] == RUNNER]


def test_runs_are_given_two_verbs_on_one_resource() -> None:
    [role] = [one for one in of_runs() if one["kind"] == "Role"]
    rule = {"apiGroups": ["argoproj.io"], "resources": ["workflowtaskresults"], "verbs": [*VERBS]}
    assert role["rules"] == [rule]


def test_the_runs_of_these_tests_may_do_no_more(cluster: Cluster) -> None:
    name = f"system:serviceaccount:{cluster.api.namespace}:default"
    listed = kubectl("auth", "can-i", "--list", "-n", NAMESPACE, "--as", name).splitlines()
    of_argo = [line.split() for line in listed if "argoproj.io" in line]
    assert [line[0] for line in of_argo] == ["workflowtaskresults.argoproj.io"]
    # What is left is what Kubernetes lets every account: to ask about itself.
    rest = [line.split()[0] for line in listed[1:] if "argoproj.io" not in line]
    assert not [name for name in rest if name in {"pods", "secrets", "configmaps", "*.*"}]


@pytest.mark.parametrize("verb", VERBS)
def test_runs_fail_without_either_verb(cluster: Cluster, folder: Path, verb: str) -> None:
    account = f"without-{verb}"
    apply([*_account(account, [one for one in VERBS if one != verb])])
    settings = f'service_account = "{account}"'
    name = deploy(cluster, FILE, "OneFailsFlow", folder, settings)
    run_id = started(cluster, name, {"bad": "-1"})
    workflow = cluster.ended([run_id], 180)[run_id]
    assert phase_of(workflow) in {"Failed", "Error"}
    assert "workflowtaskresults" in json.dumps([one.message for one in shown(workflow).values()])


def _account(name: str, verbs: list[str]) -> Iterator[Document]:
    """Yield the documents of an account for runs that has some of the verbs."""
    yield {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": name, "namespace": NAMESPACE},
    }
    for document in copy.deepcopy(of_runs()):
        document["metadata"] |= {"name": name, "namespace": NAMESPACE}
        if document["kind"] == "Role":
            document["rules"][0]["verbs"] = verbs
        else:
            document["roleRef"]["name"] = name
            document["subjects"] = [{"kind": "ServiceAccount", "name": name}]
        yield document


class Person:
    """Somebody whose account has the role of who deploys, or part of it."""

    def __init__(self, folder: Path, rules: list[dict[str, Any]]) -> None:
        self.folder = folder
        metadata = {"name": "deploying-person", "namespace": NAMESPACE}
        apply(
            [
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata},
                {**_RBAC, "kind": "Role", "metadata": metadata, "rules": rules},
                {
                    **_RBAC,
                    "kind": "RoleBinding",
                    "metadata": metadata,
                    "roleRef": {**_ROLE, "name": metadata["name"]},
                    "subjects": [{"kind": "ServiceAccount", "name": metadata["name"]}],
                },
            ]
        )
        token = kubectl("-n", NAMESPACE, "create", "token", metadata["name"]).strip()
        self.kubeconfig = folder / "person.kubeconfig"
        self.kubeconfig.write_text(json.dumps(_kubeconfig(token)))

    def flowc(self, *words: str) -> tuple[int, str]:
        """Run a command as this person; return its status and what it said."""
        environ = {**os.environ, "KUBECONFIG": str(self.kubeconfig), "USER": "alice"}
        answer = run(self.folder, *words, "--target", "argo", environ=environ)
        return answer.status, answer.out + answer.err


_RBAC = {"apiVersion": "rbac.authorization.k8s.io/v1"}
_ROLE = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role"}


def _kubeconfig(token: str) -> dict[str, Any]:
    cluster = {"server": API, "certificate-authority": str(KEYS / "ca.crt")}
    context = {"cluster": "it", "user": "person", "namespace": NAMESPACE}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "it", "cluster": cluster}],
        "users": [{"name": "person", "user": {"token": token}}],
        "contexts": [{"name": "it", "context": context}],
        "current-context": "it",
    }


@pytest.fixture
def rules() -> list[dict[str, Any]]:
    """Return the rules of the Role for who deploys."""
    [role] = [one for one in permissions() if one["metadata"]["name"] == DEPLOYER]
    found: list[dict[str, Any]] = role["rules"]
    return found


SCHEDULED = """
from flowc import FlowSpec, schedule, step

@schedule(cron="0 0 1 1 *")
class GuardedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_who_deploys_can_do_all_that_the_commands_do(
    cluster: Cluster, folder: Path, rules: list[dict[str, Any]]
) -> None:
    (folder / "flow.py").write_text(SCHEDULED)
    flowc, name = Person(folder, rules).flowc, f"guarded-{cluster.life}"
    commands = (
        ("deploy", "flow.py"),
        ("plan", "flow.py"),
        ("trigger", "flow.py", "--run-id", name),
        ("status", f"GuardedFlow/{name}"),
        ("list",),
        ("suspend", name),
        ("unsuspend", name),
        ("suspend", "flow.py", "--schedule"),
        ("terminate", name),
        ("delete", name, "--yes"),
        ("delete", "flow.py", "--yes"),
    )
    for command in commands:
        status, said = flowc(*command)
        assert status == 0, (command, said)


def test_who_may_not_create_workflows_is_told_so(
    cluster: Cluster, folder: Path, rules: list[dict[str, Any]]
) -> None:
    [rule] = [rule for rule in rules if "workflows" in rule["resources"]]
    rule["resources"].remove("workflows")
    fewer = [verb for verb in rule["verbs"] if verb != "create"]
    rules.append({**rule, "resources": ["workflows"], "verbs": fewer})
    (folder / "flow.py").write_text(SCHEDULED)
    person = Person(folder, rules)
    assert person.flowc("deploy", "flow.py") == (0, ANY)
    status, said = person.flowc("trigger", "flow.py", "--run-id", f"unguarded-{cluster.life}")
    assert status == 5
    assert "`create`" in said
    assert "workflows.argoproj.io" in said
    assert person.flowc("delete", "flow.py", "--yes") == (0, ANY)
