"""What `--from` takes: names of steps in any script, and nothing that is not one."""

from __future__ import annotations

import pytest

from runtime_shim.protocol import Source, parse_sources, print_sources


@pytest.mark.parametrize("name", ["train", "_x", "step_01", "größe", "日本", "हिन्दी"])
def test_the_name_of_a_step_may_be_any_identifier(name: str) -> None:
    sources = ((Source(name, 1, "*~"), Source(name)),)
    assert parse_sources(print_sources(sources)) == sources


@pytest.mark.parametrize("text", ["1st", "a b", "a.b", "^", "a|", ",a", "a^", "a-b"])
def test_what_is_no_source_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no source"):
        parse_sources(text)
