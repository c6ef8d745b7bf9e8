"""`flowc graph`: draw the steps and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.options import reading_options
from compiler.cli.reading import compile_all, report_of
from compiler.cli.reporting import FINDINGS, has_failed, tell

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World
    from compiler.ir.nodes import Flow

FORMATS = ("text", "mermaid", "dot", "svg", "json")


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    reading_options(parser)
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="the form of the drawing (default: text)"
    )
    parser.set_defaults(target=[], image=None, store=None, name=None)


def run(args: Namespace, world: World) -> int:
    """Draw each flow that has a structure, also if something else is wrong with it."""
    units = compile_all(args, world, emit=False)
    flows = [done.flow for unit in units for done in unit.result.flows if done.flow is not None]
    report = report_of(units, world)
    for i, flow in enumerate(flows):
        if i:
            world.emit("\n")
        world.emit(_drawn(flow, args.format, world))
    if not flows and has_failed(report, strict=False):
        tell(report, world)
        return FINDINGS
    return 0


def _drawn(flow: Flow, form: str, world: World) -> str:
    match form:
        case "svg":
            from compiler.drawing.svg import draw_svg

            return draw_svg(flow)
        case "mermaid":
            from compiler.drawing.mermaid import draw_mermaid

            return draw_mermaid(flow)
        case "dot":
            from compiler.drawing.dot import draw_dot

            return draw_dot(flow)
        case "json":
            from compiler.drawing.graph_json import draw_json

            return draw_json(flow)
        case _:
            return _tree(flow, world)


def _tree(flow: Flow, world: World) -> str:
    from compiler.drawing.tree import ASCII, LINES, draw_tree

    encoding = getattr(world.out, "encoding", None) or "utf-8"
    try:
        "├└│".encode(encoding)
    except UnicodeEncodeError:
        return draw_tree(flow, ASCII)
    return draw_tree(flow, LINES)
