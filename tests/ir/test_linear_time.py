"""Structuring takes work in proportion to the steps, counted in calls and not in seconds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from compiler.ir.structure import structure
from tests.counting import calls
from tests.ir.graphs import graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from compiler.ir.graph import Graph


def line(size: int) -> Graph:
    names = ["start", *(f"s{i}" for i in range(size)), "end"]
    return _chain([f"{a}: {b}" for a, b in pairwise(names)])


def diamonds(size: int) -> Graph:
    lines = ["start: j0"]
    for i in range(size):
        lines += [f"j{i}{'!' if i else ''}: a{i}, b{i}", f"a{i}: j{i + 1}", f"b{i}: j{i + 1}"]
    return _chain([*lines, f"j{size}!: end"])


def arms(size: int) -> Graph:
    names = [f"a{i}" for i in range(size)]
    return _chain([f"start: {', '.join(names)}", *(f"{name}: j" for name in names), "j!: end"])


def cases(size: int) -> Graph:
    names = [f"a{i}" for i in range(size)]
    switch = ", ".join(f"{name}: {name}" for name in names)
    return _chain([f"start: {{{switch}}}", *(f"{name}: end" for name in names)])


def loops(size: int) -> Graph:
    names = ["start", *(f"s{i}" for i in range(size)), "end"]
    pairs = pairwise(names)
    return _chain([f"{a}: {{again: {a}, done: {b}}}" for a, b in pairs])


def crossings(size: int) -> Graph:
    """A ladder of arms that all cross: refused, and that in linear time as well."""
    lines = ["start: a0, b0"]
    for i in range(size):
        lines += [f"a{i}{'!' if i else ''}: a{i + 1}, b{i + 1}", f"b{i}!: a{i + 1}, b{i + 1}"]
    return _chain([*lines, f"a{size}!: end", f"b{size}!: end"])


def early_ends(size: int) -> Graph:
    names = ["start", *(f"s{i}" for i in range(size)), "end"]
    pairs = pairwise(names[:-1])
    return _chain([*(f"{a}: {{x: {b}, y: end}}" for a, b in pairs), f"{names[-2]}: end"])


def _chain(lines: list[str]) -> Graph:
    return graph("\n".join([*lines, "end:"]))


@pytest.mark.parametrize("make", [line, diamonds, arms, cases, loops, crossings, early_ends])
def test_ten_times_the_steps_take_about_ten_times_the_work(make: Callable[[int], Graph]) -> None:
    small, large = _calls(make(100)), _calls(make(1000))
    assert large < small * 20


def test_ten_thousand_steps_in_a_line_structure() -> None:
    found, diagnostics = structure(line(10_000))
    assert found is not None
    assert len(found) == 10_002
    assert diagnostics == ()


def _calls(graph: Graph) -> int:
    return calls(lambda: structure(graph))
