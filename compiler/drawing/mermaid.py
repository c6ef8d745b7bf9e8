"""A flow as a Mermaid flowchart, which many wikis and code hosts draw."""

from __future__ import annotations

from typing import assert_never

from compiler.drawing.clusters import Closing, Item, Opening, items
from compiler.drawing.links import Link, links
from compiler.ir.nodes import Flow, Task

INDENT = "  "


def draw_mermaid(flow: Flow) -> str:
    """Return the flowchart; bodies of maps and loops are subgraphs."""
    steps = (INDENT * (depth + 1) + _line(item) for depth, item in items(flow.body))
    return "\n".join(["flowchart TD", *steps, *map(_link, links(flow))]) + "\n"


def _line(item: Item) -> str:
    match item:
        case Task():
            return f'{_id(item.name)}["{_text(item.name)}"]'
        case Opening():
            return f'subgraph {_id(item.name)}["{_text(item.words)}"]'
        case Closing():
            return "end"
        case _:
            assert_never(item)


def _link(link: Link) -> str:
    label = f'|"{_text(link.text)}"|' if link.text else ""
    return f"{INDENT}{_id(link.source)} -->{label} {_id(link.target)}"


def _id(name: str) -> str:
    # `end` and other words of Mermaid's own are no ids; a prefix makes every name one.
    return f"s_{name}"


def _text(text: str) -> str:
    # Mermaid writes characters in texts as #code; or #name;.
    plain = text.replace("#", "#35;").replace('"', "#quot;").replace("`", "#96;")
    return " ".join(plain.replace("<", "#lt;").replace(">", "#gt;").split())
