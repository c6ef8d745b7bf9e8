"""`flowc run`: run a flow on this machine, with its parameters as options."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.cli.flags import complete, param_option
from compiler.cli.running import answer as answer_run
from compiler.cli.starting import run_options
from compiler.cli.world import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from compiler.backends.local.plan import Plan
    from compiler.cli.parser import Parser
    from compiler.cli.starting import Request
    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments, but for those that a flow's parameters add."""
    parser.epilog = "The parameters of the flow are options, too: flowc run FILE --help lists them."
    run_options(parser)
    param_option(parser)


def answer(parser: Parser, argv: Sequence[str], world: World) -> int:
    """Run the flow that `argv` names."""
    return answer_run(parser, argv, world, _prepare, with_parameters=True)


def _prepare(request: Request, plan: Plan, world: World) -> Plan:
    if request.words:
        raise UsageError(f"unexpected argument `{request.words[0]}`")
    flags = request.flags
    given = flags.given(request.arguments, plan.path, world) if flags else {}
    return replace(plan, given=given, parameters=complete(plan.flow, given, plan.path, world))
