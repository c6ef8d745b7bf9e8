"""The nodes of a Workflow as tasks of the flow: attempts together, and what was left out, too."""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.deployments import seconds
from compiler.backends.argo.deploy.templates import EMPTY_PATH, Templates, inputs_of
from compiler.backends.deploying import Phase, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Object = dict[str, Any]
    Nodes = Mapping[str, Object]

PHASES = {
    "": Phase.PENDING,
    "Pending": Phase.PENDING,
    "Running": Phase.RUNNING,
    "Succeeded": Phase.SUCCEEDED,
    "Failed": Phase.FAILED,
    "Error": Phase.FAILED,
    "Skipped": Phase.SKIPPED,
    "Omitted": Phase.SKIPPED,
}


def nodes_of(workflow: Object) -> Nodes | None:
    """Return the nodes of a run, None if the API does not have them.

    A run of very many is kept compressed, or in a database of the controller's own ("offloaded").
    """
    status = workflow.get("status") or {}
    if status.get("nodes"):
        nodes: Nodes = status["nodes"]
        return nodes
    packed = status.get("compressedNodes")
    if packed:
        return _unpacked(packed)
    return None if status.get("offloadNodeStatusVersion") else {}


def tasks_of(workflow: Object) -> tuple[TaskStatus, ...] | None:
    """Return the tasks of a run that began or were left out, in the order of the flow."""
    nodes = nodes_of(workflow)
    if nodes is None:
        return None
    templates = templates_of(workflow)
    found = [task for node in nodes.values() for task in _tasks(node, nodes, templates)]
    places = {step: place for place, step in enumerate(templates.order())}
    found.sort(key=lambda task: (places.get(task.step, len(places)), _in_order(task.path)))
    return tuple(found)


def last_attempt(workflow: Object, step: str, path: str) -> Object | None:
    """Return the node of the pod that runs, or ran last, a task; None if there is none."""
    nodes, templates = nodes_of(workflow) or {}, templates_of(workflow)
    for node in nodes.values():
        if node.get("type") in _RUN and _place(node, templates) == (step, path):
            pods = _attempts(node, nodes)
            return pods[-1] if pods else None
    return None


def templates_of(workflow: Object) -> Templates:
    """Return the templates that a run was started with."""
    stored = (workflow.get("status") or {}).get("storedWorkflowTemplateSpec")
    return Templates(stored or workflow.get("spec") or {})


_RUN = frozenset(("Pod", "Retry"))


def _tasks(node: Object, nodes: Nodes, templates: Templates) -> Iterator[TaskStatus]:
    if node.get("type") == "Skipped":
        boundary = nodes.get(node.get("boundaryID", ""))
        for step, path in templates.skipped(node, boundary):
            yield _task(node, step, path, [])
        return
    # The attempts of a step with retries are nodes of their own, below the one for all of them.
    if node.get("type") not in _RUN or (node.get("nodeFlag") or {}).get("retried"):
        return
    place = _place(node, templates)
    if place is not None:
        yield _task(node, *place, _attempts(node, nodes))


def _place(node: Object, templates: Templates) -> tuple[str, str] | None:
    inputs = inputs_of(node)
    step = templates.step(node.get("templateName", ""), inputs)
    return None if step is None else (step, inputs.get("at") or EMPTY_PATH)


def _attempts(node: Object, nodes: Nodes) -> list[Object]:
    """Return the nodes of the attempts, in their order: `train(0)`, `train(1)` below `train`."""
    if node["type"] == "Pod":
        return [node]
    children = (nodes.get(name) for name in node.get("children") or [])
    named = [child for child in children if child and _number(child, node) is not None]
    return sorted(named, key=lambda child: _number(child, node) or 0)


def _number(child: Object, node: Object) -> int | None:
    found = re.fullmatch(r"\((\d+)\)", child["name"].removeprefix(node["name"]))
    return int(found[1]) if found and child["name"].startswith(node["name"]) else None


def _task(node: Object, step: str, path: str, attempts: list[Object]) -> TaskStatus:
    phase = PHASES.get(node.get("phase", ""), Phase.PENDING)
    is_over = phase.is_final
    message = node.get("message", "")
    if attempts and phase is Phase.FAILED:
        message = attempts[-1].get("message") or message
    return TaskStatus(
        step=step,
        path=path,
        phase=phase,
        started=None if phase is Phase.SKIPPED else seconds(node.get("startedAt")),
        ended=seconds(node.get("finishedAt")) if is_over and phase is not Phase.SKIPPED else None,
        attempts=max(len(attempts), 1),
        message=message,
    )


def _unpacked(packed: str) -> Nodes | None:
    try:
        nodes: Nodes = json.loads(gzip.decompress(base64.b64decode(packed)))
    except (ValueError, OSError, EOFError, zlib.error):
        # Argo 4.1 can be told to use another algorithm than gzip.
        return None
    return nodes


def _in_order(path: str) -> list[int]:
    return [int(part.removeprefix("~")) for part in path.split(".") if part.strip("~").isdecimal()]
