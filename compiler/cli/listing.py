"""Lists what is deployed on a service, or the runs of a deployment, newest first."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from compiler.cli.columns import print_table
from compiler.cli.production import deployment_of, service_for
from compiler.cli.records_json import print_json
from compiler.cli.views import standing
from flowc.client.words import duration_text, time_text

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.backends.deploying import DeploymentStatus, RunStatus
    from compiler.cli.deploying import Service
    from compiler.cli.world import World


def list_there(args: Namespace, world: World) -> int:
    """Print the deployments, or the runs of the one that is named; raises DeployError."""
    service = service_for(args.flow_name or "", args, world)
    if args.flow_name is None:
        _deployments(service, args, world)
    else:
        _runs(service, args, world)
    return 0


def _deployments(service: Service, args: Namespace, world: World) -> None:
    found = service.deployer.deployments()
    if args.output == "json":
        documents = [_document(each) for each in found]
        print_json(
            "deployments", {"place": service.deployer.place, "deployments": documents}, world
        )
    elif found:
        columns = ("name", "flow", "schedule", "deployed", "digest")
        print_table(columns, [_row(each) for each in found], world)
    else:
        world.tell(f"nothing is deployed in {service.deployer.place}")


def _row(each: DeploymentStatus) -> tuple[str, ...]:
    created = "" if each.created is None else time_text(each.created)
    schedule = f"{each.schedule} (off)" if each.is_suspended else each.schedule
    return (each.name, each.flow, schedule, created, each.digest[:12])


def _document(each: DeploymentStatus) -> dict[str, object]:
    return {
        "name": each.name,
        "flow": each.flow,
        "digest": each.digest,
        "created": each.created,
        "schedule": each.schedule or None,
        "is_suspended": each.is_suspended,
        "parameters": dict(each.parameters),
        "url": each.url or None,
    }


def _runs(service: Service, args: Namespace, world: World) -> None:
    name = deployment_of(args.flow_name, service, args, world)
    found = service.deployer.runs(name, limit=args.limit)
    if args.output == "json":
        documents = [standing.document(each) for each in found]
        print_json("runs", {"place": service.deployer.place, "runs": documents}, world)
    elif found:
        columns = ("run", "status", "started", "took", "because")
        print_table(columns, [_run_row(each) for each in found], world)
    else:
        world.tell(f"{name} has no run in {service.deployer.place}")


def _run_row(each: RunStatus) -> tuple[str, ...]:
    if each.created is None:
        return (each.run, each.phase.value, "", "", each.message)
    took = duration_text((each.ended or time.time()) - each.created)
    return (each.run, each.phase.value, time_text(each.created), took, each.message)
