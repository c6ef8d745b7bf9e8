"""A store that refuses, is full, damaged or gone: the right status, a clear word, nothing torn."""

from __future__ import annotations

import shutil

import pytest

from runtime_shim.errors import INPUTS_MISSING, STORE_FAILED
from tests.shim.conftest import Drive
from tests.shim.driving import Driver, Ended

FLOW = """
    import os, resource, shutil

    class F(FlowSpec):
        @step
        def start(self):
            self.big = list(range(50_000))
            self.small = 1
            self.next(self.middle)

        @step
        def middle(self):
            {body}
            self.next(self.end)

        @step
        def end(self):
            pass
    """
FULL = "resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
READ_ONLY = (
    # Who may not write to the store may not read Python's own modules either, here and there.
    "import hashlib, traceback, pickle, runtime_shim.store.sink\n"
    "for folder, *_ in os.walk('store'): os.chmod(folder, 0o555)\n"
    "if os.geteuid() == 0: os.seteuid(65534)"
)
GONE = "shutil.rmtree('store')"
REPLACED = "shutil.rmtree('store'); open('store', 'w').close()"


def broken(drive: Drive, body: str) -> tuple[Driver, Ended]:
    """Return how a step that does `body` ended, in a run whose first step went well."""
    driver = drive(FLOW.replace("{body}", body.replace("\n", "\n            ")))
    assert driver.task("start").status == 0
    ended = driver.task("middle")
    assert "Traceback" not in ended.err
    return driver, ended


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [
        (FULL.format(size=20_000), "file too large"),
        (READ_ONLY, "permission denied"),
        (GONE, "store is gone"),
        (REPLACED, "store is gone"),
    ],
)
def test_an_artifact_that_the_store_does_not_take_is_named_with_the_task(
    drive: Drive, breaks: str, reason: str
) -> None:
    driver, ended = broken(drive, f"self.other = list(range(90_000))\n{breaks}")
    assert ended.status == STORE_FAILED
    assert "`other` of `F/r1/middle/0` cannot be saved" in ended.err
    assert reason in ended.err
    assert "next" not in ended.control
    assert not driver.store.exists("F/runs/r1/tasks/middle/0/done.json")


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [(FULL.format(size=50), "file too large"), (READ_ONLY, "denied"), (GONE, "is gone")],
)
def test_a_commit_that_the_store_does_not_take_is_named(
    drive: Drive, breaks: str, reason: str
) -> None:
    driver, ended = broken(drive, f"self.other = 1\n{breaks}")
    assert ended.status == STORE_FAILED
    assert "`F/runs/r1/tasks/middle/0/done.json` cannot be written" in ended.err
    assert reason in ended.err
    assert not driver.store.exists("F/runs/r1/tasks/middle/0/done.json")


def test_a_store_that_was_taken_away_is_not_made_again(drive: Drive) -> None:
    driver, ended = broken(drive, f"self.other = 'x' * 90_000\n{GONE}\nprint('printed')")
    assert ended.status == STORE_FAILED
    assert not (driver.folder / "store").exists()
    assert ended.err.count("the log cannot be kept") <= 1


def test_an_artifact_that_cannot_be_loaded_any_more_is_named(drive: Drive) -> None:
    for breaks in (GONE, REPLACED):
        driver, ended = broken(drive, f"{breaks}\nself.big")
        assert ended.status == STORE_FAILED
        assert "`big` of `F/r1/start/0` cannot be loaded" in ended.err
        shutil.rmtree(driver.folder / "store", ignore_errors=True)
        (driver.folder / "store").unlink(missing_ok=True)


def test_a_step_may_go_on_without_an_artifact_that_cannot_be_loaded(drive: Drive) -> None:
    _, ended = broken(
        drive,
        "shutil.move('store/F/blobs', 'kept')\ntry: self.big\n"
        "except Exception as error: print(type(error).__name__)\n"
        "shutil.move('kept', 'store/F/blobs')",
    )
    assert (ended.status, ended.out) == (0, "StoreError\n")


def test_what_the_full_disk_left_is_no_task_and_a_retry_succeeds(drive: Drive) -> None:
    body = (
        f"self.other = list(range(90_000))\nif os.environ.get('FULL'): {FULL.format(size=20_000)}"
    )
    driver = drive(FLOW.replace("{body}", body.replace("\n", "\n            ")))
    driver.task("start")
    assert driver.task("middle", FULL="1").status == STORE_FAILED
    record = driver.record("middle", "0.failed.json")
    assert record is not None
    assert "`other`" in record["message"]
    assert driver.task("end").status == INPUTS_MISSING
    assert driver.task("middle").status == 0
    assert driver.value("middle", "other") == list(range(90_000))
    assert list(driver.store.leftovers("")) == []


def test_a_store_that_cannot_be_written_at_all_starts_nothing(drive: Drive) -> None:
    driver = drive(FLOW.replace("{body}", "pass"))
    (driver.folder / "file").write_text("")
    ended = driver.task("start", FLOWC_STORE=str(driver.folder / "file"))
    assert ended.status == STORE_FAILED
    assert (
        f"`F/runs/r1/tasks/start/0/0.start.json` cannot be written in file://{driver.folder}"
        in (ended.err)
    )
    assert "Traceback" not in ended.err


def test_a_damaged_record_of_an_input_is_named(drive: Drive) -> None:
    driver = drive(FLOW.replace("{body}", "pass"))
    driver.task("start")
    key = "F/runs/r1/tasks/start/0/done.json"
    whole = driver.store.read(key)
    for data in (b"", whole[:50], b"[]", b"\xff"):
        driver.store.write(key, data)
        ended = driver.task("middle")
        assert ended.status == STORE_FAILED
        assert f"the record `{key}` is damaged" in ended.err
        assert "Traceback" not in ended.err


def test_a_record_of_another_format_is_named(drive: Drive) -> None:
    driver = drive(FLOW.replace("{body}", "pass"))
    driver.task("start")
    key = "F/runs/r1/tasks/start/0/done.json"
    driver.store.write(key, driver.store.read(key).replace(b"flowc.task/1", b"flowc.task/9"))
    for step in ("middle", "start"):
        ended = driver.task(step)
        assert ended.status == STORE_FAILED
        assert "has the format 'flowc.task/9'; this flowc reads flowc.task/1" in ended.err
