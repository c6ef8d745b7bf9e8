"""A flow's steps and transitions as JSON, format `flowc.graph/1`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compiler.drawing.links import Link, links
from compiler.ir.walk import tasks

if TYPE_CHECKING:
    from compiler.ir.nodes import Flow


def draw_json(flow: Flow) -> str:
    """Return the document, indented."""
    document = {
        "format": "flowc.graph/1",
        "flow": flow.name,
        "steps": [{"name": task.name, "doc": task.doc} for task in tasks(flow.body)],
        "links": [_link(link) for link in links(flow)],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _link(link: Link) -> dict[str, str]:
    return {"from": link.source, "to": link.target, "when": link.text}
