"""`flowc deploy`: put flows on a service, where they run when they are triggered or scheduled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.deploying import Action, Conflicted, DeployError
from compiler.cli.deploying import acting, connect, connection_options, refused, releases
from compiler.cli.deployments import Delivery, record_deployment, told_if_not_recorded
from compiler.cli.options import output_option, reading_options, strictness, target_options
from compiler.cli.production import production_store
from compiler.cli.records_json import print_json
from compiler.cli.reporting import FINDINGS
from runtime_shim.errors import ShimError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from compiler.backends.deploying import Change
    from compiler.cli.deploying import Compiled, Service
    from compiler.cli.world import World
    from runtime_shim.store.base import Store

_DONE = {
    Action.CREATE: "created",
    Action.UPDATE: "updated",
    Action.DELETE: "deleted",
    Action.NONE: "unchanged",
}
_PLANNED = {
    Action.CREATE: "would create",
    Action.UPDATE: "would update",
    Action.DELETE: "would delete",
    Action.NONE: "unchanged",
}


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    reading_options(parser)
    target_options(parser)
    connection_options(parser)
    group = parser.add_argument_group("how it is deployed")
    group.add_argument(
        "--dry-run",
        "--dry-run=server",  # as kubectl has it: the service is always asked
        dest="dry_run",
        action="store_true",
        help="ask the service what would change, change nothing",
    )
    group.add_argument(
        "--force",
        action="store_true",
        help="overwrite what others have set, and objects of that name that are not flowc's",
    )
    group.add_argument(
        "--with-rbac", action="store_true", help="also the documents that give runs permissions"
    )
    output_option(parser)
    strictness(parser)


@acting
def run(args: Namespace, world: World) -> int:
    """Compile the flows, and deploy them one after the other."""
    found = releases(args, world)
    if found is None:
        return FINDINGS
    documents: list[dict[str, Any]] = []
    status = 0
    for each in found:
        service = connect(each.target, args, each.unit.project, world)
        try:
            documents.append(_deploy(each, service, args, world))
        except DeployError as error:
            world.tell(f"{each.release.flow} is not deployed:")
            status = refused(error, world)
            changes = error.changes if isinstance(error, Conflicted) else ()
            documents.append({**_document(each, service, changes), "error": str(error)})
    if args.output == "json":
        print_json("deploy", {"dry_run": args.dry_run, "flows": documents}, world)
    return status


def _deploy(each: Compiled, service: Service, args: Namespace, world: World) -> dict[str, Any]:
    changes = _changes(each, service, args)
    if args.output == "text":
        _say(each, service, changes, args, world)
    if not args.dry_run:
        _record(each, service, changes, args, world)
    return _document(each, service, changes)


def _changes(each: Compiled, service: Service, args: Namespace) -> Sequence[Change]:
    if args.dry_run:
        return service.deployer.plan(each.release, force=args.force)
    return service.deployer.deploy(each.release, force=args.force)


def _say(
    each: Compiled, service: Service, changes: Sequence[Change], args: Namespace, world: World
) -> None:
    words = _PLANNED if args.dry_run else _DONE
    for change in changes:
        world.say(f"{words[change.action]} {change.kind} {change.name}")
        for conflict in change.conflicts:
            world.say(f"  {conflict.field} was set by {conflict.manager}")
    if not args.quiet:
        verb = "would be deployed" if args.dry_run else "is deployed"
        world.tell(f"{each.release.flow} {verb} to {service.deployer.place}")


def _record(
    each: Compiled, service: Service, changes: Sequence[Change], args: Namespace, world: World
) -> None:
    """Record what was changed in the store; that it cannot be is no reason to fail."""
    if all(change.action is Action.NONE for change in changes):
        return
    with told_if_not_recorded(world):
        delivery = Delivery(
            store=_store(args, service, world),
            target=each.target,
            place=service.deployer.place,
            identity=service.deployer.identity,
            release=each.release,
            changes=changes,
            flow=each.flow,
        )
        record_deployment(delivery, world)


def _store(args: Namespace, service: Service, world: World) -> Store:
    store = production_store(args, service, world)
    if store is None:
        raise ShimError("neither `--store`, the configuration nor the service names a store")
    return store


def _document(each: Compiled, service: Service, changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "flow": each.release.flow,
        "name": each.release.name,
        "target": each.target,
        "place": service.deployer.place,
        "changes": [
            {
                "action": change.action.value,
                "kind": change.kind,
                "name": change.name,
                "conflicts": [
                    {"field": conflict.field, "manager": conflict.manager}
                    for conflict in change.conflicts
                ],
            }
            for change in changes
        ],
    }
