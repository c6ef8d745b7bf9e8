"""The record of a run that resumes another is made by its first task, from the origin's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime_shim import layout, records
from tests.shim.driving import Driver

if TYPE_CHECKING:
    from pathlib import Path

FLOW = """
class TwoFlow(FlowSpec):
    @step
    def start(self):
        self.x = 1
        self.next(self.end)

    @step
    def end(self):
        print(self.x)
"""


def resumed(tmp_path: Path) -> Driver:
    Driver(tmp_path, FLOW, FLOWC_TARGET="argo").run()
    return Driver(tmp_path, FLOW, run="r2", FLOWC_ORIGIN="r1", FLOWC_TARGET="argo")


def test_a_resumed_run_whose_first_task_is_cloned_has_a_record(tmp_path: Path) -> None:
    again = resumed(tmp_path)
    again.run()
    record = records.read(again.store, layout.run_record("TwoFlow", "r2"))
    assert record is not None
    assert (record["run"], record["origin"], record["end"]) == ("r2", "r1", "end")
    assert again.store.children(layout.recent_key("TwoFlow"))[0].endswith("-r2")


def test_a_run_that_is_being_removed_cannot_be_resumed(tmp_path: Path) -> None:
    again = resumed(tmp_path)
    again.store.write(layout.removing_record("TwoFlow", "r1"), b"{}")
    ended = again.task("start")
    assert ended.status == 4
    assert "run `r1` is being removed" in ended.err
    assert not again.store.exists(layout.manifest("TwoFlow", "r2", "start", ""))


def test_a_run_that_does_not_exist_cannot_be_resumed(tmp_path: Path) -> None:
    ended = Driver(tmp_path, FLOW, run="r2", FLOWC_ORIGIN="nowhere").task("start")
    assert ended.status == 3
    assert "there is no run `nowhere` of `TwoFlow` to resume" in ended.err
