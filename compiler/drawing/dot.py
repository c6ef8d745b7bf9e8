"""A flow as a Graphviz graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.drawing.links import Link, links
from compiler.drawing.mermaid import id_of
from compiler.drawing.words import loop_words, map_words
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

INDENT = "  "
ATTRIBUTES = 'node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif"];'


def draw_dot(flow: Flow) -> str:
    """Return the graph; bodies of maps and loops are clusters."""
    steps = _block(flow.body, INDENT)
    lines = [f"digraph {_text(flow.name)} {{", INDENT + ATTRIBUTES, *steps]
    return "\n".join([*lines, *map(_link, links(flow)), "}", ""])


def _block(block: Block, indent: str) -> Iterator[str]:
    for node in block:
        yield from _node(node, indent)


def _node(node: Node, indent: str) -> Iterator[str]:
    match node:
        case Task():
            tip = f" [tooltip={_text(node.doc)}]" if node.doc else ""
            yield f"{indent}{_text(node.name)}{tip};"
        case Parallel():
            for side in node.arms:
                yield from _block(side, indent)
            yield from _node(node.join, indent)
        case Map():
            yield from _cluster(node.body, map_words(node), f"in_{node.join.name}", indent)
            yield from _node(node.join, indent)
        case Choice():
            for arm in node.arms:
                yield from _block(arm.body, indent)
        case Loop():
            yield from _cluster(node.body, loop_words(node), f"loop_{id_of(node)}", indent)
        case _:
            assert_never(node)


def _cluster(body: Block, words: str, name: str, indent: str) -> Iterator[str]:
    yield f"{indent}subgraph {_text(f'cluster_{name}')} {{"
    yield f"{indent}{INDENT}label={_text(words)}; style=dashed;"
    yield from _block(body, indent + INDENT)
    yield f"{indent}}}"


def _link(link: Link) -> str:
    label = f" [label={_text(link.text)}]" if link.text else ""
    return f"{INDENT}{_text(link.source)} -> {_text(link.target)}{label};"


def _text(text: str) -> str:
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'
