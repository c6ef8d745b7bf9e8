"""Runs as Argo's controller reports them: nodes with the names, types and links that it gives."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from compiler.backends.argo.deploy.nodes import tasks_of
from compiler.backends.deploying import TaskStatus
from compiler.ir.nodes import Flow
from tests.argo.flows import lowered

Object = dict[str, Any]
BEGIN, END = "2026-11-29T10:00:00Z", "2026-11-29T10:00:05Z"
BEGAN, ENDED = 1795946400.0, 1795946405.0


def run_of(flow: Flow, *nodes: Object, packed: bool = False, **status: Any) -> Object:
    """Return the Workflow of a run of `flow`; its nodes compressed if they are `packed`."""
    by_name = {node["id"]: node for node in nodes}
    spec: Object = dict(lowered(flow)["WorkflowTemplate"]["spec"])
    found = {"storedWorkflowTemplateSpec": spec, **status}
    if packed:
        data = gzip.compress(json.dumps(by_name).encode())
        found["compressedNodes"] = base64.b64encode(data).decode()
    else:
        found["nodes"] = by_name
    reference = {"workflowTemplateRef": {"name": "pets-flow"}}
    metadata = {"name": "r1", "labels": {"flowc.dev/flow": flow.name}}
    return {"metadata": metadata, "spec": reference, "status": found}


def node(name: str, template: str = "", type: str = "Pod", **more: Any) -> Object:  # noqa: A002
    """Return a node called `r1.<name>`, of a template called like the last part of the name."""
    last = name.rpartition(".")[2]
    inputs = more.pop("inputs", {})
    found = {
        "id": f"r1-{name}",
        "name": f"r1.{name}" if name else "r1",
        "displayName": last,
        "type": type,
        "templateName": template or last.partition("(")[0],
        "phase": "Succeeded",
        "startedAt": BEGIN,
        "finishedAt": END,
        **more,
    }
    if inputs:
        listed = [{"name": key, "value": value} for key, value in inputs.items()]
        found["inputs"] = {"parameters": listed}
    return found


def dag(name: str, template: str, **more: Any) -> Object:
    """Return the node of a DAG; the run's own has no name."""
    return node(name, template, "DAG", **more)


def left_out(name: str, within: str, template: str, phase: str = "Skipped", **more: Any) -> Object:
    """Return the node of a task of the DAG `within` that was not run."""
    boundary = {"boundaryID": f"r1-{within}", "phase": phase, **more}
    return node(f"{within}.{name}" if within else name, template, "Skipped", **boundary)


def places(workflow: Object) -> list[tuple[str, str, str]]:
    """Return the step, path and phase of each task."""
    return [(task.step, task.path, task.phase.value) for task in tasks(workflow)]


def tasks(workflow: Object) -> tuple[TaskStatus, ...]:
    """Return the tasks, which the API has."""
    found = tasks_of(workflow)
    assert found is not None
    return found
