"""The Argo backend: a checked flow becomes a WorkflowTemplate, a CronWorkflow and a Sensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.argo.access import access
from compiler.backends.argo.capabilities import CAPABILITIES
from compiler.backends.argo.checks import check
from compiler.backends.argo.context import context
from compiler.backends.argo.documents import documents
from compiler.backends.argo.explain import explain
from compiler.backends.argo.naming import workflow_name
from compiler.backends.argo.render import render
from compiler.backends.argo.rules import RULES
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compiler.backends.base import Capability, Options
    from compiler.backends.deploying import ConnectionOption, Deployer
    from compiler.comparison.summary import Summary
    from compiler.diagnostics import Diagnostic, Rule
    from compiler.ir.nodes import Flow


class ArgoBackend:
    """Lowers flows to Argo Workflows 3.7 and 4.x, and their triggers to Argo Events."""

    name = "argo"
    title = "Argo Workflows 3.7 and 4.x"
    settings = ArgoSettings
    rules: tuple[Rule, ...] = RULES
    capabilities: tuple[Capability, ...] = CAPABILITIES

    def check(self, flow: Flow, options: Options) -> Iterable[Diagnostic]:
        """Yield what Argo cannot do with `flow`, and what it does otherwise than expected."""
        return check(context(flow, options))

    def emit(self, flow: Flow, options: Options) -> Sequence[OutputFile]:
        """Return `<name>.yaml`, and with `options.access` also `<name>-rbac.yaml`.

        The first holds the WorkflowTemplate and, if the flow has them, its CronWorkflow and its
        Sensor: what belongs to the flow is applied and deleted together. The second holds what
        the platform gives to all flows of a namespace.
        """
        around = context(flow, options)
        found = [OutputFile(path=f"{around.name}.yaml", text=render(documents(around), around))]
        if options.access:
            path = f"{around.name}-rbac.yaml"
            found.append(OutputFile(path=path, text=render(access(around), around)))
        return found

    def explain(self, flow: Flow, options: Options) -> Sequence[tuple[str, str]]:
        """Return (step, what it becomes) for each step, in order."""
        return explain(context(flow, options))

    @property
    def connection(self) -> tuple[ConnectionOption, ...]:
        """Return the options that say which cluster, and which namespace of it."""
        # Compiling needs none of it.
        from compiler.backends.argo.deploy.options import CONNECTION  # noqa: PLC0415

        return CONNECTION

    def deployment_name(self, flow: Flow, options: Options) -> str:
        """Return the name of the WorkflowTemplate."""
        return workflow_name(flow, options)

    def deployer(
        self,
        settings: ArgoSettings,
        connection: Mapping[str, str | None],
        environ: Mapping[str, str],
    ) -> Deployer:
        """Connect to the cluster that the options, the settings and the environment name."""
        from compiler.backends.argo.deploy.deployer import deployer  # noqa: PLC0415

        return deployer(settings, connection, environ)

    def summary(self, documents: Sequence[Mapping[str, Any]]) -> Summary:
        """Return what `documents`, as they stand on a cluster, come to."""
        from compiler.backends.argo.summary import summary  # noqa: PLC0415 - seldom needed

        return summary(documents)


BACKEND = ArgoBackend()
