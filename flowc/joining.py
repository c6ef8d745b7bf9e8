"""Merges artifacts at a join: what all inputs agree on goes on, by reference, unread."""

from __future__ import annotations

import json

from flowc.exception import (
    MergeArtifactsException,
    MissingInMergeArtifactsException,
    UnhandledInMergeArtifactsException,
)
from runtime_shim.task import place_of, state_of, task_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Ref = dict[str, Any]


def merge(flow: Any, inputs: Any, exclude: tuple[str, ...], include: tuple[str, ...]) -> None:
    """Add to `flow` the refs on which `inputs` agree; see `FlowSpec.merge_artifacts`."""
    task = task_of(flow)
    state = state_of(flow)
    if task is None or state is None or not task.is_join:
        step = f"step `{task.step}` is none" if task else "no task runs here"
        raise MergeArtifactsException(f"`merge_artifacts` is called in a join: {step}")
    if exclude and include:
        raise MergeArtifactsException("`merge_artifacts` takes `include` or `exclude`, not both")
    found, differing = _offered(flow, inputs, exclude, include)
    if differing:
        raise UnhandledInMergeArtifactsException(
            f"step `{task.step}` cannot merge {_listed(differing)}: the inputs differ. Assign it "
            "before the merge, or leave it out with `exclude`",
            differing,
        )
    missing = [name for name in include if name not in found and not _has(flow, name)]
    if missing:
        raise MissingInMergeArtifactsException(
            f"step `{task.step}` cannot merge {_listed(missing)}: no input has it", missing
        )
    state.refs.update(found)


def _offered(
    flow: Any, inputs: Any, exclude: tuple[str, ...], include: tuple[str, ...]
) -> tuple[dict[str, Ref], list[str]]:
    """Return the refs that `flow` lacks and inputs offer, and the names on which they differ."""
    found: dict[str, Ref] = {}
    texts: dict[str, str] = {}
    differing: dict[str, None] = {}
    for one in inputs:
        for name, ref in _refs(one).items():
            wanted = name in include if include else name not in exclude
            if not wanted or _has(flow, name):
                continue
            # As text: to Python `1` equals `True` and `1.0`, and `nan` differs from itself.
            text = json.dumps(ref)
            if texts.setdefault(name, text) != text:
                differing[name] = None
            found.setdefault(name, ref)
    return found, list(differing)


def _has(flow: Any, name: str) -> bool:
    """Say whether `flow` has the artifact or member `name`, without loading it."""
    state = state_of(flow)
    held = state is not None and name in state.refs
    return held or name in vars(flow) or hasattr(type(flow), name)


def _refs(one: Any) -> dict[str, Ref]:
    state = state_of(one) if hasattr(one, "__dict__") else None
    if state is None or place_of(one) is None:
        raise MergeArtifactsException("`merge_artifacts` takes the `inputs` of a join")
    return state.refs


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
