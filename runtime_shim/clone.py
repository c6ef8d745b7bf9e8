"""Resuming: a task that was done in an earlier run, with the same inputs, is taken over from there.

The manifest is all that is copied: refs to artifacts are complete in themselves, and blobs belong
to the flow, not to a run.
"""

from __future__ import annotations

import os

from runtime_shim import layout
from runtime_shim.commit import commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from runtime_shim.lineage import Results
    from runtime_shim.store.base import Store

    Manifest = dict[str, Any]


class Origin:
    """The run to resume, and the steps that are run again in any case."""

    def __init__(self, results: Results, rerun: Sequence[str]) -> None:
        """Take the results of that run."""
        self.results = results
        self.rerun = frozenset(rerun)


def try_clone(
    store: Store,
    results: Results,
    origin: Origin,
    task: tuple[str, tuple[str, ...]],
    inputs: Sequence[Manifest],
) -> Manifest | None:
    """Return the manifest of `task` (step, path) after cloning it; None if it has to run.

    It is cloned if the origin has it and if its inputs are those it had there, all cloned as well.
    """
    step, path = task
    if step in origin.rerun or any(found["cloned"] is None for found in inputs):
        return None
    there = origin.results.get(step, path)
    if there is None or there["inputs"] != [name_of(found) for found in inputs]:
        return None
    mine = {**there, "run": results.run, "uid": os.urandom(16).hex()}
    mine["cloned"] = there["cloned"] or origin.results.run
    return commit(store, mine)


def name_of(manifest: Manifest) -> str:
    """Return a task's name inside of its run."""
    return f"{manifest['step']}/{manifest['task'] or layout.EMPTY_PATH}"
