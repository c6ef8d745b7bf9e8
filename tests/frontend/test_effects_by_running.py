"""What is claimed about a step holds whenever it runs: random code is analysed, then executed."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from textwrap import indent
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.ir.nodes import Task
from tests.frontend.flows import read, step_text, task

NAMES = st.sampled_from("xyz")
HELPERS = """
def put(self):
    self.x = self.y

def maybe(self):
    if c():
        self.z = 1
        return
    self.y = 2
"""


class Stopped(Exception):
    """The code ran for too long."""


class Watched:
    """Stands for the flow: notes what is read from before, and what is there in the end."""

    def __init__(self) -> None:
        self.__dict__["_outside"] = set()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        self.__dict__["_outside"].add(name)
        return 0

    def __delattr__(self, name: str) -> None:
        self.__dict__.pop(name, None)


def _block(lines: list[str], head: str) -> str:
    return f"{head}\n" + indent("\n".join(lines), "    ")


def _two(kind: tuple[str, str], one: list[str], other: list[str]) -> str:
    return f"{_block(one, kind[0])}\n{_block(other, kind[1])}"


SIMPLE = st.one_of(
    NAMES.map("self.{0} = 1".format),
    NAMES.map("use(self.{0})".format),
    st.tuples(NAMES, NAMES).map(lambda n: f"self.{n[0]} = self.{n[1]}"),
    NAMES.map("self.{0} += 1".format),
    NAMES.map("use(c() and self.{0})".format),
    NAMES.map("use(self.{0} if c() else 0)".format),
    NAMES.map("use([self.{0} for _ in range(n())])".format),
    NAMES.map("del self.{0}".format),
    NAMES.map("use(getattr(self, '{0}', None))".format),
    NAMES.map("setattr(self, '{0}', 1)".format),
    NAMES.map("(lambda: self.{0})()".format),
    st.sampled_from(["boom()", "return", "self.put()", "self.maybe()", "pass", "me = self"]),
    st.just("if c(): return"),
)


PAIRS = (
    ("if c():", "else:"),
    ("if c():", "elif c():"),
    ("try:", "except ValueError:"),
    ("try:", "finally:"),
    ("for _ in range(n()):", "else:"),
)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(inner, min_size=1, max_size=3)
    heads = st.sampled_from(
        ["if c():", "for _ in range(n()):", "while c():", "with open():", "while True:"]
    )
    pairs = st.sampled_from(PAIRS)
    return st.one_of(
        st.tuples(blocks, heads).map(lambda made: _block([*made[0], *_leave(made[1])], made[1])),
        st.tuples(pairs, blocks, blocks).map(lambda made: _two(*made)),
        blocks.map(lambda lines: _block(lines, "def f():") + "\nif c(): f()"),
    )


def _leave(head: str) -> list[str]:
    return ["if c(): break"] if head == "while True:" else []


BODIES = st.lists(st.recursive(SIMPLE, _compound, max_leaves=8), min_size=1, max_size=5)


class Open:
    def __enter__(self) -> None: ...
    def __exit__(self, *error: object) -> None: ...


def run(body: str, seed: int) -> Watched | None:
    """Run `body` with random decisions; None if it did not come to its end."""
    dice, left = random.Random(seed), [60]

    def c() -> bool:
        left[0] -= 1
        if left[0] < 0:
            raise Stopped
        return dice.random() < 0.5

    def boom() -> None:
        if c():
            raise ValueError

    names: dict[str, Any] = {"c": c, "n": lambda: dice.randrange(3), "boom": boom}
    names |= {"use": lambda value: value, "open": Open}
    exec(f"def start(self):\n{indent(body, '    ')}\n    return\n{HELPERS}", names)
    flow = Watched()
    for helper in ("put", "maybe"):
        flow.__dict__["_" + helper] = names[helper]
        setattr(Watched, helper, names[helper])
    try:
        names["start"](flow)
    except (ValueError, Stopped):
        return None
    return flow


def check(found: Task, flow: Watched) -> None:
    outside: set[str] = flow.__dict__["_outside"]
    there = {name for name in flow.__dict__ if not name.startswith("_")}
    assert outside <= {one.artifact for one in found.reads}
    assert {one.artifact for one in found.reads if one.certain} <= outside
    assert there <= {one.artifact for one in found.writes}
    assert {one.artifact for one in found.writes if one.certain} <= there


@settings(max_examples=200)
@given(BODIES)
def test_claims_hold_in_every_run(lines: list[str]) -> None:
    body = "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        text = step_text(body, members=HELPERS)
        found = task(read(Path(folder), text))
    assert not found.opaque
    for seed in range(12):
        flow = run(body, seed)
        if flow is not None:
            check(found, flow)
