"""A flow as its author documented it: each step with its docstring and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.ir.edges import Kind, edges
from compiler.ir.walk import tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.ir.nodes import Flow

_WORDS = {Kind.ITEMS: " (foreach)", Kind.AGAIN: " (again)"}


def flow_lines(flow: Flow) -> Iterator[str]:
    """Yield the lines that describe `flow`."""
    yield flow.name
    yield from _indented(flow.doc)
    for task in tasks(flow.body):
        yield ""
        yield f"step {task.name}"
        yield from _indented(task.doc)
        leads = dict.fromkeys(
            f"{edge.target}{_WORDS.get(edge.kind, '')}"
            for edge in edges(flow)
            if edge.source == task.name
        )
        if leads:
            yield f"  => {', '.join(leads)}"


def flow_document(flow: Flow) -> dict[str, Any]:
    """Return the same as JSON."""
    found = edges(flow)
    steps = [
        {
            "step": task.name,
            "doc": task.doc,
            "next": list(dict.fromkeys(e.target for e in found if e.source == task.name)),
        }
        for task in tasks(flow.body)
    ]
    return {"flow": flow.name, "doc": flow.doc, "steps": steps}


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}".rstrip() for line in text.splitlines())
