"""How runs stand, and what can be done to one: end it, hold it, let it go on, forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.deployments import link, parameters_of, seconds
from compiler.backends.argo.deploy.kinds import WORKFLOW
from compiler.backends.argo.deploy.nodes import PHASES, tasks_of
from compiler.backends.argo.deploy.release import labels_of
from compiler.backends.argo.deploy.starting import TEMPLATE_LABEL
from compiler.backends.argo.metadata import FLOW_LABEL
from compiler.backends.deploying import NotFound, Phase, RunStatus, Unacceptable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.backends.argo.deploy.api import Api, Object


def runs(api: Api, deployment: str | None, limit: int, ui: str | None) -> list[RunStatus]:
    """Return the latest runs, newest first.

    Their names come first, and only as many of them as are wanted: a Workflow holds all of its
    nodes, and a namespace may hold thousands.
    """
    known = api.names(WORKFLOW, FLOW_LABEL)
    known.sort(key=lambda found: (found.get("creationTimestamp", ""), found["name"]), reverse=True)
    found: list[RunStatus] = []
    for metadata in known:
        if len(found) == limit:
            break
        label = (metadata.get("labels") or {}).get(TEMPLATE_LABEL)
        if deployment is not None and label not in (None, deployment):
            continue
        live = api.get(WORKFLOW, metadata["name"])
        if live and deployment in (None, deployment_of(live)):
            found.append(run_status(api, live, ui, with_tasks=False))
    return found


def status(api: Api, run: str, ui: str | None) -> RunStatus | None:
    """Return how a run of a flow stands, None if there is none of that name."""
    live = api.get(WORKFLOW, run)
    if live is None or not flow_of(live):
        return None
    return run_status(api, live, ui, with_tasks=True)


def run_status(api: Api, live: Object, ui: str | None, *, with_tasks: bool) -> RunStatus:
    """Return what a Workflow says of its run."""
    found, metadata = live.get("status") or {}, live["metadata"]
    tasks = tasks_of(live) if with_tasks else ()
    return RunStatus(
        run=metadata["name"],
        flow=flow_of(live),
        deployment=deployment_of(live),
        phase=_phase(live),
        message=found.get("message", ""),
        created=seconds(metadata.get("creationTimestamp")),
        started=seconds(found.get("startedAt")),
        ended=seconds(found.get("finishedAt")),
        parameters=_parameters(live),
        tasks=tasks or (),
        url=link(ui, "workflows", api.namespace, metadata["name"]),
        has_tasks=tasks is not None,
    )


def change_run(api: Api, run: str, spec: Object) -> None:
    """Set something in the spec of a run that has not ended; raises NotFound."""
    live = live_run(api, run)
    phase = _phase(live)
    if phase.is_final:
        raise Unacceptable(f"the run `{run}` has ended: it {phase.value}")
    api.merge(WORKFLOW, run, {"spec": spec})


def live_run(api: Api, run: str) -> Object:
    """Return the Workflow of a run; raises NotFound."""
    live = api.get(WORKFLOW, run)
    if live is None:
        raise NotFound(f"there is no run `{run}` in the namespace {api.namespace}")
    return live


def flow_of(live: Object) -> str:
    """Return the flow of a run: as its tasks are told, or as its labels spell it."""
    stored = (live.get("status") or {}).get("storedWorkflowTemplateSpec") or {}
    variables = stored.get("templateDefaults", {}).get("container", {}).get("env") or []
    told = next((one.get("value", "") for one in variables if one["name"] == "FLOWC_FLOW"), "")
    return told.rpartition(":")[2] or labels_of(live).get(FLOW_LABEL, "")


def deployment_of(live: Object) -> str:
    """Return the name of the WorkflowTemplate that a run is of."""
    reference: dict[str, Any] = live.get("spec", {}).get("workflowTemplateRef") or {}
    return str(reference.get("name", ""))


def _phase(live: Object) -> Phase:
    phase = PHASES.get((live.get("status") or {}).get("phase", ""), Phase.PENDING)
    is_held = bool(live.get("spec", {}).get("suspend"))
    return Phase.SUSPENDED if is_held and not phase.is_final else phase


def _parameters(live: Object) -> dict[str, str]:
    """Return what a run was started with; its own values come before the template's."""
    stored = (live.get("status") or {}).get("storedWorkflowTemplateSpec") or {}
    both: Sequence[Object] = ({"spec": stored}, live)
    merged = {name: text for each in both for name, text in parameters_of(each).items()}
    return {name: text for name, text in merged.items() if text is not None}
