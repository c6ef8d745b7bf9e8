"""The names of the language."""

from __future__ import annotations

import pytest

import flowc
from compiler.language.kinds import FLOW_DECORATORS, STEP_DECORATORS
from compiler.language.vocabulary import is_known


@pytest.mark.parametrize(
    "name",
    ["FlowSpec", "step", "retry", "S3", "current", "cards", "cards.Markdown", "Runner", "titus"],
)
def test_public_names_are_known(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize("name", ["checkpoint", "huggingface_hub", "cards.Marquee", "retries"])
def test_names_of_extensions_and_misspellings_are_not(name: str) -> None:
    assert not is_known(name)


@pytest.mark.parametrize("name", flowc.__all__)
def test_what_authors_import_is_known(name: str) -> None:
    assert is_known(name)


def test_no_name_is_a_decorator_of_steps_and_of_flows() -> None:
    assert not STEP_DECORATORS.keys() & FLOW_DECORATORS.keys()
