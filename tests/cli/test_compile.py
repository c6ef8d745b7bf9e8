"""`flowc compile`: where files go, when they are written, and how they are compared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from compiler.cli.files import size, write
from compiler.cli.world import UsageError
from tests.cli.shell import BROKEN, FLOW, project, run

ROOT = Path(__file__).parent.parent.parent
COMPILE = ("compile", "flow.py", "-t", "argo")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path, flow_dot_py=FLOW)


def test_files_are_written_beside_the_flow(folder: Path) -> None:
    answer = run(folder, *COMPILE)
    assert answer.status == 0
    assert answer.out.startswith("wrote tiny-flow.yaml (2 steps, ")
    document = yaml.safe_load((folder / "tiny-flow.yaml").read_text())
    assert document["kind"] == "WorkflowTemplate"


def test_a_file_that_would_not_change_is_not_written(folder: Path) -> None:
    run(folder, *COMPILE)
    before = (folder / "tiny-flow.yaml").stat().st_mtime_ns
    assert run(folder, *COMPILE).out.startswith("unchanged tiny-flow.yaml")
    assert (folder / "tiny-flow.yaml").stat().st_mtime_ns == before


def test_the_output_folder_is_named_or_configured(folder: Path) -> None:
    run(folder, *COMPILE, "-o", "a/{target}")
    assert (folder / "a/argo/tiny-flow.yaml").exists()
    project(folder, flowc_dot_toml='output = "deploy"\ntarget = "argo"\n', sub__flow_dot_py=FLOW)
    run(folder / "sub", "compile", "flow.py")
    assert (folder / "deploy/tiny-flow.yaml").exists()


def test_nothing_is_written_if_anything_is_wrong(folder: Path) -> None:
    project(folder, other_dot_py=BROKEN.replace("TinyFlow", "OtherFlow"))
    answer = run(folder, "compile", "flow.py", "other.py", "-t", "argo")
    assert (answer.status, answer.out) == (1, "")
    assert "FLC203" in answer.err
    assert not list(folder.glob("*.yaml"))


def test_stdout_has_the_bytes_of_the_file(folder: Path) -> None:
    run(folder, *COMPILE)
    assert run(folder, *COMPILE, "--stdout").out == (folder / "tiny-flow.yaml").read_text()


def test_check_compares_with_what_is_committed(folder: Path) -> None:
    missing = run(folder, *COMPILE, "--check")
    assert (missing.status, missing.out) == (1, "")
    assert missing.err.startswith("tiny-flow.yaml is missing\n")
    run(folder, *COMPILE)
    assert run(folder, *COMPILE, "--check").status == 0
    path = folder / "tiny-flow.yaml"
    path.write_text(path.read_text().replace("kind: WorkflowTemplate", "kind: Workflow"))
    before = path.read_text()
    differs = run(folder, *COMPILE, "--check")
    assert differs.status == 1
    assert "-kind: Workflow\n+kind: WorkflowTemplate\n" in differs.out
    assert path.read_text() == before


def test_check_finds_files_that_no_flow_makes_any_more(folder: Path) -> None:
    run(folder, *COMPILE)
    run(folder, *COMPILE, "--with-rbac")
    assert run(folder, *COMPILE, "--check").status == 0
    project(folder, flow_dot_py=FLOW.replace("TinyFlow", "GreatFlow"))
    run(folder, *COMPILE)
    answer = run(folder, *COMPILE, "--check")
    assert answer.status == 1
    assert answer.err.splitlines() == [
        f"{name} is stale: delete it, no flow is compiled to it any more"
        for name in ("tiny-flow-rbac.yaml", "tiny-flow.yaml")
    ]


def test_diff_shows_what_would_change_and_writes_nothing(folder: Path) -> None:
    answer = run(folder, *COMPILE, "--diff")
    assert answer.status == 0
    assert "+kind: WorkflowTemplate\n" in answer.out
    assert not (folder / "tiny-flow.yaml").exists()


def test_options_reach_the_file(folder: Path) -> None:
    options = ("--name", "other", "--image", "acme/i:1", "--store", "s3://b/p", "--with", "retry")
    text = run(folder, *COMPILE, "--stdout", *options).out
    document = yaml.safe_load(text)
    assert document["metadata"]["name"] == "other"
    assert "acme/i:1" in text
    assert "s3://b/p" in text
    assert "retryStrategy" in text


def test_one_name_is_for_one_flow(folder: Path) -> None:
    project(folder, other_dot_py=FLOW.replace("TinyFlow", "OtherFlow"))
    answer = run(folder, "compile", ".", "-t", "argo", "--name", "x")
    assert answer.status == 2
    assert "`--name` names one flow" in answer.err


def test_two_flows_are_not_written_to_one_file(folder: Path) -> None:
    project(folder, sub__flow_dot_py=FLOW)
    answer = run(folder, "compile", ".", "-t", "argo", "-o", "out")
    assert answer.status == 2
    assert answer.err.startswith(
        "flowc: TinyFlow of `flow.py` (argo) and TinyFlow of `sub/flow.py` (argo) would both be "
        "written to `out/tiny-flow.yaml`; compile them one by one"
    )
    assert not (folder / "out").exists()
    assert run(folder, "compile", ".", "-t", "argo", "--stdout").out.count("WorkflowTemplate") == 2


def test_json_lists_the_files(folder: Path) -> None:
    document = json.loads(run(folder, *COMPILE, "--output", "json").out)
    assert document["diagnostics"] == []
    [file] = document["files"]
    assert (file["path"], file["flow"], file["target"], file["steps"]) == (
        "tiny-flow.yaml",
        "TinyFlow",
        "argo",
        2,
    )


@pytest.mark.parametrize("form", ["json", "concise", "github", "sarif"])
def test_check_names_the_files_that_differ_in_every_form(folder: Path, form: str) -> None:
    answer = run(folder, *COMPILE, "--check", "--output", form)
    assert answer.status == 1
    assert answer.err.startswith("tiny-flow.yaml is missing\n")


def test_json_says_how_each_file_compares(folder: Path) -> None:
    def states() -> dict[str, str]:
        document = json.loads(run(folder, *COMPILE, "--check", "--output", "json").out)
        return {file["path"]: file["state"] for file in document["files"]}

    assert states() == {"tiny-flow.yaml": "missing"}
    run(folder, *COMPILE)
    assert states() == {"tiny-flow.yaml": "current"}
    project(folder, flow_dot_py=FLOW.replace("Begin.", "Begin anew."))
    assert states() == {"tiny-flow.yaml": "different"}
    project(folder, flow_dot_py=FLOW.replace("TinyFlow", "OtherFlow"))
    assert states() == {"other-flow.yaml": "missing", "tiny-flow.yaml": "stale"}


@pytest.mark.parametrize("other", [["--check"], ["--diff"], ["--output", "json"]])
def test_stdout_is_for_files_alone(folder: Path, other: list[str]) -> None:
    answer = run(folder, *COMPILE, "--stdout", *other)
    assert (answer.status, answer.out) == (2, "")
    assert "`--stdout`" in answer.err


def test_permissions_are_a_file_of_their_own(folder: Path) -> None:
    answer = run(folder, *COMPILE, "--with-rbac")
    assert "tiny-flow-rbac.yaml" in answer.out
    kinds = [d["kind"] for d in yaml.safe_load_all((folder / "tiny-flow-rbac.yaml").read_text())]
    assert {"Role", "RoleBinding"} <= set(kinds)


def test_a_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    (folder / "out").write_text("a file")
    answer = run(folder, *COMPILE, "-o", "out")
    assert answer.status == 2
    assert answer.err.startswith("flowc: `")
    assert "cannot be written" in answer.err


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    write(path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(UsageError, match="no space left"):
        write(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
    assert path.read_text() == "old"


def test_sizes_are_for_people() -> None:
    assert [size("x" * n) for n in (1, 999, 3100, 2_500_000)] == [
        "1 bytes",
        "999 bytes",
        "3.1 kB",
        "2.5 MB",
    ]


def test_the_same_bytes_come_from_any_folder_hash_seed_and_locale(folder: Path) -> None:
    def compiled(cwd: Path, seed: str, locale: str) -> bytes:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "compiler",
                "compile",
                folder / "flow.py",
                "-t",
                "argo",
                "--stdout",
            ],
            cwd=cwd,
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(ROOT), **_path()},
            capture_output=True,
            check=True,
        ).stdout

    outputs = {compiled(folder, "0", "C"), compiled(Path("/"), "1", "C.UTF-8")}
    assert len(outputs) == 1


def _path() -> dict[str, str]:
    return {"PATH": os.environ["PATH"]}
