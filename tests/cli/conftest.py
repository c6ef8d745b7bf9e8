"""A desk for tests: a folder with a flow, and a paper that it is deployed to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from compiler import registry
from tests.cli.paper import Paper
from tests.cli.shell import FLOW, Answer, project, run


@dataclass(frozen=True)
class Desk:
    """Runs commands that deploy to a paper, with the store beside it."""

    folder: Path

    @property
    def paper(self) -> Paper:
        return Paper(self.folder / "paper.json")

    def run(self, *argv: str, **environ: str) -> Answer:
        known = {
            "FLOWC_PAPER": str(self.paper.path),
            "PAPER_STORE": str(self.folder / "store"),
            "USER": "alice",
        }
        return run(self.folder, *argv, environ={**known, **environ})

    def write(self, text: str, name: str = "flow.py") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def deploy(self, text: str = FLOW, *argv: str) -> None:
        self.write(text)
        answer = self.run("deploy", "flow.py", *argv)
        assert answer.status == 0, answer.err

    def document(self, key: str) -> Any:
        return self.paper.documents()[key]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setitem(registry.BACKENDS, "paper", "tests.cli.paper")
    project(tmp_path, flow_dot_py=FLOW, flowc_dot_toml='target = "paper"\n')
    return Desk(tmp_path)
