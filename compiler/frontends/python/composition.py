"""Follows functions that apply decorators of the language, without running them.

def gpu(f):                                      @gpu
    return kubernetes(gpu=1)(retry(f))           →  kubernetes(gpu=1), retry

def maybe(decorator, flag):                      @maybe(batch(cpu=4), flag=False)
    return decorator if flag else lambda f: f    →  nothing

Functions that wrap the step in code of their own leave its decorators as they are.
"""

from __future__ import annotations

import ast
from contextlib import contextmanager
from typing import TYPE_CHECKING

from compiler.frontends.python.calls import call_of
from compiler.frontends.python.composed_bodies import Run, run
from compiler.frontends.python.composed_folding import entries, flat_call, table, with_data
from compiler.frontends.python.composed_values import (
    Bare,
    Class,
    Closure,
    Data,
    Foreign,
    Made,
    NotFollowed,
    Ready,
    Sequence,
    Value,
    Wrapped,
)
from compiler.frontends.python.fold import fold
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    LanguageName,
    ModuleSymbol,
    Scope,
    Symbol,
    Unbound,
    ValueSymbol,
)
from compiler.language.values import Call, Folded, Items, Known, Table, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.frontends.python.project import Project

__all__ = ["Composer", "NotFollowed"]

_MOST_STEPS = 2000
_DEEPEST = 60

Variables = dict[str, Value]


class Composer:
    """Follows one decorator, written where `scope` is; it may turn out to wrap the step in code."""

    def __init__(self, project: Project, scope: Scope) -> None:
        self._project = project
        self._scope = scope
        self.has_wrapper = False
        self._steps = _MOST_STEPS
        self._depth = 0

    def applied(self, node: ast.expr) -> tuple[Call, ...]:
        """Return the decorators that `node` puts on a step, or raise `NotFollowed`."""
        decorator = self.value(node, self._scope, {})
        return self.wrapped(self.apply(decorator, [Wrapped()], {})).calls

    def value(self, node: ast.expr, scope: Scope, variables: Mapping[str, Value]) -> Value:
        """Return the value of `node` where `variables` are known."""
        with self._deeper():
            return self._value(node, scope, variables)

    def _value(self, node: ast.expr, scope: Scope, variables: Mapping[str, Value]) -> Value:
        match node:
            case ast.Name(id=name) if name in variables:
                return variables[name]
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in variables:
                return self._attribute(variables[name], attribute, node, scope, variables)
            case ast.Name() | ast.Attribute():
                return self._symbol(node, resolve(node, scope, self._project), scope, variables)
            case ast.Call():
                return self._call(node, scope, variables)
            case ast.Lambda():
                return Closure(node=node, module=scope.module, variables=variables)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                chosen = body if self.truth(test, scope, variables) else orelse
                return self.value(chosen, scope, variables)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                values = tuple(self.value(item, scope, variables) for item in items)
                return Sequence(values=values)
            case _:
                return Data(value=self.folded(node, scope, variables))

    def truth(self, node: ast.expr, scope: Scope, variables: Mapping[str, Value]) -> bool:
        """Say whether the condition `node` holds; raise `NotFollowed` if that is not known."""
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self.truth(operand, scope, variables)
            case ast.Call(func=ast.Name(id="callable"), args=[ast.Name(id=name)]):
                return not isinstance(variables.get(name), Data | Sequence | None)
            case ast.Compare(
                left=ast.Name(id=name),
                ops=[ast.Is() | ast.IsNot() as op],
                comparators=[ast.Constant(value=None)],
            ) if name in variables and not isinstance(variables[name], Data):
                return isinstance(op, ast.IsNot)
            case ast.BoolOp(op=op, values=values):
                holds = (self.truth(one, scope, variables) for one in values)
                return all(holds) if isinstance(op, ast.And) else any(holds)
            case ast.Name() | ast.Attribute():
                return self._is_true(self.value(node, scope, variables))
            case _:
                return self._is_true(Data(value=self.folded(node, scope, variables)))

    def folded(self, node: ast.expr, scope: Scope, variables: Mapping[str, Value]) -> Folded:
        """Return the plain value of `node`; variables that hold decorators are unknown to it."""
        return fold(node, with_data(scope, variables), self._project)

    def apply(self, function: Value, arguments: list[Value], words: Mapping[str, Value]) -> Value:
        """Return what calling `function` gives."""
        match function, arguments:
            case Bare(name=name, node=node), [Wrapped() | Closure() as inner]:
                call = call_of(node, name, self._scope, self._project)
                return Wrapped(calls=(call, *self.wrapped(inner).calls))
            case Ready(calls=calls), [inner]:
                return Wrapped(calls=(*calls, *self.wrapped(inner).calls))
            case Closure(), _:
                return self._run(function, arguments, words)
            case Made(), _:
                return self._call_instance(function, arguments, words)
            case Class(symbol=symbol), _:
                return self._instance(symbol, arguments, words)
            case Foreign(), _:
                return self._foreign(function, arguments)
            case _:
                raise NotFollowed("it calls what is no decorator")

    def wrapped(self, value: Value) -> Wrapped:
        """Return the step that `value` runs: itself, or a function around it."""
        with self._deeper():
            return self._wrapped(value)

    def _wrapped(self, value: Value) -> Wrapped:
        match value:
            case Wrapped():
                return value
            case Closure(node=node, variables=variables):
                self.has_wrapper = True
                calls = self._inner(node, variables).calls
                for decorator in reversed(_decorators(node)):
                    applied = self.value(decorator, Scope(module=value.module), variables)
                    calls = self.wrapped(self.apply(applied, [Wrapped(calls=calls)], {})).calls
                return Wrapped(calls=calls)
            case Made(attributes=attributes):
                self.has_wrapper = True
                return next(
                    (one for one in attributes.values() if isinstance(one, Wrapped)), Wrapped()
                )
            case _:
                raise NotFollowed("it does not return the step")

    def _inner(self, node: ast.AST, variables: Mapping[str, Value]) -> Wrapped:
        """Return the step that a wrapper calls: the first variable it names that is one."""
        for name in ast.walk(node):
            if isinstance(name, ast.Name):
                match variables.get(name.id):
                    case Wrapped() as found:
                        return found
                    case Closure() as closure if closure.node is not node:
                        return self.wrapped(closure)
                    case _:
                        continue
        return Wrapped()

    def _symbol(
        self, node: ast.expr, symbol: Symbol, scope: Scope, variables: Mapping[str, Value]
    ) -> Value:
        match symbol:
            case LanguageName(name=name):
                return Bare(name=name, node=node)
            case FunctionSymbol(node=function, module=module):
                return Closure(node=function, module=module)
            case ClassSymbol():
                return Class(symbol=symbol)
            case ValueSymbol(value=value, module=module) if value is not node:
                return self.value(value, Scope(module=module), {})
            case ValueSymbol():
                member = scope.members.get(node.id) if isinstance(node, ast.Name) else None
                if isinstance(member, ast.expr):
                    return self.value(member, Scope(module=scope.module), {})
                return Data(value=self.folded(node, scope, variables))
            case External(name=name) | ModuleSymbol(name=name):
                return Foreign(name=name)
            case Unbound(name=name):
                raise NotFollowed(f"nothing defines `{name}`")

    def _call(self, node: ast.Call, scope: Scope, variables: Mapping[str, Value]) -> Value:
        function = self.value(node.func, scope, variables)
        if isinstance(function, Data):
            return Data(value=self.folded(node, scope, variables))
        if isinstance(function, Bare) and not self._takes_step(node, scope, variables):
            seen = with_data(scope, variables)
            flat = ast.copy_location(flat_call(node, variables), node)
            return Ready(calls=(call_of(flat, function.name, seen, self._project),))
        if isinstance(function, Foreign) and not self._takes_values(node, scope, variables):
            return Data(value=self.folded(node, scope, variables))
        arguments = [self._argument(one, scope, variables) for one in node.args]
        words = {
            word.arg: self.value(word.value, scope, variables) for word in node.keywords if word.arg
        }
        for word in node.keywords:
            if word.arg is None:
                words |= entries(self.value(word.value, scope, variables))
        return self.apply(function, arguments, words)

    def _argument(self, node: ast.expr, scope: Scope, variables: Mapping[str, Value]) -> Value:
        if isinstance(node, ast.Starred):
            raise NotFollowed("it unpacks a list into a call")
        return self.value(node, scope, variables)

    def _takes_step(self, node: ast.Call, scope: Scope, variables: Mapping[str, Value]) -> bool:
        """Say whether a decorator of the language is applied here, not given its arguments."""
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            return False
        return isinstance(self.value(node.args[0], scope, variables), Wrapped | Closure)

    def _takes_values(self, node: ast.Call, scope: Scope, variables: Mapping[str, Value]) -> bool:
        given = [*node.args, *(word.value for word in node.keywords)]
        return any(not isinstance(self.value(one, scope, variables), Data) for one in given)

    def _foreign(self, function: Foreign, arguments: list[Value]) -> Value:
        match function.name, arguments:
            case "functools.wraps", _:
                return Ready()
            case "functools.reduce", [step, Sequence(values=values), first]:
                for value in values:
                    first = self.apply(step, [first, value], {})
                return first
            case "reversed" | "list" | "tuple", [Sequence(values=values)]:
                ordered = values[::-1] if function.name == "reversed" else values
                return Sequence(values=ordered)
            case _, [Wrapped() | Closure() as inner]:
                self.has_wrapper = True
                return self.wrapped(inner)
            case _:
                raise NotFollowed(f"`{function.name}` was not read")

    def _run(self, closure: Closure, arguments: list[Value], words: Mapping[str, Value]) -> Value:
        scope = Scope(module=closure.module)
        bound = self._bound(closure, arguments, words)
        node = closure.node
        if isinstance(node, ast.Lambda):
            result: Value | None = self.value(node.body, scope, bound)
        else:
            result = run(node.body, Run(composer=self, scope=scope, variables=bound))
        return Data(value=Known(value=None)) if result is None else result

    def _bound(
        self, closure: Closure, arguments: list[Value], words: Mapping[str, Value]
    ) -> Variables:
        """Return the variables that the body of `closure` sees when it is called."""
        taken = closure.node.args
        names = [one.arg for one in (*taken.posonlyargs, *taken.args)]
        bound: Variables = self._defaults(closure, names) | dict(words)
        bound |= dict(zip(names, arguments, strict=False))
        rest = arguments[len(names) :]
        if taken.vararg is not None:
            bound[taken.vararg.arg] = Sequence(values=tuple(rest))
        elif rest:
            raise NotFollowed("a function is called with too many arguments")
        if taken.kwarg is not None:
            known = {*names, *(one.arg for one in taken.kwonlyargs)}
            extra = {name: value for name, value in words.items() if name not in known}
            bound[taken.kwarg.arg] = Data(value=table(extra))
        return {**closure.variables, **bound}

    def _defaults(self, closure: Closure, names: list[str]) -> Variables:
        taken, scope = closure.node.args, Scope(module=closure.module)
        given = [*zip(reversed(names), reversed(taken.defaults), strict=False)]
        given += [
            (one.arg, value)
            for one, value in zip(taken.kwonlyargs, taken.kw_defaults, strict=True)
            if value is not None
        ]
        return {name: self.value(value, scope, closure.variables) for name, value in given}

    def _instance(
        self, symbol: ClassSymbol, arguments: list[Value], words: Mapping[str, Value]
    ) -> Value:
        init = _method(symbol, "__init__")
        if init is None:
            named = {str(index): value for index, value in enumerate(arguments)}
            return Made(symbol=symbol, attributes=named)
        closure = Closure(node=init, module=symbol.module)
        made = Made(symbol=symbol)
        bound = self._bound(closure, [made, *arguments], words)
        state = Run(composer=self, scope=Scope(module=symbol.module), variables=bound)
        run(init.body, state)
        return Made(symbol=symbol, attributes=state.attributes)

    def _call_instance(
        self, made: Made, arguments: list[Value], words: Mapping[str, Value]
    ) -> Value:
        call = _method(made.symbol, "__call__")
        if call is None:
            raise NotFollowed(f"`{made.symbol.node.name}` has no `__call__`")
        if not any(isinstance(one, Wrapped | Closure) for one in arguments):
            return made
        return self._run(Closure(node=call, module=made.symbol.module), [made, *arguments], words)

    def _attribute(
        self,
        holder: Value,
        name: str,
        node: ast.expr,
        scope: Scope,
        variables: Mapping[str, Value],
    ) -> Value:
        match holder:
            case Made(attributes=attributes) if name in attributes:
                return attributes[name]
            case Data():
                return Data(value=self.folded(node, scope, variables))
            case _:
                return Data(value=Unknown(reason=f"`{name}` is set by running code"))

    def _is_true(self, value: Value) -> bool:
        match value:
            case Data(value=Known(value=known)):
                return bool(known)
            case Data(value=Items(items=items)):
                return bool(items)
            case Data(value=Table(entries=entries)):
                return bool(entries)
            case Data(value=Unknown(reason=reason, help=advice)):
                raise NotFollowed(reason, advice)
            case Sequence(values=values):
                return bool(values)
            case _:
                return True

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """Bound both how much is followed and how deep: decorators may call themselves."""
        self._steps -= 1
        self._depth += 1
        if self._steps < 0 or self._depth > _DEEPEST:
            raise NotFollowed("it takes too many steps to follow")
        yield
        self._depth -= 1


def _decorators(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.expr]:
    return [] if isinstance(node, ast.Lambda) else node.decorator_list


def _method(symbol: ClassSymbol, name: str) -> ast.FunctionDef | None:
    for statement in symbol.node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == name:
            return statement
    return None
