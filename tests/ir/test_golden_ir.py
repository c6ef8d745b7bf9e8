"""The IR of every golden flow keeps the rules, survives JSON, and fits the published schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.frontend import FRONTEND
from compiler.ir.schema import ir_schema
from compiler.ir.serialise import from_json, to_json
from compiler.ir.verify import verify

FLOWS = Path(__file__).parents[2] / "golden" / "flows"
CASES = sorted(path.parent.name for path in FLOWS.glob("*/flow.py"))
VALIDATOR = jsonschema.Draft202012Validator(ir_schema())


@pytest.mark.parametrize("case", CASES)
def test_the_ir_of(case: str) -> None:
    folder = FLOWS / case
    reading = FRONTEND.read(folder / "flow.py", ReadOptions(root=folder))
    for read in reading.flows:
        assert read.flow is not None
        verify(read.flow)
        data = json.loads(json.dumps(to_json(read.flow)))
        assert from_json(data) == read.flow
        assert to_json(from_json(data)) == data
        VALIDATOR.validate(data)
