"""A backend that another distribution registers is a target like those built in."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from compiler.registry import BACKENDS, backend, backend_names
from tests.cli.shell import FLOW, project, run

TOY = '''\
"""A backend outside of the repository: it writes the names of the steps, one a line."""

from dataclasses import dataclass

from compiler.backends.base import Capability, OutputFile, Support
from compiler.diagnostics import Diagnostic, Rule
from compiler.ir.walk import tasks

SHOUTED = Rule(code="FLC398", slug="shouted-name", page="A name is all capitals.\\n\\nLower it.")


@dataclass(frozen=True)
class ToySettings:
    prefix: str = "-"


class Toy:
    name = "toy"
    title = "a list of steps"
    settings = ToySettings
    rules = (SHOUTED,)
    capabilities = (Capability(construct="step", support=Support.YES, reason="a line"),)

    def check(self, flow, options):
        if flow.name.isupper():
            yield Diagnostic(rule=SHOUTED, message="`SHOUT` is all capitals", span=flow.span)

    def emit(self, flow, options):
        lines = [f"{options.settings.prefix} {task.name}" for task in tasks(flow.body)]
        return [OutputFile(path=f"{flow.name}.txt", text="\\n".join(lines) + "\\n")]

    def explain(self, flow, options):
        return [(task.name, "a line") for task in tasks(flow.body)]


BACKEND = Toy()
'''


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a distribution with the toy backend, and give a folder to work in."""
    site = tmp_path / "site"
    project(site, flowc_toy_dot_py=TOY)
    info = site / "flowc_toy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: flowc-toy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[flowc.backends]\ntoy = flowc_toy:BACKEND\n")
    monkeypatch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    return project(tmp_path / "work", flow_dot_py=FLOW)


def test_it_is_found_by_its_name(installed: Path) -> None:
    assert backend_names() == (*BACKENDS, "toy")
    found = backend("toy")
    assert found is not None
    assert found.title == "a list of steps"
    assert backend("tin") is None


def test_flows_compile_to_it_with_its_own_settings(installed: Path) -> None:
    project(installed, flowc_dot_toml='target = "toy"\n[toy]\nprefix = "*"\n')
    assert run(installed, "compile", "flow.py").status == 0
    assert (installed / "TinyFlow.txt").read_text() == "* start\n* end\n"


def test_its_settings_are_checked_and_its_rules_explained(installed: Path) -> None:
    project(installed, flowc_dot_toml='[toy]\nprefx = "*"\n')
    assert "did you mean `prefix`?" in run(installed, "check", "flow.py").out
    assert run(installed, "explain", "FLC398").out.startswith("# FLC398 shouted-name (error)")


def test_its_findings_stop_the_compilation(installed: Path) -> None:
    project(installed, flow_dot_py=FLOW.replace("TinyFlow", "SHOUT"))
    answer = run(installed, "compile", "flow.py", "-t", "toy")
    assert answer.status == 1
    assert "FLC398 [shouted-name]" in answer.err
    assert run(installed, "compile", "flow.py", "-t", "argo").status == 0


def test_it_is_explained_and_listed(installed: Path) -> None:
    assert "  on toy    a line\n" in run(installed, "explain", "flow.py", "-t", "toy").out
    assert "toy: a list of steps\n" in run(installed, "targets").out
    assert '"prefix"' in run(installed, "schema", "config").out
