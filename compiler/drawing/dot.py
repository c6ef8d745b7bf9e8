"""A flow as a Graphviz graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.drawing.clusters import Closing, Item, Opening, items
from compiler.drawing.links import Link, links
from compiler.ir.nodes import Flow, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

INDENT = "  "
ATTRIBUTES = 'node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif"];'


def draw_dot(flow: Flow) -> str:
    """Return the graph; bodies of maps and loops are clusters."""
    lines = [f"digraph {_text(flow.name)} {{", INDENT + ATTRIBUTES]
    for depth, item in items(flow.body):
        lines += (INDENT * (depth + 1) + line for line in _lines(item))
    return "\n".join([*lines, *map(_link, links(flow)), "}", ""])


def _lines(item: Item) -> Iterator[str]:
    match item:
        case Task():
            tip = f" [tooltip={_text(item.doc)}]" if item.doc else ""
            yield f"{_text(item.name)}{tip};"
        case Opening():
            yield f"subgraph {_text(f'cluster_{item.name}')} {{"
            yield f"{INDENT}label={_text(item.words)}; style=dashed;"
        case Closing():
            yield "}"
        case _:
            assert_never(item)


def _link(link: Link) -> str:
    label = f" [label={_text(link.text)}]" if link.text else ""
    return f"{INDENT}{_text(link.source)} -> {_text(link.target)}{label};"


def _text(text: str) -> str:
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'
