"""How a run stands: as its service says, and where that has forgotten, as the store does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from compiler.backends.deploying import NotFound, Phase, RunStatus, TaskStatus
from compiler.cli.production import production_store, record_in
from flowc.client.progress import FAILED, INTERRUPTED, RUNNING, run_states, step_states
from runtime_shim.errors import ShimError

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.cli.deploying import Service
    from compiler.cli.world import World
    from flowc.client.progress import TaskState
    from runtime_shim.store.base import Store

_DELETED = "it was deleted from the service before it ended"
_PHASES = {RUNNING: Phase.RUNNING, FAILED: Phase.FAILED, INTERRUPTED: Phase.FAILED}


class Standings:
    """Answers how one run on `target` stands, as often as it is asked."""

    def __init__(self, run: str, service: Service, args: Namespace, world: World) -> None:
        """Ask nothing yet; `args` say where the store is. `run` may be `Flow/run`."""
        self.target = service.name
        self._flow, _, self._run = run.rpartition("/")
        self._service = service
        self._args = args
        self._world = world

    def now(self) -> RunStatus:
        """Return how the run stands now; raises NotFound, DeployError, ShimError."""
        found = self._service.deployer.status(self._run)
        if found is None:
            return self._from_store()
        self._flow = found.flow
        if not found.has_tasks:
            return replace(found, tasks=self._stored_tasks())
        if found.phase is Phase.FAILED:
            return self._with_reasons(found)
        return found

    def _from_store(self) -> RunStatus:
        store = self._store()
        record = record_in(store, self._run, self._flow) if store else None
        if store is None or record is None:
            also = f", nor in the store {store.url}" if store else ""
            raise NotFound(
                f"there is no run `{self._run}` in {self._service.deployer.place}{also}",
                help=f"`flowc list FLOW --target {self._service.name}` lists the runs of a flow",
            )
        found = stored_status(store, record)
        if found.phase.is_final or record.get("target") != self.target:
            return found
        # What the service has forgotten does not run: it was deleted before it ended.
        return replace(found, phase=Phase.FAILED, message=_DELETED)

    def _stored_tasks(self) -> tuple[TaskStatus, ...]:
        store = self._store()
        record = record_in(store, self._run, self._flow) if store else None
        return stored_tasks(store, record) if store and record else ()

    def _with_reasons(self, found: RunStatus) -> RunStatus:
        """Say of failed tasks why, by the store: a scheduler knows an exit status at most."""
        try:
            reasons = {(t.step, t.path): t.message for t in self._stored_tasks() if t.message}
        except ShimError:
            return found
        tasks = tuple(
            replace(task, message=reasons.get((task.step, task.path), task.message))
            if task.phase is Phase.FAILED
            else task
            for task in found.tasks
        )
        return replace(found, tasks=tasks)

    def _store(self) -> Store | None:
        return production_store(self._args, self._service, self._world)


def stored_status(store: Store, record: dict[str, Any]) -> RunStatus:
    """Return how a run stands by its records."""
    state = run_states(store, [record])[0]
    return RunStatus(
        run=record["run"],
        flow=record["flow"],
        deployment="",
        phase=_PHASES.get(state.status, Phase.SUCCEEDED),
        created=record["created"],
        started=record["created"],
        ended=state.ended,
        parameters=record.get("parameters") or {},
        tasks=stored_tasks(store, record),
    )


def stored_tasks(store: Store, record: dict[str, Any]) -> tuple[TaskStatus, ...]:
    """Return how the tasks of a run stand by their records, in the order of the flow."""
    return tuple(_task(task) for step in step_states(store, record) for task in step.tasks)


def _task(task: TaskState) -> TaskStatus:
    return TaskStatus(
        step=task.step,
        path=task.task,
        phase=_PHASES.get(task.state, Phase.SUCCEEDED),
        started=task.start,
        ended=task.end,
        attempts=task.attempt + 1,
        message=task.failure.last_line if task.failure else "",
    )
