"""What went wrong, as a record and as a person reads it: the author's own frames, and no others."""

from __future__ import annotations

import json
import pickle
import types
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from runtime_shim import failures
from runtime_shim.errors import StepError
from runtime_shim.failures import CaughtFailure, describe, shown


class Own(Exception):
    """An exception of a flow's."""


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError("even this")


class Odd(Exception):
    __str__ = len  # type: ignore[assignment]


def through_ours(action: Callable[[], Any]) -> BaseException:
    """Return what `action` raises, with a frame of ours on the way."""
    ours = types.FunctionType(
        compile("def ours(action): return action()", failures.__file__, "exec").co_consts[0], {}
    )
    try:
        ours(action)
    except BaseException as error:  # noqa: BLE001 - whatever it is
        own = error.__traceback__
        return error.with_traceback(own and own.tb_next)
    raise AssertionError(action)


def fail(error: BaseException) -> NoReturn:
    raise error


def again(error: BaseException) -> NoReturn:
    """Raise `error` once more, through a function of ours."""
    raise through_ours(lambda: fail(error))


def chained() -> NoReturn:
    try:
        again(KeyError("inner"))
    except KeyError as inner:
        raise through_ours(lambda: fail(ValueError("outer"))) from inner


def grouped() -> NoReturn:
    raise ExceptionGroup("several", [found(Own("one")), found(Own("other"))])


def found(error: Exception) -> Exception:
    through_ours(lambda: fail(error))
    return error


def in_context() -> NoReturn:
    try:
        again(KeyError("first"))
    except KeyError:
        again(ValueError("second"))


@pytest.mark.parametrize(
    ("action", "messages"),
    [
        (lambda: fail(ValueError("no")), ["ValueError: no"]),
        (chained, ["KeyError: 'inner'", "direct cause", "ValueError: outer"]),
        (in_context, ["KeyError: 'first'", "During handling", "ValueError: second"]),
        (grouped, ["ExceptionGroup: several", "Own: one", "Own: other"]),
    ],
)
def test_tracebacks_have_no_frames_of_ours(action: Callable[[], Any], messages: list[str]) -> None:
    error = through_ours(action)
    text = describe(error)["traceback"]
    assert text.startswith("Traceback (most recent call last):") or "+ Exception Group" in text
    assert failures.__file__ not in text
    assert __file__ in text
    for message in messages:
        assert message in text


def test_a_failure_of_ours_alone_is_one_line() -> None:
    error = StepError("step `s` did not")
    assert shown(error) == "flowc: step `s` did not\n"


def test_a_failure_of_ours_in_the_author_s_code_shows_where() -> None:
    error = through_ours(lambda: fail(StepError("step `s` did not")))
    assert __file__ in shown(error)
    assert "step `s` did not" in shown(error)


@pytest.mark.parametrize(("error", "message"), [(Mute(), ""), (Odd(), "")])
def test_an_exception_that_cannot_be_shown_is_named(error: Exception, message: str) -> None:
    said = describe(through_ours(lambda: fail(error)))
    assert said["message"] == message
    assert type(error).__name__ in said["traceback"]
    assert __file__ in said["traceback"]


def test_notes_and_strange_characters_are_kept() -> None:
    error = Own("lone \ud800 and \0")
    error.add_note("a note")
    said = describe(error)
    assert "a note" in said["traceback"]
    assert json.loads(json.dumps(said)) == said


def test_the_deepest_recursion_is_described() -> None:
    def deep() -> None:
        deep()

    said = describe(through_ours(deep))
    assert said["type"] == "RecursionError"
    assert len(said["traceback"]) < 5000


def test_exceptions_that_cause_each_other_are_described() -> None:
    one, other = Own("one"), Own("other")
    one.__cause__, other.__cause__ = other, one
    assert "Own: one" in shown(one)


def test_what_was_caught_is_true_and_says_what_happened() -> None:
    failure = CaughtFailure("ValueError", "no", "Traceback …\nValueError: no\n")
    assert failure
    again = pickle.loads(pickle.dumps(failure))
    assert (again.type, again.exception, again.stacktrace) == (
        "ValueError",
        "no",
        "Traceback …\nValueError: no\n",
    )
    assert str(again) == "Traceback …\nValueError: no\n"
    assert repr(again) == "CaughtFailure('ValueError', 'no')"
    assert str(CaughtFailure("Killed", "ended")) == "Killed: ended"
