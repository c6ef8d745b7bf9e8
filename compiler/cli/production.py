"""Finds what a command about production names: a run, a deployment, and the store they write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.deploying import DeployError, NotFound
from compiler.cli.deploying import project_here, service_of
from compiler.cli.lookup import flows_in, is_file
from compiler.cli.options import store_place
from compiler.cli.projects import Projects
from compiler.cli.world import UsageError
from runtime_shim.store.open import open_store

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.backends.deploying import DeploymentStatus, RunStatus
    from compiler.cli.deploying import Service
    from compiler.cli.projects import Project
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow
    from runtime_shim.store.base import Store


_TRIES, _SECONDS = 3, 15

RUN = "Flow/run, or a run's id; a FILE, a flow or a deployment means its latest run"
"""What names a run, for the help of commands."""


def service_for(word: str, args: Namespace, world: World) -> Service:
    """Return the service that the options, or the project of what `word` names, are about."""
    return service_of(args, project_of(word, world) or project_here(world), world)


def production_store(args: Namespace, service: Service, world: World) -> Store | None:
    """Return the store of the runs: as stated, as configured, or as the platform says; or None.

    It may be one that only the cluster reaches: there is less patience with it than in a task.
    Raises ShimError if it cannot be opened.
    """
    stated = args.store or service.project.settings.store or _platform_store(service)
    if not stated:
        return None
    return open_store(store_place(stated, world), tries=_TRIES, seconds=_SECONDS)


def _platform_store(service: Service) -> str | None:
    try:
        return service.deployer.store()
    except DeployError:
        # Who may not read the platform's setting can still state it.
        return None


def project_of(word: str, world: World) -> Project | None:
    """Return the project of the file that `word` names, None if it names none."""
    return Projects().of(world.path(word)) if is_file(word, world) else None


def flow_in(word: str, args: Namespace, world: World) -> Flow:
    """Return the one flow of the file that `word` names; raises UsageError."""
    flows = flows_in(word, world, getattr(args, "flow", None))
    if len(flows) > 1:
        listed = ", ".join(f"`{flow.name}`" for flow in flows)
        raise UsageError(f"`{word}` has several flows: add `--flow` with one of {listed}")
    found: Flow = flows[0]
    return found


def deployment_of(word: str, service: Service, args: Namespace, world: World) -> str:
    """Return the name of the deployment that `word` means: a file, a flow, or the name itself."""
    if is_file(word, world):
        return service.deployment_name(flow_in(word, args, world), args)
    return deployed(word, service).name


def deployed(word: str, service: Service) -> DeploymentStatus:
    """Return the deployment that is called `word`, or the one of the flow `word`."""
    known = service.deployer.deployments()
    for each in known:
        if each.name == word:
            return each
    found = [each for each in known if each.flow == word]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"`{each.name}`" for each in found)
        raise UsageError(f"the flow {word} is deployed as {listed}: name one of them")
    raise NotFound(
        f"no flow is deployed as `{word}` in {service.deployer.place}",
        help=f"`flowc list --target {service.name}` lists those that are",
    )


def is_deployed(word: str, service: Service) -> bool:
    """Say whether `word` is the name of a deployment."""
    return any(each.name == word for each in service.deployer.deployments())


def run_of(word: str, service: Service, args: Namespace, world: World) -> str:
    """Return the id of the run that `word` means: `Flow/run`, an id, or the latest of a flow.

    A run that the service has forgotten is taken for what it is called.
    """
    if is_file(word, world):
        return latest(deployment_of(word, service, args, world), service).run
    if "/" in word:
        return word.strip("/").rpartition("/")[2]
    if service.deployer.status(word) is not None:
        return word
    known = service.deployer.deployments()
    names = [each.name for each in known if word in (each.name, each.flow)]
    if not names:
        return word
    runs = [run for name in names for run in service.deployer.runs(name, limit=1)]
    if not runs:
        raise _no_runs(word, service)
    return max(runs, key=lambda run: run.created or 0).run


def latest(deployment: str, service: Service) -> RunStatus:
    """Return the latest run of a deployment; raises NotFound."""
    found = service.deployer.runs(deployment, limit=1)
    if not found:
        raise _no_runs(deployment, service)
    return found[0]


def _no_runs(word: str, service: Service) -> NotFound:
    return NotFound(
        f"{word} has no run in {service.deployer.place}", help=f"`flowc trigger {word}` starts one"
    )


def record_in(store: Store, run: str, flow: str = "") -> dict[str, Any] | None:
    """Return the store's record of a run, of whichever flow unless it is named."""
    from compiler.storage.gc import flows_of
    from flowc.client import reading

    for name in [flow] if flow else flows_of(store):
        record = reading.run(store, name, run)
        if record is not None:
            found: dict[str, Any] = record
            return found
    return None
