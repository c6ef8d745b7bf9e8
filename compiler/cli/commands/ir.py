"""`flowc ir`: print the tree that flowc made of a flow, as text or as JSON (`flowc.ir/1`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compiler.cli.options import output_option, reading_options
from compiler.cli.reading import compile_all, report_of
from compiler.cli.reporting import FINDINGS, has_failed, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    reading_options(parser)
    output_option(parser)
    parser.set_defaults(target=[], image=None, store=None, name=None)


def run(args: Namespace, world: World) -> int:
    """Print each flow that has a structure, also if something else is wrong with it."""
    units = compile_all(args, world, emit=False)
    flows = [done.flow for unit in units for done in unit.result.flows if done.flow is not None]
    report = report_of(units, world)
    if args.output == "json":
        from compiler.ir.serialise import to_json

        documents = [to_json(flow) for flow in flows]
        shown = documents[0] if len(documents) == 1 else documents
        world.emit(json.dumps(shown, indent=2, ensure_ascii=False) + "\n" if documents else "")
    else:
        from compiler.ir.printer import print_flow

        world.emit("\n".join(print_flow(flow) for flow in flows))
    if has_failed(report, strict=False):
        tell(report, world)
        return FINDINGS if not flows else 0
    return 0
