"""Every public name of Metaflow is there, or is refused with what to use instead."""

from __future__ import annotations

import subprocess
import sys

import pytest

import flowc
from compiler.language import refusals as compiled
from compiler.language import vocabulary
from flowc import alias, refusals

MODULES = sorted(vocabulary.MODULES | {"datatools"})
NAMES = sorted(vocabulary.PUBLIC_NAMES - {*MODULES})
REFUSED = [name for name in refusals.INSTEAD if "." not in name]


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_or_refused_by_name(name: str) -> None:
    advice = refusals.instead_of(name)
    assert hasattr(flowc, name) is (advice is None)
    assert (name in flowc.__all__) is (advice is None)


@pytest.mark.parametrize("name", MODULES)
def test_a_public_module_is_there_or_refused_by_name(name: str) -> None:
    is_there = alias.module_of(name) is not None
    assert is_there or refusals.instead_of(name)


@pytest.mark.parametrize("name", sorted(vocabulary.CARDS))
def test_every_name_for_cards_is_there(name: str) -> None:
    import flowc.cards  # noqa: PLC0415 - what is tested

    assert name in flowc.cards.__all__
    assert getattr(flowc.cards, name).__name__ == name


@pytest.mark.parametrize("name", flowc.__all__)
def test_what_is_exported_is_there(name: str) -> None:
    assert getattr(flowc, name) is not None
    assert name in dir(flowc)


def test_the_compiler_and_the_task_refuse_the_same_names() -> None:
    assert compiled.INSTEAD == refusals.INSTEAD
    assert compiled.PROVIDED == refusals.PROVIDED


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_name_that_is_imported_says_what_to_use_instead(name: str) -> None:
    if alias.module_of(name) is not None:
        return
    with pytest.raises(ImportError) as caught:
        exec(f"from flowc import {name}", {})
    assert str(caught.value) == f"flowc has no `{name}`: {refusals.INSTEAD[name]}"


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_attribute_says_the_same_and_can_be_asked_for(name: str) -> None:
    if alias.module_of(name) is not None:
        return
    assert not hasattr(flowc, name)
    with pytest.raises(AttributeError, match=f"flowc has no `{name}`"):
        getattr(flowc, name)


def test_a_name_of_an_extension_is_told_from_one_that_is_refused() -> None:
    with pytest.raises(ImportError, match="`nim` is not a name of Metaflow's own"):
        exec("from flowc import nim", {})


def test_what_python_looks_for_is_not_answered_by_advice() -> None:
    with pytest.raises(AttributeError, match="has no attribute `__wrapped__`"):
        flowc.__wrapped__  # noqa: B018


def test_the_vocabulary_has_every_name_that_metaflow_exports() -> None:
    script = """
import types, metaflow
names = (n for n in dir(metaflow) if not n.startswith("_"))
print(*(n for n in names if not isinstance(getattr(metaflow, n), types.ModuleType)))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )
    theirs = set(done.stdout.split()) - {"EXT_PKG"}
    assert len(theirs) > 60
    assert theirs <= vocabulary.PUBLIC_NAMES


def test_the_vocabulary_has_every_name_for_cards_that_metaflow_exports() -> None:
    script = "import metaflow.cards as c; print(*(n for n in dir(c) if not n.startswith('_')))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == vocabulary.CARDS


def test_importing_a_flow_does_not_import_what_it_does_not_use() -> None:
    script = """
import sys
import flowc
late = {"flowc.client", "flowc.cards", "flowc.s3", "flowc.custom", "flowc.multicore"}
heavy = {"typing", "dataclasses", "inspect", "pathlib", "asyncio", "urllib.parse", "argparse"}
print(*sorted((late | heavy) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, cwd="."
    )
    assert done.stdout.split() == []
