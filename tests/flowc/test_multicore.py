"""`parallel_map` and `parallel_imap_unordered`: closures, order, failures, and what is left."""

from __future__ import annotations

import os
from pathlib import Path
from pickle import PicklingError

import pytest

from flowc.multicore import MulticoreException, parallel_imap_unordered, parallel_map


class Unloadable(Exception):
    """Can be pickled and not read again, as many exceptions."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")


def test_results_are_in_the_order_of_the_items_whoever_ends_first(tmp_path: Path) -> None:
    def wait_for_the_last(number: int) -> int:
        if number == 3:
            (tmp_path / "last").touch()
        while not (tmp_path / "last").exists():
            os.sched_yield()
        return number * 10

    assert parallel_map(wait_for_the_last, range(4), max_parallel=4) == [0, 10, 20, 30]


def test_results_come_as_soon_as_they_are_there(tmp_path: Path) -> None:
    def second_first(number: int) -> int:
        while number == 0 and not (tmp_path / "go").exists():
            os.sched_yield()
        return number

    results = parallel_imap_unordered(second_first, [0, 1], max_parallel=2)
    assert next(results) == 1
    (tmp_path / "go").touch()
    assert list(results) == [0]


def test_no_more_processes_run_at_once_than_are_asked_for() -> None:
    def process(_: int) -> int:
        return os.getpid()

    assert len(set(parallel_map(process, range(5), max_parallel=1))) == 5
    assert os.getpid() not in parallel_map(process, range(2))


def test_a_result_may_be_larger_than_a_pipe_holds() -> None:
    assert [len(data) for data in parallel_map(bytes, [5_000_000, 0, 1])] == [5_000_000, 0, 1]


def test_nothing_to_do_is_done() -> None:
    assert parallel_map(len, []) == []


def test_calls_may_be_nested() -> None:
    def row(number: int) -> list[int]:
        return parallel_map(lambda other: number * other, [1, 2])

    assert parallel_map(row, [3, 4]) == [[3, 6], [4, 8]]


def test_what_a_call_raises_is_raised_and_the_others_end(capfd: pytest.CaptureFixture[str]) -> None:
    def fail(number: int) -> int:
        while number:
            os.sched_yield()
        return 1 // number

    with pytest.raises(ZeroDivisionError):
        parallel_map(fail, [1, 0], max_parallel=2)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert "1 // number" in capfd.readouterr().err


def test_an_exception_that_cannot_come_through_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def fail(number: int) -> None:
        raise Unloadable(number, "no room")

    with pytest.raises(MulticoreException, match="Unloadable: 7: no room"):
        parallel_map(fail, [7])


def test_a_result_that_cannot_be_pickled_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises((PicklingError, AttributeError), match="lambda"):
        parallel_map(lambda _: lambda: 1, [7])


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(MulticoreException, match="item 0 ended with status 3"):
        parallel_map(lambda _: os._exit(3), ["only"])


def test_results_that_nobody_asks_for_leave_no_process() -> None:
    results = parallel_imap_unordered(lambda number: number, range(8), max_parallel=2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
