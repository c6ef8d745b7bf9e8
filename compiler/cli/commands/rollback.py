"""`flowc rollback`: deploy again what was deployed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import NotFound
from compiler.cli.deploying import acting
from compiler.cli.deployments import Delivery, record_deployment, told_if_not_recorded
from compiler.cli.lookup import looking
from compiler.cli.options import output_option
from compiler.cli.planning import planned, show_text
from compiler.cli.production import service_for
from compiler.cli.recorded import (
    numbered,
    recorded_on,
    recorded_options,
    release_of,
    word_and_number,
)
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from flowc.client.words import time_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from compiler.cli.parser import Parser
    from compiler.cli.planning import Planned
    from compiler.cli.world import World
    from compiler.storage.deployments import Deployment


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    recorded_options(parser, "FILE|NAME [NUMBER]")
    parser.epilog = (
        "Without NUMBER, back to what was deployed before what is deployed now. The files are as\n"
        "they were: nothing is compiled. `flowc history` lists deployments."
    )
    parser.add_argument("--yes", action="store_true", help="deploy it without asking")
    parser.add_argument("--force", action="store_true", help="overwrite what others have set")
    parser.add_argument("--diff", action="store_true", help="also show the texts of the objects")
    output_option(parser)


@looking
@acting
def run(args: Namespace, world: World) -> int:
    """Show what would change, ask, deploy, and record that."""
    word, number = word_and_number(args)
    service = service_for(word, args, world)
    store, known = recorded_on(word, args, service, world)
    wanted = previous(known) if number is None else numbered(known, number)
    release = release_of(wanted)
    plan = planned(release, service, force=args.force)
    if not plan.comparison.pending:
        _answer(wanted, None, plan, args, world)
        return 0
    if not _is_wished(wanted, plan, args, world):
        return 0
    changes = service.deployer.deploy(release, force=args.force)
    delivery = Delivery(
        store=store,
        target=service.name,
        place=service.deployer.place,
        identity=service.deployer.identity,
        release=release,
        changes=changes,
        origin=wanted,
    )
    number = None
    with told_if_not_recorded(world):
        number = record_deployment(delivery, world).number
    _answer(wanted, number, plan, args, world)
    return 0


def previous(known: Sequence[Deployment]) -> Deployment:
    """Return what was deployed before what is deployed now; raises NotFound.

    What was gone back to counts as what is deployed now, so that going back again goes further.
    """
    by_number = {one.number: one for one in known}
    now = known[-1]
    while now.back_to in by_number:
        now = by_number[now.back_to]
    for one in reversed(known):
        if one.number < now.number and one.files != now.files:
            return one
    raise NotFound(
        f"nothing else was deployed as `{now.name}` before deployment {now.number}",
        help=f"`flowc history {now.name}` lists what was",
    )


def _is_wished(wanted: Deployment, plan: Planned, args: Namespace, world: World) -> bool:
    if args.output == "text":
        show_text([plan.comparison], world, diff=args.diff)
    if args.yes:
        return True
    if args.output == "json" or not world.can_ask():
        raise UsageError("nobody is asked here: say `--yes`, or look by `flowc history`")
    world.out.flush()
    return world.ask(f"go back to {_named(wanted)}?")


def _answer(
    wanted: Deployment,
    number: int | None,
    plan: Planned,
    args: Namespace,
    world: World,
) -> None:
    if args.output == "json":
        print_json("rollback", {**plan.about, "number": number, "back_to": wanted.number}, world)
    elif not plan.comparison.pending:
        world.say(f"{wanted.name} is as it was in {_named(wanted)}: nothing is to be done")
    else:
        own = f"; this is deployment {number}" if number else ""
        world.say(f"{wanted.name} is back at {_named(wanted)}{own}")


def _named(one: Deployment) -> str:
    return f"deployment {one.number} (by {one.user} at {time_text(one.created)})"
