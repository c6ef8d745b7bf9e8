"""The records of a run that its scheduler keeps: how it began, under which number, how it ended."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from compiler.backends.invocation import invocations
from compiler.backends.local.environment import TARGET
from compiler.backends.local.scheduler import FAILED, Ending
from runtime_shim import layout, records
from runtime_shim.errors import StoreError
from runtime_shim.protocol import print_sources
from runtime_shim.runs import system_tags

if TYPE_CHECKING:
    from compiler.backends.local.plan import Plan
    from compiler.ir.nodes import Flow
    from runtime_shim.store.base import Store

_A_LOOK = 100


def begin(plan: Plan) -> Plan:
    """Make the record of a run under the next free number; return the plan with it.

    Raises StoreError if the run that it resumes is being removed.
    """
    number = newest(plan.store, plan.flow.name) + 1
    while not records.create_run(plan.store, _record(plan, str(number))):
        number += 1
    begun = replace(plan, run=str(number))
    # Looked for only now: from here on, the origin is not removed.
    if plan.origin and plan.store.exists(layout.removing_record(plan.flow.name, plan.origin)):
        reason = f"run {plan.origin} is being removed: it cannot be resumed any more"
        end(begun, Ending(status=FAILED, reason=reason))
        raise StoreError(reason)
    return begun


def newest(store: Store, flow: str) -> int:
    """Return the number of the latest run that has one, 0 if none has."""
    after = ""
    while names := store.children(layout.recent_key(flow), after, _A_LOOK):
        for name in names:
            run, _ = layout.run_of_entry(name)
            if run.isdecimal():
                return int(run)
        after = names[-1]
    return 0


def end(plan: Plan, ending: Ending) -> None:
    """Record how the run ended."""
    reason = ending.reason
    if ending.failures:
        job, failure = ending.failures[0]
        reason = f"{job.name}: {failure.line}"
    record = {
        "format": "flowc.ended/1",
        "status": ending.status,
        "at": time.time(),
        "reason": reason,
    }
    records.create(plan.store, layout.ended_record(plan.flow.name, plan.run), record)


def _record(plan: Plan, run: str) -> dict[str, Any]:
    flow = plan.flow
    steps = steps_of(flow)
    return {
        "format": layout.RUN_FORMAT,
        "flow": flow.name,
        "run": run,
        "created": time.time(),
        "user": plan.user or None,
        "tags": list(plan.tags),
        "system_tags": [
            *system_tags(flow.name, plan.user, TARGET),
            f"flowc_version:{plan.version}",
        ],
        "target": TARGET,
        "origin": plan.origin,
        "parameters": dict(plan.given),
        "source": {
            "path": str(plan.path),
            "entrypoint": flow.origin.entrypoint,
            "digest": flow.origin.digest,
        },
        "start": steps[0]["name"],
        "end": steps[-1]["name"],
        "steps": steps,
    }


def steps_of(flow: Flow) -> list[dict[str, str]]:
    """Return, of each step, its name and the texts of its sources and targets, as run.json has."""
    return [
        {
            "name": step,
            "from": print_sources(how.sources),
            "to": str(how.targets) if how.targets else "",
        }
        for step, how in invocations(flow).items()
    ]
