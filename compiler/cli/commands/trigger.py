"""`flowc trigger`: start a run of a deployed flow, with its parameters as options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import DeployError
from compiler.cli.deploying import deployment_option, refused, service_options
from compiler.cli.flags import param_option
from compiler.cli.options import output_option, reading_options
from compiler.cli.reporting import FINDINGS, show
from compiler.cli.starting import Refused
from compiler.cli.triggering import read_triggering, request_of, say_started

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.cli.parser import Parser
    from compiler.cli.world import World


def arguments(parser: Parser) -> None:
    """Declare the command's arguments, but for those that a flow's parameters add."""
    parser.usage = f"{parser.prog} FILE|NAME [OPTIONS]"
    parser.epilog = (
        "The parameters of the flow are options, too: flowc trigger FILE --help lists them.\n"
        "NAME is that of a deployment, or of a flow that is deployed once."
    )
    reading_options(parser, "the file of the flow, or the name that it is deployed under")
    parser.set_defaults(target=None, image=None, store=None)
    service_options(parser)
    group = parser.add_argument_group("the run")
    deployment_option(group)
    group.add_argument(
        "--run-id",
        metavar="ID",
        help="the run's id; the same command twice then starts one run (default: made up)",
    )
    group.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="a tag of the run (repeatable)"
    )
    param_option(parser)
    output_option(parser)


def answer(parser: Parser, argv: Sequence[str], world: World) -> int:
    """Start a run of what `argv` names."""
    try:
        asked = read_triggering(parser, argv, world)
        started = asked.service.deployer.trigger(
            request_of(asked, {}, world, asked.arguments.run_id)
        )
    except Refused as found:
        show(found.report, world, found.form)
        return FINDINGS
    except DeployError as error:
        return refused(error, world)
    say_started(asked, started, world)
    return 0
