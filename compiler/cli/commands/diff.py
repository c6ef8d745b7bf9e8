"""`flowc diff`: say what two versions of a flow differ in, or a flow and what is deployed of it.

Two files, and a file and a revision of git, are compared without any network.
"""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack
from typing import TYPE_CHECKING

from compiler.cli.comparisons.offline import compare_files
from compiler.cli.deploying import acting, connection_options
from compiler.cli.options import output_option, reading_options, strictness, target_options
from compiler.cli.planning import FORMS, Planned, plan_all, show
from compiler.cli.reading import compile_all, report_of
from compiler.cli.reporting import FINDINGS, has_failed, tell
from compiler.cli.reporting import show as show_findings
from compiler.cli.revisions import at_revision
from compiler.cli.world import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from compiler.cli.reading import Unit
    from compiler.cli.world import World

DIFFERENT = 1


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.usage = f"{parser.prog} [OLD] FILE [OPTIONS]"
    parser.epilog = (
        "With one FILE: how what is deployed differs from it. With two, or with --against: how\n"
        "they differ, without any network. Exit status 0: in nothing, 1: in something."
    )
    reading_options(parser)
    target_options(parser)
    connection_options(parser)
    group = parser.add_argument_group("what it is compared with")
    group.add_argument(
        "--against", metavar="REVISION", help="FILE as it is in this revision of git"
    )
    output_option(parser, FORMS)
    strictness(parser)


@acting
def run(args: Namespace, world: World) -> int:
    """Print the differences."""
    found = _found(args, world)
    if found is None:
        return FINDINGS
    show(found, args.output, world, diff=True)
    return DIFFERENT if any(one.comparison.has_changes for one in found) else 0


def _found(args: Namespace, world: World) -> list[Planned] | None:
    if args.against is None and len(args.flows) < 2:
        return plan_all(args, world)
    if len(args.flows) != (2 if args.against is None else 1):
        raise UsageError("two files are compared, or one file with `--against` a revision")
    with ExitStack() as stack:
        new = args.flows[-1]
        if args.against is None:
            old = args.flows[0]
        else:
            old = str(stack.enter_context(at_revision(world.path(new), args.against)))
        before, after = (_units(path, args, world) for path in (old, new))
        report = report_of([*before, *after], world)
        if has_failed(report, strict=args.strict):
            show_findings(report, world, args.output)
            return None
        tell(report, world)
        return [Planned(comparison=one, about={}) for one in compare_files(before, after, args)]


def _units(path: str, args: Namespace, world: World) -> list[Unit]:
    return compile_all(Namespace(**{**vars(args), "flows": [path]}), world, emit=True)
