"""Exit hooks: functions of the flow's file that are called after a run."""

from __future__ import annotations

import pytest

from tests.shim.conftest import Drive

FLOW = """
    import os, sys

    def without():
        print('called')

    def with_run(run):
        print(run.pathspec, run.successful, run['start'].task.data.x)

    def any_number(*args, **kwargs):
        print(len(args), kwargs)

    def by_default(run=None):
        print(run.id)

    def fails(run):
        raise ValueError('no')

    def leaves():
        sys.exit(3)

    class Callable:
        def __call__(self, run):
            print(run.id)

    instance = Callable()
    built_in = print
    number = 5

    def failures():
        print(os.environ['FLOWC_FAILURES'])

    class F(FlowSpec):
        @step
        def start(self):
            self.x = 1
            self.next(self.end)

        @step
        def end(self):
            pass
    """


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("without", "called\n"),
        ("with_run", "F/r1 True 1\n"),
        ("any_number", "0 {}\n"),
        ("by_default", "r1\n"),
        ("instance", "r1\n"),
        ("failures", '[{"step": "a"}]\n'),
    ],
)
def test_a_hook_is_called_with_the_run_if_it_takes_one(drive: Drive, name: str, out: str) -> None:
    driver = drive(FLOW)
    driver.run()
    ended = driver.shim(
        "hook", name, "--outcome", "success", FLOWC_FAILURES='[{"step": "a"}]', FLOWC_USER=""
    )
    assert (ended.status, ended.out, ended.err) == (0, out, "")


def test_a_hook_that_fails_shows_the_author_s_own_frames(drive: Drive) -> None:
    driver = drive(FLOW)
    driver.run()
    ended = driver.shim("hook", "fails", "--outcome", "error")
    assert ended.status == 1
    assert ended.err.startswith("Traceback (most recent call last):\n")
    assert ended.err.count("File ") == 1
    assert ended.err.endswith("ValueError: no\n")


def test_a_hook_may_leave_with_a_status_of_its_own(drive: Drive) -> None:
    assert drive(FLOW).shim("hook", "leaves", "--outcome", "error").status == 3


@pytest.mark.parametrize("name", ["nothing", "number"])
def test_a_hook_that_is_not_there_is_named(drive: Drive, name: str) -> None:
    driver = drive(FLOW)
    ended = driver.shim("hook", name, "--outcome", "success")
    assert ended.status == 2
    assert f"`{driver.path}` has no function `{name}`" in ended.err


def test_a_hook_of_a_run_that_began_nothing_says_so(drive: Drive) -> None:
    ended = drive(FLOW).shim("hook", "with_run", "--outcome", "error")
    assert ended.status == 1
    assert "Flow('F') does not exist" in ended.err
