"""Whatever the arguments are: a setting or a finding, never a traceback."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostics import Diagnostic
from compiler.ir.settings import Literal
from compiler.language.decorators import flow_settings, step_settings
from compiler.language.kinds import FLOW_DECORATORS, STEP_DECORATORS
from compiler.language.parameters import config_request, include_file, parameter
from compiler.language.values import Argument, Call, Code, Folded, Items, Known, Table, Unknown

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.sampled_from(["1", "0.5", "a=b,c", "true", "[1]", "a.b.C", "0 0 * * 7", "@daily"]),
)
LEAVES: st.SearchStrategy[Folded] = st.one_of(
    st.builds(lambda value: Known(value=value), SCALARS),
    st.builds(
        lambda value: Known(value=value, environment=("X",), reference="X"),
        st.none() | st.text(max_size=4),
    ),
    st.builds(lambda name: Code(name=name, source="f()"), st.sampled_from(["", "int", "f", "a.b"])),
    st.builds(lambda: Unknown(reason="it depends")),
)
KEYS = st.builds(
    lambda value: Known(value=value),
    SCALARS | st.sampled_from(["name", "parameters", "key", "id", "type", "project"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda items: Items(items=tuple(items)), st.lists(inner, max_size=3)),
        st.builds(
            lambda entries: Table(entries=tuple(entries)),
            st.lists(st.tuples(KEYS, inner), max_size=3),
        ),
    ),
    max_leaves=6,
)
KINDS = {**STEP_DECORATORS, **FLOW_DECORATORS}


@st.composite
def decorators(draw: st.DrawFn) -> Call:
    kind = draw(st.sampled_from(sorted(KINDS)))
    names = st.sampled_from([*KINDS[kind].arguments, "odd", "**"]) | st.none()
    return Call(name=kind, arguments=tuple(draw(st.lists(arguments(names), max_size=4))))


def arguments(names: st.SearchStrategy[str | None]) -> st.SearchStrategy[Argument]:
    return st.builds(lambda name, value: Argument(name=name, value=value), names, VALUES)


OPTIONS = st.sampled_from(
    (
        *("name", "default", "type", "help", "required", "separator", "multiple", "is_flag"),
        *("envvar", "is_text", "encoding", "parser", "default_value", "plain", "prompt"),
        *("odd", "**"),
    )
)


def speaks_well(found: tuple[Diagnostic, ...]) -> bool:
    return all(
        one.message
        and (one.message[0].islower() or one.message[0] in "`'")
        and not one.message.endswith(".")
        and one.help
        for one in found
    )


def are_json(text: object) -> bool:
    return all(json.loads(part.text) is not ... for part in _literals(text))


def _literals(value: object) -> list[Literal]:
    if isinstance(value, Literal):
        return [value]
    if isinstance(value, tuple):
        return [found for part in value for found in _literals(part)]
    slots = getattr(type(value), "__dataclass_fields__", ())
    return [found for name in slots for found in _literals(getattr(value, name))]


@given(st.lists(decorators(), max_size=4), st.booleans())
def test_decorators(calls: list[Call], bake: bool) -> None:
    base, found = flow_settings(calls)
    settings, more = step_settings(calls, bake=bake, base=base.base_dependencies)
    assert speaks_well(found)
    assert speaks_well(more)
    assert are_json(settings)
    assert are_json(base)
    assert hash(settings) == hash(settings)


@given(st.lists(arguments(OPTIONS | st.none()), max_size=5))
def test_members(given_arguments: list[Argument]) -> None:
    call = Call(name="Parameter", arguments=tuple(given_arguments))
    for read in (parameter, include_file, config_request):
        result, found = read(call, "x")
        assert speaks_well(found)
        assert are_json(result)
