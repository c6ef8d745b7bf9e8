"""Functions in triggers stand for what they return when the flow is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.frontends.python.calls import call_of
from compiler.language.literals import Obstacle, as_json
from tests.frontend.sources import Sources

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
TABLE = "stock"
def name(context):
    return f"{TABLE}_updated"
def event(context):
    return {"name": name(context), "parameters": ["table"]}
def fields(context):
    return {"table": "id"}
def owned(context):
    return context.user_name
"""


def trigger(tmp_path: Path, decorator: str) -> object:
    sources = Sources(tmp_path, {"flow.py": TEXT})
    name = decorator.partition("(")[0]
    call = call_of(sources.expression(decorator), name, sources.scope, sources.project)
    (argument,) = call.arguments
    found = as_json(argument.value)
    return found.what if isinstance(found, Obstacle) else found


@pytest.mark.parametrize(
    ("decorator", "value"),
    [
        ("trigger(event=name)", "stock_updated"),
        ("trigger(event=event)", {"name": "stock_updated", "parameters": ["table"]}),
        ("trigger(events=[name, 'b'])", ["stock_updated", "b"]),
        (
            "trigger(event={'name': name, 'parameters': fields})",
            {"name": "stock_updated", "parameters": {"table": "id"}},
        ),
        ("trigger_on_finish(flow=lambda context: 'Other')", "Other"),
        ("trigger(event='plain')", "plain"),
    ],
)
def test_a_function_is_called(tmp_path: Path, decorator: str, value: object) -> None:
    assert trigger(tmp_path, decorator) == value


def test_what_depends_on_the_deployment_is_not_known(tmp_path: Path) -> None:
    assert "it depends on the deployment" in str(trigger(tmp_path, "trigger(event=owned)"))


def test_other_decorators_take_functions_as_they_are(tmp_path: Path) -> None:
    assert "`name` is code" in str(trigger(tmp_path, "exit_hook(on_error=name)"))
