"""A step's time limit, and the scheduler's wish that it ends, are exceptions in the step."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from runtime_shim.failures import Terminated, TimeoutException
from runtime_shim.limits import limits


def handlers() -> list[object]:
    return [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGALRM)]


def interrupted(number: int, seconds: int) -> None:
    """Run a step that catches exceptions, as authors write it, and is sent a signal."""
    with limits("train", seconds):
        assert (signal.getitimer(signal.ITIMER_REAL)[0] > 0) == (seconds > 0)
        try:
            os.kill(os.getpid(), number)
            signal.pause()
        except Exception:
            if number == signal.SIGALRM:
                raise
            pytest.fail("caught")


def test_an_alarm_ends_the_block_by_name() -> None:
    before = handlers()
    with pytest.raises(TimeoutException, match="step `train` took longer than 90 seconds"):
        interrupted(signal.SIGALRM, 90)
    assert handlers() == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_wish_to_end_passes_by_whoever_catches_exceptions() -> None:
    before = handlers()
    with pytest.raises(Terminated, match="the scheduler ended step `train`"):
        interrupted(signal.SIGTERM, 0)
    assert handlers() == before
    assert not issubclass(Terminated, Exception)


def test_nothing_remains_of_limits_that_were_not_reached() -> None:
    before = handlers()
    with limits("train", 90):
        pass
    assert handlers() == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_signals_of_another_thread_s_step_are_left_alone() -> None:
    found: list[object] = []

    def run() -> None:
        with limits("train", 90):
            found.extend([*handlers(), signal.getitimer(signal.ITIMER_REAL)])

    before = handlers()
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [*before, (0, 0)]


def test_a_process_that_the_step_has_forked_ends_by_the_signal() -> None:
    with limits("train", 90):
        pid = os.fork()
        if pid == 0:
            try:
                # At once, by the system: code in Python may be waiting for a lock by then.
                if handlers() == [signal.SIG_DFL, signal.SIG_DFL]:
                    os.kill(os.getpid(), signal.SIGTERM)
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGTERM
