"""The WorkflowTemplate of a flow: its parameters, `main`, a template for each step, its hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from compiler.backends.argo.dag import Dags
from compiler.backends.argo.environment import run_environment
from compiler.backends.argo.hooks import hook_templates
from compiler.backends.argo.leaves import own_leaves, shared_leaves
from compiler.backends.argo.metadata import described_metadata, document, flow_labels
from compiler.backends.argo.parameters import arguments
from compiler.backends.argo.size import MOST_TEMPLATES
from compiler.images import base_image

if TYPE_CHECKING:
    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import Document, ObjectMeta, Template, WorkflowSpec

COMMAND = ["python", "-m", "runtime_shim"]


def workflow_template(context: Context) -> Document:
    """Return the WorkflowTemplate."""
    return document("WorkflowTemplate", described_metadata(context), _spec(context))


def templates(context: Context) -> list[Template]:
    """Return all templates: `main`, those of blocks, those of steps, those of hooks.

    Each step has a template of its own unless that makes too many for the full CRDs.
    """
    hooks = hook_templates(context)
    if len(context.tasks) + len(hooks) < MOST_TEMPLATES:
        found = _lowered(context, shared=False)
        if len(found) + len(hooks) <= MOST_TEMPLATES:
            return found + hooks
    return _lowered(context, shared=True) + hooks


def _lowered(context: Context, *, shared: bool) -> list[Template]:
    names = context.names()
    leaves, steps = (shared_leaves if shared else own_leaves)(context, names)
    dags = Dags(leaves=leaves, names=names)
    dags.main(context.flow.body)
    return dags.templates + steps


def _spec(context: Context) -> WorkflowSpec:
    spec: WorkflowSpec = {"entrypoint": "main"}
    if context.flow.hooks:
        spec["onExit"] = "on-exit"
    if parameters := arguments(context.flow.parameters):
        spec["arguments"] = {"parameters": parameters}
    spec.update(_platform(context))
    spec["workflowMetadata"] = _metadata(
        {**context.settings.workflow_labels, **flow_labels(context)},
        context.settings.workflow_annotations,
    )
    spec["podMetadata"] = _metadata(
        {**context.settings.pod_labels, **flow_labels(context)}, context.settings.pod_annotations
    )
    spec["templateDefaults"] = _defaults(context)
    spec["templates"] = templates(context)
    return spec


def _platform(context: Context) -> WorkflowSpec:
    """Return what the configuration says about every run."""
    settings = context.settings
    secrets = {name for task in context.tasks for name in task.compute.image_pull_secrets}
    pull_secrets = sorted(secrets.union(settings.image_pull_secrets))
    ttl = {
        "secondsAfterCompletion": settings.ttl_seconds_after_completion,
        "secondsAfterSuccess": settings.ttl_seconds_after_success,
        "secondsAfterFailure": settings.ttl_seconds_after_failure,
    }
    found = {
        "serviceAccountName": settings.service_account,
        "activeDeadlineSeconds": settings.active_deadline_seconds,
        "parallelism": settings.parallelism,
        "podPriorityClassName": settings.priority_class,
        "imagePullSecrets": [{"name": name} for name in pull_secrets],
        "nodeSelector": dict(settings.node_selector),
        "tolerations": list(settings.tolerations),
        "podGC": {"strategy": settings.pod_gc} if settings.pod_gc else None,
        "ttlStrategy": {name: seconds for name, seconds in ttl.items() if seconds is not None},
    }
    return cast("WorkflowSpec", {name: value for name, value in found.items() if value})


def _metadata(labels: dict[str, str], annotations: dict[str, str]) -> ObjectMeta:
    found: ObjectMeta = {"labels": labels}
    if annotations:
        found["annotations"] = dict(annotations)
    return found


def _defaults(context: Context) -> Template:
    return {
        "container": {
            "image": base_image(context.flow, context.options.image),
            "command": COMMAND,
            "env": run_environment(context),
        }
    }
