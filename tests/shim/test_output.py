"""What a step prints is passed on and kept, whatever becomes of the step."""

from __future__ import annotations

import os
import signal

import pytest

from tests.shim.conftest import Drive
from tests.shim.driving import Driver

FLOW = """
    import os, signal, subprocess, sys, threading, time

    class F(FlowSpec):
        @step
        def start(self):
            {body}
            self.next(self.end)

        @step
        def end(self):
            pass
    """


def one(drive: Drive, body: str) -> Driver:
    """Return the driver of a flow whose first step does `body`."""
    lines = body.strip().splitlines()
    return drive(FLOW.replace("{body}", "\n            ".join(lines)))


def test_both_streams_are_passed_on_and_kept(drive: Drive) -> None:
    driver = one(drive, "print('out'); print('err', file=sys.stderr); print('é 🦊', end='')")
    ended = driver.task("start")
    assert (ended.out, ended.err) == ("out\né 🦊", "err\n")
    assert driver.log("start") == "out\né 🦊"
    assert driver.log("start", "stderr") == "err\n"


def test_the_output_of_programs_that_the_step_starts_is_kept(drive: Drive) -> None:
    driver = one(drive, "subprocess.run(['sh', '-c', 'echo one; echo two >&2'])\nos.write(1, b'3')")
    ended = driver.task("start")
    assert (ended.out, ended.err) == ("one\n3", "two\n")
    assert driver.log("start") == "one\n3"
    assert driver.log("start", "stderr") == "two\n"


def test_much_output_is_whole(drive: Drive) -> None:
    driver = one(drive, "for n in range(60_000): print(n)\nsys.stderr.write('x' * 3_000_000)")
    ended = driver.task("start")
    want = "".join(f"{n}\n" for n in range(60_000))
    assert ended.out == driver.log("start") == want
    assert ended.err == driver.log("start", "stderr") == "x" * 3_000_000


def test_bytes_that_are_no_text_pass_as_they_are(drive: Drive) -> None:
    driver = one(drive, r"os.write(1, b'a\xffb\n')")
    assert driver.task("start").out == "a\ufffdb\n"
    assert driver.log("start") == "a\ufffdb\n"


def test_the_last_line_before_a_kill_is_kept(drive: Drive) -> None:
    driver = one(drive, "print('before')\nprint('last')\nos.kill(os.getpid(), signal.SIGKILL)")
    ended = driver.task("start")
    assert ended.status == -signal.SIGKILL
    assert ended.out == "before\nlast\n"
    assert driver.log("start") == "before\nlast\n"
    assert driver.manifest_or_none("start") is None


def test_what_was_printed_in_the_middle_of_a_line_is_kept_after_a_kill(drive: Drive) -> None:
    body = "print('50 %', end='', flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    driver = one(drive, body)
    driver.task("start")
    assert driver.log("start") == "50 %"


def test_the_traceback_is_in_the_log(drive: Drive) -> None:
    driver = one(drive, "print('so far')\n1 / 0")
    ended = driver.task("start")
    assert ended.status == 1
    assert "ZeroDivisionError" in ended.err
    assert driver.log("start", "stderr") == ended.err
    assert driver.log("start") == "so far\n"


def test_the_output_of_an_import_is_in_the_log(drive: Drive) -> None:
    driver = one(drive, "pass")
    driver.write(driver.path.read_text().replace("class F", "print('imported')\nclass F"))
    driver.task("start")
    assert driver.log("start") == "imported\n"


def test_a_program_left_running_holds_up_nothing(drive: Drive) -> None:
    driver = one(drive, "self.pid = subprocess.Popen(['sleep', '1000']).pid\nprint('done')")
    try:
        assert driver.task("start").out == "done\n"
    finally:
        os.kill(driver.value("start", "pid"), signal.SIGKILL)
    assert driver.log("start") == "done\n"


def test_a_program_left_running_that_prints_for_ever_holds_up_nothing(drive: Drive) -> None:
    driver = one(
        drive,
        "self.pid = subprocess.Popen(['sh', '-c', 'while echo y; do :; done']).pid\nprint('done')",
    )
    assert driver.task("start").status == 0
    assert "done" in driver.log("start")


def test_a_step_may_wait_for_all_of_its_children(drive: Drive) -> None:
    driver = one(drive, "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nprint('done')")
    ended = driver.task("start")
    assert (ended.status, ended.out, ended.err) == (0, "done\n", "")


@pytest.mark.parametrize(
    "body",
    [
        "sys.stdout = sys.stderr = None",
        "sys.stdout.close(); sys.stderr.close()",
        "sys.stdout = sys.stderr = open(os.devnull)",
        "os.close(1); os.close(2)",
    ],
)
def test_a_step_may_do_without_its_streams(drive: Drive, body: str) -> None:
    driver = one(drive, body)
    assert driver.task("start").status == 0
    assert driver.task("end").status == 0


def test_a_step_may_close_every_file_there_is(drive: Drive) -> None:
    driver = one(
        drive,
        "print('before')\nos.closerange(3, 1000)\nprint('after')\n"
        "for name in map(str, range(40)): os.open(name, os.O_WRONLY | os.O_CREAT)",
    )
    ended = driver.task("start")
    assert (ended.status, ended.out, ended.err) == (0, "before\nafter\n", "")
    assert driver.log("start") == "before\nafter\n"
    assert not any((driver.folder / str(name)).read_bytes() for name in range(40))


def test_what_is_held_back_by_a_stream_that_the_step_replaced_is_kept(drive: Drive) -> None:
    driver = one(drive, "print('half a line', end='')\nimport io\nsys.stdout = io.StringIO()")
    assert driver.task("start").out == "half a line"
    assert driver.log("start") == "half a line"


@pytest.mark.parametrize("leaves", ["sys.exit(3)", "raise ValueError", "self.x = 2", "1 / 0"])
def test_a_process_that_comes_back_from_a_fork_in_the_step_is_no_attempt(
    drive: Drive, leaves: str
) -> None:
    driver = one(
        drive,
        f"self.x = 1\npid = os.fork()\nif pid == 0:\n    {leaves}\n"
        "else:\n    os.waitpid(pid, 0)\n    print('parent')",
    )
    assert driver.task("start").status == 0
    assert driver.value("start", "x") == 1
    assert driver.log("start") == "parent\n"
    names = driver.store.children("F/runs/r1/tasks/start/0")
    assert names == ["0.log", "0.start.json", "done.json"]


@pytest.mark.parametrize("body", ["sys.stderr = None", "sys.stderr.close()"])
def test_a_failure_is_recorded_where_there_is_no_stderr(drive: Drive, body: str) -> None:
    driver = one(drive, f"{body}\nraise ValueError('no')")
    assert driver.task("start").status == 1
    record = driver.record("start", "0.failed.json")
    assert record is not None
    assert record["message"] == "no"


def test_a_task_without_output_has_no_log(drive: Drive) -> None:
    driver = one(drive, "pass")
    driver.task("start")
    assert not driver.store.exists("F/runs/r1/tasks/start/0/0.log")


def test_a_log_is_not_kept_where_the_scheduler_keeps_it(drive: Drive) -> None:
    driver = one(drive, "print('out')")
    assert driver.task("start", FLOWC_LOG="none").out == "out\n"
    assert driver.log("start") == ""


def test_output_appears_in_the_store_while_the_step_runs(drive: Drive) -> None:
    driver = one(drive, "print('begun')\nsignal.pause()")
    with driver.start(driver.arguments("start")) as process:
        while driver.log("start") != "begun\n":
            assert process.poll() is None
            os.sched_yield()
        process.kill()
        process.communicate()
    assert driver.log("start") == "begun\n"
