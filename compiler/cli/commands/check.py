"""`flowc check`: find what would fail, without running anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.options import (
    FORMATS,
    output_option,
    reading_options,
    strictness,
    target_options,
)
from compiler.cli.reading import compile_all, report_of
from compiler.cli.reporting import FINDINGS, has_failed, show
from compiler.report.model import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.reading import Unit
    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    reading_options(parser)
    target_options(parser)
    output_option(parser, FORMATS)
    strictness(parser)


def run(args: Namespace, world: World) -> int:
    """Check the flows, print what was found."""
    units = compile_all(args, world, emit=False)
    report = report_of(units, world)
    show(report, world, args.output)
    strict = args.strict or any(unit.project.settings.strict for unit in units)
    if has_failed(report, strict=strict):
        return FINDINGS
    if not args.quiet and args.output == "text":
        world.say(_success(units))
    return 0


def _success(units: list[Unit]) -> str:
    names = [flow.name for unit in units for flow in unit.result.flows]
    if len(names) == 1:
        return f"{names[0]}: no errors"
    return f"{counted(len(names), 'flow')} in {counted(len(units), 'file')}: no errors"
