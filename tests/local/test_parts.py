"""The parts of the local scheduler by themselves: lines, errands, the loop, expectations, notes."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import pytest

from compiler.backends.local.changes import downstream
from compiler.backends.local.errands import Errands
from compiler.backends.local.expectations import expected_at_first, expected_of_items
from compiler.backends.local.loop import Loop
from compiler.backends.local.notes import notes
from compiler.backends.local.output import Lines
from compiler.ir.nodes import Task
from compiler.ir.settings import Dependencies
from runtime_shim.errors import StoreError
from tests.ir.graphs import block, choice, items, split
from tests.strategies import flow_of


def lines_of(*chunks: bytes) -> list[str]:
    found: list[str] = []
    lines = Lines(lambda stream, text: found.append(text))
    for chunk in chunks:
        lines.feed("stdout", chunk)
    lines.end()
    return found


def test_lines_are_put_together_from_what_comes() -> None:
    assert lines_of(b"one\ntw", b"o\n", b"\nthree") == ["one", "two", "", "three"]


def test_of_a_progress_bar_the_last_state_is_shown() -> None:
    assert lines_of(b"1 %\r", b"50 %\r99", b" %\r", b"100 %\nend\r\n") == ["100 %", "end"]
    assert lines_of(b"1 %\r2 %\r") == ["2 %"]


def test_a_progress_bar_does_not_pile_up() -> None:
    found: list[str] = []
    lines = Lines(lambda stream, text: found.append(text))
    for number in range(10_000):
        lines.feed("stderr", b"%d\r" % number)
    assert sum(map(len, lines._open.values())) < 100
    lines.feed("stderr", b"x" * 100_000)
    assert [len(text) for text in found] == [100_000]


def test_bytes_that_are_no_text_are_shown_somehow() -> None:
    assert lines_of(b"a\xffb\n") == ["a\ufffdb"]


def turn_until(loop: Loop, found: list[Any], count: int) -> None:
    while len(found) < count:
        loop.turn()


def test_errands_of_a_slow_store_run_beside_the_loop_and_end_in_it() -> None:
    loop = Loop()
    errands = Errands(object(), loop)  # type: ignore[arg-type]
    found: list[Any] = []
    here = threading.get_ident()

    def fail() -> None:
        raise StoreError("gone")

    errands.run(
        threading.get_ident, lambda *outcome: found.append((*outcome, threading.get_ident()))
    )
    errands.run(fail, lambda *outcome: found.append((*outcome, threading.get_ident())))
    assert errands.under_way == 2
    turn_until(loop, found, 2)
    assert errands.under_way == 0
    assert {thread for _, _, thread in found} == {here}
    assert here not in [result for result, _, _ in found]
    assert sorted(str(problem) for _, problem, _ in found) == ["None", "gone"]
    errands.close()
    loop.close()


def test_the_loop_calls_what_is_due_in_its_order() -> None:
    loop, found = Loop(), []
    loop.after(0.002, lambda: found.append("later"))
    loop.after(0, lambda: found.append("soon"))
    loop.after(0.001, lambda: found.append("never")).cancel()
    turn_until(loop, found, 2)
    assert found == ["soon", "later"]
    loop.close()


def test_a_signal_wakes_the_loop() -> None:
    loop, found = Loop(), []
    with loop.signals(lambda: found.append("asked to end")):
        os.kill(os.getpid(), signal.SIGTERM)
        turn_until(loop, found, 1)
    assert found == ["asked to end"]
    loop.close()


def test_steps_that_run_in_any_case_are_expected() -> None:
    body = block("start", split("join", "a", block("b", choice(x="c", y=""))), items("all", "d e"))
    flow = flow_of(body)
    assert expected_at_first(flow) == {"start": 1, "a": 1, "b": 1, "join": 1, "all": 1}
    assert expected_of_items(flow) == {"join": ("d", "e")}


def test_what_comes_after_a_step_is_found() -> None:
    flow = flow_of(block("start", split("join", "a c", "b"), "end"))
    assert downstream(flow, ["a"]) == {"a", "c", "join", "end"}
    assert downstream(flow, []) == frozenset()


@pytest.mark.parametrize(
    ("wanted", "here", "said"),
    [
        ("1.5.0", None, True),
        ("1.5.0", "1.5.0", False),
        ("1.5", "1.5.2", False),
        ("1.5.0", "1.4.2", True),
        (">=1.5", "1.4", False),
        ("", "1.4", False),
        ("", None, True),
    ],
)
def test_a_package_is_noted_if_it_is_not_here_or_another_one(
    wanted: str, here: str | None, said: bool
) -> None:
    task = Task(name="a", dependencies=Dependencies(pypi=(("scikit-learn", wanted),)))
    found = list(notes(flow_of((task, Task(name="end"))), lambda package: here))
    assert bool(found) is said
