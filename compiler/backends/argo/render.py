"""Documents as YAML: in the author's order, short maps on one line, no doubt about what is text.

- {name: train, template: train, depends: start}
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from yaml import CSafeDumper, MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yaml import Node

    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import Document

_ONE_LINE = 80
# A command is read as one line, even if it is a long one.
_COMMAND = 120
_NO_FOLDING = 1 << 20
_MAP, _LIST, _STR = (f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str"))
# Readers of YAML 1.1 and 1.2 disagree on what else than a text these are.
_AMBIGUOUS = re.compile(r"[-+._]*[0-9].*|[-+]?\.(inf|nan)|[yn]|yes|no|on|off|true|false|null", re.I)


def render(documents: Iterable[Document], context: Context) -> str:
    """Return one file that holds `documents`, with a header that says where they come from."""
    return _header(context) + "---\n".join(map(_render, documents))


def _header(context: Context) -> str:
    origin = context.flow.origin
    lines = [
        f"Made by flowc {context.options.version} from {origin.path} ({context.flow.name}).",
        f"Source digest: sha256:{origin.digest}",
    ]
    if origin.environment:
        lines.append(f"Environment variables read: {', '.join(origin.environment)}")
    lines.append("Do not edit: change the flow and compile it again.")
    return "".join(f"# {ascii_line(line)}\n" for line in lines)


def ascii_line(text: str) -> str:
    """Return `text` on one line, with what is not printable escaped."""
    return "".join(c if c.isascii() and c.isprintable() else repr(c)[1:-1] for c in text)


def _render(document: Document) -> str:
    stream = io.StringIO()
    dumper = CSafeDumper(stream, width=_NO_FOLDING, allow_unicode=True)
    dumper.open()
    dumper.serialize(_mapping(document, may_be_short=False)[0])
    dumper.close()
    dumper.dispose()
    return stream.getvalue()


def _node(value: Any) -> tuple[Node, int]:
    """Return `value` as a node, and about how wide it is on one line.

    Nodes are made here rather than by PyYAML's representer, which takes most of the time that it
    takes to write a large flow; and each is new, so that none becomes an alias.
    """
    match value:
        case str():
            return _text(value)
        case dict():
            return _mapping(value)
        case list() | tuple():
            return _sequence(value)
        case bool():
            return ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false"), 5
        case int():
            return ScalarNode("tag:yaml.org,2002:int", str(value)), len(str(value))
        case float():
            return ScalarNode("tag:yaml.org,2002:float", repr(value)), len(repr(value))
        case _:
            return ScalarNode("tag:yaml.org,2002:null", "null"), 4


def _mapping(value: Mapping[str, Any], *, may_be_short: bool = True) -> tuple[Node, int]:
    pairs = []
    width = 0
    for key, item in value.items():
        key_node, key_width = _text(key)
        item_node, item_width = _node(item)
        pairs.append((key_node, item_node))
        width += key_width + item_width + 4
    return MappingNode(_MAP, pairs, flow_style=may_be_short and width <= _ONE_LINE), width


def _sequence(value: list[Any] | tuple[Any, ...]) -> tuple[Node, int]:
    items = []
    width = 0
    for item in value:
        item_node, item_width = _node(item)
        items.append(item_node)
        width += item_width + 2
    fits = width <= (_ONE_LINE if len(value) == 1 else _COMMAND)
    is_flat = fits and (len(value) == 1 or not any(isinstance(item, dict) for item in value))
    return SequenceNode(_LIST, items, flow_style=is_flat), width if is_flat else width + _ONE_LINE


def _text(value: str) -> tuple[Node, int]:
    return ScalarNode(_STR, value, style=_style(value)), len(value) + (
        _ONE_LINE if "\n" in value else 0
    )


def _style(value: str) -> str | None:
    if "\n" in value:
        return "|"
    if "{{" in value or "'" in value:
        return '"'
    return "'" if _AMBIGUOUS.fullmatch(value) else None
