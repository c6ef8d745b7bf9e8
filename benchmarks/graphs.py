"""The graphs that are compiled, as a shape and a size, and the same graph written for each peer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Shape(StrEnum):
    """How the steps hang together."""

    LINEAR = "linear steps"
    DIAMONDS = "diamonds in a row"
    FOREACHES = "nested foreachs"


@dataclass(frozen=True, slots=True)
class Graph:
    """`size` is the number of steps, of diamonds, or the depth of the nesting."""

    shape: Shape
    size: int

    def __str__(self) -> str:
        return f"{self.size:,} {self.shape}"


GRAPHS = (
    *(Graph(Shape.LINEAR, size) for size in (5, 100, 500, 2_000, 10_000)),
    Graph(Shape.DIAMONDS, 1_000),
    Graph(Shape.FOREACHES, 98),  # Argo ends a run whose templates nest 100 deep
)
SMALL_DIAMONDS = Graph(Shape.DIAMONDS, 10)
"""Beyond about fifteen, Metaflow's own check takes minutes: its time doubles with each."""


def flow_source(graph: Graph) -> str:
    """Return a flow file that flowc and Metaflow both read."""
    lines = ["from metaflow import FlowSpec, step", "", "", "class BenchFlow(FlowSpec):"]
    for name, join, then in _steps(graph):
        lines += ["    @step", f"    def {name}(self{', inputs' if join else ''}):"]
        lines += ["        self.items = [1, 2]"] if "foreach" in then else []
        lines += [f"        {then}", ""]
    return "\n".join([*lines, "", 'if __name__ == "__main__":', "    BenchFlow()", ""])


def _steps(graph: Graph) -> Iterator[tuple[str, bool, str]]:
    """Yield (step, whether it is a join, its last statement)."""
    makers: dict[Shape, Callable[[int], Iterator[tuple[str, bool, str]]]] = {
        Shape.LINEAR: _linear,
        Shape.DIAMONDS: _diamonds,
        Shape.FOREACHES: _foreaches,
    }
    return makers[graph.shape](graph.size)


def _linear(size: int) -> Iterator[tuple[str, bool, str]]:
    names = ["start", *(f"step_{i}" for i in range(1, size - 1)), "end"]
    for name, following in pairwise(names):
        yield name, False, f"self.next(self.{following})"
    yield "end", False, "pass"


def _diamonds(size: int) -> Iterator[tuple[str, bool, str]]:
    for i in range(size):
        split = f"join_{i - 1}" if i else "start"
        if i:
            yield split, True, f"self.next(self.split_{i})"
            split = f"split_{i}"
        yield split, False, f"self.next(self.left_{i}, self.right_{i})"
        for side in ("left", "right"):
            yield f"{side}_{i}", False, f"self.next(self.join_{i})"
    yield f"join_{size - 1}", True, "self.next(self.end)"
    yield "end", False, "pass"


def _foreaches(size: int) -> Iterator[tuple[str, bool, str]]:
    names = ["start", *(f"level_{i}" for i in range(1, size))]
    for name, following in zip(names, [*names[1:], "leaf"], strict=True):
        yield name, False, f'self.next(self.{following}, foreach="items")'
    joins = [f"join_{i}" for i in reversed(range(size))]
    yield "leaf", False, f"self.next(self.{joins[0]})"
    for name, following in zip(joins, [*joins[1:], "end"], strict=True):
        yield name, True, f"self.next(self.{following})"
    yield "end", False, "pass"


def edges(graph: Graph) -> list[tuple[str, list[str]]]:
    """Return (step, the steps before it) in order; for peers that name what comes before."""
    before: dict[str, list[str]] = {}
    for name, _, then in _steps(graph):
        before.setdefault(name, [])
        for word in then.replace("self.next(", "").replace(")", "").split(", "):
            if word.startswith("self."):
                before.setdefault(word.removeprefix("self."), []).append(name)
    return list(before.items())


def hera_source(graph: Graph) -> str | None:
    """Return a program that prints the same graph's YAML with Hera; None if it has no such form."""
    if graph.shape is Shape.FOREACHES:
        return None
    lines = [
        "from hera.workflows import DAG, Container, WorkflowTemplate",
        "with WorkflowTemplate(name='bench', entrypoint='main') as w:",
        "    image, command = 'python:3.11', ['python', '-m', 'step']",
    ]
    steps = edges(graph)
    lines += [
        f"    t_{n} = Container(name='{n}'.replace('_', '-'), image=image, command=command)"
        for n, _ in steps
    ]
    lines.append("    with DAG(name='main'):")
    for name, before in steps:
        depends = " && ".join(before).replace("_", "-")
        lines.append(
            f"        t_{name}(name='{name}'.replace('_', '-'), depends='{depends}' or None)"
        )
    return "\n".join([*lines, "print(w.to_yaml())", ""])


def kfp_source(graph: Graph) -> str | None:
    """Return a program that compiles the same graph with KFP; None if it has no such form."""
    if graph.shape is Shape.FOREACHES:
        return None
    lines = ["from kfp import compiler, dsl", ""]
    for name, _ in edges(graph):
        lines += [
            "@dsl.container_component",
            f"def {name}():",
            "    return dsl.ContainerSpec(image='python:3.11', command=['python', '-m', 'step'])",
            "",
        ]
    lines += ["@dsl.pipeline(name='bench')", "def bench():"]
    for name, before in edges(graph):
        after = ", ".join(f"t_{b}" for b in before)
        lines.append(f"    t_{name} = {name}()" + (f".after({after})" if after else ""))
    return "\n".join([*lines, "", "compiler.Compiler().compile(bench, 'out.yaml')", ""])
