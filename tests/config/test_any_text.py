"""Whatever a configuration file holds, the answer is settings and findings, never an exception."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.argo.settings import ArgoSettings
from compiler.config.model import Settings
from compiler.config.read import read_configuration
from compiler.source import source_of

NAMES = st.sampled_from(["target", "flows", "env", "argo", "strict", "namespace", "other", "a b"])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=5)
SCALARS = st.one_of(st.booleans(), st.integers(-9, 9), TEXTS)
VALUES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(NAMES, SCALARS, max_size=3)
)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = read_configuration(source_of("flowc.toml", text), {"argo": ArgoSettings}.get)
    assert isinstance(found.settings, Settings)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_any_table_is_read_and_its_wrong_keys_are_found_in_it(table: dict[str, Any]) -> None:
    text = "\n".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in table.items())
    found = read_configuration(source_of("flowc.toml", text), {"argo": ArgoSettings}.get)
    lines = list(table)
    for diagnostic in found.diagnostics:
        assert diagnostic.rule.slug in ("unknown-setting", "bad-setting")
        assert 1 <= diagnostic.span.line <= len(lines)
    unknown = [key for key in lines if key in ("other", "a b", "namespace")]
    assert len([d for d in found.diagnostics if d.rule.slug == "unknown-setting"]) >= len(unknown)


def _toml(value: object) -> str:
    match value:
        case bool() | int():
            return json.dumps(value)
        case str():
            # A text in TOML is one in JSON, except that DEL is escaped.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case dict():
            items = (f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items())
            return "{" + ", ".join(items) + "}"
        case _:
            raise TypeError(value)
