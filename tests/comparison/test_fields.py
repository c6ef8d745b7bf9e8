"""Fields that differ are named by where they are, and values of variables are kept out."""

from __future__ import annotations

from typing import Any

import pytest

from compiler.comparison.fields import (
    HIDDEN,
    concealed,
    differing_fields,
    hidden_where_changed,
    is_within,
)


def fields(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    return [(one.path, one.before, one.after) for one in differing_fields(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [("a.b", 1, 2)]),
        ({"a": 1}, {}, [("a", 1, None)]),
        ({}, {"a": {"b": 1}}, [("a", None, {"b": 1})]),
        ({"a": [1, 2]}, {"a": [1]}, [("a", [1, 2], [1])]),
        (
            {"a": [{"name": "x", "v": 1}, {"name": "y"}]},
            {"a": [{"name": "y"}, {"name": "x", "v": 2}]},
            [("a[name=x].v", 1, 2)],
        ),
        ({"a": [{"name": "x"}]}, {"a": []}, [("a[name=x]", {"name": "x"}, None)]),
        (
            {"a": [{"name": "x"}, {"name": "x"}]},
            {"a": [{"name": "x"}]},
            [("a", [{"name": "x"}, {"name": "x"}], [{"name": "x"}])],
        ),
    ],
)
def test_a_field_is_named_by_its_place(before: Any, after: Any, found: Any) -> None:
    assert fields(before, after) == found


@pytest.mark.parametrize(
    ("path", "field", "is_so"),
    [
        ("spec.templates[name=a].x", ".spec.templates", True),
        ("spec.templates[name=a].x", '.spec.templates[name="a"]', True),
        ("spec.templates[name=a].x", '.spec.templates[name="b"]', False),
        ("spec.templates", ".spec.template", False),
        ("spec.suspend", ".spec.suspend", True),
        ("spec.suspend", ".spec", True),
    ],
)
def test_a_field_lies_within_what_a_service_names(path: str, field: str, is_so: bool) -> None:
    assert is_within(path, field) is is_so


def variable(value: str) -> dict[str, Any]:
    return {"container": {"env": [{"name": "TOKEN", "value": value}], "image": "a"}}


@pytest.mark.parametrize("other", [None, {}, {"container": None}, variable("other")])
def test_the_value_of_a_variable_is_hidden_wherever_it_was_added(other: Any) -> None:
    for one in differing_fields(other, variable("hunter2")):
        assert "hunter2" not in repr(concealed(one.path, one.after))
        assert "TOKEN" in one.path + repr(one.after)


@pytest.mark.parametrize(
    "other", [None, {}, {"container": {"env": []}}, {"container": {"env": "x"}}, variable("other")]
)
def test_a_value_that_only_one_side_has_is_hidden(other: Any) -> None:
    hidden = hidden_where_changed(variable("hunter2"), other)
    assert hidden == variable(HIDDEN)


def test_a_value_that_both_sides_have_stays() -> None:
    both = variable("careful")
    assert hidden_where_changed({**both, "x": 1}, both) == {**both, "x": 1}


@pytest.mark.parametrize(("name", "is_shown"), [("FLOWC_CONFIG", True), ("FLOWC_ENV", False)])
def test_what_flowc_sets_is_shown_unless_it_carries_an_authors_variables(
    name: str, is_shown: bool
) -> None:
    before, after = ({"env": [{"name": name, "value": value}]} for value in ("old", "new"))
    hidden = hidden_where_changed(before, after)
    assert (hidden == before) is is_shown
