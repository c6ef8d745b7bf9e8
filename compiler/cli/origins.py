"""Finds the run to resume, and what of it is done."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from compiler.cli.world import UsageError
from compiler.names import suggest
from flowc.client import reading
from runtime_shim import layout

if TYPE_CHECKING:
    from compiler.backends.local.plan import Plan
    from runtime_shim.store.base import Store

    Record = dict[str, Any]

_LOOKED_AT = 200


def origin_of(plan: Plan, wanted: str | None, step: str | None) -> Record:
    """Return the record of the run to resume: the one `wanted`, else this user's latest.

    Raises UsageError if there is none, or if all of it succeeded and no step is to run again.
    """
    record = _named(plan, wanted) if wanted else _latest(plan)
    if step is None and is_done(plan.store, record, record["end"], ""):
        raise UsageError(
            f"run {record['run']} of {plan.flow.name} has succeeded: name the step to run again "
            "from, or another run with `--origin-run-id`"
        )
    return record


def done_steps(store: Store, record: Record) -> set[str]:
    """Return the steps that have a result in the run of `record`."""
    found = set()
    for step in reading.steps(store, record):
        tasks = store.children(layout.step_key(record["flow"], record["run"], step))
        if any(is_done(store, record, step, task.rstrip("/")) for task in tasks):
            found.add(step)
    return found


def is_done(store: Store, record: Record, step: str, task: str) -> bool:
    """Say whether a task of the run of `record` has a result."""
    return store.exists(layout.manifest(record["flow"], record["run"], step, task))


def _named(plan: Plan, wanted: str) -> Record:
    flow = plan.flow.name
    name = wanted.removeprefix(f"{flow}/")
    record = reading.run(plan.store, flow, name)
    if record is not None:
        return record
    known = list(islice(reading.run_names(plan.store, flow), _LOOKED_AT))
    near = suggest(name, known)
    if near:
        hint = f"did you mean {near}?"
    else:
        hint = f"the latest is {known[0]}" if known else "it has no runs"
    raise UsageError(f"{flow} has no run `{name}` in {plan.store.url}; {hint}")


def _latest(plan: Plan) -> Record:
    flow, user = plan.flow.name, plan.user
    for record in reading.runs(plan.store, flow):
        if record.get("user") == user:
            return record
    raise UsageError(
        f"{flow} has no run of {user} in {plan.store.url} to resume; name one with "
        "`--origin-run-id`, or start one with `flowc run`"
    )
