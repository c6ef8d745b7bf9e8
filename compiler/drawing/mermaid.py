"""A flow as a Mermaid flowchart, which many wikis and code hosts draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.drawing.links import Link, links
from compiler.drawing.words import loop_words, map_words
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

INDENT = "  "


def draw_mermaid(flow: Flow) -> str:
    """Return the flowchart; bodies of maps and loops are subgraphs."""
    lines = ["flowchart TD", *_block(flow.body, INDENT), *map(_link, links(flow))]
    return "\n".join(lines) + "\n"


def _block(block: Block, indent: str) -> Iterator[str]:
    for node in block:
        yield from _node(node, indent)


def _node(node: Node, indent: str) -> Iterator[str]:
    match node:
        case Task():
            yield f'{indent}{_id(node.name)}["{_text(node.name)}"]'
        case Parallel():
            for side in node.arms:
                yield from _block(side, indent)
            yield from _node(node.join, indent)
        case Map():
            yield from _subgraph(node.body, map_words(node), f"in_{node.join.name}", indent)
            yield from _node(node.join, indent)
        case Choice():
            for arm in node.arms:
                yield from _block(arm.body, indent)
        case Loop():
            yield from _subgraph(node.body, loop_words(node), f"loop_{id_of(node)}", indent)
        case _:
            assert_never(node)


def id_of(node: Loop) -> str:
    """Return the name of the first step in the loop, which no other loop of its depth begins."""
    first: Node = node
    depth = 0
    while isinstance(first, Loop):
        first, depth = first.body[0], depth + 1
    name = first.name if isinstance(first, Task) else "body"
    return f"{name}_{depth}"


def _subgraph(body: Block, words: str, name: str, indent: str) -> Iterator[str]:
    yield f'{indent}subgraph {_id(name)}["{_text(words)}"]'
    yield from _block(body, indent + INDENT)
    yield f"{indent}end"


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
