"""What a notebook shows of a flow, a run, a step, a task: well-formed, escaped, without scripts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from flowc.client import Flow, Run, Step, Task
from tests.client.building import CREATED, Builder, plain, train_run

HOSTILE = "<script>alert('&')</script>"


class Tables(HTMLParser):
    """Reads the cells of tables, and refuses what is not closed or loads something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "table", "tr", "th", "td", "b", "span", "pre"}
        assert {name for name, _ in attributes} <= {"style"}
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def test_a_run_is_a_table_of_its_steps(store: Builder) -> None:
    store.run("3", tags=["good"])
    store.done("3/start/0")
    store.done("3/train/0", start=CREATED + 2)
    store.failed("3/train/1", "bad", start=CREATED + 2)
    store.ended("3", at=CREATED + 150)
    shown = Tables(Run("TrainFlow/3")._repr_html_())
    assert shown.text.startswith("Run('TrainFlow/3')failed · started ")
    assert "· 30 s · good" in shown.text
    assert shown.rows == [
        ["step", "tasks", "status", "took", "failure"],
        ["start", "1", "succeeded", "2.0 s", ""],
        ["train", "2", "1 succeeded, 1 failed", "2.0 s", "ValueError: bad"],
    ]


def test_a_task_is_a_table_of_its_artifacts(store: Builder) -> None:
    shown = Tables(Task("TrainFlow/1/train/2")._repr_html_())
    assert shown.text.startswith("Task('TrainFlow/1/train/2')succeeded · started ")
    assert shown.rows[0] == ["artifact", "type", "size"]
    assert shown.rows[-1] == ["score", "int", "2 bytes"]
    data = Tables(Task("TrainFlow/1/train/2").data._repr_html_())
    assert data.rows == shown.rows


def test_a_failed_task_shows_its_traceback(store: Builder) -> None:
    store.failed("1/train/7", HOSTILE)
    shown = Tables(Task("TrainFlow/1/train/7")._repr_html_())
    assert "failed" in shown.text
    assert f"ValueError: {HOSTILE}" in shown.text


def test_a_step_is_a_table_of_its_tasks(store: Builder) -> None:
    shown = Tables(Step("TrainFlow/1/train")._repr_html_())
    assert shown.rows[1] == ["0", "succeeded", "0", "2.0 s", ""]
    assert len(shown.rows) == 4


def test_a_flow_is_a_table_of_its_newest_runs(store: Builder) -> None:
    shown = Tables(Flow("TrainFlow")._repr_html_())
    assert [row[:2] for row in shown.rows] == [
        ["run", "status"],
        ["2", "succeeded"],
        ["1", "succeeded"],
    ]


def test_long_tables_are_cut(store: Builder) -> None:
    for number in range(3, 60):
        store.run(str(number))
    flow = Tables(Flow("TrainFlow")._repr_html_())
    assert len(flow.rows) == 21
    assert flow.text.endswith("… and older ones")
    train_run(store, "100", items=50)
    step = Tables(Step("TrainFlow/100/train")._repr_html_())
    assert len(step.rows) == 21
    assert step.text.endswith("… and 30 more")


@pytest.mark.parametrize("kind", [Flow, Run, Step, Task])
def test_what_a_user_wrote_is_escaped(store: Builder, kind: type[Run]) -> None:
    store.run("3", tags=[HOSTILE])
    caught = {"type": HOSTILE, "message": HOSTILE, "traceback": HOSTILE}
    value = {"json": 1, "type": HOSTILE}
    store.done("3/start/0", {"x": value, HOSTILE: plain(1)}, caught=caught)
    path = ["TrainFlow", "3", "start", "0"][: kind._depth]
    html = kind("/".join(path))._repr_html_()
    shown = Tables(html)
    assert "<script>" not in html
    assert HOSTILE in shown.text
