"""The committed schemas are those that flowc publishes, and are schemas."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from compiler.cli.main import main

FOLDER = Path(__file__).parent.parent / "docs/schemas"


@pytest.mark.parametrize(("what", "file"), [("ir", "flowc.ir.1.json"), ("config", "config.json")])
def test_the_committed_schema_is_the_published_one(
    what: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", what]) == 0
    published = capsys.readouterr().out
    assert (FOLDER / file).read_text() == published, f"flowc schema {what} > docs/schemas/{file}"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))
