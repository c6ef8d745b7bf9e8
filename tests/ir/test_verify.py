"""The verifier finds each way in which a tree can be no IR, and says it together with the tree."""

from __future__ import annotations

import pytest

from compiler.ir.nodes import Arm, Block, Choice, Loop, Map, Parallel
from compiler.ir.verify import verify
from tests.ir.everything import EVERYTHING
from tests.ir.graphs import block, choice, items, loop, split, task
from tests.strategies import flow_of

BROKEN: dict[str, tuple[Block, str]] = {
    "no task": ((), "there is no task"),
    "two tasks of one name": (block("a a"), "there are two tasks a"),
    "a task without a name": ((task(""),), "a task has no name"),
    "a split of nothing": ((split("j", "a", "b"),), "no task comes before the split"),
    "a split after a switch": (
        block("s", choice(x="a", y=""), split("j", "b", "c")),
        "no task comes before the split",
    ),
    "one arm": (
        block("s", Parallel(arms=(block("a"),), join=task("j"))),
        "the split j has fewer than two arms",
    ),
    "two empty arms": (
        block("s", split("j", "a", "", "")),
        "the split j has several empty arms",
    ),
    "an arm that begins with a split": (
        block("s", split("j", block(split("i", "a", "b")), "c")),
        "an arm of the split before j does not begin with a task",
    ),
    "an empty map": (block("s", items("j", "")), "the map joined by j is empty"),
    "a map over nothing": (
        block("s", Map(over="", body=block("a"), join=task("j"))),
        "the map joined by j is over nothing",
    ),
    "one case": (block("s", choice(x="a"), "end"), "the choice on kind has fewer than two arms"),
    "a key twice": (
        block(
            "s",
            Choice(on="kind", arms=(Arm(keys=("x",), body=block("a")), Arm(keys=("x",), body=()))),
        ),
        "the choice on kind has a key twice",
    ),
    "an arm without keys": (
        block(
            "s", Choice(on="kind", arms=(Arm(keys=(), body=block("a")), Arm(keys=("x",), body=())))
        ),
        "an arm of the choice on kind has no keys",
    ),
    "a choice in an arm with other keys": (
        block("s", choice(x_y=block(choice(x="a", z=""), "b"), w="")),
        "an arm of the choice on kind begins with one that has other keys",
    ),
    "a loop without a way back": (block("s", loop("a")), "the loop on kind has no way back"),
    "a split after a loop": (
        block(loop("a", "x"), split("j", "b", "c")),
        "the split after the loop on kind has no step to open it",
    ),
    "a choice after a loop on something else": (
        block(
            Loop(body=block("a"), on="more", again=("x",)),
            choice(y="b", z=""),
            "end",
        ),
        "the choice after the loop on more is on kind",
    ),
    "a choice that goes back as its loop does": (
        block(loop("a", "x"), choice(x="b", z=""), "end"),
        "the loop on kind and its choice has a key twice",
    ),
    "a loop that ends with one on something else": (
        block("s", loop(block("a", Loop(body=block("b"), on="more", again=("y",))), "x")),
        "the loop on kind ends with one on more",
    ),
    "an empty loop": (
        block("s", Loop(body=(), on="kind", again=("x",))),
        "the loop on kind is empty",
    ),
    "a loop that ends with a choice": (
        block("s", loop(block("a", choice(x="b", y="")), "z")),
        "the loop on kind does not end with a task",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_finds(name: str) -> None:
    body, want = BROKEN[name]
    with pytest.raises(AssertionError) as caught:
        verify(flow_of(body))
    assert want in str(caught.value)


def test_the_tree_is_part_of_the_message() -> None:
    with pytest.raises(AssertionError, match=r"flow RandomFlow  flow\.py:RandomFlow\n  a\n  a\n"):
        verify(flow_of(block("a a")))


def test_true_and_one_are_different_keys() -> None:
    arms = (Arm(keys=(True,), body=block("a")), Arm(keys=(1,), body=()))
    verify(flow_of(block("s", Choice(on="kind", arms=arms), "end")))


def test_a_flow_with_everything_is_fine() -> None:
    verify(EVERYTHING)


def test_too_deep_a_tree_is_found_before_anything_recurses_over_it() -> None:
    body = block("inner")
    for depth in range(5000):
        body = block(f"s{depth}", Map(over="items", body=body, join=task(f"j{depth}")))
    with pytest.raises(AssertionError, match="nest more than 100 deep"):
        verify(flow_of(body))
