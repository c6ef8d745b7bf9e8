"""Attempts at a task: what each leaves behind, and the status it ends with."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest

from runtime_shim import layout
from runtime_shim.errors import COMMITTED, INPUTS_MISSING, RAISED, STORE_FAILED, WRONG_COMMAND
from tests.shim.conftest import Drive
from tests.shim.driving import Driver

FLOW = """
    import os, signal, subprocess, sys, threading, time

    class F(FlowSpec):
        {decorators}
        @step
        def start(self):
            {body}
            self.next(self.end)

        @step
        def end(self):
            {end}
    """


def flow(drive: Drive, body: str, decorators: str = "", end: str = "pass") -> Driver:
    """Return the driver of a flow whose first step does `body`."""
    text = FLOW.replace("{decorators}", decorators.replace("\n", "\n        "))
    for name, lines in (("body", body), ("end", end)):
        text = text.replace(f"{{{name}}}", lines.replace("\n", "\n            "))
    return drive(text)


def failed(driver: Driver, ordinal: int = 0) -> dict[str, Any]:
    """Return the record of a failed attempt at the first step."""
    record = driver.record("start", f"{ordinal}.failed.json")
    assert record is not None
    return record


RETRY = "@retry(times=2, minutes_between_retries=0)"
CATCH = "@catch(var='failure')"


def test_a_task_is_recorded_from_begin_to_end(drive: Drive) -> None:
    driver = flow(drive, "self.x = 1")
    driver.task("start")
    begun, done = driver.record("start", "0.start.json"), driver.manifest("start")
    assert begun is not None
    assert begun["end"] is None
    for name in ("flow", "run", "step", "task", "uid", "attempt", "start", "host", "pid", "user"):
        assert done[name] == begun[name]
    assert done["end"] >= done["start"]
    assert (done["attempt"], done["retry"], done["caught"], done["cloned"]) == (0, 0, None, None)
    assert (done["next"], done["splits"], done["items"], done["inputs"]) == (None, None, None, [])
    assert done["user"] == "alice"
    names = driver.store.children(layout.task_key("F", "r1", "start", ""))
    assert names == ["0.start.json", "done.json"]


def test_retries_are_recorded_one_after_another(drive: Drive) -> None:
    driver = flow(drive, "self.x = current.retry_count\nassert self.x > 1, self.x", RETRY)
    tasks = driver.run()
    assert [(step, ended.status) for step, _, ended in tasks] == [
        ("start", 1),
        ("start", 1),
        ("start", 0),
        ("end", 0),
    ]
    assert [failed(driver, n)["message"] for n in (0, 1)] == ["0", "1"]
    assert [failed(driver, n)["retry"] for n in (0, 1)] == [0, 1]
    done = driver.manifest("start")
    assert (done["attempt"], done["retry"], driver.value("start", "x")) == (2, 2, 2)


def test_an_attempt_that_is_counted_anew_has_an_ordinal_of_its_own(drive: Drive) -> None:
    driver = flow(drive, "assert current.retry_count or os.path.exists('ok')", RETRY)
    driver.task("start")
    driver.task("start")  # as after a scheduler's manual retry
    (driver.folder / "ok").write_text("")
    ended = driver.task("start")
    assert (ended.status, ended.control["attempt"]) == (0, "2")
    done = driver.manifest("start")
    assert (done["attempt"], done["retry"]) == (2, 0)


def test_a_failure_is_recorded_with_the_names_of_what_the_step_held(drive: Drive) -> None:
    driver = flow(drive, "self.x = 1\nraise KeyError('gone')")
    ended = driver.task("start")
    record = failed(driver)
    assert ended.status == RAISED
    assert (record["type"], record["message"], record["held"]) == ("KeyError", "'gone'", ["x"])
    assert record["traceback"] == ended.err
    assert ended.err.startswith("Traceback (most recent call last):\n")
    assert "runtime_shim" not in ended.err
    assert ended.err.count("File ") == 1
    assert record["end"] >= record["start"]
    assert record["uid"] == driver.record("start", "0.start.json")["uid"]  # type: ignore[index]


def test_an_import_that_fails_is_a_failure_of_the_task(drive: Drive) -> None:
    for text, kind in (("import no_such_module", "ModuleNotFoundError"), ("def", "SyntaxError")):
        driver = flow(drive, "pass")
        arguments = driver.arguments("start")
        driver.path.write_text(driver.path.read_text() + f"\n{text}\n")
        ended = driver.shim(*arguments, FLOWC_RUN=kind)
        assert ended.status == RAISED
        assert kind in ended.err
        assert "runtime_shim" not in ended.err
        assert "importlib" not in ended.err


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("sys.exit(0)", "SystemExit"),
        ("sys.exit('no')", "SystemExit"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("os.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
    ],
)
def test_a_step_that_leaves_is_a_step_that_failed(drive: Drive, body: str, kind: str) -> None:
    driver = flow(drive, body)
    assert driver.task("start").status == RAISED
    assert failed(driver)["type"] == kind
    assert driver.manifest_or_none("start") is None


def test_a_step_that_ends_the_process_commits_nothing(drive: Drive) -> None:
    driver = flow(drive, "print('so far', flush=True)\nos._exit(7)")
    assert driver.task("start").status == 7
    assert driver.manifest_or_none("start") is None
    assert driver.log("start") == "so far\n"


def test_threads_of_a_step_that_still_run_do_not_change_what_is_committed(drive: Drive) -> None:
    driver = flow(
        drive,
        "self.x = [1]\ngo = threading.Event()\n"
        "threading.Thread(target=go.wait, daemon=True).start()",
    )
    assert driver.task("start").status == COMMITTED


STATUSES: dict[str, tuple[str, list[str], dict[str, str], int]] = {
    "committed": ("pass", ["step", "start", "--to", "end"], {}, COMMITTED),
    "raised": ("1 / 0", ["step", "start", "--to", "end"], {}, RAISED),
    "elsewhere": ("pass", ["step", "start", "--to", "other"], {}, RAISED),
    "no such step": ("pass", ["step", "nothing"], {}, RAISED),
    "a wrong command": ("pass", ["step", "start", "--to"], {}, WRONG_COMMAND),
    "no such file": ("pass", ["step", "start"], {"FLOWC_FLOW": "nothing.py:F"}, WRONG_COMMAND),
    "inputs missing": ("pass", ["step", "end", "--from", "start"], {}, INPUTS_MISSING),
    "no store": ("pass", ["step", "start"], {"FLOWC_STORE": "/dev/null/x"}, STORE_FAILED),
}


@pytest.mark.parametrize("name", STATUSES)
def test_the_status_says_what_happened(drive: Drive, name: str) -> None:
    body, arguments, environ, status = STATUSES[name]
    ended = flow(drive, body).shim(*arguments, **environ)
    assert ended.status == status, ended
    assert ("Traceback" in ended.err) == (name == "raised")
    assert (ended.err == "") == (status == COMMITTED)


def test_a_step_that_goes_elsewhere_says_where_it_was_to_go(drive: Drive) -> None:
    driver = flow(drive, "pass")
    ended = driver.shim("step", "start", "--to", "a|b")
    assert "went to `end`; as compiled it goes to one of `a`, `b`" in ended.err
    assert driver.manifest_or_none("start") is None
    driver.write(driver.path.read_text().replace("self.next(self.end)", "pass", 1))
    ended = driver.shim("step", "start", "--to", "end")
    assert "ended without `self.next`; as compiled it goes to `end`" in ended.err


def test_self_next_is_called_once(drive: Drive) -> None:
    driver = flow(drive, "pass")
    driver.write(
        driver.path.read_text().replace(
            "self.next(", "self.next(self.end)\n" + " " * 8 + "self.next(", 1
        )
    )
    ended = driver.shim("step", "start", "--to", "end")
    assert ended.status == RAISED
    assert "step `start` calls `self.next` twice" in ended.err


def test_missing_inputs_leave_no_trace(drive: Drive) -> None:
    driver = flow(drive, "pass")
    ended = driver.task("end")
    assert ended.status == INPUTS_MISSING
    assert ended.err == "flowc: no task of `start` is done in run `r1`\n"
    assert not driver.store.children("F/runs/r1/tasks/end")


def test_a_caught_failure_is_an_artifact_and_what_was_assigned_stays(drive: Drive) -> None:
    driver = flow(
        drive,
        "self.x = 1\nself.f = lambda: 1\nraise ValueError('no')",
        CATCH,
        "print(bool(self.failure), self.failure.type, self.failure.exception, self.x)\n"
        "print('in start' in self.failure.stacktrace, hasattr(self, 'f'))",
    )
    tasks = driver.run()
    assert [ended.status for *_, ended in tasks] == [0, 0]
    assert tasks[-1][2].out == "True builtins.ValueError no 1\nTrue False\n"
    done = driver.manifest("start")
    assert done["caught"]["message"] == "no"
    assert failed(driver)["message"] == "no"
    assert "`f` of `F/r1/start/0` cannot be saved" in tasks[0][2].err


def test_nothing_was_caught_where_nothing_failed(drive: Drive) -> None:
    driver = flow(drive, "pass", CATCH, "print(self.failure)")
    assert driver.run()[-1][2].out == "None\n"
    assert driver.manifest("start")["caught"] is None


def test_a_catch_may_have_no_artifact(drive: Drive) -> None:
    driver = flow(drive, "raise ValueError", "@catch")
    assert driver.run()[0][2].status == 0
    assert driver.names("start") == set()
    assert driver.manifest("start")["caught"]["type"] == "ValueError"


def test_an_artifact_that_cannot_be_saved_is_caught_too(drive: Drive) -> None:
    driver = flow(drive, "self.x = 1\nself.f = lambda: 1", CATCH)
    driver.run()
    assert driver.names("start") == {"x", "failure"}
    assert "`f` of `F/r1/start/0` cannot be saved" in driver.value("start", "failure").exception


def test_an_earlier_value_does_not_stand_for_one_that_cannot_be_saved(drive: Drive) -> None:
    driver = drive(
        """
        class F(FlowSpec):
            @step
            def start(self):
                self.model = 'old'
                self.next(self.train)

            @catch(var='failure')
            @step
            def train(self):
                self.model = lambda: 1
                self.next(self.end)

            @step
            def end(self):
                print(hasattr(self, 'model'))
        """
    )
    assert driver.run()[-1][2].out == "False\n"


def test_a_failure_is_caught_only_after_the_last_retry(drive: Drive) -> None:
    driver = flow(drive, "self.x = current.retry_count\nraise ValueError", f"{CATCH}\n{RETRY}")
    tasks = driver.run()
    assert [ended.status for step, _, ended in tasks if step == "start"] == [1, 1, 0]
    assert driver.value("start", "x") == 2
    assert driver.manifest("start")["attempt"] == 2


def test_a_failure_is_caught_though_the_step_has_closed_its_streams(drive: Drive) -> None:
    driver = flow(drive, "sys.stderr.close()\nraise ValueError", CATCH)
    assert driver.task("start").status == 0


KILLED = "os.kill(os.getpid(), signal.SIGKILL)"


def test_the_fallback_commits_for_attempts_that_were_killed(drive: Drive) -> None:
    driver = flow(
        drive, f"self.x = 1\n{KILLED}", CATCH, "print(self.failure.type, self.failure.exception)"
    )
    assert driver.task("start", "", 0).status == -signal.SIGKILL
    ended = driver.task("start", "", 1)
    assert (ended.status, ended.control["attempt"]) == (0, "1")
    out = driver.task("end").out
    assert out == "Killed step `start` was ended from outside, or its machine failed\n"
    assert driver.names("start") == {"failure"}


def test_the_fallback_knows_why_the_last_attempt_failed(drive: Drive) -> None:
    body = f"if current.retry_count == 1: {KILLED}\nraise ValueError('first')"
    driver = flow(drive, body, "@catch(var='failure')\n@retry(times=1)", "print(self.failure.type)")
    statuses = [driver.task("start", "", attempt).status for attempt in range(3)]
    assert statuses == [1, -signal.SIGKILL, 0]
    assert driver.task("end").out == "Killed\n"


def test_the_fallback_does_not_run_the_step(drive: Drive) -> None:
    driver = flow(drive, "open('ran', 'a').write('x')\nraise ValueError", CATCH)
    driver.task("start", "", 1)
    assert not (driver.folder / "ran").exists()
    assert driver.manifest("start")["caught"]["type"] == "Killed"


def test_a_step_that_leaves_is_caught_by_the_fallback(drive: Drive) -> None:
    driver = flow(drive, "sys.exit('no')", CATCH)
    assert [driver.task("start", "", attempt).status for attempt in (0, 1)] == [1, 0]
    assert driver.value("start", "failure").type == "builtins.SystemExit"


def test_an_import_that_fails_is_not_caught(drive: Drive) -> None:
    driver = flow(drive, "pass", CATCH)
    arguments = driver.arguments("start")
    driver.path.write_text(driver.path.read_text() + "\nimport no_such_module\n")
    assert driver.shim(*arguments).status == RAISED


def test_a_step_that_takes_too_long_fails_by_name(drive: Drive) -> None:
    driver = flow(drive, "self.x = 1\ntime.sleep(99)", "@timeout(seconds=1)")
    ended = driver.task("start")
    assert ended.status == RAISED
    record = failed(driver)
    assert record["type"].endswith("TimeoutException")
    assert record["message"] == "step `start` took longer than 1 seconds"
    assert "time.sleep(99)" in ended.err
    assert record["held"] == ["x"]


def test_a_step_that_takes_too_long_can_be_caught(drive: Drive) -> None:
    driver = flow(
        drive,
        "self.x = 1\ntime.sleep(99)",
        f"{CATCH}\n@timeout(seconds=1)",
        "print(self.failure.type, self.x)",
    )
    out = driver.run()[-1][2].out
    assert out.split()[0].endswith("TimeoutException")
    assert out.split()[1] == "1"


def test_an_attempt_that_the_scheduler_ends_says_so(drive: Drive) -> None:
    driver = flow(drive, "self.x = 1\nprint('begun')\ntime.sleep(99)", CATCH)
    with driver.start(driver.arguments("start")) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.terminate()
        _, err = process.communicate()
    assert process.returncode == RAISED
    record = failed(driver)
    assert record["message"] == "the scheduler ended step `start`"
    assert record["held"] == ["x"]
    assert ", in start\n" in err
    assert driver.log("start") == "begun\n"
    assert driver.log("start", "stderr") == err


DUPLICATE = """
    import os, time

    class F(FlowSpec):
        @step
        def start(self):
            self.rows = list(range(os.getpid()))[:1 + os.getpid() % 7]
            self.pid = os.getpid()
            self.big = [os.getpid()] * 5000
            open(f'begun-{os.getpid()}', 'w').close()
            while len([n for n in os.listdir('.') if n.startswith('begun-')]) < 8:
                time.sleep(0.001)
            self.next(self.each, foreach='rows')

        @step
        def each(self):
            self.next(self.join)

        @step
        def join(self, inputs):
            self.next(self.end)

        @step
        def end(self):
            pass
    """


def test_of_eight_duplicates_at_once_one_is_committed_and_all_say_the_same(drive: Drive) -> None:
    driver = drive(DUPLICATE)
    folders = [driver.folder / f"control-{number}" for number in range(8)]
    started = [
        driver.start([*driver.arguments("start"), "--control", str(folder)]) for folder in folders
    ]
    errors = []
    for process in started:
        with process:
            errors.append(process.communicate()[1])
            assert process.returncode == COMMITTED
    done = driver.manifest("start")
    assert [folder.joinpath("splits").read_text() for folder in folders] == [
        str(done["splits"])
    ] * 8
    pid = driver.value("start", "pid")
    assert done["pid"] == pid
    assert driver.value("start", "big") == [pid] * 5000
    assert sum("another attempt has committed this task" in error for error in errors) == 7
    assert sorted(folder.joinpath("attempt").read_text() for folder in folders) == list("01234567")
    assert len(driver.store.children("F/recent")) == 1


def test_a_duplicate_that_fails_after_another_has_committed_is_no_failure(drive: Drive) -> None:
    driver = flow(
        drive,
        "if 'LATE' in os.environ:\n    print('begun')\n"
        "    signal.sigwait({signal.SIGUSR1})\n    raise ValueError('too late')",
    )
    arguments = [*driver.arguments("start"), "--control", str(driver.folder / "late")]
    driver.write(driver.path.read_text().replace("class F", BLOCKED, 1))
    with driver.start(arguments, LATE="1") as late:
        assert late.stdout is not None
        assert late.stdout.readline() == "begun\n"
        assert driver.task("start").status == COMMITTED
        late.send_signal(signal.SIGUSR1)
        _, err = late.communicate()
    assert late.returncode == COMMITTED
    assert "another attempt has committed this task" in err
    assert failed(driver)["message"] == "too late"


BLOCKED = "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})\nclass F"


def test_a_task_that_is_done_ends_at_once_with_the_same_control_files(drive: Drive) -> None:
    driver = flow(drive, "open('ran', 'a').write('x')")
    driver.write(
        driver.path.read_text().replace(
            "self.next(self.end)",
            "self.k = 'x'\n        self.next({'x': self.end, 'y': self.start}, condition='k')",
            1,
        )
    )
    arguments = ["step", "start", "--to", "end|start"]
    first = driver.shim(*arguments, "--control", str(driver.folder / "one"))
    assert first.control == {"next": "end", "attempt": "0"}
    done = driver.manifest("start")
    again = driver.shim(*arguments, "--control", str(driver.folder / "two"))
    assert (again.status, again.control) == (0, {"next": "end"})
    assert driver.manifest("start") == done
    assert (driver.folder / "ran").read_text() == "x"
    assert driver.record("start", "1.start.json") is None
    # Nothing of the flow is needed any more, and no inputs.
    driver.path.unlink()
    assert driver.shim(*arguments, "--from", "nothing").status == 0


def test_control_files_that_cannot_be_written_are_named_and_a_retry_writes_them(
    drive: Drive,
) -> None:
    driver = flow(drive, "pass")
    (driver.folder / "file").write_text("")
    ended = driver.shim("step", "start", "--to", "end", "--control", "file/control")
    assert ended.status == WRONG_COMMAND
    path = driver.folder / "file" / "control"
    assert f"the folder `{path}` of `--control` cannot be written to: not a directory" in ended.err
    assert "Traceback" not in ended.err
    (driver.folder / "file").unlink()
    assert driver.shim("step", "start", "--to", "end", "--control", str(path)).status == COMMITTED
    assert path.joinpath("attempt").read_text() == "1"


def test_control_files_lie_where_they_were_wanted_though_the_step_went_elsewhere(
    drive: Drive,
) -> None:
    driver = flow(drive, "os.mkdir('other'); os.chdir('other')")
    ended = driver.shim("step", "start", "--to", "end", "--control", "here")
    assert ended.status == COMMITTED
    assert [path.name for path in (driver.folder / "here").iterdir()] == ["attempt"]
    again = driver.shim("step", "start", "--to", "end", "--control", "here")
    assert again.status == COMMITTED


def test_the_record_of_a_run_is_made_once_by_its_first_task(drive: Drive) -> None:
    driver = flow(drive, "pass")
    driver.write(
        driver.path.read_text().replace(
            "class F(FlowSpec):", "class F(FlowSpec):\n    alpha = Parameter('alpha', default=1)"
        )
    )
    environ = {"FLOWC_TAGS": '["t"]', "FLOWC_TARGET": "argo", "FLOWC_PARAMS": '{"alpha": "3"}'}
    driver.task("start", "", 0, **environ)
    key = layout.run_record("F", "r1")
    record = json.loads(driver.store.read(key))
    assert record["format"] == "flowc.run/1"
    assert (record["flow"], record["run"], record["user"]) == ("F", "r1", "alice")
    assert (record["tags"], record["target"], record["origin"]) == (["t"], "argo", None)
    assert record["parameters"] == {"alpha": "3"}
    assert {"user:alice", "runtime:argo"} <= set(record["system_tags"])
    assert (record["start"], record["end"]) == ("start", "end")
    assert [one["name"] for one in record["steps"]] == ["start", "end"]
    assert record["source"]["entrypoint"] == "F"
    driver.task("end")
    driver.store.delete(layout.manifest("F", "r1", "start", ""))
    driver.task("start", FLOWC_USER="bob")
    assert json.loads(driver.store.read(key)) == record
    (entry,) = driver.store.children("F/recent")
    assert layout.run_of_entry(entry)[0] == "r1"


def test_a_run_that_its_scheduler_has_recorded_is_left_as_it_is(drive: Drive) -> None:
    driver = flow(drive, "pass")
    driver.store.create(layout.run_record("F", "r1"), b'{"created": 5.0, "own": 1}')
    driver.task("start")
    assert driver.store.read(layout.run_record("F", "r1")) == b'{"created": 5.0, "own": 1}'
    assert driver.store.exists(layout.recent_entry("F", "r1", 5.0))
