"""What tasks in production printed: from the store, and if it has nothing yet, from the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import NotFound, Phase, TaskStatus
from compiler.cli.lookup import LATEST, is_file
from compiler.cli.production import (
    deployment_of,
    flow_in,
    latest,
    production_store,
    record_in,
    run_of,
    service_for,
)
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from compiler.records import dataclass
from flowc.client.progress import files_of
from runtime_shim.errors import ShimError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from compiler.cli.deploying import Service
    from compiler.cli.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Whose output is asked for; `pathspec` is that of the store, None if it has nothing of it."""

    service: Service
    run: str
    parts: tuple[str, ...]
    store: str | None = None
    pathspec: str | None = None

    def has_ended(self) -> bool:
        """Say whether the service knows that the run has ended."""
        found = self.service.deployer.status(self.run)
        return found is not None and found.phase.is_final


def printed(args: Namespace, world: World) -> Printed:
    """Find what the words of `flowc logs` name; raises UsageError, NotFound, DeployError."""
    service = service_for(args.words[0], args, world)
    flow, run, parts = _named(service, args, world)
    if len(parts) > 2:
        raise UsageError(f"`{'/'.join(args.words)}` names nothing: expected Flow/run/step/task")
    try:
        store = production_store(args, service, world)
        record = record_in(store, run, flow) if store else None
    except ShimError as error:
        world.tell(f"flowc: the store cannot be read, the service is asked: {error}")
        store = record = None
    if store is None or record is None:
        return Printed(service=service, run=run, parts=parts)
    files = files_of(store, record, parts[0] if parts else None)
    tasks = [key for key in files if len(parts) < 2 or key.endswith(f"/{parts[1]}")]
    if not tasks:
        return Printed(service=service, run=run, parts=parts)
    pathspec = "/".join((record["flow"], run, *parts))
    return Printed(service=service, run=run, parts=parts, store=store.url, pathspec=pathspec)


def print_pods(found: Printed, args: Namespace, world: World) -> int:
    """Print what the service has of the tasks; raises NotFound, DeployError."""
    _refuse_options(args)
    tasks = _tasks(found)
    if args.follow and len(tasks) > 1:
        raise UsageError(
            "a pod's output is followed one at a time: name the task, as in Flow/run/step/task"
        )
    if args.output == "json":
        _print_json(found, tasks, world)
        return 0
    for task in tasks:
        where = "" if len(tasks) == 1 else f"[{task.step}/{task.path}] "
        for line in found.service.deployer.logs(
            found.run, task.step, task.path, follow=args.follow
        ):
            world.say(where + line)
            if args.follow:
                world.out.flush()
    return 0


def _refuse_options(args: Namespace) -> None:
    wanted = {"--stdout": args.stdout, "--stderr": args.stderr, "--timestamps": args.timestamps}
    wanted["--attempt"] = args.attempt is not None
    for option, is_given in wanted.items():
        if is_given:
            raise UsageError(
                f"`{option}` needs the log in the store, which has none yet: a pod only has what "
                "its latest attempt printed, as it came"
            )


def _print_json(found: Printed, tasks: Sequence[TaskStatus], world: World) -> None:
    lines = [
        {"time": None, "step": task.step, "task": task.path, "stream": None, "text": text}
        for task in tasks
        for text in found.service.deployer.logs(found.run, task.step, task.path)
    ]
    print_json("logs", {"pathspec": "/".join((found.run, *found.parts)), "lines": lines}, world)


def _named(service: Service, args: Namespace, world: World) -> tuple[str, str, tuple[str, ...]]:
    """Return the flow ("" if it is not known), the run, and what of it is meant."""
    first, *rest = args.words
    if is_file(first, world):
        name = deployment_of(first, service, args, world)
        flow = flow_in(first, args, world).name
        parts = rest[0].strip("/").split("/") if rest else [LATEST]
        parts = parts[1:] or [LATEST] if parts[0] == flow else parts
    elif "/" not in first:
        return "", run_of(first, service, args, world), ()
    else:
        flow, *parts = first.strip("/").split("/")
        name = flow
    if parts[0] != LATEST:
        return flow, parts[0], tuple(parts[1:])
    run = latest(deployment_of(name, service, args, world), service).run
    return flow, run, tuple(parts[1:])


def _tasks(found: Printed) -> Sequence[TaskStatus]:
    if len(found.parts) == 2:
        step, path = found.parts
        return [TaskStatus(step=step, path=path, phase=Phase.RUNNING)]
    status = found.service.deployer.status(found.run)
    if status is None:
        raise NotFound(f"there is no run `{found.run}` in {found.service.deployer.place}")
    tasks = [
        task
        for task in status.tasks
        if task.phase not in (Phase.SKIPPED, Phase.PENDING) and found.parts in ((), (task.step,))
    ]
    if not tasks:
        what = f"`{found.parts[0]}` of the run" if found.parts else "the run"
        raise NotFound(f"no task of {what} `{found.run}` has begun")
    return tasks
