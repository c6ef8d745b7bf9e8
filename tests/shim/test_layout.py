"""Keys of the store: every name is one segment of its own, and comes back from it."""

from __future__ import annotations

import os

from hypothesis import example, given
from hypothesis import strategies as st

from runtime_shim import layout
from runtime_shim.store.folder import TEMPORARY

ANY = st.text(st.characters(exclude_categories=()), max_size=12)
"""Every string of Python, lone surrogates included."""
NAMES = st.one_of(ANY, st.text(".%/\\~+@-é\0\n ", max_size=6))


@given(NAMES)
@example("")
@example("%")
@example(".")
@example("..")
@example("%2E")
@example("\ud83e\udd8a")
@example(f"{TEMPORARY}1")
def test_a_name_comes_back_from_its_segment(name: str) -> None:
    segment = layout.segment(name)
    assert layout.name_of(segment) == name
    assert segment not in {"", ".", ".."}
    assert not set(segment) & set("/\\\0\n *?:\"'<>|")
    assert not segment.startswith(TEMPORARY)
    assert os.fsencode(segment).decode() == segment


@given(st.text("%aF2é ", max_size=6))
def test_any_text_has_a_name(text: str) -> None:
    # Whatever folder somebody has made in a store, listing it works.
    assert isinstance(layout.name_of(text), str)


@given(NAMES, NAMES)
def test_two_names_have_two_segments(one: str, other: str) -> None:
    assert (layout.segment(one) == layout.segment(other)) == (one == other)


@given(NAMES, st.floats(0, 10**10))
def test_a_run_comes_back_from_its_entry(run: str, created: float) -> None:
    entry = layout.recent_entry("F", run, created).rpartition("/")[2]
    found, when = layout.run_of_entry(entry)
    assert found == run
    assert abs(when - created) < 1e-5


@given(st.floats(1, 10**10), st.floats(1, 10**10))
def test_the_newest_run_comes_first(one: float, other: float) -> None:
    entries = [layout.recent_entry("F", "r", when) for when in (one, other)]
    assert (entries[0] < entries[1]) or one <= other + 1e-6


def test_the_empty_path_has_a_name() -> None:
    assert layout.task_key("F", "r", "a", "") == layout.task_key("F", "r", "a", "0")
    assert layout.manifest("F", "r", "a", "2.~0") == "F/runs/r/tasks/a/2.~0/done.json"
