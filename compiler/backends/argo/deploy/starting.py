"""Starts runs: a Workflow that refers to the WorkflowTemplate, and says little more.

The texts of parameters are as `runtime_shim.protocol` has them: none holds anything that Argo would
expand. Variables go into `templateDefaults`, whose `env` Argo merges by name into that of the
template. (A controller with `templateReferencing: Strict` takes no such field: it refuses runs with
tags of their own, and resumed runs, unless it is told to allow `templateDefaults`.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.deployments import link, parameters_of
from compiler.backends.argo.deploy.failures import Exists
from compiler.backends.argo.deploy.kinds import WORKFLOW
from compiler.backends.argo.deploy.release import template_of
from compiler.backends.argo.metadata import API_VERSION
from compiler.backends.deploying import DeployError, Started, Unacceptable
from compiler.names import suggest
from runtime_shim.protocol import changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.argo.deploy.api import Api, Object
    from compiler.backends.deploying import RunRequest

TEMPLATE_LABEL = "workflows.argoproj.io/workflow-template"
USER = "flowc.dev/user"
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_LONGEST = 63


def trigger(api: Api, request: RunRequest, ui: str | None) -> Started:
    """Start a run; raises Unacceptable for what no cluster takes, NotFound, DeployError."""
    _refuse_name(request.run)
    template = template_of(api, request.deployment)
    _refuse_parameters(request, parameters_of(template))
    _refuse_variables(request)
    document = workflow(request, template)
    try:
        made = api.create(WORKFLOW, document)
    except Exists:
        made = _earlier(api, request, document)
        is_new = False
    else:
        is_new = True
    name = made["metadata"]["name"]
    return Started(run=name, is_new=is_new, url=link(ui, "workflows", api.namespace, name))


def workflow(request: RunRequest, template: Object) -> Object:
    """Return the Workflow that is a run of `template`."""
    labels = template.get("spec", {}).get("workflowMetadata", {}).get("labels") or {}
    metadata: Object = {"labels": {**labels, TEMPLATE_LABEL: request.deployment}}
    if request.user:
        metadata["annotations"] = {USER: request.user}
    if request.run is None:
        metadata["generateName"] = f"{request.deployment}-"
    else:
        metadata["name"] = request.run
    spec: Object = {"workflowTemplateRef": {"name": request.deployment}}
    if request.parameters:
        spec["arguments"] = {"parameters": _pairs(request.parameters)}
    if request.variables:
        spec["templateDefaults"] = {"container": {"env": _pairs(request.variables)}}
    return {"apiVersion": API_VERSION, "kind": "Workflow", "metadata": metadata, "spec": spec}


def _pairs(values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in values.items()]


def _refuse_name(run: str | None) -> None:
    if run is None or (_NAME.fullmatch(run) and len(run) <= _LONGEST):
        return
    raise Unacceptable(
        f"`{run}` cannot be the id of a run on Kubernetes: it is made of a-z, 0-9 and inner `-`, "
        f"and has at most {_LONGEST} characters"
    )


def _refuse_parameters(request: RunRequest, known: Mapping[str, str | None]) -> None:
    for name, text in request.parameters.items():
        if name not in known:
            near = suggest(name, known)
            hint = f"did you mean `{near}`?" if near else "deploy the flow again, if it is new"
            raise Unacceptable(f"`{request.deployment}` has no parameter `{name}`", help=hint)
        if changed().search(text):
            raise Unacceptable(
                f"the value of `{name}` has text that Argo would change: {text!r}",
                help="name the flow's file, so that its type is known and it can be quoted",
            )
    missing = [name for name, text in known.items() if text is None]
    missing = [name for name in missing if name not in request.parameters]
    if missing:
        raise Unacceptable(
            f"parameter `{missing[0]}` of `{request.deployment}` has to be given a value"
        )


def _refuse_variables(request: RunRequest) -> None:
    for name, text in request.variables.items():
        if changed().search(text):
            raise Unacceptable(f"the variable {name} has text that Argo would change: {text!r}")


def _earlier(api: Api, request: RunRequest, wanted: Object) -> Object:
    """Return the run of the same name, if it was started by an equal request."""
    found = api.get(WORKFLOW, str(request.run))
    if found is None:
        raise DeployError(f"the run `{request.run}` was there, and was deleted at this moment")
    for what, asked in _ASKED.items():
        if asked(found["spec"]) != asked(wanted["spec"]):
            raise DeployError(
                f"there is a run `{request.run}` already, with {what}",
                help="give this one another `--run-id`",
            )
    return found


def _values(listed: list[Object] | None) -> dict[str, Any]:
    return {one["name"]: one.get("value") for one in listed or []}


# Only these are compared: the controller writes its defaults into the spec of a run.
_ASKED: dict[str, Callable[[Object], object]] = {
    "another flow": lambda spec: (spec.get("workflowTemplateRef") or {}).get("name"),
    "other parameters": lambda spec: _values((spec.get("arguments") or {}).get("parameters")),
    "other tags, or as another run's continuation": lambda spec: _values(
        ((spec.get("templateDefaults") or {}).get("container") or {}).get("env")
    ),
}
