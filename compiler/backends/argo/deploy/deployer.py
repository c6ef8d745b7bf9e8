"""The deployer of Argo Workflows: `compiler.backends.deploying.Deployer` on one namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.deploy import applying, deployments, platform, pods, runs, starting
from compiler.backends.argo.deploy.connection import connect
from compiler.backends.argo.deploy.identity import identity
from compiler.backends.argo.deploy.kinds import WORKFLOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compiler.backends.argo.deploy.api import Api
    from compiler.backends.argo.settings import ArgoSettings
    from compiler.backends.deploying import (
        Change,
        DeploymentStatus,
        Release,
        RunRequest,
        RunStatus,
        Started,
    )


class ArgoDeployer:
    """Acts in one namespace of one cluster."""

    def __init__(self, api: Api, settings: ArgoSettings) -> None:
        """Act by `api`."""
        self._api = api
        self._settings = settings
        self.place = api.place
        reached = api.client.configuration
        self.identity = identity(reached.host, reached.ssl_ca_cert, api.namespace)

    def store(self) -> str | None:
        """Return what the ConfigMap of the platform says, if it can be reached from here."""
        return platform.store(self._api, self._settings.store_config_map)

    def plan(self, release: Release, *, force: bool = False) -> Sequence[Change]:
        """Return what `deploy` would do."""
        return [step.change for step in applying.plan(self._api, release, force=force)]

    def deploy(self, release: Release, *, force: bool = False) -> Sequence[Change]:
        """Apply the documents of a release; delete the triggers that it no longer has."""
        return applying.deploy(self._api, release, force=force)

    def deployments(self) -> Sequence[DeploymentStatus]:
        """Return the WorkflowTemplates that flowc made, by name."""
        return deployments.deployments(self._api, self._settings.ui)

    def remove(self, name: str) -> Sequence[Change]:
        """Delete a WorkflowTemplate, its CronWorkflow and its Sensor."""
        return deployments.remove(self._api, name)

    def set_schedule(self, name: str, *, suspended: bool) -> None:
        """Set `spec.suspend` of the CronWorkflow."""
        deployments.set_schedule(self._api, name, suspended=suspended)

    def trigger(self, request: RunRequest) -> Started:
        """Create a Workflow."""
        return starting.trigger(self._api, request, self._settings.ui)

    def runs(self, deployment: str | None = None, limit: int = 20) -> Sequence[RunStatus]:
        """Return the latest Workflows, newest first."""
        return runs.runs(self._api, deployment, limit, self._settings.ui)

    def status(self, run: str) -> RunStatus | None:
        """Return how a Workflow stands."""
        return runs.status(self._api, run, self._settings.ui)

    def logs(self, run: str, step: str, path: str, *, follow: bool = False) -> Iterator[str]:
        """Yield the lines of a task's pod."""
        return pods.logs(self._api, run, step, path, follow=follow)

    def terminate(self, run: str) -> None:
        """Have all pods of a Workflow killed, and its exit hooks not called."""
        runs.change_run(self._api, run, {"shutdown": "Terminate"})

    def suspend(self, run: str) -> None:
        """Have no further pods of a Workflow started."""
        runs.change_run(self._api, run, {"suspend": True})

    def unsuspend(self, run: str) -> None:
        """Let a Workflow go on."""
        runs.change_run(self._api, run, {"suspend": None})

    def delete_run(self, run: str) -> None:
        """Delete a Workflow, and with it its pods."""
        runs.live_run(self._api, run)
        self._api.delete(WORKFLOW, run)


def deployer(
    settings: ArgoSettings, connection: Mapping[str, str | None], environ: Mapping[str, str]
) -> ArgoDeployer:
    """Connect to the cluster; raises DeployError."""
    return ArgoDeployer(connect(settings, connection, environ), settings)
