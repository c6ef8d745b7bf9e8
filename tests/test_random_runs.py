"""Random flows, run to their ends, leave what an interpreter of the tree says that they leave."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime_shim.artifacts.decode import load
from runtime_shim.store.folder import FolderStore
from tests import behaviour
from tests.cli.shell import run
from tests.golden_runs import tasks
from tests.ir.graphs import block, items, loop, split
from tests.reference import Expected, Key, interpret
from tests.sources import acting_source_of
from tests.strategies import flow_of, flows

if TYPE_CHECKING:
    import pytest

    from compiler.ir.nodes import Flow
    from runtime_shim.store.base import Store

SIZES = range(6, 100)
"""How many tasks the runs have."""

drawn_runs = st.tuples(flows(12), st.integers(0, 9999)).filter(
    lambda drawn: len(interpret(*drawn)) in SIZES
)


@settings(max_examples=45)
@given(drawn=drawn_runs)
def test_a_run_obeys_the_reference(
    drawn: tuple[Flow, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    flow, seed = drawn
    folder = folder_with(flow, tmp_path_factory)
    summary = started(folder, "run", "--seed", str(seed))
    assert summary["status"] == "succeeded"
    assert left_by(summary, folder) == as_expected(interpret(flow, seed))
    shutil.rmtree(folder)


@settings(max_examples=15)
@given(drawn=drawn_runs)
def test_a_run_that_broke_anywhere_is_resumed_to_the_same(
    drawn: tuple[Flow, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    flow, seed = drawn
    interpreted = interpret(flow, seed)
    expected = as_expected(interpreted)
    broken = Random(seed).choice(sorted(expected))
    folder = folder_with(flow, tmp_path_factory)
    failed = started(folder, "run", "--seed", str(seed), BREAKS=broken)
    assert failed["status"] == "failed"
    done = left_by(failed, folder)
    assert broken not in done
    assert done == {mark: expected[mark] for mark in done}
    steps = sorted({mark.partition("/")[0] for mark in (broken, *done)})
    step = Random(seed).choice([None, *steps])
    resumed = started(folder, "resume", *([step] if step else []))
    assert resumed["status"] == "succeeded"
    assert left_by(resumed, folder) == expected
    assert cloned_in(resumed, folder) == done.keys() - depending_on(step, interpreted)
    shutil.rmtree(folder)


def depending_on(step: str | None, expected: dict[Key, Expected]) -> set[str]:
    """Return the tasks of `step`, and those that any of them is an ancestor of."""
    found: set[str] = set()
    for one in expected.values():
        if one.step == step or any(expected[parent].mark in found for parent in one.parents):
            found.add(one.mark)
    return found


def folder_with(flow: Flow, factory: pytest.TempPathFactory) -> Path:
    """Return a new folder with the flow's file and that of its behaviour."""
    folder = factory.mktemp("run")
    shutil.copy(behaviour.__file__, folder / "behaviour.py")
    (folder / "flow.py").write_text(acting_source_of(flow), encoding="utf-8")
    return folder


def started(folder: Path, command: str, *options: str, **environ: str) -> dict[str, Any]:
    """Run or resume the flow in `folder`; return the summary."""
    words = [
        "flow.py",
        *options,
        "--retry-wait",
        "0",
        "--store",
        str(folder / "store"),
        "--output",
        "json",
    ]
    answer = run(folder, command, *words, environ={"USER": "ada", **environ})
    assert answer.out, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def left_by(summary: dict[str, Any], folder: Path) -> dict[str, dict[str, Any]]:
    """Return what a run on this machine has left of each task that is done."""
    return left_in(FolderStore(str(folder / "store")), summary["flow"], summary["run"])


def left_in(store: Store, flow: str, run_id: str) -> dict[str, dict[str, Any]]:
    """Return what a run has left of each task that is done."""
    return {
        f"{task['step']}/{task['task']}": {
            "inputs": task["inputs"],
            "next": task["next"],
            "splits": task["splits"],
            "artifacts": {
                name: repr(load(store, flow, ref, name)) for name, ref in task["artifacts"].items()
            },
        }
        for task in tasks(store, flow, run_id)
    }


def cloned_in(summary: dict[str, Any], folder: Path) -> set[str]:
    """Return the tasks that a run took over from another."""
    store = FolderStore(str(folder / "store"))
    found = tasks(store, summary["flow"], summary["run"])
    return {f"{task['step']}/{task['task']}" for task in found if task["cloned"]}


def as_expected(expected: dict[Key, Expected]) -> dict[str, dict[str, Any]]:
    """Return what is expected of each task, as `left_by` has it."""
    return {
        one.mark: {
            "inputs": [f"{step}/{'.'.join(at) or '0'}" for step, at in one.parents],
            "next": one.next,
            "splits": one.splits,
            "artifacts": {name: repr(value) for name, value in one.artifacts.items()},
        }
        for one in expected.values()
    }


def test_the_reference_follows_the_tree() -> None:
    body = block(
        "start", split("join", block("a", items("in", block(loop("b", "k1")))), "c"), "end"
    )
    found = interpret(flow_of(body), 5)
    width = found["a", ()].splits
    assert width is not None
    turns = [max(int(at[1][1:]) for step, at in found if at[:1] == (str(i),)) for i in range(width)]
    assert found["b", ("0", "~0")].parents == [("a", ())]
    assert found["in", ()].parents == [("b", (str(i), f"~{turns[i]}")) for i in range(width)]
    assert found["join", ()].parents == [("in", ()), ("c", ())]
    assert found["b", ("0", f"~{turns[0]}")].next == "in"
    assert found["in", ()].artifacts["order"] == [f"b/{i}.~{turns[i]}" for i in range(width)]
    assert len(found["b", ("0", "~0")].artifacts["where"][2]) == 1
    assert found["join", ()].artifacts["where"] == (None, None, [])
