"""`flowc diff`: two files, a file and a revision, a file and what is deployed of it."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.cli.conftest import Desk
from tests.cli.shell import BROKEN, FLOW
from tests.cli.test_plan import LARGER


def git(desk: Desk, *argv: str) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(desk.folder),
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }
    subprocess.run(["git", *argv], cwd=desk.folder, env=env, check=True, capture_output=True)


def commit(desk: Desk) -> None:
    git(desk, "init", "-q")
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", "first")


def test_two_files_are_compared_offline(desk: Desk) -> None:
    desk.write(LARGER, "larger.py")
    answer = desk.run("diff", "flow.py", "larger.py", FLOWC_PAPER="")
    assert (answer.status, answer.err) == (1, "")
    assert "  ~ step start: memory: none → 4096 MB\n" in answer.out
    assert "--- a/paper/tiny-flow.yaml\n" in answer.out


def test_two_files_are_compared_without_any_target(desk: Desk) -> None:
    (desk.folder / "flowc.toml").unlink()
    desk.write(LARGER, "larger.py")
    answer = desk.run("diff", "flow.py", "larger.py")
    assert answer.status == 1
    assert "  ~ step start: memory: none → 4096 MB\n" in answer.out
    assert "@@" not in answer.out


def test_a_file_does_not_differ_from_itself(desk: Desk) -> None:
    answer = desk.run("diff", "flow.py", "flow.py")
    assert (answer.status, answer.out) == (0, "TinyFlow\n  nothing differs\n")


def test_flows_are_told_apart_by_their_names(desk: Desk) -> None:
    other = FLOW.partition("\n\n\n")[2].replace("TinyFlow", "OtherFlow")
    third = other.replace("OtherFlow", "ThirdFlow")
    desk.write(f"{FLOW}\n\n{other}", "old.py")
    desk.write(f"{LARGER}\n\n{third}", "new.py")
    out = desk.run("diff", "old.py", "new.py").out
    assert "TinyFlow\n  ~ step start: memory" in out
    assert "ThirdFlow\n  + flow is new (steps start, end)" in out
    assert "OtherFlow\n  - flow is gone (steps start, end)" in out


def test_a_flow_that_is_alone_may_have_another_name(desk: Desk) -> None:
    desk.write(FLOW.replace("TinyFlow", "SmallFlow"), "small.py")
    out = desk.run("diff", "flow.py", "small.py").out
    assert out.startswith("TinyFlow → SmallFlow\n  ~ every run: image: tiny-flow:")


def test_errors_on_either_side_are_reported(desk: Desk) -> None:
    desk.write(BROKEN, "broken.py")
    for files in (("broken.py", "flow.py"), ("flow.py", "broken.py")):
        answer = desk.run("diff", *files)
        assert (answer.status, answer.err) == (1, "")
        assert "broken.py" in answer.out
        assert "FLC203" in answer.out


def test_a_file_is_compared_with_a_revision(desk: Desk) -> None:
    desk.write("SIZE = 4096\n", "sizes.py")
    sized = LARGER.replace("memory=4096", "memory=SIZE").replace(
        "from flowc", "from sizes import SIZE\nfrom flowc"
    )
    desk.write(sized)
    commit(desk)
    assert desk.run("diff", "flow.py", "--against", "HEAD").status == 0
    desk.write("SIZE = 8192\n", "sizes.py")
    answer = desk.run("diff", "flow.py", "--against", "HEAD")
    assert (answer.status, answer.err) == (1, "")
    assert "  ~ step start: memory: 4096 MB → 8192 MB\n" in answer.out
    assert "flow.py:TinyFlow →" not in answer.out


@pytest.mark.parametrize("revision", ["nowhere", "--output=stolen", "HEAD:flow.py"])
def test_a_revision_that_does_not_exist_is_refused(desk: Desk, revision: str) -> None:
    commit(desk)
    answer = desk.run("diff", "flow.py", f"--against={revision}")
    assert answer.status == 2
    assert answer.err.startswith("flowc: git says: ")
    assert not (desk.folder / "stolen").exists()


def test_a_file_that_the_revision_does_not_have_is_refused(desk: Desk) -> None:
    commit(desk)
    desk.write(FLOW, "new.py")
    answer = desk.run("diff", "new.py", "--against", "HEAD")
    assert answer.status == 2
    assert "`new.py` is not in the revision `HEAD`" in answer.err


def test_one_file_is_compared_with_what_is_deployed(desk: Desk) -> None:
    desk.deploy()
    assert desk.run("diff", "flow.py").status == 0
    desk.write(LARGER)
    answer = desk.run("diff", "flow.py")
    assert answer.status == 1
    assert "  ~ step start: memory: none → 4096 MB\n" in answer.out
    assert "+          memory: 4096M\n" in answer.out


@pytest.mark.parametrize("argv", [["a.py", "b.py", "c.py"], ["a.py", "b.py", "--against", "HEAD"]])
def test_too_many_files_are_refused(desk: Desk, argv: list[str]) -> None:
    assert desk.run("diff", *argv).status == 2
