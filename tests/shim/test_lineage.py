"""The inputs of a task, and the maps around it, found in the store for runs of random flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compiler.backends.invocation import invocations
from compiler.ir.nodes import Block, Choice, Flow, Loop, Map, Node, Parallel, Task
from runtime_shim import layout, records
from runtime_shim.clone import name_of
from runtime_shim.errors import InputsMissing
from runtime_shim.lineage import Results, find_inputs, frames_of, path_of
from runtime_shim.protocol import parse_sources
from runtime_shim.store.folder import FolderStore
from tests.backends.simulate import Key, simulate
from tests.strategies import flows

Manifest = dict[str, Any]
Segments = tuple[str, ...]


class Shelf(Results):
    """Manifests in memory, and how often one was asked for."""

    def __init__(self) -> None:
        self.run = "r"
        self.manifests: dict[Key, Manifest] = {}
        self.asked = 0

    def get_many(self, step: str, paths: Sequence[Segments]) -> list[Manifest | None]:
        self.asked += len(paths)
        return [self.manifests.get((step, path)) for path in paths]

    def exists(self, step: str, path: Segments) -> bool:
        self.asked += 1
        return (step, path) in self.manifests


def around(block: Block, outside: tuple[Node, ...] = ()) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Yield each step with the maps and loops around it, outermost first."""
    for node in block:
        match node:
            case Task():
                yield node.name, outside
            case Parallel():
                for arm in node.arms:
                    yield from around(arm, outside)
                yield node.join.name, outside
            case Map():
                yield from around(node.body, (*outside, node))
                yield node.join.name, outside
            case Choice():
                for choice_arm in node.arms:
                    yield from around(choice_arm.body, outside)
            case Loop():
                yield from around(node.body, (*outside, node))


class Truth:
    """What is true of a simulated run: who announced which items, and the frames of each task."""

    def __init__(self, flow: Flow, parents: Mapping[Key, list[Key]]) -> None:
        self.around = dict(around(flow.body))
        self.announced: dict[Key, int] = {}
        self._frames: dict[tuple[Node, Segments], Manifest] = {}
        for (step, path), inputs in parents.items():
            for depth, node in enumerate(self.around[step]):
                if isinstance(node, Map):
                    self._note(node, path[: depth + 1], inputs)

    def _note(self, node: Map, item: Segments, inputs: list[Key]) -> None:
        if (node, item) not in self._frames:
            # The first task of an item follows the task that announced it.
            announcer = inputs[0]
            index = int(item[-1])
            self.announced[announcer] = max(self.announced.get(announcer, 0), index + 1)
            frame = {"step": announcer[0], "artifact": "items", "items": str(announcer)}
            self._frames[node, item] = {**frame, "index": index, "announcer": announcer}

    def frames(self, task: Key) -> list[Manifest]:
        step, path = task
        found = [
            self._frames[node, path[: depth + 1]]
            for depth, node in enumerate(self.around[step])
            if isinstance(node, Map)
        ]
        return [
            {**{k: v for k, v in frame.items() if k != "announcer"}, "count": self.announced[who]}
            for frame in found
            for who in [frame["announcer"]]
        ]

    def manifest(self, task: Key, frames: list[Manifest]) -> Manifest:
        step, path = task
        count = self.announced.get(task)
        return {
            "step": step,
            "task": ".".join(path) or layout.EMPTY_PATH,
            "frames": frames,
            "splits": count,
            "items": None if count is None else {"artifact": "items", "items": str(task)},
        }


def key_of(manifest: Manifest) -> Key:
    return manifest["step"], path_of(manifest)


@settings(max_examples=100)
@given(flows(9), st.integers(0, 2**32))
def test_every_task_finds_its_true_parents_and_the_maps_around_it(flow: Flow, seed: int) -> None:
    parents = simulate(flow, Random(seed))
    assume(len(parents) < 1000)
    commands, truth, shelf = invocations(flow), Truth(flow, parents), Shelf()
    for (step, path), true in parents.items():
        inputs = find_inputs(commands[step].sources, path, shelf)
        assert [key_of(found) for found in inputs] == true
        frames = frames_of(path, inputs)
        assert frames == truth.frames((step, path))
        shelf.manifests[step, path] = truth.manifest((step, path), frames)
    # The same when each runs again after all others, as a duplicate would.
    for (step, path), true in parents.items():
        inputs = find_inputs(commands[step].sources, path, shelf)
        assert [key_of(found) for found in inputs] == true


@settings(max_examples=30)
@given(flows(6), st.integers(0, 2**32), st.randoms(use_true_random=False))
def test_a_parent_that_is_not_done_is_missed_by_name(flow: Flow, seed: int, random: Random) -> None:
    parents = simulate(flow, Random(seed))
    commands, truth, shelf = invocations(flow), Truth(flow, parents), Shelf()
    for step, path in parents:
        inputs = find_inputs(commands[step].sources, path, shelf)
        shelf.manifests[step, path] = truth.manifest((step, path), frames_of(path, inputs))
    (step, path), true = random.choice([(task, true) for task, true in parents.items() if true])
    for parent in true:
        del shelf.manifests[parent]
    if len(commands[step].sources) > 1 or len(commands[step].sources[0]) == 1:
        with pytest.raises(InputsMissing, match="is done in run `r`"):
            find_inputs(commands[step].sources, path, shelf)


def test_missing_inputs_name_the_steps_the_path_and_the_run() -> None:
    for sources, at, message in (
        ("a", (), "no task of `a` is done in run `r`"),
        ("^a|b", ("2", "~0"), "no task of `a` or `b` at `2.~0` is done in run `r`"),
        ("a*", (), "no task of `a` at `0` is done in run `r`"),
        ("a-", ("~1",), "no task of `a` at `~1` is done in run `r`"),
    ):
        with pytest.raises(InputsMissing) as raised:
            find_inputs(parse_sources(sources), at, Shelf())
        assert message in str(raised.value)


def test_the_last_of_many_iterations_is_found_in_few_questions() -> None:
    shelf = Shelf()
    for iteration in range(1000):
        shelf.manifests["a", (f"~{iteration}",)] = {"step": "a", "task": f"~{iteration}"}
    (found,) = find_inputs(parse_sources("a~"), (), shelf)
    assert found["task"] == "~999"
    assert shelf.asked < 30


def test_an_item_beyond_those_announced_is_refused() -> None:
    start = {"step": "start", "task": "0", "frames": [], "splits": 3}
    announced = {**start, "items": {"artifact": "rows", "items": None}}
    assert frames_of(("2",), [announced])[0]["index"] == 2
    with pytest.raises(InputsMissing, match=r"`start/0` announced 3 items: there is no item 3"):
        frames_of(("3",), [announced])
    with pytest.raises(InputsMissing, match=r"`start/0` announced no items"):
        frames_of(("0",), [{**start, "items": None, "splits": None}])


def test_results_are_read_from_the_store_once(tmp_path: Path) -> None:
    store = FolderStore(str(tmp_path))
    frame = {"step": "start", "artifact": "rows", "index": 0, "count": 3, "items": None}
    keys = [layout.manifest("F", "r", "a", str(item)) for item in range(3)]
    for item, key in enumerate(keys):
        frames = [{**frame, "index": item}]
        manifest = {"format": layout.TASK_FORMAT, "step": "a", "task": str(item)}
        records.create(store, key, {**manifest, "frames": frames})
    results = Results(store, "F", "r")
    found = find_inputs(parse_sources("a*"), (), results)
    assert [name_of(one) for one in found] == ["a/0", "a/1", "a/2"]
    for key in keys:
        store.delete(key)
    assert find_inputs(parse_sources("a*"), (), results) == found
    assert results.exists("a", ("1",))
    assert not Results(store, "F", "r").exists("a", ("1",))
