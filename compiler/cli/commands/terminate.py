"""`flowc terminate`: end a run in production now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.deploying import acting, deployed_options
from compiler.cli.options import output_option
from compiler.cli.production import RUN, run_of, service_for
from compiler.cli.records_json import print_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("run", metavar="RUN", help=RUN)
    parser.set_defaults(store=None)
    deployed_options(parser)
    output_option(parser)


@acting
def run(args: Namespace, world: World) -> int:
    """End the run."""
    service = service_for(args.run, args, world)
    found = run_of(args.run, service, args, world)
    service.deployer.terminate(found)
    if args.output == "json":
        print_json("terminate", {"run": found}, world)
    else:
        world.say(f"the run {found} is told to end; what is done in it stays")
    return 0
