"""`flowc check`: what is found, in which form, and which files are looked at."""

from __future__ import annotations

import errno
import io
import json
import os
import re
from pathlib import Path

import pytest

from compiler.cli.main import main
from compiler.cli.world import World
from tests.cli.shell import BROKEN, FLOW, project, run


def test_a_flow_without_mistakes_is_one_line_and_status_0(tmp_path: Path) -> None:
    answer = run(project(tmp_path, flow_dot_py=FLOW), "check", "flow.py")
    assert (answer.status, answer.out, answer.err) == (0, "TinyFlow: no errors\n", "")
    assert run(tmp_path, "check", "flow.py", "--quiet").out == ""


def test_a_mistake_is_shown_in_its_source_and_status_1(tmp_path: Path) -> None:
    answer = run(project(tmp_path, flow_dot_py=BROKEN), "check", "flow.py")
    assert answer.status == 1
    assert "flow.py:15:15: FLC203 [unassigned-artifact]" in answer.out
    assert "15 |         print(self.row)\n   |               ^^^^^^^^\n" in answer.out
    assert "1 error in 1 file" in answer.out


def test_places_are_relative_to_the_working_folder(tmp_path: Path) -> None:
    project(tmp_path, a__flow_dot_py=BROKEN)
    assert run(tmp_path, "check", "a/flow.py").out.startswith("a/flow.py:15:15: ")
    assert run(tmp_path / "a", "check", "flow.py").out.startswith("flow.py:15:15: ")
    (tmp_path / "b").mkdir()
    elsewhere = run(tmp_path / "b", "check", "../a/flow.py").out
    assert elsewhere.startswith(f"{tmp_path}/a/flow.py:15:15: ")


@pytest.mark.parametrize("name", ["my flows/the flow.py", "fl'ow$.py", "名前.py"])
def test_any_path_can_be_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(BROKEN)
    assert run(tmp_path, "check", name).out.startswith(f"{name}:15:15: FLC203")


def test_folders_are_searched_and_files_without_a_flow_passed_over(tmp_path: Path) -> None:
    project(
        tmp_path,
        flows__one_dot_py=FLOW,
        flows__deep__two_dot_py=FLOW.replace("TinyFlow", "OtherFlow"),
        flows__tool_dot_py="import FlowSpec, step\n",
        flows___dot_venv__three_dot_py=BROKEN,
        flows__notes_dot_txt="class",
    )
    answer = run(tmp_path, "check", "flows")
    assert (answer.status, answer.out) == (0, "2 flows in 2 files: no errors\n")


def test_a_broken_flow_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    project(tmp_path, flows__one_dot_py=FLOW, flows__two_dot_py=FLOW.replace("class", "clas"))
    answer = run(tmp_path, "check", "flows")
    assert answer.status == 1
    assert answer.out.startswith("flows/two.py:4:")


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, flow_dot_py=FLOW, sub__flow_dot_py=FLOW)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "sub":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    answer = run(tmp_path, "check", ".")
    assert answer.status == 2
    assert answer.err.endswith("sub` cannot be read: permission denied\n")


def test_a_folder_without_flows_is_wrong_usage(tmp_path: Path) -> None:
    project(tmp_path, flows__tool_dot_py="x = 1\n")
    answer = run(tmp_path, "check", "flows")
    assert (answer.status, answer.err) == (2, "flowc: no file in `flows` looks like a flow\n")


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    answer = run(tmp_path, "check", "nothing.py")
    assert answer.status == 1
    assert answer.out.startswith("nothing.py: FLC100 [unreadable-file]")


def test_a_file_without_a_flow_that_is_named_is_a_finding(tmp_path: Path) -> None:
    answer = run(project(tmp_path, tool_dot_py="x = 1\n"), "check", "tool.py")
    assert answer.status == 1
    assert answer.out.startswith("tool.py: FLC193 [no-flow]")


def test_every_flow_of_a_file_is_checked_unless_one_is_named(tmp_path: Path) -> None:
    both = FLOW + BROKEN.split("\n\n\n")[1].replace("TinyFlow", "BrokenFlow")
    project(tmp_path, flow_dot_py=both)
    assert run(tmp_path, "check", "flow.py").status == 1
    assert run(tmp_path, "check", "flow.py", "--flow", "TinyFlow").status == 0
    answer = run(tmp_path, "check", "flow.py", "--flow", "BrokenFlo")
    assert "help: did you mean `BrokenFlow`?" in answer.out


def test_the_same_findings_come_in_every_form(tmp_path: Path) -> None:
    project(tmp_path, flow_dot_py=BROKEN)

    def out(form: str) -> str:
        answer = run(tmp_path, "check", "flow.py", "--output", form)
        assert answer.status == 1
        return answer.out

    assert out("concise").startswith("flow.py:15:15: FLC203 ")
    assert out("github").startswith("::error ")
    assert json.loads(out("json"))["diagnostics"][0]["code"] == "FLC203"
    assert json.loads(out("sarif"))["runs"][0]["results"][0]["ruleId"] == "FLC203"


def test_strict_fails_for_warnings(tmp_path: Path) -> None:
    source = FLOW.replace("step\n", "step, torchrun\n", 1).replace("@step", "@torchrun\n    @step")
    project(tmp_path, flow_dot_py=source)
    assert run(tmp_path, "check", "flow.py").status == 0
    assert run(tmp_path, "check", "flow.py", "--strict").status == 1
    project(tmp_path, flowc_dot_toml="strict = true\n")
    assert run(tmp_path, "check", "flow.py").status == 1


def test_configured_flows_are_taken_if_none_is_named(tmp_path: Path) -> None:
    project(tmp_path, flowc_dot_toml='flows = ["flows"]\n', flows__flow_dot_py=FLOW)
    (tmp_path / "below").mkdir()
    assert run(tmp_path / "below", "check").out == "TinyFlow: no errors\n"


def test_a_wrong_configuration_is_found_with_the_flow(tmp_path: Path) -> None:
    project(tmp_path, flowc_dot_toml='stor = "x"\n', a__flow_dot_py=BROKEN)
    answer = run(tmp_path, "check", "a/flow.py")
    assert answer.status == 1
    assert "flowc.toml:1:1: FLC191" in answer.out
    assert '1 | stor = "x"\n  | ^^^^\n' in answer.out
    assert "a/flow.py:15:15: FLC203" in answer.out


def test_a_waiver_with_a_reason_silences_one_line(tmp_path: Path) -> None:
    waived = BROKEN.replace("print(self.row)", "print(self.row)  # flowc: ignore[FLC203] a reason")
    answer = run(project(tmp_path, flow_dot_py=waived), "check", "flow.py")
    assert (answer.status, answer.out) == (0, "TinyFlow: no errors\n")


def test_waivers_of_flows_that_were_not_asked_for_are_left_alone(tmp_path: Path) -> None:
    other = BROKEN.split("\n\n\n")[1].replace("TinyFlow", "OtherFlow")
    waived = other.replace("(self.row)", "(self.row)  # flowc: ignore[FLC203] a reason")
    project(tmp_path, flow_dot_py=f"{FLOW}\n\n{waived}")
    for flow in ("TinyFlow", "OtherFlow"):
        assert run(tmp_path, "check", "flow.py", "--flow", flow).out == f"{flow}: no errors\n"


def test_a_target_is_asked_only_if_it_is_named_or_configured(tmp_path: Path) -> None:
    long = FLOW.replace("TinyFlow", "T" * 300)
    project(tmp_path, flow_dot_py=long)
    assert run(tmp_path, "check", "flow.py").status == 0
    assert run(tmp_path, "check", "flow.py", "--target", "argo", "--name", "A_B").status == 1


def test_long_work_shows_its_progress_to_a_person_only(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for i in range(20):
        project(tmp_path, **{f"flows__f{i}_dot_py": FLOW})
    err, out = Terminal(), io.StringIO()
    assert main(["check", "flows"], World(cwd=tmp_path, out=out, err=err)) == 0
    assert "compiling" in err.getvalue()
    assert out.getvalue() == "20 flows in 20 files: no errors\n"
    assert run(tmp_path, "check", "flows").err == ""


MIXED = """\
from flowc import FlowSpec, retry, step


class MixedFlow(FlowSpec):
    @retry(tims=2)
    @step
    def start(self):
        self.rows = [1, 2]
        self.next(self.left, self.rihgt)

    @step
    def left(self):
        self.score = self.seed
        self.next(self.join)

    @step
    def right(self):
        self.score = 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.best = max(i.scores for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.rows, self.best)
"""


def test_mistakes_of_every_stage_are_reported_at_once(tmp_path: Path) -> None:
    answer = run(project(tmp_path, flow_dot_py=MIXED), "check", "flow.py", "--output", "concise")
    codes = re.findall(r": (FLC\d+)", answer.out)
    assert codes == ["FLC150", "FLC233", "FLC209", "FLC203", "FLC208", "FLC204"]
