"""The command line as a whole: help, wrong usage, statuses, and what happens when flowc fails."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from compiler.cli.commands import check
from compiler.cli.main import main, parser_of
from compiler.cli.table import COMMANDS
from compiler.cli.world import World, installed_packages
from compiler.ir.nodes import Flow, Origin, Task
from compiler.ir.settings import Config, EnvVar, literal
from compiler.version import VERSION
from tests.cli.shell import FLOW, project, run

ROOT = Path(__file__).parent.parent.parent


def test_the_version_is_that_of_the_distribution(tmp_path: Path) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert settings["project"]["version"] == VERSION
    assert run(tmp_path, "--version").out == f"flowc {VERSION}\n"


def test_help_lists_every_command_with_a_line(tmp_path: Path) -> None:
    answer = run(tmp_path)
    assert answer.status == 0
    for command in COMMANDS:
        assert f"  {command.name:<11} {command.summary}\n" in answer.out
    assert all(len(line) <= 100 for line in answer.out.splitlines())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_its_arguments(tmp_path: Path, command: object) -> None:
    name = getattr(command, "name", "")
    assert run(tmp_path, name, "--help").out.startswith(f"usage: flowc {name}")
    assert run(tmp_path, "help", name).status == 0


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_says_what_it_is_for(command: object) -> None:
    parser = parser_of(command)  # type: ignore[arg-type]
    assert all(action.help for action in parser._actions)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["chek"], "there is no command `chek`; did you mean `flowc check`?"),
        (["xyzzy"], "there is no command `xyzzy`; `flowc --help` lists the commands"),
        (["flow.py"], "`flow.py` is no command; did you mean `flowc check flow.py`?"),
        (["check", "--hermetik"], "there is no option `--hermetik`; did you mean `--hermetic`?"),
        (["check"], "no flow was named; name a file or a folder, or set `flows`"),
        (["compile", "flow.py"], "no target: add `--target argo`"),
        (["compile", "flow.py", "-t", "arg"], "there is no target `arg`; did you mean `argo`?"),
        (["check", "flow.py", "--env", "A"], "`--env A` needs a value"),
        (["check", "flow.py", "--with", "3"], "write a decorator's name"),
        (["check", "flow.py", "--with", "retri"], "steps have no decorator `retri`; did you mean"),
        (["check", "flow.py", "--with", "retry:3"], "`3` is no NAME=VALUE"),
        (["check", "flow.py", "--config-value", "a=1"], "no flow here has a Config `a`"),
        (["compile", "flow.py", "-t", "argo", "--name", ""], "`--name` is given an empty text"),
        (["check", ""], "`FILE` is given an empty text"),
        (["explain", "unasigned-artifact"], "did you mean `unassigned-artifact`?"),
        (["explain", "FLC9999"], "there is no rule, and no file, called `FLC9999`"),
        (["completion", "tcsh"], "invalid choice"),
        (["golden", "check"], "has no golden case"),
        (["targets", "arg"], "did you mean `argo`?"),
    ],
)
def test_wrong_usage_says_what_is_meant(tmp_path: Path, argv: list[str], message: str) -> None:
    answer = run(project(tmp_path, flow_dot_py=FLOW), *argv)
    assert answer.status == 2
    assert answer.err.startswith("flowc: ")
    assert message in answer.err
    assert answer.out == ""


def test_a_failure_of_flowc_itself_leaves_a_report_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError("impossible")

    monkeypatch.setattr(check, "run", fail)
    answer = run(tmp_path, "check", "--env", "TOKEN=hunter2", environ={"TOKEN": "hunter2"})
    assert answer.status == 70
    first, second = answer.err.splitlines()
    assert first == "FLC901 [internal-error] flowc itself failed: RuntimeError: impossible"
    report = Path(second.rpartition(" ")[2])
    text = report.read_text()
    report.unlink()
    assert "Traceback" in text
    assert "hunter2" not in text + answer.err


def test_a_report_has_the_flow_without_the_values_that_may_be_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(flow: Flow) -> int:
        raise RuntimeError(f"impossible in {flow.name}: hunter2")

    variables = (EnvVar(name="TOKEN", value="hunter2"), EnvVar(name="MODE", value="a"))
    config = Config(name="db", attribute="db", value=literal({"url": ["https://me:pass@host"]}))
    body = (Task(name="start", environment=variables), Task(name="end"))
    origin = Origin(path="flow.py", entrypoint="SecretFlow")
    flow = Flow(name="SecretFlow", origin=origin, configs=(config,), body=body)
    monkeypatch.setattr(check, "run", lambda *_: fail(flow))
    answer = run(tmp_path, "check")
    report = Path(answer.err.splitlines()[-1].rpartition(" ")[2])
    text = report.read_text()
    report.unlink()
    assert "config db" in text
    assert "TOKEN" in text
    assert "hunter2" not in text + answer.err
    assert "me:pass" not in text


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_an_answer_that_cannot_be_written_is_no_bug_of_flowc(redirection: str) -> None:
    if redirection == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    line = f"{sys.executable} -m compiler schema ir {redirection}"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == (2 if "full" in redirection else 0)
    assert "internal-error" not in done.stderr


def test_an_interruption_has_its_own_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupt)
    assert run(tmp_path, "check").status == 130


def test_a_reader_that_stops_reading_is_no_error() -> None:
    command = [sys.executable, "-m", "compiler", "schema", "ir"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), errors) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_encoding_of_the_terminal_makes_a_command_fail(tmp_path: Path, encoding: str) -> None:
    source = FLOW.replace("self.rows = [1, 2]", "self.rows = {'名前 →': self.nothing}")
    project(tmp_path, flow_dot_py=source)
    environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for argv in (["check", "flow.py"], ["graph", "flow.py"], ["ir", "flow.py"]):
        done = subprocess.run(
            [sys.executable, "-m", "compiler", *argv],
            cwd=tmp_path,
            env={**environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert b"Traceback" not in done.stderr


def test_colours_are_for_terminals_only(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def shown(**environ: str) -> str:
        out = Terminal()
        main(["targets"], World(cwd=tmp_path, out=out, err=io.StringIO(), environ=environ))
        return out.getvalue()

    assert "\x1b[" in shown()
    assert "\x1b[" not in shown(NO_COLOR="1")
    assert "\x1b[" not in shown(TERM="dumb")


def test_the_packages_of_the_active_environment_are_searched(tmp_path: Path) -> None:
    site = tmp_path / "lib/python3.12/site-packages"
    site.mkdir(parents=True)
    assert site in installed_packages({"VIRTUAL_ENV": str(tmp_path)})
    assert site not in installed_packages({})
