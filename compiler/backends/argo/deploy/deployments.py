"""What is deployed: the WorkflowTemplates of flowc, with their schedules."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from compiler.backends.argo.deploy.applying import carry_out, removal
from compiler.backends.argo.deploy.kinds import CRON_WORKFLOW, WORKFLOW_TEMPLATE
from compiler.backends.argo.deploy.release import (
    OWNED,
    is_ours,
    labels_of,
    started_by,
    template_of,
    triggers,
)
from compiler.backends.argo.metadata import FLOW_LABEL
from compiler.backends.deploying import DeploymentStatus, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.argo.deploy.api import Api, Object
    from compiler.backends.deploying import Change


def deployments(api: Api, ui: str | None) -> list[DeploymentStatus]:
    """Return what is deployed in the namespace, by name."""
    templates = api.objects(WORKFLOW_TEMPLATE, OWNED)
    crons = {started_by(cron): cron for cron in api.objects(CRON_WORKFLOW, OWNED)}
    found = [
        _status(api, template, crons.get(template["metadata"]["name"]), ui)
        for template in templates
        if is_ours(template)
    ]
    return sorted(found, key=lambda each: each.name)


def remove(api: Api, name: str) -> list[Change]:
    """Delete the objects of a deployment: first what starts runs, then what they run."""
    flow = labels_of(template_of(api, name))[FLOW_LABEL]
    steps = [removal(api, *each) for each in triggers(api, name, flow)]
    steps.append(removal(api, WORKFLOW_TEMPLATE, name))
    for step in steps:
        carry_out(api, step)
    return [step.change for step in steps]


def set_schedule(api: Api, name: str, *, suspended: bool) -> None:
    """Switch the CronWorkflow of a deployment off or on."""
    flow = labels_of(template_of(api, name))[FLOW_LABEL]
    crons = [found for kind, found in triggers(api, name, flow) if kind is CRON_WORKFLOW]
    if not crons:
        raise NotFound(
            f"`{name}` has no schedule", help="give the flow a `@schedule`, and deploy it again"
        )
    for cron in crons:
        api.merge(CRON_WORKFLOW, cron, {"spec": {"suspend": suspended}})


def parameters_of(template: Object) -> dict[str, str | None]:
    """Return the parameters of a WorkflowTemplate, with None for those that must be given."""
    listed = template.get("spec", {}).get("arguments", {}).get("parameters") or []
    return {one["name"]: one.get("value") for one in listed}


def seconds(stamp: str | None) -> float | None:
    """Return a time of the API in seconds since 1970."""
    return datetime.fromisoformat(stamp).timestamp() if stamp else None


def link(ui: str | None, kind: str, namespace: str, name: str) -> str:
    """Return the address of an object in Argo's own pages, "" if they are not configured."""
    return f"{ui.rstrip('/')}/{kind}/{namespace}/{name}" if ui else ""


def _status(api: Api, template: Object, cron: Object | None, ui: str | None) -> DeploymentStatus:
    metadata = template["metadata"]
    annotations: Mapping[str, str] = metadata.get("annotations") or {}
    spec = cron.get("spec", {}) if cron else {}
    return DeploymentStatus(
        name=metadata["name"],
        flow=labels_of(template)[FLOW_LABEL],
        digest=annotations.get("flowc.dev/source-digest", "").removeprefix("sha256:"),
        created=seconds(metadata.get("creationTimestamp")),
        schedule=_schedule(spec),
        is_suspended=bool(spec.get("suspend")),
        url=link(ui, "workflow-templates", api.namespace, metadata["name"]),
        parameters=parameters_of(template),
        tags=tuple(json.loads(annotations.get("flowc.dev/tags") or "[]")),
    )


def _schedule(spec: Object) -> str:
    crons = ", ".join(spec.get("schedules") or [])
    return f"{crons} {spec['timezone']}" if crons and spec.get("timezone") else crons
