"""The documents of a release as they are applied, and those of it that the cluster has too many."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.failures import NotInstalled
from compiler.backends.argo.deploy.kinds import CRON_WORKFLOW, KINDS, SENSOR, WORKFLOW_TEMPLATE
from compiler.backends.argo.metadata import FLOW_LABEL
from compiler.backends.argo.naming import label_value
from compiler.backends.deploying import DeployError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.deploy.api import Api, Object
    from compiler.backends.argo.deploy.kinds import Kind
    from compiler.backends.deploying import Release

OWNED = "app.kubernetes.io/managed-by=flowc"
MANAGED = "app.kubernetes.io/managed-by"
_PRUNED = (CRON_WORKFLOW, SENSOR)


def documents_of(release: Release, namespace: str) -> list[tuple[Kind, Object]]:
    """Return the documents of the files of a release, for `namespace` whatever they say."""
    import yaml  # noqa: PLC0415 - compiling does not read YAML

    return [
        (_kind(document, file.path), _moved(document, namespace))
        for file in release.files
        for document in yaml.safe_load_all(file.text)
    ]


def surplus(api: Api, release: Release, kept: list[tuple[Kind, Object]]) -> list[tuple[Kind, str]]:
    """Return what an earlier release of the same deployment had, and this one has not.

    Other deployments of the same flow, by other names, are not touched.
    """
    names = {(kind.name, document["metadata"]["name"]) for kind, document in kept}
    return [
        (kind, name)
        for kind, name in triggers(api, release.name, release.flow)
        if (kind.name, name) not in names
    ]


def triggers(api: Api, deployment: str, flow: str) -> Iterator[tuple[Kind, str]]:
    """Yield what starts runs of a deployment by itself: its CronWorkflow, its Sensor."""
    for kind in _PRUNED:
        try:
            found = api.objects(kind, f"{OWNED},{FLOW_LABEL}={label_value(flow)}")
        except NotInstalled:
            # A cluster without Argo Events has no sensors.
            if kind is not SENSOR:
                raise
            continue
        for item in found:
            name = item["metadata"]["name"]
            if deployment == (started_by(item) if kind is CRON_WORKFLOW else name):
                yield kind, name


def started_by(cron: Object) -> str:
    """Return the name of the WorkflowTemplate whose runs a CronWorkflow starts."""
    spec = cron.get("spec", {}).get("workflowSpec") or {}
    return str((spec.get("workflowTemplateRef") or {}).get("name", ""))


def template_of(api: Api, name: str) -> Object:
    """Return the WorkflowTemplate of a deployment; raises NotFound, also if it is another's."""
    found = api.get(WORKFLOW_TEMPLATE, name)
    if found is None or not is_ours(found):
        whose = "" if found is None else ": the WorkflowTemplate of that name is not flowc's"
        raise NotFound(
            f"no flow is deployed as `{name}` in the namespace {api.namespace}{whose}",
            help="`flowc deploy` deploys one, `flowc list --target argo` lists those that are",
        )
    return found


def is_ours(live: Object) -> bool:
    """Say whether flowc made an object."""
    return labels_of(live).get(MANAGED) == "flowc" and FLOW_LABEL in labels_of(live)


def labels_of(live: Object) -> dict[str, str]:
    """Return the labels of an object."""
    return live.get("metadata", {}).get("labels") or {}


def _kind(document: Any, path: str) -> Kind:
    kind = KINDS.get(document.get("kind", "")) if isinstance(document, dict) else None
    if kind is None:
        raise DeployError(f"`{path}` holds something that flowc does not deploy")
    return kind


def _moved(document: Object, namespace: str) -> Object:
    """Return `document` for a namespace: also where it speaks of its own."""
    found = copy.deepcopy(document)
    found["metadata"]["namespace"] = namespace
    for subject in found.get("subjects", ()):
        # A subject that states none is of the namespace that the document is in.
        if "namespace" in subject:
            subject["namespace"] = namespace
    for source in found.get("spec", {}).get("resource", {}).values():
        source["namespace"] = namespace
    return found
