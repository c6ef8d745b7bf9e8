"""Labels and annotations: who made an object, of which flow, from which sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.naming import label_value
from compiler.backends.argo.quoting import prose
from runtime_shim.protocol import carry_json

if TYPE_CHECKING:
    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import Document, ObjectMeta

API_VERSION = "argoproj.io/v1alpha1"
FLOW_LABEL = "flowc.dev/flow"
# All annotations of an object together may take 256 KiB.
_LONGEST_DESCRIPTION = 10_000


def document(kind: str, metadata: ObjectMeta, spec: object) -> Document:
    """Return a document of one of Argo's kinds."""
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": metadata, "spec": spec}


def object_metadata(context: Context, name: str) -> ObjectMeta:
    """Return the metadata of a document named `name`."""
    found: ObjectMeta = {"name": name}
    if context.settings.namespace:
        found["namespace"] = context.settings.namespace
    found["labels"] = {"app.kubernetes.io/managed-by": "flowc", **flow_labels(context)}
    return found


def described_metadata(context: Context) -> ObjectMeta:
    """Return the metadata of the WorkflowTemplate, which says what the flow is."""
    flow = context.flow
    annotations = {"workflows.argoproj.io/title": flow.name}
    if flow.doc:
        annotations["workflows.argoproj.io/description"] = prose(flow.doc)[:_LONGEST_DESCRIPTION]
    annotations["flowc.dev/source-digest"] = f"sha256:{flow.origin.digest}"
    if flow.tags:
        annotations["flowc.dev/tags"] = carry_json(list(flow.tags))
    return {**object_metadata(context, context.name), "annotations": annotations}


def flow_labels(context: Context) -> dict[str, str]:
    """Return the labels by which the objects and runs of a flow are found."""
    labels = {FLOW_LABEL: label_value(context.flow.name)}
    project = context.flow.project
    if project is not None:
        labels["flowc.dev/project"] = label_value(project.name)
        branch = project.branch or ("prod" if project.production else "")
        if branch:
            labels["flowc.dev/branch"] = label_value(branch)
    return labels
