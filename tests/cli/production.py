"""A project whose flow is deployed to a cluster in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.shell import FLOW, Answer, project, run
from tests.fake_kubernetes import Cluster, kubeconfig, served

PARAMETERS = FLOW.replace("import FlowSpec", "import FlowSpec, Parameter").replace(
    '    """A tiny flow."""\n',
    '''    """A tiny flow."""

    alpha = Parameter("alpha", default=0.5)
    name = Parameter("name", type=str, required=True)
    fast = Parameter("fast", default=False)
    more = Parameter("more", type=dict, default={})
''',
)
DAILY = FLOW.replace("import FlowSpec", "import FlowSpec, schedule").replace(
    "class Tiny", "@schedule(daily=True)\nclass Tiny"
)
CONFIGURATION = 'target = "argo"\n'


@dataclass(frozen=True)
class Site:
    """A folder with flow.py and flowc.toml, and the cluster that its commands reach."""

    folder: Path
    cluster: Cluster
    environ: Mapping[str, str] = field(default_factory=dict)

    def flowc(self, *argv: str) -> Answer:
        """Run a command."""
        return run(self.folder, *argv, environ=self.environ)

    def json(self, *argv: str) -> Any:
        """Return the JSON that a command which succeeds prints."""
        answer = self.flowc(*argv, "--output", "json")
        assert answer.status == 0, answer.err
        return json.loads(answer.out)

    def write(self, flow: str) -> None:
        """Change the flow."""
        project(self.folder, flow_dot_py=flow)

    def workflow(self, run: str) -> dict[str, Any]:
        """Return a run as the cluster has it."""
        found = self.cluster.at("workflows", run)
        assert found is not None
        return found

    def parameters(self, run: str) -> dict[str, str]:
        """Return what a run was started with."""
        listed = self.workflow(run)["spec"].get("arguments", {}).get("parameters", [])
        return {one["name"]: one["value"] for one in listed}

    def variables(self, run: str) -> dict[str, str]:
        """Return the variables that a run was given."""
        container = self.workflow(run)["spec"].get("templateDefaults", {}).get("container", {})
        return {one["name"]: one["value"] for one in container.get("env", [])}

    def report(self, run: str, **status: Any) -> None:
        """Let the controller say how a run stands."""
        live = self.workflow(run)
        template = self.cluster.at("workflowtemplates", "tiny-flow")
        assert template is not None
        status = {"storedWorkflowTemplateSpec": template["spec"], **status}
        self.cluster.put("workflows", {**live, "status": status}, "controller")


@contextmanager
def site(folder: Path, flow: str = FLOW) -> Iterator[Site]:
    """Make a project in `folder`, and serve its cluster."""
    project(folder, flow_dot_py=flow, flowc_dot_toml=CONFIGURATION)
    with served(Cluster()) as cluster:
        (folder / "store").mkdir()
        store = {"data": {"store": str(folder / "store")}}
        cluster.put("configmaps", {"metadata": {"name": "flowc"}, **store})
        environ = {"KUBECONFIG": str(kubeconfig(folder, cluster)), "USER": "ann"}
        yield Site(folder, cluster, environ)


def pod(name: str, phase: str = "Succeeded", **more: Any) -> dict[str, dict[str, Any]]:
    """Return the node of a step without items, by its id."""
    begin, end = "2026-11-29T10:00:00Z", "2026-11-29T10:00:05Z"
    found = {
        "id": f"node-{name}",
        "name": f"run.{name}",
        "displayName": name,
        "type": "Pod",
        "templateName": name,
        "phase": phase,
        "startedAt": begin,
        "finishedAt": end if phase != "Running" else None,
        **more,
    }
    return {found["id"]: found}
