"""`flowc plan`: say what deploying would change on the service, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.deploying import acting, connection_options
from compiler.cli.options import output_option, reading_options, strictness, target_options
from compiler.cli.planning import FORMS, plan_all, show
from compiler.cli.reporting import FINDINGS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World

PENDING = 3


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = "Exit status 0: deploying would change nothing, 3: it would."
    reading_options(parser)
    target_options(parser)
    connection_options(parser)
    group = parser.add_argument_group("how it is planned")
    group.add_argument(
        "--diff", action="store_true", help="also the texts of the objects, line by line"
    )
    group.add_argument("--force", action="store_true", help="plan what `deploy --force` would do")
    group.add_argument(
        "--with-rbac", action="store_true", help="also the documents that give runs permissions"
    )
    output_option(parser, FORMS)
    strictness(parser)


@acting
def run(args: Namespace, world: World) -> int:
    """Print what would change of each flow."""
    found = plan_all(args, world)
    if found is None:
        return FINDINGS
    show(found, args.output, world, diff=args.diff)
    return PENDING if any(one.comparison.pending for one in found) else 0
