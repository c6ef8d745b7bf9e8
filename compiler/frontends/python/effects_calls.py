"""Reads calls for what they do with artifacts: of the flow's methods, of functions given the flow.

self.load()                what `load` does happens here
prepare(self)              the same for a function of the project
getattr(self, "rows", [])  a read that does no harm
unknown(self)              anything may happen
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from compiler.frontends.python.bodies import through_flow
from compiler.frontends.python.effects_by_name import BY_NAME
from compiler.frontends.python.effects_members import flow_attribute, include_method
from compiler.frontends.python.effects_model import ONE, Held, OneInput, TheFlow
from compiler.frontends.python.effects_walker import KEEPING, PICKING
from compiler.frontends.python.fold import fold
from compiler.frontends.python.members import is_property
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    FunctionSymbol,
    LanguageName,
    Scope,
)
from compiler.ir.nodes import Merge
from compiler.language.values import Items, Known

if TYPE_CHECKING:
    from compiler.frontends.python.effects_walker import Walker
    from compiler.frontends.python.members import Method

_LOOKING = frozenset(
    (
        *("print", "repr", "str", "type", "id", "isinstance", "issubclass", "len", "dir", "bool"),
        *("callable", "hash", "format", "any", "all", "sum", "range", "super"),
    )
)
_ITERATING = KEEPING | PICKING | {"enumerate", "zip", "map"}


def read_call(walker: Walker, node: ast.Call, guarded: bool) -> None:
    """Note what a call does; what its arguments do counts as if it came after."""
    match node.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
            _call_above(walker, node, name, guarded=guarded)
        case ast.Attribute(value=holder) as function if (held := walker.held(holder)) is not None:
            _call_held(walker, node, function, held, guarded)
        case ast.Name(id=name) if name in BY_NAME and name not in walker.context.module.names:
            if not BY_NAME[name](walker, node, guarded):
                _call_other(walker, node, guarded)
        case _:
            _call_other(walker, node, guarded)


def _call_held(
    walker: Walker, node: ast.Call, function: ast.Attribute, held: Held, guarded: bool
) -> None:
    match held:
        case TheFlow():
            _call_flow(walker, node, function, guarded)
        case OneInput(step=step):
            walker.tracker.read_input(function.attr, step, walker.span(function), optional=False)
            _push_arguments(walker, node, guarded)
            walker.push(function.value, guarded, consumed=True)
        case _:
            _push_arguments(walker, node, guarded)
            walker.push(function.value, guarded, consumed=True)


def _call_flow(walker: Walker, node: ast.Call, function: ast.Attribute, guarded: bool) -> None:
    name = function.attr
    method = walker.helpers.declared.method(name)
    if method is not None and not is_property(method):
        _call_method(walker, node, method, guarded=guarded)
    elif name == "next":
        _push_transition(walker, node)
    elif name == "merge_artifacts":
        walker.tracker.merge(_merge(walker, node))
    else:
        flow_attribute(walker, function, guarded=guarded)
        _push_arguments(walker, node, guarded)


def _call_above(walker: Walker, node: ast.Call, name: str, *, guarded: bool) -> None:
    depth = walker.context.depth
    method = None if depth is None else walker.helpers.declared.method_above(name, depth)
    if method is not None:
        _call_method(walker, node, method, guarded=guarded)
        return
    if name == "merge_artifacts":
        walker.tracker.merge(_merge(walker, node))
        return
    if walker.helpers.has_unseen_bases:
        walker.escape()
    _push_arguments(walker, node, guarded)


def _call_method(walker: Walker, node: ast.Call, method: Method, *, guarded: bool) -> None:
    held = tuple(walker.held(one) for one in node.args)
    _push_arguments(walker, node, guarded, consumed=True)
    if any(walker.held(word.value) is not None for word in node.keywords):
        walker.escape()
    include_method(walker, method, held, certain=not guarded)


def _push_transition(walker: Walker, node: ast.Call) -> None:
    """Read what `self.next` evaluates besides the steps it names."""
    for word in node.keywords:
        walker.push(word.value, False)
    for argument in node.args:
        if isinstance(argument, ast.Dict):
            for key in argument.keys:
                if key is not None:
                    walker.push(key, False)


def _merge(walker: Walker, node: ast.Call) -> Merge:
    """Return what `self.merge_artifacts(inputs, exclude, include)` keeps."""
    named = {word.arg: word.value for word in node.keywords if word.arg}
    named |= dict(zip(("exclude", "include"), node.args[1:], strict=False))
    lists = {name: _names(walker, named[name]) for name in ("include", "exclude") if name in named}
    is_known = all(names is not None for names in lists.values())
    is_known &= not any(word.arg is None for word in node.keywords)
    return Merge(
        include=lists.get("include") or (),
        exclude=lists.get("exclude") or (),
        known=is_known,
        span=walker.span(node),
    )


def _names(walker: Walker, node: ast.expr) -> tuple[str, ...] | None:
    """Return the names in a list that was folded; None if it is not known."""
    plain = node
    for name, held in walker.names.items():
        plain = through_flow(plain, name) if isinstance(held, TheFlow) else plain
    members = Scope(module=walker.context.module, members=walker.helpers.declared.values)
    scope = walker.scope() if plain is node else members
    match fold(plain, scope, walker.helpers.project):
        case Known(value=None):
            return ()
        case Items(items=items):
            names = [one.value for one in items if isinstance(one, Known)]
            texts = tuple(name for name in names if isinstance(name, str))
            return texts if len(texts) == len(items) else None
        case _:
            return None


def _call_other(walker: Walker, node: ast.Call, guarded: bool) -> None:
    """Read a call of anything that is no method of the flow."""
    given = [*node.args, *(word.value for word in node.keywords)]
    held = [walker.held(one.value if isinstance(one, ast.Starred) else one) for one in given]
    walker.push(node.func, guarded)
    if not any(one is not None for one in held):
        _push_arguments(walker, node, guarded)
        return
    _push_arguments(walker, node, guarded, consumed=True)
    if not _lets_nothing_out(walker, node) and not _call_function(walker, node, guarded):
        walker.escape()


def _lets_nothing_out(walker: Walker, node: ast.Call) -> bool:
    """Say whether what is called is known to keep the flow or the inputs to itself."""
    match node.func:
        case ast.Name(id=name) if name in walker.context.module.names:
            pass
        case ast.Name(id=name) if name in _ITERATING:
            _mark_keys(walker, node)
            return all(not isinstance(walker.held(one), TheFlow) for one in node.args)
        case ast.Name(id=name) if name in _LOOKING:
            return True
        case _:
            pass
    symbol = _symbol(walker, node.func)
    return isinstance(symbol, LanguageName)


def _symbol(walker: Walker, node: ast.expr) -> object:
    if not isinstance(node, ast.Name | ast.Attribute):
        return None
    scope = Scope(module=walker.context.module, imports=walker.imports, inside=True)
    return resolve(node, scope, walker.helpers.project)


def _mark_keys(walker: Walker, node: ast.Call) -> None:
    """Note functions that get the inputs one by one: `key=lambda i: …`, `map(score, inputs)`."""
    for one in (*node.args, *(word.value for word in node.keywords)):
        if isinstance(one, ast.Lambda):
            walker.keyed.add(id(one))
        elif (function := _function(walker, one)) is not None:
            _include_function(walker, function, [ONE], {}, certain=False)


def _function(walker: Walker, node: ast.expr) -> FunctionSymbol | None:
    """Return the function of the project that `node` names: a nested one, or one of a module."""
    if isinstance(node, ast.Name) and node.id in walker.functions:
        module = walker.context.module
        return FunctionSymbol(node=walker.functions[node.id], module=module)
    symbol = _symbol(walker, node)
    return symbol if isinstance(symbol, FunctionSymbol) else None


def _call_function(walker: Walker, node: ast.Call, guarded: bool) -> bool:
    """Follow a function of the project that is given the flow; say whether that was possible."""
    function = _function(walker, node.func)
    if function is None or any(isinstance(one, ast.Starred) for one in node.args):
        return False
    if any(word.arg is None for word in node.keywords):
        return False
    words = {word.arg: walker.held(word.value) for word in node.keywords if word.arg}
    held = [walker.held(one) for one in node.args]
    return _include_function(walker, function, held, words, certain=not guarded)


def _include_function(
    walker: Walker,
    function: FunctionSymbol,
    held: list[Held | None],
    words: dict[str, Held | None],
    *,
    certain: bool,
) -> bool:
    """Note what `function` does when it is given `held`; false if it does not take as many."""
    taken = function.node.args
    names = [one.arg for one in (*taken.posonlyargs, *taken.args)]
    if len(held) > len(names):
        return False
    is_nested = walker.functions.get(function.node.name) is function.node
    around = walker.names if is_nested else {}
    given = {**around, **dict.fromkeys(names), **dict(zip(names, held, strict=False)), **words}
    bound = {name: one for name, one in given.items() if one is not None}
    summary = walker.helpers.of_function(function.node, function.module, bound)
    walker.tracker.include(summary, certain=certain and not walker.nested)
    return True


def _push_arguments(
    walker: Walker, node: ast.Call, guarded: bool, *, consumed: bool = False
) -> None:
    for word in reversed(node.keywords):
        walker.push(word.value, guarded, consumed=consumed)
    for argument in reversed(node.args):
        is_starred = consumed and isinstance(argument, ast.Starred)
        inner = argument.value if is_starred and isinstance(argument, ast.Starred) else argument
        walker.push(inner, guarded, consumed=consumed)
