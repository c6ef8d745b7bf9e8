"""What `self.next` may say, and what becomes of it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flowc import FlowSpec, step
from runtime_shim.errors import StepError
from runtime_shim.protocol import Targets, parse_targets
from runtime_shim.transition import Transition, check_transition, read_transition


class Flow(FlowSpec):
    @step
    def a(self) -> None: ...

    @step
    def b(self) -> None: ...

    def helper(self) -> None: ...


FLOW = Flow(use_cli=False)


class Kind(enum.Enum):
    X = "x"


class Silent:
    def __repr__(self) -> str:
        raise RuntimeError


def go(*targets: Any, value: Any = None, **how: Any) -> Transition:
    """Return what `self.next` means where every artifact is `value`."""
    return read_transition("s", targets, how, lambda name: value)


def test_one_step_follows_and_several_do() -> None:
    one, several = go(FLOW.a), go(FLOW.a, FLOW.b)
    assert (one.how, one.steps) == ("linear", ("a",))
    assert (several.how, several.steps) == ("split", ("a", "b"))
    assert (one.chosen, one.over, one.splits) == (None, None, None)


def test_arguments_that_are_none_are_as_if_not_given() -> None:
    assert go(FLOW.a, foreach=None, condition=None, num_parallel=None).how == "linear"


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no step": (go, "`self.next` names no step"),
    "a text": (lambda: go("a"), "takes steps such as `self.end`, not 'a'"),
    "a method that is no step": (lambda: go(FLOW.helper), "takes steps such as"),
    "the result of a step": (lambda: go(None), "takes steps such as"),
    "an unknown argument": (lambda: go(FLOW.a, forech="x"), "no argument `forech`"),
    "a switch without a condition": (lambda: go({"x": FLOW.a}), "a switch is"),
    "a switch and a step": (lambda: go({"x": FLOW.a}, FLOW.b, condition="c"), "a switch is"),
    "a condition without cases": (lambda: go(FLOW.a, condition="c"), "a switch is"),
    "a condition that is no name": (lambda: go({"x": FLOW.a}, condition=1), "a switch is"),
    "a case that is no step": (
        lambda: go({"x": "a"}, condition="c", value="x"),
        "takes steps such as",
    ),
    "a key that is no case": (
        lambda: go({"x": FLOW.a, 2: FLOW.b}, condition="c", value="y"),
        "`c` is 'y', which is none of the cases: 'x', 2",
    ),
    "a key that cannot be one": (
        lambda: go({"x": FLOW.a}, condition="c", value=["x"]),
        "`c` is ['x'], which is none of the cases: 'x'",
    ),
    "a key that cannot be shown": (
        lambda: go({"x": FLOW.a}, condition="c", value=Silent()),
        "`c` is a Silent, which is none of the cases",
    ),
    "a long key": (lambda: go({"x": FLOW.a}, condition="c", value="y" * 99), "yyy…, which is none"),
    "a foreach over no name": (lambda: go(FLOW.a, foreach=[1]), "a foreach is"),
    "a foreach to two steps": (lambda: go(FLOW.a, FLOW.b, foreach="r", value=[1]), "a foreach is"),
    "no items": (lambda: go(FLOW.a, foreach="r", value=[]), "`r` has no items"),
    "no items of a generator": (
        lambda: go(FLOW.a, foreach="r", value=iter(())),
        "`r` has no items",
    ),
    "nothing to go through": (lambda: go(FLOW.a, foreach="r", value=5), "`r` is 5, which has no"),
    "None to go through": (lambda: go(FLOW.a, foreach="r"), "`r` is None, which has no"),
    "an array without axes": (lambda: go(FLOW.a, foreach="r", value=np.array(5)), "which has no"),
    "an empty gang": (lambda: go(FLOW.a, num_parallel=0), "`num_parallel` is 0"),
    "a gang of a truth": (lambda: go(FLOW.a, num_parallel=True), "`num_parallel` is True"),
    "a gang of a text": (lambda: go(FLOW.a, num_parallel="2"), "`num_parallel` is '2'"),
    "a gang of two steps": (lambda: go(FLOW.a, FLOW.b, num_parallel=2), "takes one step"),
    "a foreach and a gang": (
        lambda: go(FLOW.a, foreach="r", num_parallel=2, value=[1]),
        "`foreach` or `num_parallel`, not both",
    ),
    "a foreach and a condition": (
        lambda: go({"x": FLOW.a}, condition="c", foreach="r", value="x"),
        "a switch is",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused(name: str) -> None:
    say, message = REFUSED[name]
    with pytest.raises(StepError) as raised:
        say()
    assert message in str(raised.value)
    assert str(raised.value).startswith("step `s`")


ITEMS: dict[str, tuple[Any, list[Any]]] = {
    "a set": ({3}, [3]),
    "a dict": ({"x": 1, "y": 2}, ["x", "y"]),
    "a generator": ((n * n for n in range(3)), [0, 1, 4]),
    "a text": ("abc", ["a", "b", "c"]),
    "a range": (range(2), [0, 1]),
    "a numpy array": (np.array([1.5, 2.5]), [1.5, 2.5]),
    "a series": (pd.Series([7, 8], index=["x", "y"]), [7, 8]),
    "a frame": (pd.DataFrame({"x": [1], "y": [2]}), ["x", "y"]),
    "views of a dict": ({"x": 1}.items(), [("x", 1)]),
}


@pytest.mark.parametrize("name", ITEMS)
def test_anything_with_items_can_be_gone_through(name: str) -> None:
    value, items = ITEMS[name]
    found = go(FLOW.a, foreach="r", value=value)
    assert (found.how, found.over, found.splits) == ("foreach", "r", len(items))
    assert found.items is not None
    assert list(found.items) == items


@pytest.mark.parametrize("value", [[1, None], (1, 2), [[]], [float("nan")]])
def test_a_list_is_gone_through_as_it_is(value: Any) -> None:
    found = go(FLOW.a, foreach="r", value=value)
    assert (found.items, found.splits) == (value, len(value))
    assert found.items is value


def test_a_gang_has_a_width_and_no_artifact() -> None:
    found = go(FLOW.a, num_parallel=3)
    assert (found.how, found.over, found.splits, found.items) == ("foreach", "", 3, None)
    assert go(FLOW.a, num_parallel=np.int64(2)).splits == 2


KEYS: dict[str, tuple[Any, Any]] = {
    "a text": ("x", "x"),
    "a number": (1, 1),
    "a truth": (False, False),
    "a member of an enum": (Kind.X, Kind.X),
    "None": (None, None),
    "a numpy truth": (np.False_, False),
    "a numpy number": (np.int64(1), 1),
    "a numpy text": (np.str_("x"), "x"),
    "a number with a point": (1.0, 1),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_chooses_its_case(name: str) -> None:
    value, key = KEYS[name]
    found = go({key: FLOW.b, "other": FLOW.a}, condition="c", value=value)
    assert (found.how, found.steps, found.chosen) == ("switch", ("b", "a"), "b")


def test_cases_may_share_a_step() -> None:
    found = go({"x": FLOW.a, "y": FLOW.a}, condition="c", value="y")
    assert (found.steps, found.chosen) == (("a",), "a")
    for targets in ("a|", "a"):
        check_transition("s", found, parse_targets(targets))
    check_transition("s", go(FLOW.a), parse_targets("a|"))


FOLLOWS: dict[str, Callable[[], Transition]] = {
    "a": lambda: go(FLOW.a),
    "a,b": lambda: go(FLOW.a, FLOW.b),
    "b,a": lambda: go(FLOW.a, FLOW.b),
    "a*": lambda: go(FLOW.a, foreach="r", value=[1]),
    "a|b": lambda: go({"x": FLOW.a, "y": FLOW.b}, condition="c", value="x"),
}


@pytest.mark.parametrize("compiled", FOLLOWS)
def test_a_step_may_go_where_it_was_compiled_to_go_and_nowhere_else(compiled: str) -> None:
    for text, say in FOLLOWS.items():
        targets, found = parse_targets(compiled), say()
        if {*text} == {*compiled}:
            check_transition("s", found, targets)
            continue
        with pytest.raises(StepError, match="as compiled it goes to"):
            check_transition("s", found, targets)


def test_a_step_that_goes_nowhere_says_where_it_was_to_go() -> None:
    with pytest.raises(StepError, match=r"ended without `self\.next`.* one of `a`, `b`"):
        check_transition("s", None, Targets("switch", ("a", "b")))
    with pytest.raises(StepError, match=r"each item of a foreach in `a`"):
        check_transition("s", None, Targets("foreach", ("a",)))


def test_nothing_is_checked_without_targets() -> None:
    check_transition("s", go(FLOW.a), None)
    check_transition("s", None, None)
