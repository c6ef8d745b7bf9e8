"""What looking at an attribute of the flow does: an artifact is read, or a method's code runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.frontends.python.members import is_property
from compiler.ir.dataflow import RESERVED

if TYPE_CHECKING:
    import ast

    from compiler.frontends.python.effects_model import Held
    from compiler.frontends.python.effects_walker import Walker
    from compiler.frontends.python.members import Method

_INTERNAL = frozenset(
    (
        *("_cached_input", "_current_step", "_datastore", "_flow_state", "_foreach_stack"),
        *("_foreach_values", "_graph", "_graph_info", "_parallel_ubf_iter", "_steps", "_success"),
        *("_task_ok", "_exception", "_transition", "_unbounded_foreach"),
    )
)
"""What Metaflow keeps on every flow for itself."""


def flow_attribute(walker: Walker, node: ast.Attribute, *, guarded: bool) -> None:
    """Note that `self.<name>` is looked at: an artifact, a property, or a method taken along."""
    name = node.attr
    if name == "__dict__":
        walker.escape()
    if is_own(name):
        return
    method = walker.helpers.declared.method(name)
    if method is None:
        walker.tracker.read(name, walker.span(node), certain=not guarded)
    elif is_property(method):
        include_method(walker, method, (), certain=not guarded)
    else:
        include_later(walker, method)


def is_own(name: str) -> bool:
    """Say whether every flow has `self.<name>`, so that it is no artifact."""
    return name in RESERVED or name in _INTERNAL or name.startswith("__")


def include_method(
    walker: Walker, method: Method, held: tuple[Held | None, ...], *, certain: bool
) -> None:
    """Note a call of `method` with arguments that hold `held`."""
    summary = walker.helpers.of_method(method, held)
    walker.tracker.include(summary, certain=certain and not walker.nested)


def include_later(walker: Walker, method: Method) -> None:
    """Note a method that is passed on: it may be called, once, often or never."""
    walker.tracker.loops += 1
    include_method(walker, method, (), certain=False)
    walker.tracker.loops -= 1
