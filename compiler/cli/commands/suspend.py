"""`flowc suspend`: let a run start no further tasks, or switch a schedule off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.deploying import acting
from compiler.cli.switching import switch, switch_arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    switch_arguments(parser)


@acting
def run(args: Namespace, world: World) -> int:
    """Suspend the run, or the schedule."""
    return switch(args, world, off=True)
