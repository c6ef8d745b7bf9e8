"""`flowc resume`: go on with a run: take over what is done in it, and run the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.backends.local.changes import changes
from compiler.cli.deploying import deployment_option, service_options
from compiler.cli.flags import complete
from compiler.cli.origins import done_steps, origin_of
from compiler.cli.resuming import refuse_unknown_step, resume_there
from compiler.cli.running import answer as answer_run
from compiler.cli.starting import Refused, refusal, run_options
from compiler.cli.world import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.backends.local.plan import Plan
    from compiler.cli.parser import Parser
    from compiler.cli.starting import Request
    from compiler.cli.world import World


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    parser.usage = f"{parser.prog} FILE [STEP] [OPTIONS]"
    parser.epilog = (
        "Without STEP, what failed is run again, and what follows it. With it, that step and what\n"
        "follows it. All else is taken over; parameters are those of the run that is resumed."
    )
    run_options(parser)
    parser.words = "flows"
    parser.add_argument(
        "--origin-run-id", metavar="ID", help="the run to resume (default: your latest)"
    )
    parser.set_defaults(image=None)
    deployment_option(parser, "with --target, ")
    service_options(parser)


def answer(parser: Parser, argv: Sequence[str], world: World) -> int:
    """Resume a run of the flow that `argv` names: here, or on a service if `--target` says so."""
    if not {"-h", "--help"} & set(argv) and parser.parse_known_args(argv)[0].service:
        return resume_there(parser.read(argv), world)
    return answer_run(parser, argv, world, _prepare)


def _prepare(request: Request, plan: Plan, world: World) -> Plan:
    if len(request.words) > 1:
        raise UsageError(f"unexpected argument `{request.words[1]}`")
    step = request.words[0] if request.words else None
    if step is not None:
        refuse_unknown_step(step, plan.flow)
    record = origin_of(plan, request.arguments.origin_run_id, step)
    rerun = () if step is None else (step,)
    found = list(changes(plan.flow, record, done_steps(plan.store, record), rerun))
    if found:
        raise Refused(refusal(request, found, world), request.arguments.output)
    names = {parameter.name for parameter in plan.flow.parameters}
    texts = record.get("parameters") or {}
    given = {name: text for name, text in texts.items() if name in names}
    return replace(
        plan,
        given=given,
        parameters=complete(plan.flow, given, plan.path, world, all_of_them=False),
        origin=record["run"],
        rerun=rerun,
    )
