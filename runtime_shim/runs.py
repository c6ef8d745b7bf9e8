"""The record of a run, made by its first task where no scheduler of ours has made it before."""

from __future__ import annotations

import sys
import time

from runtime_shim import layout, records
from runtime_shim.errors import InputsMissing, StoreError
from runtime_shim.parameters import given_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.command import Settings
    from runtime_shim.store.base import Store
    from runtime_shim.task import Task


def ensure_run(task: Task, flow: type[Any], steps: Sequence[str]) -> None:
    """Make the record of the task's run unless there is one."""
    if _is_recorded(task.store, task.flow, task.run):
        return
    settings = task.settings
    path, _, entrypoint = settings.flow.rpartition(":")
    record = {
        "format": layout.RUN_FORMAT,
        "flow": task.flow,
        **_begun(task.flow, settings),
        "parameters": given_texts(settings.params),
        "source": {"path": path, "entrypoint": entrypoint, "digest": ""},
        "start": task.step,
        "end": _marked(flow, steps, "is_end") or "end",
        "steps": [{"name": name} for name in steps],
    }
    records.create_run(task.store, record)


def resume_run(store: Store, flow: str, settings: Settings) -> None:
    """Make the record of a run that resumes another, unless there is one, from that one's.

    It comes before anything is taken over, and only then is looked whether the origin is being
    removed: whoever removes it looks for runs that resume it after saying so. Raises StoreError.
    """
    if _is_recorded(store, flow, settings.run):
        return
    origin = records.read(store, layout.run_record(flow, settings.origin))
    if origin is None:
        raise InputsMissing(f"there is no run `{settings.origin}` of `{flow}` to resume")
    records.create_run(store, {**origin, **_begun(flow, settings)})
    if store.exists(layout.removing_record(flow, settings.origin)):
        raise StoreError(f"run `{settings.origin}` is being removed: it cannot be resumed any more")


def _is_recorded(store: Store, flow: str, run: str) -> bool:
    """Say whether a run has a record; list it, if who made the record was killed before it did."""
    record = records.read(store, layout.run_record(flow, run))
    if record is None:
        return False
    entry = layout.recent_entry(flow, run, record["created"])
    if not store.exists(entry):
        store.create(entry, b"")
    return True


def _begun(flow: str, settings: Settings) -> dict[str, Any]:
    """Return what is a run's own: which it is, who began it, when, and on what."""
    return {
        "run": settings.run,
        "created": time.time(),
        "user": settings.user or None,
        "tags": settings.tags,
        "system_tags": system_tags(flow, settings.user, settings.target),
        "target": settings.target,
        "origin": settings.origin or None,
    }


def system_tags(flow: str, user: str, target: str) -> list[str]:
    """Return the tags that every run has: whose it is, and what ran it."""
    whose = f"user:{user}" if user else f"production:{flow}"
    python = f"python_version:{'.'.join(map(str, sys.version_info[:3]))}"
    return [whose, *([f"runtime:{target}"] if target else []), python]


def _marked(flow: type[Any], steps: Sequence[str], mark: str) -> str | None:
    return next((name for name in steps if getattr(getattr(flow, name), mark, False)), None)
