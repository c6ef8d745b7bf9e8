"""`flowc status`: say how a run in production stands, step by step, once or until it ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from compiler.backends.deploying import Phase
from compiler.cli.deploying import acting, deployed_options
from compiler.cli.lookup import is_file, looking, store_option
from compiler.cli.options import output_option
from compiler.cli.production import RUN, run_of, service_for
from compiler.cli.records_json import print_json
from compiler.cli.standings import Standings
from compiler.cli.views import standing
from compiler.cli.world import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.backends.deploying import RunStatus
    from compiler.cli.deploying import Service
    from compiler.cli.world import World

RUN_FAILED = 6
_POLL = 2.0


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "run",
        metavar="RUN",
        help=RUN,
    )
    parser.add_argument(
        "-w", "--watch", action="store_true", help="show what changes until the run has ended"
    )
    parser.add_argument(
        "--interval",
        type=float,
        default=_POLL,
        metavar="SECONDS",
        help=f"how often --watch looks (default: {_POLL:g})",
    )
    store_option(parser)
    deployed_options(parser)
    output_option(parser)


@acting
@looking
def run(args: Namespace, world: World) -> int:
    """Print how the run stands; the status is 6 if it failed."""
    if args.watch and args.output == "json":
        raise UsageError("`--watch` prints what changes: it takes no `--output json`")
    if args.interval <= 0:
        raise UsageError("`--interval` is a number of seconds above 0")
    service = service_for(args.run, args, world)
    named = args.run if "/" in args.run and not is_file(args.run, world) else None
    named = named or run_of(args.run, service, args, world)
    standings = Standings(named.strip("/"), service, args, world)
    found = _watch(standings, args, world) if args.watch else standings.now()
    if args.output == "json":
        tasks = [standing.task_document(task) for task in found.tasks]
        print_json("status", {**standing.document(found), "tasks": tasks}, world)
    elif not args.watch:
        _say(found, service.name, world)
    if args.output == "text":
        _tell_next(found, service, world)
    return RUN_FAILED if found.phase is Phase.FAILED else 0


def _say(found: RunStatus, target: str, world: World) -> None:
    for line in standing.lines(found, time.time(), world.palette(world.out), target):
        world.say(line)


def _watch(standings: Standings, args: Namespace, world: World) -> RunStatus:
    if world.is_terminal(world.out) and not world.environ.get("CI"):
        return _live(standings, args, world)
    return _changes(standings, args, world)


def _live(standings: Standings, args: Namespace, world: World) -> RunStatus:
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    palette = world.palette(world.out)

    def shown(found: RunStatus) -> Text:
        lines = standing.lines(found, time.time(), palette, standings.target)
        return Text.from_ansi("\n".join(lines))

    found = standings.now()
    # A run with more steps than the terminal has lines is cut while it goes on, and whole at last.
    with Live(shown(found), console=Console(file=world.out), auto_refresh=False) as live:
        while not found.phase.is_final:
            time.sleep(args.interval)
            found = standings.now()
            live.update(shown(found), refresh=True)
        live.vertical_overflow = "visible"
        live.update(shown(found), refresh=True)
    return found


def _changes(standings: Standings, args: Namespace, world: World) -> RunStatus:
    """Print a line for each step whose counts changed, and the whole at the end."""
    seen: dict[str, str] = {}
    while True:
        found = standings.now()
        for step in standing.steps_of(found):
            counts = standing.counts_text(step.tasks)
            if seen.get(step.name) != counts:
                seen[step.name] = counts
                world.say(f"{step.name} {counts}")
        if found.phase.is_final:
            world.say()
            _say(found, standings.target, world)
            return found
        world.out.flush()
        time.sleep(args.interval)


def _tell_next(found: RunStatus, service: Service, world: World) -> None:
    option = f"--target {service.name}"
    if found.phase is Phase.SUSPENDED:
        world.tell(f"\n  let it go on  flowc unsuspend {found.run} {option}")
    elif found.phase is Phase.FAILED:
        world.tell(f"\n  go on with it  flowc resume FILE {option} --origin-run-id {found.run}")
