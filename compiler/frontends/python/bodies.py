"""Where an expression in the body of a function stands: which names the function has of its own.

N = 4
def start(self):
    n = count()
    self.next(self.train, num_parallel=n)      # `n` is known to the run alone, `N` when compiling
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, assert_never

from compiler.frontends.python.symbols import FunctionNode, Module, Scope
from compiler.language.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator


def body_scope(node: FunctionNode, module: Module) -> Scope:
    """Return the scope of expressions in the body of `node`, a function of `module`."""
    local = {
        name: Unknown(reason=f"`{name}` gets its value when the step runs")
        for name in _local_names(node)
    }
    return Scope(module=module, local=local, inside=True)


def through_flow(node: ast.expr, flow: str) -> ast.expr:
    """Return `self.config.key` as `config.key`, which means the same in the class body."""
    chain: list[ast.Attribute | ast.Subscript | ast.Call] = []
    base = node
    while True:
        match base:
            case ast.Attribute(value=ast.Name(id=name)) if name == flow:
                break
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                chain.append(base)
                base = inner
            case _:
                return node
    made: ast.expr = ast.copy_location(ast.Name(id=base.attr, ctx=ast.Load()), base)
    for link in reversed(chain):
        made = ast.copy_location(_rebased(link, made), link)
    return made


def _rebased(link: ast.Attribute | ast.Subscript | ast.Call, base: ast.expr) -> ast.expr:
    match link:
        case ast.Attribute():
            return ast.Attribute(value=base, attr=link.attr, ctx=link.ctx)
        case ast.Subscript():
            return ast.Subscript(value=base, slice=link.slice, ctx=link.ctx)
        case ast.Call():
            return ast.Call(func=base, args=link.args, keywords=link.keywords)
        case _:
            assert_never(link)


def _local_names(node: FunctionNode) -> Iterator[str]:
    """Yield the names that a function binds: parameters, targets, imports, definitions."""
    for inner in ast.walk(node):
        match inner:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.alias(name=name, asname=None):
                yield name.partition(".")[0]
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if inner is not node:
                yield name
            case _:
                continue
