"""Takes tasks over from the run that is resumed, without starting a process for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.local.walk import Decision
from runtime_shim.clone import Origin, try_clone
from runtime_shim.errors import InputsMissing
from runtime_shim.lineage import Results, find_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.invocation import Invocation
    from compiler.backends.local.plan import Plan
    from compiler.backends.local.walk import Job


class Cloner:
    """Knows the results of both runs, as far as they were read."""

    def __init__(self, plan: Plan, how: Mapping[str, Invocation]) -> None:
        """Clone from the plan's origin."""
        self._store = plan.store
        self._how = how
        self._results = Results(plan.store, plan.flow.name, plan.run)
        there = Results(plan.store, plan.flow.name, plan.origin or "")
        self._origin = Origin(there, plan.rerun)

    def clone(self, job: Job) -> Decision | None:
        """Return what `job` decided in the origin, now cloned; None if it has to run."""
        path = tuple(job.at.split(".")) if job.at else ()
        try:
            inputs = find_inputs(self._how[job.task.name].sources, path, self._results)
        except InputsMissing:
            return None
        done = try_clone(self._store, self._results, self._origin, (job.task.name, path), inputs)
        if done is None:
            return None
        return Decision(splits=done["splits"], next=done["next"])
