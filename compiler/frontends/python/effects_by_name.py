"""Reads calls that name an artifact by text: `getattr(self, "rows", [])`, `setattr`, `hasattr`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python.effects_members import include_later, is_own
from compiler.frontends.python.effects_model import AllInputs, OneInput, TheFlow
from compiler.frontends.python.fold import fold
from compiler.language.values import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from compiler.frontends.python.effects_walker import Walker

_EXPOSING = frozenset(("vars", "locals", "globals", "eval", "exec"))


def _read_hasattr(walker: Walker, node: ast.Call, guarded: bool) -> bool:
    name = _attribute_name(walker, node)
    match walker.held(node.args[0]) if node.args else None:
        case TheFlow() if name is not None:
            walker.tracker.summary.asked.add(name)
            _read_by_name(walker, node, name, guarded=guarded, optional=True)
            return True
        case OneInput(step=step) if name is not None:
            walker.tracker.read_input(name, step, walker.span(node), optional=True)
            return True
        case TheFlow() | OneInput() | AllInputs():
            return True
        case _:
            return False


def _read_getattr(walker: Walker, node: ast.Call, guarded: bool) -> bool:
    name = _attribute_name(walker, node)
    has_default = len(node.args) > 2
    match walker.held(node.args[0]) if node.args else None:
        case TheFlow():
            _push_rest(walker, node.args[1:], guarded)
            if name is None:
                walker.escape()
            else:
                _read_by_name(walker, node, name, guarded=guarded, optional=has_default)
            return True
        case OneInput(step=step):
            _push_rest(walker, node.args[1:], guarded)
            if name is None:
                walker.escape()
            else:
                walker.tracker.read_input(name, step, walker.span(node), optional=has_default)
            return True
        case _:
            return False


def _read_setattr(walker: Walker, node: ast.Call, guarded: bool) -> bool:
    if not node.args or not isinstance(walker.held(node.args[0]), TheFlow):
        return False
    name = _attribute_name(walker, node)
    _push_rest(walker, node.args[1:], guarded)
    if name is None:
        walker.escape()
    else:
        is_certain = not guarded and not walker.nested
        walker.tracker.write(name, walker.span(node), certain=is_certain)
    return True


def _read_delattr(walker: Walker, node: ast.Call, guarded: bool) -> bool:
    if not node.args or not isinstance(walker.held(node.args[0]), TheFlow):
        return False
    name = _attribute_name(walker, node)
    if name is None:
        walker.escape()
    else:
        is_certain = not guarded and not walker.nested
        walker.tracker.delete(name, walker.span(node), certain=is_certain)
    return True


def _read_exposing(walker: Walker, node: ast.Call, guarded: bool) -> bool:
    """Note `vars(self)`, `locals()`, `eval("self.x")`: any artifact may be meant."""
    _push_rest(walker, node.args, guarded)
    is_of_other = node.args and walker.held(node.args[0]) is None and _is_vars(node)
    if not is_of_other:
        walker.escape()
    return True


def _is_vars(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "vars"


def _push_rest(walker: Walker, nodes: Iterable[ast.expr], guarded: bool) -> None:
    for node in nodes:
        walker.push(node, guarded)


def _read_by_name(
    walker: Walker, node: ast.Call, name: str, *, guarded: bool, optional: bool
) -> None:
    if is_own(name):
        return
    method = walker.helpers.declared.method(name)
    if method is None:
        walker.tracker.read(name, walker.span(node), certain=not guarded, optional=optional)
    else:
        include_later(walker, method)


def _attribute_name(walker: Walker, node: ast.Call) -> str | None:
    """Return the attribute that `getattr(self, name)` and its like name, if it is known."""
    if len(node.args) < 2:
        return None
    match fold(node.args[1], walker.scope(), walker.helpers.project):
        case Known(value=str() as name):
            return name
        case _:
            return None


BY_NAME: dict[str, Callable[[Walker, ast.Call, bool], bool]] = {
    "hasattr": _read_hasattr,
    "getattr": _read_getattr,
    "setattr": _read_setattr,
    "delattr": _read_delattr,
    **dict.fromkeys(_EXPOSING, _read_exposing),
}
