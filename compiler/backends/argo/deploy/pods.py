"""What a task printed, from the log of its pod."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from compiler.backends.argo.deploy.kinds import POD
from compiler.backends.argo.deploy.nodes import last_attempt, nodes_of
from compiler.backends.argo.deploy.runs import live_run
from compiler.backends.deploying import DeployError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from compiler.backends.argo.deploy.api import Api, Object

_RUN = "workflows.argoproj.io/workflow"
_NODE = "workflows.argoproj.io/node-id"
_POLL = 1.0
# Argo's executor runs the task, and reports what it does itself among the lines of the task.
_OF_ARGO = re.compile(r"time=\S+ level=\w+ msg=.*\bargo=true\b")
_WAITING = ("ContainerCreating", "PodInitializing", "does not have a host assigned")


def logs(api: Api, run: str, step: str, path: str, *, follow: bool) -> Iterator[str]:
    """Yield the lines of the pod of the latest attempt of a task."""
    workflow = live_run(api, run)
    if nodes_of(workflow) is None:
        raise DeployError(
            f"Argo keeps the nodes of `{run}` in its database, where flowc cannot look for a pod",
            help="the store has what tasks printed: leave `--target` out",
        )
    node = last_attempt(workflow, step, path)
    if node is None:
        raise NotFound(f"`{step}/{path}` of the run `{run}` has not begun")
    pod = _pod(api, run, node)
    lines = _lines(_followed(api, pod) if follow else _read(api, pod, follow=False))
    yield from (line for line in lines if not _OF_ARGO.match(line))


def _pod(api: Api, run: str, node: Object) -> str:
    for metadata in api.names(POD, f"{_RUN}={run}"):
        if (metadata.get("annotations") or {}).get(_NODE) == node["id"]:
            return str(metadata["name"])
    raise NotFound(
        f"the pod of `{node.get('displayName')}` in the run `{run}` has been deleted",
        help="the store has what it printed: leave `--target` out",
    )


def _read(api: Api, pod: str, *, follow: bool) -> Iterator[bytes]:
    query = {"container": "main", **({"follow": "true"} if follow else {})}
    return api.log(POD, pod, query)


def _followed(api: Api, pod: str) -> Iterator[bytes]:
    """Wait until the container has started, then yield what it prints until it ends."""
    while True:
        try:
            yield from _read(api, pod, follow=True)
        except DeployError as error:
            if not any(word in str(error) for word in _WAITING):
                raise
            time.sleep(_POLL)
        else:
            return


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
    if rest:
        yield rest.decode("utf-8", "replace")
