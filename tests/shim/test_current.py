"""`current`: what a running task knows about itself."""

from __future__ import annotations

import json

import pytest

from tests.shim.conftest import Drive
from tests.shim.driving import Driver

FLOW = """
    {decorator}
    class F(FlowSpec):
        @step
        def start(self):
            self.rows = [1, 2]
            self.next(self.each, foreach='rows')

        @retry(times=3, minutes_between_retries=0)
        @step
        def each(self):
            print({what})
            self.next(self.join)

        @step
        def join(self, inputs):
            self.next(self.end)

        @step
        def end(self):
            pass
    """


def ask(drive: Drive, what: str, decorator: str = "") -> Driver:
    """Return the driver of a flow whose second step prints `what`."""
    return drive(FLOW.replace("{what}", what).replace("{decorator}", decorator))


def said(driver: Driver, attempt: int = 0, **environ: str) -> str:
    driver.task("start", "", 0, **environ)
    ended = driver.task("each", "1", attempt, **environ)
    assert ended.status == 0, ended.err
    return ended.out.rstrip("\n")


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("current.flow_name", "F"),
        ("current.run_id", "r1"),
        ("current.step_name", "each"),
        ("current.task_id", "1"),
        ("current.retry_count", "2"),
        ("current.pathspec", "F/r1/each/1"),
        ("current.username", "alice"),
        ("current.namespace", "user:alice"),
        ("sorted(current.tags)", "['a b', 'c']"),
        ("current.origin_run_id", "None"),
        ("current.is_running_flow", "True"),
        ("current.tempdir", "None"),
        ("current.get('run_id'), current.get('nothing', 5)", "r1 5"),
        ("'run_id' in current, 'nothing' in current, 'parallel' in current", "True False False"),
        ("hasattr(current, 'project_name'), current.trigger", "False None"),
    ],
)
def test_a_task_knows(drive: Drive, what: str, value: str) -> None:
    assert said(ask(drive, what), attempt=2, FLOWC_TAGS='["a b", "c"]') == value


def test_what_is_not_known_is_named(drive: Drive) -> None:
    driver = ask(drive, "current.nothing")
    driver.task("start")
    ended = driver.task("each", "0")
    assert ended.status == 1
    assert "`current.nothing` is not known: this task has no such thing" in ended.err


def test_a_run_of_nobody_belongs_to_production(drive: Drive) -> None:
    driver = ask(drive, "current.namespace, current.username")
    assert said(driver, FLOWC_USER="") == "production:F unknown"


def test_a_step_has_a_folder_for_temporary_files(drive: Drive) -> None:
    driver = ask(drive, "current.tempdir == __import__('tempfile').gettempdir()")
    assert said(driver, FLOWC_TEMPDIR=str(driver.folder)) == "True"


PROJECTS: list[tuple[str, dict[str, object], str]] = [
    ("@project(name='p')", {}, "p user.alice True False p.user.alice.F"),
    ("@project(name='p')", {"branch": "b"}, "p test.b False False p.test.b.F"),
    ("@project(name='p')", {"production": True}, "p prod False True p.prod.F"),
    (
        "@project(name='p', production=True)",
        {"branch": "b"},
        "p prod.b False True p.prod.b.F",
    ),
    ("", {"name": "q", "branch": "b"}, "q test.b False False q.test.b.F"),
]


@pytest.mark.parametrize(("decorator", "stated", "value"), PROJECTS)
def test_a_task_knows_its_project(
    drive: Drive, decorator: str, stated: dict[str, object], value: str
) -> None:
    what = (
        "current.project_name, current.branch_name, current.is_user_branch, "
        "current.is_production, current.project_flow_name"
    )
    driver = ask(drive, what, decorator)
    assert said(driver, FLOWC_PROJECT=json.dumps(stated)) == value


def test_a_task_finds_its_own_run_in_the_store(drive: Drive) -> None:
    driver = ask(
        drive, "current.run.id, current.task.pathspec, current.run['start'].task.data.rows"
    )
    assert said(driver) == "r1 F/r1/each/1 [1, 2]"


GANG = """
    class F(FlowSpec):
        @step
        def start(self):
            self.next(self.train, num_parallel=3)

        @parallel
        @step
        def train(self):
            p = current.parallel
            self.said = (p.node_index, p.num_nodes, p.control_task_id, self.index, self.input)
            self.next(self.join)

        @step
        def join(self, inputs):
            print([i.said for i in inputs])
            self.next(self.end)

        @step
        def end(self):
            print(hasattr(current, 'parallel'))
    """


def test_a_node_of_a_gang_knows_the_others(drive: Drive) -> None:
    driver = drive(GANG)
    tasks = driver.run()
    said = [(n, 3, "0", n, n) for n in range(3)]
    assert [ended.out for *_, ended in tasks[-2:]] == [f"{said}\n", "False\n"]
    assert driver.manifest("train", "2")["frames"] == [
        {"step": "start", "artifact": "", "items": None, "index": 2, "count": 3}
    ]


def test_nothing_is_known_where_no_task_runs(drive: Drive) -> None:
    driver = ask(drive, "1")
    text = driver.path.read_text()
    driver.write(text + "\nassert not current.is_running_flow and current.get('run_id') is None\n")
    assert said(driver) == "1"
