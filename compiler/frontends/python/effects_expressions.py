"""Reads expressions for what they do with artifacts, however long they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import rules_flows as rules
from compiler.frontends.python.effects_calls import read_call
from compiler.frontends.python.effects_members import flow_attribute
from compiler.frontends.python.effects_model import ONE, Held, OneInput, Paired, TheFlow
from compiler.frontends.python.effects_walker import Comprehension, Walker

if TYPE_CHECKING:
    from collections.abc import Callable

_HOLDERS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.ListComp, ast.GeneratorExp)


def read_expression(
    walker: Walker, node: ast.expr, *, guarded: bool = False, consumed: bool = False
) -> None:
    """Note what evaluating `node` does; `guarded` says that it may not be evaluated at all."""
    outside = walker.pending
    walker.pending = [(node, guarded, consumed)]
    while walker.pending:
        one, is_guarded, is_consumed = walker.pending.pop()
        if not is_consumed and isinstance(one, _HOLDERS) and walker.held(one) is not None:
            walker.escape()
        _READERS.get(type(one), _read_parts)(walker, one, is_guarded)
    walker.pending = outside


def assign(walker: Walker, target: ast.expr, held: Held | None) -> None:
    """Note an assignment to `target` of a value that holds `held`."""
    waiting: list[tuple[ast.expr, Held | None]] = [(target, held)]
    while waiting:
        one, value = waiting.pop()
        match one:
            case ast.Name(id=name):
                _bind_name(walker, one, name, value)
            case ast.Attribute(value=holder, attr=name):
                _assign_attribute(walker, one, holder, name)
            case ast.Subscript(value=holder, slice=key):
                read_expression(walker, holder, consumed=True)
                read_expression(walker, key)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                places = value.places if isinstance(value, Paired) else ()
                padded = (*places, *[None] * (len(targets) - len(places)))
                waiting.extend(zip(reversed(targets), reversed(padded), strict=False))
            case ast.Starred(value=inner):
                waiting.append((inner, None))
            case _:
                continue


def _bind_name(walker: Walker, node: ast.Name, name: str, held: Held | None) -> None:
    before = walker.names.get(name)
    if isinstance(before, TheFlow) and not isinstance(held, TheFlow) and not walker.nested:
        walker.escape()
        walker.tracker.summary.diagnostics.append(
            Diagnostic(
                rule=rules.REBOUND_SELF,
                message=f"`{name}` is assigned another value, and is no flow from here on",
                span=walker.span(node),
                help="give the other value a name of its own",
            )
        )
    walker.bind(name, held)


def _assign_attribute(walker: Walker, node: ast.Attribute, holder: ast.expr, name: str) -> None:
    if not isinstance(walker.held(holder), TheFlow):
        read_expression(walker, holder, consumed=True)
        return
    if name == "__dict__":
        walker.escape()
        return
    method = walker.helpers.declared.method(name)
    walker.tracker.write(name, walker.span(node), certain=not walker.nested)
    if method is not None:
        flow_attribute(walker, node, guarded=True)


def _read_parts(walker: Walker, node: ast.AST, guarded: bool) -> None:
    for name in _PARTS[type(node)]:
        part = getattr(node, name)
        if isinstance(part, list):
            walker.pending.extend((one, guarded, False) for one in reversed(part) if one)
        elif part is not None:
            walker.pending.append((part, guarded, False))


def _skip(walker: Walker, node: ast.AST, guarded: bool) -> None:
    del walker, node, guarded


def _read_attribute(walker: Walker, node: ast.Attribute, guarded: bool) -> None:
    match walker.held(node.value):
        case TheFlow():
            flow_attribute(walker, node, guarded=guarded)
        case OneInput(step=step):
            walker.tracker.read_input(node.attr, step, walker.span(node), optional=False)
            walker.push(node.value, guarded, consumed=True)
        case _:
            walker.push(node.value, guarded, consumed=True)


def _read_subscript(walker: Walker, node: ast.Subscript, guarded: bool) -> None:
    walker.push(node.slice, guarded)
    walker.push(node.value, guarded, consumed=True)


def _read_bool(walker: Walker, node: ast.BoolOp, guarded: bool) -> None:
    for value in reversed(node.values[1:]):
        walker.push(value, True, consumed=isinstance(value, ast.Name))
    walker.push(node.values[0], guarded, consumed=isinstance(node.values[0], ast.Name))


def _read_compare(walker: Walker, node: ast.Compare, guarded: bool) -> None:
    for value in reversed(node.comparators[1:]):
        walker.push(value, True, consumed=True)
    walker.push(node.comparators[0], guarded, consumed=True)
    walker.push(node.left, guarded, consumed=True)


def _read_choice(walker: Walker, node: ast.IfExp, guarded: bool) -> None:
    walker.push(node.orelse, True)
    walker.push(node.body, True)
    walker.push(node.test, guarded, consumed=True)


def _read_text(walker: Walker, node: ast.FormattedValue, guarded: bool) -> None:
    if node.format_spec is not None:
        walker.push(node.format_spec, guarded)
    walker.push(node.value, guarded, consumed=True)


def _read_named(walker: Walker, node: ast.NamedExpr, guarded: bool) -> None:
    assign(walker, node.target, walker.held(node.value))
    walker.push(node.value, guarded, consumed=True)


def _read_yield(walker: Walker, node: ast.AST, guarded: bool) -> None:
    if not walker.nested and not isinstance(node, ast.Await):
        walker.tracker.summary.is_generator = True
    _read_parts(walker, node, guarded)


def _read_lambda(walker: Walker, node: ast.Lambda, guarded: bool) -> None:
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if default is not None:
            walker.push(default, guarded)
    tracker = walker.tracker
    with walker.deeper(3) as is_followed, walker.inner_names():
        hide_parameters(walker, node.args, is_keyed=id(node) in walker.keyed)
        if is_followed:
            walker.nested += 1
            tracker.loops += 1
            read_expression(walker, node.body, guarded=True)
            tracker.loops -= 1
            walker.nested -= 1


def hide_parameters(walker: Walker, arguments: ast.arguments, *, is_keyed: bool = False) -> None:
    """Bind the parameters of a nested function; a keyed one gets an input as its first."""
    positional = [*arguments.posonlyargs, *arguments.args]
    rest = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    for parameter in (*positional, *arguments.kwonlyargs, *rest):
        walker.bind(parameter.arg, None)
    if is_keyed and positional:
        walker.bind(positional[0].arg, ONE)


def _read_comprehension(walker: Walker, node: Comprehension, guarded: bool) -> None:
    picks = walker.picks_inputs(node)
    with walker.deeper(3) as is_followed, walker.inner_names():
        if not is_followed:
            return
        walker.nested += 1
        for index, part in enumerate(node.generators):
            is_guarded = guarded or index > 0
            read_expression(walker, part.iter, guarded=is_guarded, consumed=True)
            if not isinstance(part.target, ast.Name):
                _report_targets(walker, part.target)
            assign(walker, part.target, walker.items(part.iter))
            for test in part.ifs:
                read_expression(walker, test, guarded=True, consumed=True)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for result in results:
            read_expression(walker, result, guarded=True, consumed=picks)
        walker.nested -= 1


def _report_targets(walker: Walker, target: ast.expr) -> None:
    """Report a comprehension that assigns an artifact for each of its items."""
    for node in ast.walk(target):
        if isinstance(node, ast.Attribute) and isinstance(walker.held(node.value), TheFlow):
            walker.tracker.summary.diagnostics.append(
                Diagnostic(
                    rule=rules.COMPREHENSION_ASSIGNMENT,
                    message=f"the comprehension assigns the artifact `{node.attr}`"
                    " for each of its items",
                    span=walker.span(node),
                    help=f"use a local name: `for {node.attr} in …`",
                )
            )


_PARTS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Dict: ("values", "keys"),
    ast.Set: ("elts",),
    ast.List: ("elts",),
    ast.Tuple: ("elts",),
    ast.BinOp: ("right", "left"),
    ast.UnaryOp: ("operand",),
    ast.Starred: ("value",),
    ast.Await: ("value",),
    ast.Yield: ("value",),
    ast.YieldFrom: ("value",),
    ast.JoinedStr: ("values",),
    ast.Slice: ("step", "upper", "lower"),
}
"""The parts of expressions that have no rule of their own, the last first."""

_READERS: dict[type[ast.AST], Callable[[Walker, Any, bool], None]] = {
    ast.Attribute: _read_attribute,
    ast.Subscript: _read_subscript,
    ast.Call: read_call,
    ast.Constant: _skip,
    ast.Name: _skip,
    ast.BoolOp: _read_bool,
    ast.Compare: _read_compare,
    ast.IfExp: _read_choice,
    ast.FormattedValue: _read_text,
    ast.NamedExpr: _read_named,
    ast.Yield: _read_yield,
    ast.YieldFrom: _read_yield,
    ast.Lambda: _read_lambda,
    ast.ListComp: _read_comprehension,
    ast.SetComp: _read_comprehension,
    ast.DictComp: _read_comprehension,
    ast.GeneratorExp: _read_comprehension,
}
