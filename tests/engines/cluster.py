"""The cluster of the tests: flowc's own deployer, and beside it the API that it acts by."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from compiler.backends.argo.deploy.connection import connect
from compiler.backends.argo.deploy.deployer import ArgoDeployer
from compiler.backends.argo.deploy.kinds import POD, WORKFLOW
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import OutputFile
from compiler.backends.deploying import Release, RunRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from compiler.backends.argo.deploy.api import Api
    from runtime_shim.store.base import Store

    Document = dict[str, Any]

Thing = TypeVar("Thing")
ENDED = ("Succeeded", "Failed", "Error")


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A namespace of a cluster with Argo `version`, and the store that its tasks use."""

    api: Api
    deployer: ArgoDeployer
    version: str
    store: Store
    life: str = field(default_factory=lambda: f"{int(time.time()):x}")
    """Tells the runs of these tests from those of others in the same namespace."""

    def deploy(self, flow: str, name: str, files: Iterable[Path]) -> None:
        """Deploy compiled files."""
        found = tuple(OutputFile(path=path.name, text=path.read_text()) for path in files)
        self.deployer.deploy(Release(flow=flow, name=name, files=found))

    def start(
        self,
        deployment: str,
        run: str,
        parameters: Mapping[str, str] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """Start a run of a deployed flow; return its id."""
        request = RunRequest(
            deployment=deployment, run=run, parameters=parameters or {}, variables=variables or {}
        )
        return self.deployer.trigger(request).run

    def workflow(self, run: str) -> Document:
        """Return a run's Workflow."""
        found = self.api.get(WORKFLOW, run)
        assert found is not None, f"there is no Workflow {run}"
        return found

    def replace(self, workflow: Document) -> None:
        """Put a Workflow in the place of what it was."""
        client: Any = import_module("kubernetes.client")
        api = client.CustomObjectsApi(self.api.client)
        place = (WORKFLOW.group, WORKFLOW.version, self.api.namespace, WORKFLOW.plural)
        api.replace_namespaced_custom_object(*place, workflow["metadata"]["name"], workflow)

    def pods(self, run: str) -> Sequence[Document]:
        """Return the pods of a run."""
        return self.api.objects(POD, f"workflows.argoproj.io/workflow={run}")

    def ended(self, runs: Iterable[str], seconds: float) -> dict[str, Document]:
        """Return the Workflows once all have ended; raises TimeoutError naming the others."""
        wanted = list(runs)
        found = dict(self.each_ended(((run, run) for run in wanted), len(wanted), seconds))
        left = sorted(run for run, workflow in found.items() if phase_of(workflow) not in ENDED)
        if left:
            raise TimeoutError(f"not ended within {seconds:g} s: {', '.join(left)}")
        return found

    def each_ended(
        self, started: Iterator[tuple[Thing, str]], at_once: int, seconds: float = 900
    ) -> Iterator[tuple[Thing, Document]]:
        """Yield what `started` yields, with the Workflow of its run, as the runs end.

        `started` gives a thing and the id of its run, which it starts when it is asked for the
        next: that is when fewer than `at_once` of them run. What has not ended after `seconds` is
        yielded as it stands then.
        """
        running: dict[str, tuple[Thing, float]] = {}
        while True:
            begun = islice(started, at_once - len(running))
            running |= {run: (thing, time.monotonic() + seconds) for thing, run in begun}
            if not running:
                return
            for run, (thing, deadline) in list(running.items()):
                workflow = self.workflow(run)
                if phase_of(workflow) in ENDED or time.monotonic() > deadline:
                    del running[run]
                    yield thing, workflow
            self.pause()

    def pause(self) -> None:
        """Wait a moment before the next look."""
        time.sleep(0.5)


def cluster_at(kubeconfig: str, namespace: str, version: str, **more: Any) -> Cluster:
    """Return the cluster that is reached by a kubeconfig."""
    settings = ArgoSettings()
    api = connect(settings, {"kube-namespace": namespace}, {"KUBECONFIG": kubeconfig})
    return Cluster(api=api, deployer=ArgoDeployer(api, settings), version=version, **more)


def phase_of(workflow: Document) -> str:
    """Return the phase of a Workflow, "" before the controller has seen it."""
    return str(workflow.get("status", {}).get("phase", ""))
