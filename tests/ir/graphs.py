"""Graphs and blocks of tests, written in a few characters.

start: a, b                a split                 join!: end      a step that takes `inputs`
start: a*                  a foreach
start: {x: a, y: b}        a switch                end:            no transition
"""

from __future__ import annotations

from compiler.ir.graph import Case, ForEach, Go, Graph, Link, Step, Switch, Transition
from compiler.ir.nodes import Arm, Block, Choice, Key, Loop, Map, Node, Parallel, Task
from compiler.source import Span


def graph(text: str) -> Graph:
    """Read a graph, one step a line; spans name the line and the column."""
    lines = text.strip().splitlines()
    steps = [_step(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return Graph(flow="F", steps=tuple(steps))


def _step(number: int, line: str) -> Step:
    head, _, rest = line.partition(":")
    name = head.strip()
    return Step(
        task=task(name.rstrip("!")),
        transition=_transition(number, line, rest.strip()),
        takes_inputs=name.endswith("!"),
        name_span=Span(path="flow.py", line=number, column=1, end_line=number, end_column=2),
    )


def _transition(number: int, line: str, text: str) -> Transition | None:
    def link(name: str) -> Link:
        column = line.index(name, line.index(":")) + 1
        return Link(target=name, span=Span(path="flow.py", line=number, column=column))

    span = Span(path="flow.py", line=number, column=line.index(":") + 1)
    if not text:
        return None
    if text.endswith("*"):
        return ForEach(link=link(text[:-1]), over="items", span=span)
    if text.startswith("{"):
        pairs = [case.split(":") for case in text.strip("{}").split(",")]
        cases = [Case(key=key.strip(), link=link(name.strip())) for key, name in pairs]
        return Switch(cases=tuple(cases), on="kind", span=span)
    return Go(links=tuple(link(name.strip()) for name in text.split(",")), span=span)


def task(name: str) -> Task:
    return Task(name=name)


def tasks(names: str) -> Block:
    return tuple(task(name) for name in names.split())


def block(*nodes: Node | str) -> Block:
    """Return a block; a text stands for the tasks it names."""
    found: list[Node] = []
    for node in nodes:
        found += tasks(node) if isinstance(node, str) else [node]
    return tuple(found)


def split(join: str, *arms: Block | str) -> Parallel:
    return Parallel(arms=tuple(_block(arm) for arm in arms), join=task(join))


def items(join: str, body: Block | str) -> Map:
    return Map(over="items", body=_block(body), join=task(join))


def choice(**arms: Block | str) -> Choice:
    """Return a choice; `x_y` stands for the keys `x` and `y`."""
    return Choice(
        on="kind",
        arms=tuple(
            Arm(keys=tuple(keys.split("_")), body=_block(arm)) for keys, arm in arms.items()
        ),
    )


def loop(body: Block | str, *again: Key) -> Loop:
    return Loop(body=_block(body), on="kind", again=again)


def _block(value: Block | str) -> Block:
    return block(value) if isinstance(value, str) else value
