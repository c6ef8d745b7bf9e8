"""`flowc verify`: read all artifacts of a run, a step or a task, and name what is damaged.

With `--argo-lint` it is flows that are verified: compiled, against Argo's own validator.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from compiler.cli.lookup import find_only, looking, lookup_options, place_argument
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json
from compiler.report.model import counted
from compiler.storage.verify import Damage, find_checks, manifests_of, run_checks
from flowc.client.objects import store_of
from flowc.client.words import bytes_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from compiler.storage.verify import Check

DAMAGED = 1


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    place_argument(parser, "Flow/run, Flow/run/step or Flow/run/step/task")
    lookup_options(parser)
    parser.add_argument(
        "--argo-lint",
        metavar="PROGRAM",
        help="verify flows instead: compile FILE… for Argo, and hold it against the validator of "
        "PROGRAM, Argo's command line",
    )
    output_option(parser)


def run(args: Namespace, world: World) -> int:
    """Verify a run, or flows."""
    if args.argo_lint is None:
        return _verify(args, world)
    from compiler.cli.linting import lint

    return lint(args, world)


@looking
def _verify(args: Namespace, world: World) -> int:
    """Read everything, print one line for each damaged object."""
    found = find_only(args, world)
    store = store_of(found)
    manifests = manifests_of(store, *found.path_components)
    checks, damages = find_checks(store, manifests)
    with _progress(checks, world) as show:
        for check, damage in run_checks(store, found.path_components[0], checks):
            damages += [damage] if damage else []
            show(check)
    total = sum(check.bytes for check in checks)
    if args.output == "json":
        document = {
            "pathspec": found.pathspec,
            "tasks": len(manifests),
            "objects": len(checks),
            "bytes": total,
            "damaged": [_document(damage) for damage in damages],
        }
        print_json("verified", document, world)
    else:
        _say(found.pathspec, len(manifests), checks, damages, world)
    return DAMAGED if damages else 0


def _say(
    pathspec: str, tasks: int, checks: list[Check], damages: list[Damage], world: World
) -> None:
    for damage in damages:
        world.say(_line(damage))
    read = f"{counted(tasks, 'task')}, {counted(len(checks), 'object')}"
    size = bytes_text(sum(check.bytes for check in checks))
    state = f"{len(damages):,} damaged" if damages else "all whole"
    world.tell(f"{pathspec}: {read} read ({size}): {state}")


def _line(damage: Damage) -> str:
    if not damage.artifact:
        return f"{damage.task}: {damage.reason}"
    others = damage.users - 1
    more = f" (and {counted(others, 'artifact')} more with this content)" if others else ""
    return f"{damage.task}: artifact `{damage.artifact}`{more}: {damage.reason}"


def _document(damage: Damage) -> dict[str, Any]:
    return {
        "task": damage.task,
        "artifact": damage.artifact or None,
        "reason": damage.reason,
        "artifacts": damage.users,
    }


def _progress(
    checks: list[Check], world: World
) -> AbstractContextManager[Callable[[Check], object]]:
    """Return what shows that a check is done: a bar, where a person looks."""
    if not world.is_terminal(world.err):
        return nullcontext(lambda _: None)
    return _bar(checks, world)


def _bar(checks: list[Check], world: World) -> AbstractContextManager[Callable[[Check], object]]:
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    @contextmanager
    def shown() -> Any:
        console = Console(file=world.err, no_color=bool(world.environ.get("NO_COLOR")))
        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("", total=sum(check.bytes for check in checks))
            yield lambda check: progress.advance(bar, check.bytes)

    return shown()
