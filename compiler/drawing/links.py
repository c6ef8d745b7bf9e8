"""The transitions of a flow with the words that drawings write beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.drawing.words import keys_words
from compiler.ir.edges import Edge, Kind, edges
from compiler.records import dataclass

if TYPE_CHECKING:
    from compiler.ir.nodes import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A transition; `text` says when it is taken, or how often."""

    source: str
    target: str
    text: str = ""


def links(flow: Flow) -> tuple[Link, ...]:
    """Return every transition of `flow`, in the order of its blocks."""
    return tuple(
        Link(source=edge.source, target=edge.target, text=_words(edge)) for edge in edges(flow)
    )


def _words(edge: Edge) -> str:
    match edge.kind:
        case Kind.GO | Kind.SPLIT:
            return ""
        case Kind.ITEMS:
            return "for each"
        case Kind.CASE | Kind.AGAIN:
            return keys_words(edge.keys)
        case _:
            assert_never(edge.kind)
