"""Ctrl-C, once and twice, and the end of flowc itself: nothing is lost, nothing is left running."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from tests.local.running import (
    answer_of,
    counts,
    has_ended,
    line,
    pipe,
    program,
    record,
    start,
    value,
)

SLEEPING = (
    "program = subprocess.Popen(['sleep', '60'])",
    "Path('pipe').write_text(f'{os.getpid()} {program.pid}')",
    "time.sleep(60)",
)
DEAF = ("signal.signal(signal.SIGTERM, signal.SIG_IGN)", *SLEEPING)


def wait_for(flowc: subprocess.Popen[str], text: str) -> None:
    """Read what the program says until it has said `text`."""
    assert flowc.stderr is not None
    assert any(text in said for said in flowc.stderr), f"it ended without saying {text!r}"


def test_ctrl_c_ends_the_tasks_and_keeps_what_is_done(tmp_path: Path) -> None:
    line(tmp_path, *SLEEPING)
    told = pipe(tmp_path)
    with program(tmp_path, "run", "flow.py") as flowc:
        pids = [int(pid) for pid in told.read_text().split()]
        flowc.send_signal(signal.SIGINT)
        out, err = flowc.communicate()
    assert (flowc.returncode, out) == (130, "")
    assert "ending; press Ctrl-C again to end at once" in err
    assert "middle: ended" in err
    assert "TinyFlow/1 was interrupted after " in err
    assert "flowc resume flow.py" in err
    assert "Traceback" not in err
    assert all(has_ended(pid) for pid in pids)
    assert record(tmp_path, "ended.json")["status"] == "interrupted"
    failed = record(tmp_path, "tasks/middle/0/0.failed.json")
    assert failed["type"].endswith("Terminated")
    line(tmp_path, "self.x += 1")
    summary = answer_of(tmp_path, command="resume")
    assert counts(summary, "cloned") == {"start": 1}
    assert value(tmp_path, "end/0", "x", "2") == 2


def test_a_request_to_end_is_as_good_as_ctrl_c(tmp_path: Path) -> None:
    line(tmp_path, *SLEEPING)
    told = pipe(tmp_path)
    with program(tmp_path, "run", "flow.py") as flowc:
        told.read_text()
        flowc.send_signal(signal.SIGTERM)
        flowc.communicate()
    assert flowc.returncode == 130
    assert record(tmp_path, "ended.json")["status"] == "interrupted"


def test_ctrl_c_twice_ends_everything_at_once(tmp_path: Path) -> None:
    line(tmp_path, *DEAF)
    told = pipe(tmp_path)
    with program(tmp_path, "run", "flow.py") as flowc:
        pids = [int(pid) for pid in told.read_text().split()]
        flowc.send_signal(signal.SIGINT)
        wait_for(flowc, "press Ctrl-C again")
        flowc.send_signal(signal.SIGINT)
        flowc.communicate()
    assert flowc.returncode == 130
    assert all(has_ended(pid) for pid in pids)
    assert record(tmp_path, "ended.json")["status"] == "interrupted"


def test_ctrl_c_while_a_retry_is_waited_for_ends_the_wait(tmp_path: Path) -> None:
    line(tmp_path, "assert False", decorators="    @retry(times=1)\n")
    with program(tmp_path, "run", "flow.py") as flowc:
        wait_for(flowc, "again in 2 min")
        flowc.send_signal(signal.SIGINT)
        flowc.communicate()
    assert flowc.returncode == 130


def test_ctrl_c_during_the_import_ends_it(tmp_path: Path) -> None:
    path = line(tmp_path)
    waits = "\nPath('pipe').write_text(str(os.getpid()))\ntime.sleep(60)\n"
    path.write_text(path.read_text() + waits)
    told = pipe(tmp_path)
    with program(tmp_path, "run", "flow.py") as flowc:
        server = int(told.read_text())
        flowc.send_signal(signal.SIGINT)
        _, err = flowc.communicate()
    assert flowc.returncode == 130
    assert "flowc: interrupted" in err
    assert has_ended(server)
    assert not (tmp_path / ".flowc").exists()


def test_tasks_do_not_outlive_flowc(tmp_path: Path) -> None:
    line(tmp_path, *SLEEPING)
    told = pipe(tmp_path)
    with program(tmp_path, "run", "flow.py") as flowc:
        pids = [int(pid) for pid in told.read_text().split()]
        flowc.send_signal(signal.SIGKILL)
        flowc.communicate()
    assert all(has_ended(pid) for pid in pids)
    assert not (tmp_path / ".flowc/TinyFlow/runs/1/ended.json").exists()
    line(tmp_path, "self.x += 1")
    assert start(tmp_path, command="resume").status == 0


def test_a_task_does_not_outlive_the_process_that_it_was_forked_from(tmp_path: Path) -> None:
    line(
        tmp_path,
        "Path('pid').write_text(str(os.getpid()))",
        "os.kill(os.getppid(), signal.SIGKILL)",
        "time.sleep(60)",
    )
    assert start(tmp_path).status == 6
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_signals_are_handled_after_a_run_as_they_were_before(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    line(tmp_path)
    start(tmp_path)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(-1) == -1


def test_a_reader_that_stops_reading_does_not_stop_the_run(tmp_path: Path) -> None:
    line(tmp_path, "print('x' * 100)", "Path('pipe').write_text('now')")
    told = pipe(tmp_path)
    with program(tmp_path, "run", "flow.py") as flowc:
        assert flowc.stdout is not None
        flowc.stdout.close()
        told.read_text()
        assert flowc.stderr is not None
        flowc.stderr.read()
    assert record(tmp_path, "ended.json")["status"] == "succeeded"
    assert flowc.returncode == 0


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    line(tmp_path)
    start(tmp_path)
    before = set(Path("/proc/self/fd").iterdir())
    start(tmp_path)
    assert set(Path("/proc/self/fd").iterdir()) == before
