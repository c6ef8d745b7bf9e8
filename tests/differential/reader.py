"""Reads a run with the client API, Metaflow's own or flowc's under its name, and says it as JSON.

    python -m tests.differential.reader metaflow|flowc FLOW_FILE FlowName RUN

Both are read by the same statements, as a notebook would.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.wording import words


def main(who: str, file: str, flow: str, run: str) -> None:
    """Print the run as JSON."""
    if who == "flowc":
        import_module("flowc.alias").install()
    _import_flow(Path(file))
    client = import_module("metaflow")
    client.namespace(None)
    found = client.Run(f"{flow}/{run}")
    tasks = dict(_tasks(found, who))
    names = {"/".join(task.path_components[2:]): key for key, task in tasks.items()}
    print(
        json.dumps(
            {
                "finished": found.finished,
                "successful": found.successful,
                "has_data": found.data is not None,
                "tags": sorted(found.user_tags),
                "tasks": {key: _task(task, names) for key, task in tasks.items()},
            }
        )
    )


def _import_flow(file: Path) -> None:
    """Import the flow's file, so that objects of its classes can be loaded from either side."""
    sys.path.insert(0, str(file.parent))
    module = import_module(file.stem)
    own = sys.modules["__main__"]
    for name, value in vars(module).items():
        if not hasattr(own, name):
            setattr(own, name, value)


def _tasks(run: Any, who: str) -> Iterator[tuple[str, Any]]:
    """Yield each task under its step, the numbers of its items, and its turn in a loop."""
    for step in sorted(run, key=lambda step: step.id):
        passed: dict[str, int] = {}
        for _, items, task in sorted((_place(task, who) for task in step), key=lambda one: one[0]):
            turn = passed[items] = passed.get(items, -1) + 1
            yield f"{step.id}[{items}]" + (f"~{turn}" if turn else ""), task


def _place(task: Any, who: str) -> tuple[list[int], str, Any]:
    """Return the turns of the loops that a task is in, the numbers of its items, and the task."""
    if who == "flowc":
        path = task.id.split(".") if task.id != "0" or task.index is not None else []
        turns = [int(segment[1:]) for segment in path if segment.startswith("~")]
        return turns, ".".join(part for part in path if not part.startswith("~")), task
    turns = task["_iteration_stack"].data if "_iteration_stack" in task else []
    frames = task["_foreach_stack"].data if "_foreach_stack" in task else []
    return turns, ".".join(str(frame.index) for frame in frames), task


def _task(task: Any, names: dict[str, str]) -> dict[str, Any]:
    failure = task.exception
    return {
        "finished": task.finished,
        "successful": task.successful,
        "index": task.index,
        "failure": failure and [failure.type.rpartition(".")[2], failure.exception],
        "parents": _parents(task, names) if task.finished else None,
        "stdout": task.stdout,
        "artifacts": {artifact.id: words(artifact.data) for artifact in task},
        "cloned": task.origin_pathspec is not None,
    }


def _parents(task: Any, names: dict[str, str]) -> list[str]:
    found = ["/".join(spec.split("/")[-2:]) for spec in task.parent_task_pathspecs]
    return sorted(names.get(name, name) for name in found)


if __name__ == "__main__":
    os.chdir(Path(sys.argv[2]).parent)
    main(*sys.argv[1:])
