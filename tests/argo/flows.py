"""Short ways to write flows, and to look into the documents they become."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.context import context
from compiler.backends.argo.documents import documents
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import Options
from compiler.ir.nodes import Arm, Block, Choice, Flow, Loop, Map, Node, Origin, Parallel, Task
from compiler.ir.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.model import Document, Template

ORIGIN = Origin(path="flows/pets.py", entrypoint="PetsFlow", digest="0f3b9c51aa02" + "0" * 52)


def task(name: str, **settings: Any) -> Task:
    return Task(name=name, entrypoint=name, **settings)


def flow(*body: Node, name: str = "PetsFlow", **settings: Any) -> Flow:
    return Flow(name=name, body=body, origin=ORIGIN, **settings)


def linear(count: int, **settings: Any) -> Flow:
    return flow(*(task(f"s{number}", **settings) for number in range(count)))


def arm(*body: Node, key: str | int | bool = "x") -> Arm:
    return Arm(keys=(key,), body=body)


def choice(*arms: Arm) -> Choice:
    return Choice(on="way", arms=arms)


def loop(*body: Node) -> Loop:
    return Loop(body=body, on="way", again=("again",))


def each(*body: Node, join: str, **settings: Any) -> Map:
    return Map(over=settings.pop("over", "rows"), body=body, join=task(join), **settings)


def split(*arms: Block, join: str) -> Parallel:
    return Parallel(arms=arms, join=task(join))


def lowered(
    of: Flow, *, settings: ArgoSettings | None = None, **options: Any
) -> dict[str, Document]:
    """Return the documents of `of` by kind."""
    found = documents(context(of, Options(settings=settings, **options)))
    return {one["kind"]: one for one in found}


def templates(of: Flow, **options: Any) -> dict[str, Template]:
    """Return the templates of `of` by name, in their order."""
    found = lowered(of, **options)["WorkflowTemplate"]["spec"]["templates"]
    return {one["name"]: one for one in found}


def dag(template: Template) -> dict[str, Any]:
    """Return the tasks of `template` by name, without what repeats the name."""
    return {
        one["name"]: {key: value for key, value in one.items() if key != "name"}
        for one in template["dag"]["tasks"]
    }


def random_flow(seed: int, size: int = 12) -> Flow:
    """Return a flow with blocks of every kind, nested at random; the same for the same seed."""
    dice = random.Random(seed)
    names = (f"s{number}" for number in range(10_000))
    found = flow(*_random_block(dice, names, size))
    verify(found)
    return found


def _random_block(dice: random.Random, names: Iterator[str], size: int) -> Block:
    nodes: list[Node] = [task(next(names))]
    for _ in range(dice.randint(0, size // 3)):
        if isinstance(nodes[-1], Choice | Loop):
            nodes.append(task(next(names)))
        nodes += _random_nodes(dice, names, size // 2)
    return tuple(nodes)


def _random_nodes(dice: random.Random, names: Iterator[str], size: int) -> list[Node]:
    def inner() -> Block:
        return _random_block(dice, names, size)

    match dice.choice(["task", "split", "each", "choice", "loop", "loop-choice"]):
        case "split":
            arms = [inner() for _ in range(dice.randint(2, 3))]
            return [split(*arms, join=next(names))]
        case "each":
            limit = dice.choice([None, 3])
            return [each(*inner(), join=next(names), limit=limit)]
        case "choice":
            arms = [inner() for _ in range(dice.randint(1, 2))] + [inner() if size % 2 else ()]
            return [choice(*(arm(*body, key=n) for n, body in enumerate(arms)))]
        case "loop":
            return [loop(*inner(), task(next(names)))]
        case "loop-choice":
            rounds = loop(*inner(), task(next(names)))
            return [rounds, choice(arm(*inner(), key=1), arm(*inner(), key=2))]
        case _:
            return [task(next(names))]
