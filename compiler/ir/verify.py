"""The rules that every flow in the IR keeps; whoever breaks one has a bug, not a bad flow.

Called between passes in tests, and on IR that other tools wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compiler.ir.build import DEEPEST
from compiler.ir.nodes import Block, Choice, Flow, Key, Loop, Map, Node, Parallel, Task
from compiler.ir.printer import print_flow
from compiler.ir.walk import children, first_task, last_task, nodes, tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def verify(flow: Flow) -> None:
    """Raise AssertionError, with the printed IR, if `flow` breaks a rule of the IR."""
    unsafe = (*_depth(flow.body), *_empty_loops(flow.body))
    if unsafe:
        raise AssertionError(f"the IR of {flow.name} is broken: {unsafe[0]}")
    broken = (*_names(flow.body), *_block(flow.body, None))
    if broken:
        rules = "".join(f"\n- {rule}" for rule in broken)
        raise AssertionError(f"the IR of {flow.name} is broken:{rules}\n{print_flow(flow)}")


def _names(body: Block) -> Iterator[str]:
    seen: set[str] = set()
    for task in tasks(body):
        if not task.name:
            yield "a task has no name"
        elif task.name in seen:
            yield f"there are two tasks {task.name}"
        seen.add(task.name)
    if not seen:
        yield "there is no task"


def _depth(body: Block) -> Iterator[str]:
    """Look at the nesting alone, level by level: nothing may recurse before this is known."""
    level, depth = [body], 0
    while level:
        level = [block for outer in level for node in outer for block in children(node)]
        depth += 1
        if depth > DEEPEST + 1:
            yield f"blocks nest more than {DEEPEST} deep"
            return


def _empty_loops(body: Block) -> Iterator[str]:
    for node in nodes(body):
        if isinstance(node, Loop) and not node.body:
            yield f"the loop on {node.on} is empty"


def _block(block: Block, decider: str | None) -> Iterator[str]:
    """Yield the rules broken in `block`; `decider` is the task that decides what begins it."""
    previous: Node | None = None
    for node in block:
        if isinstance(node, Parallel | Map | Choice) and decider is None:
            yield f"no task comes before the {_word(node)}"
        yield from _after_loop(previous, node)
        yield from _node(node, decider)
        previous = node
        last = last_task(node)
        decider = last.name if last is not None else None


def _after_loop(loop: Node | None, node: Node) -> Iterator[str]:
    """Yield what is wrong with a node after a loop, whose last step has decided already."""
    if not isinstance(loop, Loop):
        return
    if isinstance(node, Parallel | Map):
        yield f"the {_word(node)} after the loop on {loop.on} has no step to open it"
    if isinstance(node, Choice):
        if node.on != loop.on:
            yield f"the choice after the loop on {loop.on} is on {node.on}"
        yield from _disjoint([*loop.again, *_listed(node)], f"the loop on {loop.on} and its choice")


def _node(node: Node, decider: str | None) -> Iterator[str]:
    match node:
        case Task():
            return
        case Parallel():
            yield from _arms("split", node.arms, node.join.name)
            for arm in node.arms:
                yield from _inside(arm, f"an arm of the split before {node.join.name}")
        case Map():
            yield from _map(node)
        case Choice():
            yield from _choice(node, decider)
        case Loop():
            yield from _loop(node)
        case _:
            assert_never(node)


def _map(node: Map) -> Iterator[str]:
    where = f"the map joined by {node.join.name}"
    if not node.over and not node.gang:
        yield f"{where} is over nothing"
    if not node.body:
        yield f"{where} is empty"
    yield from _inside(node.body, where)


def _choice(node: Choice, decider: str | None) -> Iterator[str]:
    yield from _arms("choice", tuple(arm.body for arm in node.arms), f"on {node.on}")
    if not node.on:
        yield "a choice is on nothing"
    if not all(arm.keys for arm in node.arms):
        yield f"an arm of the choice on {node.on} has no keys"
    yield from _disjoint(_listed(node), f"the choice on {node.on}")
    for arm in node.arms:
        begins = arm.body[0] if arm.body else None
        nested = isinstance(begins, Choice)
        if isinstance(begins, Choice) and _typed(_listed(begins)) != _typed(arm.keys):
            yield f"an arm of the choice on {node.on} begins with one that has other keys"
        yield from _block(arm.body, decider if nested else None)


def _loop(node: Loop) -> Iterator[str]:
    where = f"the loop on {node.on}"
    if not node.on or not node.again:
        yield f"{where} has no way back"
    yield from _disjoint(node.again, where)
    if first_task(node) is None:
        yield f"{where} does not begin with a task"
    if last_task(node) is None:
        yield f"{where} does not end with a task"
    inner = node.body[-1]
    if isinstance(inner, Loop) and inner.on != node.on:
        yield f"{where} ends with one on {inner.on}"
    yield from _inside(node.body, where)


def _inside(block: Block, where: str) -> Iterator[str]:
    if block and first_task(block[0]) is None:
        yield f"{where} does not begin with a task"
    yield from _block(block, None)


def _arms(word: str, arms: tuple[Block, ...], where: str) -> Iterator[str]:
    if len(arms) < 2:
        yield f"the {word} {where} has fewer than two arms"
    if sum(not arm for arm in arms) > 1:
        yield f"the {word} {where} has several empty arms"


def _disjoint(keys: Iterable[Key], where: str) -> Iterator[str]:
    typed = [(type(key), key) for key in keys]
    if len(set(typed)) < len(typed):
        yield f"{where} has a key twice"


def _listed(node: Choice) -> list[Key]:
    return [key for arm in node.arms for key in arm.keys]


def _typed(keys: Iterable[Key]) -> set[tuple[type, Key]]:
    return {(type(key), key) for key in keys}


def _word(node: Node) -> str:
    return {"Parallel": "split", "Map": "map", "Choice": "choice"}[type(node).__name__]
