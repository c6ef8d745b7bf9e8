"""Resumes a run in production: a new run there, which takes over what is done in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.deploying import DeployError, Phase
from compiler.cli.deploying import refused, service_of
from compiler.cli.production import latest
from compiler.cli.projects import Projects
from compiler.cli.reporting import FINDINGS, show
from compiler.cli.standings import Standings
from compiler.cli.starting import Refused
from compiler.cli.triggering import Triggering, checked_flow, request_of, say_started
from compiler.cli.world import UsageError
from compiler.ir.walk import tasks
from compiler.names import suggest
from runtime_shim.errors import ShimError
from runtime_shim.protocol import carry_json

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.backends.deploying import RunStatus
    from compiler.cli.deploying import Service
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow

STORE_FAILED = 5


def resume_there(args: Namespace, world: World) -> int:
    """Resume what `args` name on the service that they name; return the exit status."""
    try:
        return _resume(args, world)
    except Refused as found:
        show(found.report, world, found.form)
        return FINDINGS
    except DeployError as error:
        return refused(error, world)
    except ShimError as error:
        world.tell(f"flowc: {error}")
        return STORE_FAILED


def refuse_unknown_step(step: str, flow: Flow) -> None:
    """Raise UsageError if `flow` has no such step."""
    names = [task.name for task in tasks(flow.body)]
    if step not in names:
        near = suggest(step, names)
        hint = f"did you mean `{near}`?" if near else f"its steps are {', '.join(names)}"
        raise UsageError(f"{flow.name} has no step `{step}`; {hint}")


def _resume(args: Namespace, world: World) -> int:
    if not args.flows or len(args.flows) > 2:
        raise UsageError("name the flow's file, and at most one step to run again from")
    path, step = world.path(args.flows[0]), args.flows[1] if len(args.flows) > 1 else None
    flow = checked_flow(path, args, world)
    if step is not None:
        refuse_unknown_step(step, flow)
    service = service_of(args, Projects().of(path), world)
    deployment = service.deployment_name(flow, args)
    origin = _origin(deployment, service, args, world)
    if step is None and origin.phase is Phase.SUCCEEDED:
        raise UsageError(
            f"the run {origin.run} has succeeded: name the step to run again from, or another run "
            "with `--origin-run-id`"
        )
    names = {parameter.name for parameter in flow.parameters}
    asked = Triggering(
        arguments=args,
        service=service,
        deployment=deployment,
        parameters={k: v for k, v in origin.parameters.items() if k in names},
        tags=flow.tags,
    )
    variables = {"FLOWC_ORIGIN": origin.run}
    if step is not None:
        variables["FLOWC_RERUN"] = carry_json([step])
    started = service.deployer.trigger(request_of(asked, variables, world))
    say_started(asked, started, world)
    world.tell(f"it takes over what is done in {origin.run}")
    return 0


def _origin(deployment: str, service: Service, args: Namespace, world: World) -> RunStatus:
    """Return how the run to resume stands; refuse one that goes on."""
    wanted = args.origin_run_id
    run = wanted or latest(deployment, service).run
    found = Standings(run, service, args, world).now()
    if not found.phase.is_final:
        raise UsageError(
            f"the run {run} has not ended: wait for it, or `flowc terminate {run}` ends it"
        )
    return found
