"""`flowc logs`: print what a task, a step or a whole run printed, also while it runs."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from compiler.cli.deploying import acting, service_options
from compiler.cli.following import Listener, Place, follow, listen
from compiler.cli.lookup import find_only, looking, lookup_options, place_argument
from compiler.cli.options import output_option
from compiler.cli.pod_logs import print_pods, printed
from compiler.cli.records_json import print_json
from compiler.cli.world import UsageError
from flowc.client.logs import STDERR, STDOUT
from flowc.client.objects import store_of
from flowc.client.run import Run, record_of
from flowc.client.task import Task
from flowc.exception import MetaflowNotFound

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from compiler.cli.following import Said
    from compiler.cli.lookup import Found
    from compiler.cli.parser import Parser
    from compiler.cli.world import World

POLL = 1.0
"""Seconds between two looks at what came."""


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    place_argument(parser, "Flow/run/step/task, Flow/run/step or Flow/run")
    streams = parser.add_mutually_exclusive_group()
    streams.add_argument("--stdout", action="store_true", help="only what went to stdout")
    streams.add_argument("--stderr", action="store_true", help="only what went to stderr")
    parser.add_argument(
        "--attempt", type=int, metavar="N", help="attempt N of the task, from 0 (default: the last)"
    )
    parser.add_argument(
        "--timestamps", action="store_true", help="begin lines with their time (UTC)"
    )
    parser.add_argument(
        "-f", "--follow", action="store_true", help="go on until the run, or the task, has ended"
    )
    lookup_options(parser)
    parser.set_defaults(name=None, image=None)
    service_options(parser)
    output_option(parser)


@acting
@looking
def run(args: Namespace, world: World) -> int:
    """Print the lines; with a target, those of the pod if the store has none."""
    if args.follow and args.output == "json":
        raise UsageError("`--follow` prints lines as they come: it takes no `--output json`")
    if args.service is not None:
        there = printed(args, world)
        if there.pathspec is None:
            return print_pods(there, args, world)
        args.words, args.store = [there.pathspec], there.store
        return _from_store(args, world, there.has_ended)
    return _from_store(args, world)


def _from_store(args: Namespace, world: World, ended: Callable[[], bool] = lambda: False) -> int:
    found = find_only(args, world)
    listener = Listener(store_of(found), place_of(found, args.attempt))
    streams = {STDOUT} if args.stdout else {STDERR} if args.stderr else {STDOUT, STDERR}
    if args.output == "json":
        lines: list[dict[str, Any]] = []
        listen(listener, _keeping(streams, lambda said: lines.append(_document(said))))
        print_json("logs", {"pathspec": found.pathspec, "lines": lines}, world)
        return 0
    show = _keeping(streams, _printer(found, args, world))
    if args.follow:
        follow(listener, show, lambda: _pause(world), ended)
    else:
        listen(listener, show)
    return 0


def place_of(found: Found, attempt: int | None) -> Place:
    """Return the place to listen to; raises MetaflowNotFound if the task has no such attempt."""
    if not isinstance(found, Task):
        if isinstance(found, Run):
            return Place(record_of(found), attempt=attempt)
        return Place(record_of(found.parent), found.id, attempt=attempt)
    if attempt is not None and attempt not in found.attempts:
        known = ", ".join(map(str, found.attempts))
        raise MetaflowNotFound(f"{found} has no attempt {attempt}; its attempts are {known}")
    return Place(record_of(found.parent.parent), found.parent.id, found.id, attempt)


def _keeping(streams: set[str], show: Callable[[Said], None]) -> Callable[[Said], None]:
    return lambda said: show(said) if said.line.stream in streams else None


def _printer(found: Found, args: Namespace, world: World) -> Callable[[Said], None]:
    is_one = isinstance(found, Task)
    palette = world.palette(world.out)

    def show(said: Said) -> None:
        at = f"{_utc(said.line.time)} " if args.timestamps else ""
        where = "" if is_one else f"[{said.step}/{said.task}] "
        world.say(palette.paint(palette.faint, at + where) * bool(at + where) + said.line.text)

    return show


def _pause(world: World) -> None:
    world.out.flush()
    time.sleep(POLL)


def _document(said: Said) -> dict[str, Any]:
    line = said.line
    return {
        "time": line.time,
        "step": said.step,
        "task": said.task,
        "stream": line.stream,
        "text": line.text,
    }


def _utc(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
