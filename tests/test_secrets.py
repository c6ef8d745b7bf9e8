"""A secret in the source is pointed at, and quoted nowhere: reports end up in logs."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.cli.main import main
from compiler.source import Span, concealed, source_of

FLOW = """from metaflow import FlowSpec, environment, step


class LeakFlow(FlowSpec):
    @environment(vars={"DB_PASSWORD": "lion-2024", "MODE": missing})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize("output", ["text", "concise", "json", "github", "sarif"])
def test_a_leaked_secret_is_not_quoted(
    output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "flow.py"
    path.write_text(FLOW)
    assert main(["check", str(path), "--output", output]) == 1
    printed = "".join(capsys.readouterr())
    assert "FLC161" in printed
    assert "lion-2024" not in printed


def test_only_what_a_span_covers_is_concealed() -> None:
    source = source_of("a.py", "ab\ncd\nef")
    span = Span(path="a.py", line=1, column=2, end_line=2, end_column=2)
    assert concealed(source, [span]).text == "a*\n*d\nef"
