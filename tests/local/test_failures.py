"""What a failure stops, what is tried again, and what a person is shown of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.backends.local import attempt
from compiler.backends.local.retries import seconds_until_next
from compiler.ir.nodes import Task
from compiler.ir.settings import Catch, Retry
from tests.local.running import (
    answer_of,
    counts,
    has_ended,
    line,
    log,
    manifest,
    record,
    start,
    value,
    wide,
)

TWICE = (
    "Path('tries').open('a').write('.')",
    "assert len(Path('tries').read_text()) > 2, 'too early'",
)


def test_the_traceback_is_the_users_own_and_stands_at_the_end_once(tmp_path: Path) -> None:
    path = line(tmp_path, "print('so far, so good')", "{}['key']")
    answer = start(tmp_path)
    assert answer.status == 6
    assert answer.err.count("Traceback") == 1
    lines = answer.err.splitlines()
    begin = lines.index("Traceback (most recent call last):")
    assert lines[begin + 1].startswith(f'  File "{path}", line')
    assert "KeyError: 'key'" in lines[begin + 2 : begin + 5]
    assert "middle of TinyFlow/1 failed: KeyError: 'key'" in lines
    assert "runtime_shim" not in answer.err
    assert "flowc logs TinyFlow/1/middle/0" in answer.err
    assert "flowc resume flow.py" in answer.err
    assert ("stderr", "KeyError: 'key'") in log(tmp_path, "middle/0")
    assert record(tmp_path, "ended.json")["reason"] == "middle/0: KeyError: 'key'"


def test_a_traceback_that_a_step_prints_itself_is_shown_as_it_is(tmp_path: Path) -> None:
    work = (
        "try: 1 / 0",
        "except ZeroDivisionError:",
        "    import traceback; traceback.print_exc()",
    )
    line(tmp_path, *work, "print('going on', file=sys.stderr)")
    answer = start(tmp_path)
    assert answer.status == 0
    assert "[middle] ZeroDivisionError: division by zero\n" in answer.err
    assert "[middle] going on\n" in answer.err


def test_after_a_failure_nothing_more_is_started(tmp_path: Path) -> None:
    wide(tmp_path, "assert self.input")
    summary = answer_of(tmp_path, "--max-workers", "1")
    assert summary["status"] == "failed"
    assert counts(summary) == {"start": 1}
    assert counts(summary, "failed") == {"work": 1}
    assert [failure["task"] for failure in summary["failures"]] == ["work/0"]
    assert summary["failures"][0]["type"] == "AssertionError"


def test_all_that_does_not_depend_on_a_failure_runs_if_asked_for(tmp_path: Path) -> None:
    wide(tmp_path, "assert self.input")
    summary = answer_of(tmp_path, "--max-workers", "1", "--keep-going")
    assert counts(summary) == {"start": 1, "work": 2}
    assert counts(summary, "failed") == {"work": 1}
    assert manifest(tmp_path, "work/2")["step"] == "work"


def test_a_failed_step_is_tried_again(tmp_path: Path) -> None:
    line(tmp_path, *TWICE, "self.retried = 2", decorators="    @retry(times=2)\n")
    answer = start(tmp_path, "--retry-wait", "0")
    assert answer.status == 0
    assert "middle: attempt 1 of 3 failed: AssertionError: too early; again at once" in answer.err
    assert "middle: attempt 3 of 3 began" in answer.err
    assert "Traceback" not in answer.err
    assert (manifest(tmp_path, "middle/0")["attempt"], value(tmp_path, "middle/0", "retried")) == (
        2,
        2,
    )
    assert ("stderr", "AssertionError: too early") in log(tmp_path, "middle/0", 1)


def test_a_step_that_fails_in_every_attempt_fails(tmp_path: Path) -> None:
    line(tmp_path, "assert False", decorators="    @retry(times=1)\n")
    summary = answer_of(tmp_path, "--retry-wait", "0")
    assert summary["failures"][0]["attempt"] == 1
    assert (
        len(list((tmp_path / ".flowc/TinyFlow/runs/1/tasks/middle/0").glob("*.failed.json"))) == 2
    )


def test_a_task_that_is_killed_is_tried_again(tmp_path: Path) -> None:
    line(
        tmp_path,
        "Path('tries').open('a').write('.')",
        "len(Path('tries').read_text()) > 1 or os.kill(os.getpid(), signal.SIGKILL)",
        decorators="    @retry(times=1)\n",
    )
    answer = start(tmp_path, "--retry-wait", "0")
    assert answer.status == 0
    assert "Killed: the process was ended by SIGKILL, as it is when memory runs out" in answer.err
    failed = record(tmp_path, "tasks/middle/0/0.failed.json")
    assert (failed["type"], failed["attempt"], failed["retry"]) == ("Killed", 0, 0)
    assert failed["uid"] == record(tmp_path, "tasks/middle/0/0.start.json")["uid"]


def test_a_task_that_is_killed_is_caught(tmp_path: Path) -> None:
    work = "os.kill(os.getpid(), signal.SIGKILL)"
    line(tmp_path, work, decorators="    @catch(var='failure')\n")
    answer = start(tmp_path)
    assert answer.status == 0
    caught = manifest(tmp_path, "middle/0")["caught"]
    assert caught["type"] == "Killed"
    assert "SIGKILL" in caught["message"]


def test_a_failure_that_is_caught_is_said_and_the_run_goes_on(tmp_path: Path) -> None:
    quietly = "    @catch(var='failure', print_exception=False)\n"
    wide(tmp_path, "assert self.input != 1, 'no ones'", decorators=quietly)
    answer = start(tmp_path)
    assert answer.status == 0
    assert "work/1: failed, which was caught, in " in answer.err
    assert "AssertionError: no ones" in answer.err
    assert "Traceback" not in answer.err
    wide(tmp_path, "assert self.input != 1, 'no ones'", decorators="    @catch(var='failure')\n")
    assert "[work/1] Traceback" in start(tmp_path).err
    assert counts(answer_of(tmp_path), "caught") == {"work": 1}


def test_a_step_ends_at_its_time_limit(tmp_path: Path) -> None:
    line(tmp_path, "time.sleep(60)", decorators="    @timeout(seconds=1)\n")
    answer = start(tmp_path)
    assert answer.status == 6
    assert "TimeoutException: step `middle` took longer than 1 seconds" in answer.err


def test_a_step_that_passes_its_time_limit_over_is_ended_with_its_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt, "OVERDUE", 0)
    monkeypatch.setattr(attempt, "GRACE", 0.1)
    line(
        tmp_path,
        "program = subprocess.Popen(['sleep', '60'])",
        "Path('pids').write_text(f'{os.getpid()} {program.pid}')",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "signal.signal(signal.SIGALRM, signal.SIG_IGN)",
        "time.sleep(60)",
        decorators="    @timeout(seconds=1)\n",
    )
    answer = start(tmp_path)
    assert answer.status == 6
    assert "Killed: it ran on past its time limit of 1 seconds" in answer.err
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert all(has_ended(pid) for pid in pids)


def test_what_a_step_leaves_running_is_ended_with_it(tmp_path: Path) -> None:
    line(tmp_path, "self.pid = subprocess.Popen(['sleep', '60']).pid")
    assert start(tmp_path).status == 0
    assert has_ended(value(tmp_path, "middle/0", "pid"))


def test_a_node_of_a_gang_that_fails_ends_the_others(tmp_path: Path) -> None:
    path = wide(tmp_path, "assert self.index", "time.sleep(60)", decorators="    @parallel\n")
    path.write_text(path.read_text().replace('foreach="items"', "num_parallel=3"))
    summary = answer_of(tmp_path)
    assert counts(summary, "failed") == {"work": 3}
    assert summary["failures"][0]["task"] == "work/0"


def test_a_step_may_end_its_process_as_it_likes(tmp_path: Path) -> None:
    line(tmp_path, "os._exit(7)")
    answer = start(tmp_path)
    assert answer.status == 6
    assert "Killed: the process ended with status 7" in answer.err


def test_waits_grow_as_the_flow_says() -> None:
    task = Task(name="a", retry=Retry(times=3, minutes_between=2, backoff=3))
    waits = [seconds_until_next(task, number, 4, 1, None) for number in range(4)]
    assert waits == [120, 360, 1080, None]


def test_another_wait_may_be_given_for_all_steps() -> None:
    task = Task(name="a", retry=Retry(times=3, minutes_between=2, backoff=3))
    assert seconds_until_next(task, 1, 4, 1, 0.5) == 0.5


@pytest.mark.parametrize("status", [1, 4, -9, 7])
def test_a_failure_that_another_attempt_may_not_have_is_tried_again(status: int) -> None:
    assert seconds_until_next(Task(name="a", retry=Retry(times=1)), 0, 2, status, 0) == 0


@pytest.mark.parametrize("status", [2, 3])
def test_a_wrong_command_and_missing_inputs_are_final(status: int) -> None:
    task = Task(name="a", retry=Retry(times=3), catch=Catch())
    assert seconds_until_next(task, 0, 5, status, None) is None


def test_the_fallback_of_a_catch_follows_at_once() -> None:
    task = Task(name="a", retry=Retry(times=1, minutes_between=2), catch=Catch())
    assert [seconds_until_next(task, number, 3, 1, None) for number in range(3)] == [120, 0, None]
