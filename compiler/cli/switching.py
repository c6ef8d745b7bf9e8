"""Suspends, and unsuspends, a run in production or the schedule of a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.deploying import deployed_options
from compiler.cli.options import output_option
from compiler.cli.production import RUN, deployment_of, run_of, service_for
from compiler.cli.records_json import print_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World


def switch_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of both commands."""
    parser.add_argument(
        "what", metavar="RUN", help=f"{RUN}; with --schedule, the deployment itself"
    )
    parser.add_argument(
        "--schedule", action="store_true", help="the schedule of a deployment, instead of a run"
    )
    parser.set_defaults(store=None)
    deployed_options(parser)
    output_option(parser)


def switch(args: Namespace, world: World, *, off: bool) -> int:
    """Suspend or unsuspend what is named; raises DeployError."""
    service = service_for(args.what, args, world)
    deployer = service.deployer
    if args.schedule:
        name = deployment_of(args.what, service, args, world)
        deployer.set_schedule(name, suspended=off)
        said = f"the schedule of {name} is {'off' if off else 'on'}"
        found = {"deployment": name}
    else:
        run = run_of(args.what, service, args, world)
        (deployer.suspend if off else deployer.unsuspend)(run)
        said = f"the run {run} {'starts no further tasks' if off else 'goes on'}"
        found = {"run": run}
    if args.output == "json":
        print_json("suspend", {**found, "is_suspended": off}, world)
    else:
        world.say(said)
    return 0
