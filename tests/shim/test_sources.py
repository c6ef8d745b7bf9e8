"""What `--from` and `--to` take: names of steps in any script, and nothing that is not one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime_shim.protocol import (
    Source,
    Targets,
    parse_sources,
    parse_targets,
    print_sources,
)

NAMES = st.from_regex(r"[^\W\d](?:\w|[^\x00-\x7f])*", fullmatch=True)
SOURCES = st.lists(
    st.lists(
        st.builds(Source, NAMES, st.integers(0, 3), st.text("*~-", max_size=4)),
        min_size=1,
        max_size=3,
    ).map(tuple),
    max_size=3,
).map(tuple)
TARGETS = st.one_of(
    st.builds(lambda name: Targets("linear", (name,)), NAMES),
    st.builds(lambda name: Targets("foreach", (name,)), NAMES),
    st.lists(NAMES, min_size=1, max_size=4).map(lambda names: Targets("switch", tuple(names))),
    st.lists(NAMES, min_size=2, max_size=4).map(lambda names: Targets("split", tuple(names))),
)
NEAR = st.text("ab_1|,*~-^ é", max_size=8)
"""Texts that are nearly sources or targets."""


@pytest.mark.parametrize("name", ["train", "_x", "step_01", "größe", "日本", "हिन्दी"])
def test_the_name_of_a_step_may_be_any_identifier(name: str) -> None:
    sources = ((Source(name, 1, "*~"), Source(name)),)
    assert parse_sources(print_sources(sources)) == sources
    assert parse_targets(name) == Targets("linear", (name,))


@pytest.mark.parametrize("text", ["1st", "a b", "a.b", "^", "a|", ",a", "a^", "a-b"])
def test_what_is_no_source_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no source"):
        parse_sources(text)


@pytest.mark.parametrize("text", ["", "1st", "a,", "|", "a|b,c", "a*,b", "a**", "^a", "a~", "a|b|"])
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="are no targets"):
        parse_targets(text)


@given(SOURCES)
def test_sources_are_read_back(sources: tuple[tuple[Source, ...], ...]) -> None:
    assert parse_sources(print_sources(sources)) == sources


@given(TARGETS)
def test_targets_are_read_back(targets: Targets) -> None:
    assert parse_targets(str(targets)) == targets


@given(NEAR)
def test_every_text_is_refused_or_printed_back_as_it_was(text: str) -> None:
    try:
        sources = parse_sources(text)
    except ValueError:
        sources = None
    if sources is not None:
        assert print_sources(sources) == text
    try:
        targets = parse_targets(text)
    except ValueError:
        return
    assert str(targets) == text
