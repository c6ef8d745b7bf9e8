"""A program with Argo's validator is shown what it knows, and what it says is handed on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from compiler.backends.argo.deploy.lint import lintable, objections
from compiler.backends.base import OutputFile
from compiler.backends.deploying import DeployError
from tests.cli.shell import FLOW, project, run

GOLDEN = Path(__file__).parents[3] / "golden" / "flows"

PROGRAM = """\
#!{python}
import json, pathlib, sys
paths = [word for word in sys.argv[1:] if word.endswith(".yaml")]
texts = [pathlib.Path(path).read_text() for path in paths]
bad = [text for text in texts if "template: end" in text]
if {own}:
    print(json.dumps({{"file": "a", "kind": "W", "name": "n", "error": "no" * len(bad)}}))
elif bad:
    assert sys.argv[1:6] == ["lint", "--offline", "--no-color", "--output", "simple"]
    print(paths[0] + ": in \\"n\\" (W): no")
sys.exit(1 if bad else 0)
"""


def program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text(PROGRAM.format(python=sys.executable, own=name == "argo-lint"))
    path.chmod(0o755)
    return str(path)


def file(text: str) -> OutputFile:
    return OutputFile(path="flow.yaml", text=text)


def test_what_argo_does_not_know_is_left_out() -> None:
    for case in ("triggers", "everything", "hostile"):
        for path in (GOLDEN / case / "want" / "argo").glob("*-flow.yaml"):
            text = path.read_text()
            wanted = [one for one in yaml.safe_load_all(text) if one["kind"] != "Sensor"]
            assert list(yaml.safe_load_all(lintable(text))) == wanted
            assert wanted


@pytest.mark.parametrize("name", ["argo", "argo-lint"])
def test_what_a_program_has_against_a_flow_is_told(tmp_path: Path, name: str) -> None:
    lint = program(tmp_path, name)
    assert objections(lint, [file("kind: WorkflowTemplate\n")]) == []
    [line] = objections(lint, [file("kind: WorkflowTemplate\n# template: end\n")])
    assert line == ("W n: no" if name == "argo-lint" else 'flow.yaml: in "n" (W): no')


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="cannot be run") as raised:
        objections(str(tmp_path / "argo"), [])
    assert "releases" in raised.value.help


def test_flows_are_verified_from_the_command_line(tmp_path: Path) -> None:
    project(tmp_path, flow_dot_py=FLOW)
    lint = program(tmp_path, "argo-lint")
    answer = run(tmp_path, "verify", "flow.py", "--argo-lint", lint)
    assert answer.status == 1
    assert answer.out == "TinyFlow: W n: no\n"
    assert answer.err == "1 flow: 1 refused by Argo\n"
    answer = run(tmp_path, "verify", "flow.py", "--argo-lint", lint, "--output", "json")
    assert '"objections": [' in answer.out
    answer = run(tmp_path, "verify", "flow.py", "--argo-lint", str(tmp_path / "none"))
    assert answer.status == 5
    assert "help: " in answer.err
