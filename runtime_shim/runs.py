"""The record of a run, made by its first task where no scheduler of ours has made it before."""

from __future__ import annotations

import sys
import time

from runtime_shim import layout, records
from runtime_shim.parameters import given_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.task import Task


def ensure_run(task: Task, flow: type[Any], steps: Sequence[str]) -> None:
    """Make the record of the task's run unless there is one."""
    key = layout.run_record(task.flow, task.run)
    if task.store.exists(key):
        return
    settings = task.settings
    path, _, entrypoint = settings.flow.rpartition(":")
    record = {
        "format": layout.RUN_FORMAT,
        "flow": task.flow,
        "run": task.run,
        "created": time.time(),
        "user": settings.user or None,
        "tags": settings.tags,
        "system_tags": system_tags(task.flow, settings.user, settings.target),
        "target": settings.target,
        "origin": settings.origin or None,
        "parameters": given_texts(settings.params),
        "source": {"path": path, "entrypoint": entrypoint, "digest": ""},
        "start": task.step,
        "end": _marked(flow, steps, "is_end") or "end",
        "steps": [{"name": name} for name in steps],
    }
    records.create_run(task.store, record)


def system_tags(flow: str, user: str, target: str) -> list[str]:
    """Return the tags that every run has: whose it is, and what ran it."""
    whose = f"user:{user}" if user else f"production:{flow}"
    python = f"python_version:{'.'.join(map(str, sys.version_info[:3]))}"
    return [whose, *([f"runtime:{target}"] if target else []), python]


def _marked(flow: type[Any], steps: Sequence[str], mark: str) -> str | None:
    return next((name for name in steps if getattr(getattr(flow, name), mark, False)), None)
