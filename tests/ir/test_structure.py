"""Graphs that are block-structured become the blocks that their authors meant."""

from __future__ import annotations

import pytest

from compiler.ir.nodes import Block
from compiler.ir.structure import structure
from tests.ir.graphs import block, choice, graph, items, loop, split

CASES: dict[str, tuple[str, Block]] = {
    "a_line": ("start: a\na: end\nend:", block("start a end")),
    "a_split": (
        "start: a, b\na: c\nc: join\nb: join\njoin!: end\nend:",
        block("start", split("join", "a c", "b"), "end"),
    ),
    "a_split_with_an_empty_arm": (
        "start: a, join\na: join\njoin!: end\nend:",
        block("start", split("join", "a", ""), "end"),
    ),
    "a_split_in_a_split": (
        "start: a, b\na: c, d\nc: in\nd: in\nin!: join\nb: join\njoin!: end\nend:",
        block("start", split("join", block("a", split("in", "c", "d")), "b"), "end"),
    ),
    "a_join_that_splits": (
        "start: a, b\na: mid\nb: mid\nmid!: c, d\nc: join\nd: join\njoin!: end\nend:",
        block("start", split("mid", "a", "b"), split("join", "c", "d"), "end"),
    ),
    "a_foreach": (
        "start: a*\na: b\nb: join\njoin!: end\nend:",
        block("start", items("join", "a b"), "end"),
    ),
    "a_foreach_in_a_foreach": (
        "start: a*\na: b*\nb: in\nin!: join\njoin!: end\nend:",
        block("start", items("join", block("a", items("in", "b"))), "end"),
    ),
    "a_join_that_maps": (
        "start: a*\na: mid\nmid!: b*\nb: join\njoin!: end\nend:",
        block("start", items("mid", "a"), items("join", "b"), "end"),
    ),
    "a_join_at_the_end": ("start: a*\na: end\nend!:", block("start", items("end", "a"))),
    "a_switch": (
        "start: {x: a, y: b, z: a}\na: end\nb: end\nend:",
        block("start", choice(x_z="a", y="b"), "end"),
    ),
    "a_switch_with_an_empty_arm": (
        "start: {x: a, y: end}\na: end\nend:",
        block("start", choice(x="a", y=""), "end"),
    ),
    "a_switch_into_a_join": (
        "start: a, b\na: {x: c, y: join}\nc: join\nb: join\njoin!: end\nend:",
        block("start", split("join", block("a", choice(x="c", y="")), "b"), "end"),
    ),
    "a_switch_into_the_join_of_its_foreach": (
        "start: a*\na: {x: b, y: c}\nb: join\nc: join\njoin!: end\nend:",
        block("start", items("join", block("a", choice(x="b", y="c"))), "end"),
    ),
    "a_switch_in_a_switch": (
        "start: {x: a, y: end}\na: {p: b, q: end}\nb: end\nend:",
        block("start", choice(x=block("a", choice(p="b", q="")), y=""), "end"),
    ),
    "a_join_that_decides": (
        "start: a*\na: mid\nmid!: {x: b, y: end}\nb: end\nend:",
        block("start", items("mid", "a"), choice(x="b", y=""), "end"),
    ),
    "arms_that_share_their_end": (
        "start: {x: a, y: b, z: end}\na: b\nb: end\nend:",
        block("start", choice(x_y=block(choice(x="a", y=""), "b"), z=""), "end"),
    ),
    "arms_that_share_their_ends_twice": (
        "start: {w: d, x: a, y: b, z: c}\na: m\nb: m\nm: n\nc: n\nn: end\nd: end\nend:",
        block(
            "start",
            choice(w="d", x_y_z=block(choice(x_y=block(choice(x="a", y="b"), "m"), z="c"), "n")),
            "end",
        ),
    ),
    "a_loop_of_one_step": (
        "start: a\na: {x: a, y: end}\nend:",
        block("start", loop("a", "x"), "end"),
    ),
    "a_loop_from_the_start": (
        "start: {x: start, y: end}\nend:",
        block(loop("start", "x"), "end"),
    ),
    "a_loop_of_many_steps": (
        "start: a\na: b\nb: c\nc: {x: a, y: end, z: a}\nend:",
        block("start", loop("a b c", "x", "z"), "end"),
    ),
    "a_loop_then_a_switch": (
        "start: a\na: {x: a, y: b, z: c}\nb: end\nc: end\nend:",
        block("start", loop("a", "x"), choice(y="b", z="c"), "end"),
    ),
    "a_loop_that_shares_its_last_step": (
        "start: a\na: b\nb: c\nc: {x: c, y: a, z: end}\nend:",
        block("start", loop(block("a b", loop("c", "x")), "y"), "end"),
    ),
    "a_loop_that_shares_its_first_step": (
        "start: a\na: {x: a, y: b}\nb: {x: a, y: end}\nend:",
        block("start", loop(block(loop("a", "x"), "b"), "x"), "end"),
    ),
    "a_loop_round_a_foreach": (
        "start: a\na: b*\nb: c\nc!: {x: a, y: end}\nend:",
        block("start", loop(block("a", items("c", "b")), "x"), "end"),
    ),
    "a_loop_round_a_split_and_a_switch": (
        "start: a\na: b, c\nb: d\nc: d\nd!: {p: e, q: f}\ne: f\nf: {x: a, y: end}\nend:",
        block(
            "start", loop(block("a", split("d", "b", "c"), choice(p="e", q=""), "f"), "x"), "end"
        ),
    ),
    "a_loop_in_a_foreach": (
        "start: a*\na: {x: a, y: join}\njoin!: end\nend:",
        block("start", items("join", block(loop("a", "x"))), "end"),
    ),
    "a_loop_in_a_foreach_left_both_ways": (
        "start: a*\na: {x: a, y: b, z: join}\nb: join\njoin!: end\nend:",
        block("start", items("join", block(loop("a", "x"), choice(y="b", z=""))), "end"),
    ),
    "a_loop_in_an_arm": (
        "start: {p: a, q: end}\na: {x: a, y: end}\nend:",
        block("start", choice(p=block(loop("a", "x")), q=""), "end"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_becomes_blocks(name: str) -> None:
    text, want = CASES[name]
    found, diagnostics = structure(graph(text))
    assert diagnostics == ()
    assert found == want
