"""The document says what the flow says: its transitions, read back, are those of the IR."""

from __future__ import annotations

import pytest
from hypothesis import given

from compiler.backends.argo import dag, size
from compiler.ir.edges import edges
from compiler.ir.nodes import Flow
from tests.argo.edges_of import edges_of
from tests.argo.flows import (
    arm,
    choice,
    each,
    flow,
    linear,
    loop,
    lowered,
    random_flow,
    split,
    task,
)
from tests.strategies import flows


def expected(of: Flow) -> set[tuple[str, str, str]]:
    return {(one.source, one.target, one.kind.replace("split", "go")) for one in edges(of)}


def emitted(of: Flow) -> set[tuple[str, str, str]]:
    return edges_of(lowered(of)["WorkflowTemplate"])


@pytest.mark.parametrize("seed", range(100))
def test_every_transition_of_a_deep_flow_is_in_the_document(seed: int) -> None:
    of = random_flow(seed)
    assert emitted(of) == expected(of)


@given(of=flows())
def test_every_transition_of_a_drawn_flow_is_in_the_document(of: Flow) -> None:
    assert emitted(of) == expected(of)


@pytest.mark.parametrize("most", [2, 3, 5])
@pytest.mark.parametrize("seed", range(20))
def test_parts_keep_the_transitions_however_small_they_are(
    seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(size, "MOST_TASKS", most)
    monkeypatch.setattr(dag, "MOST_TASKS", most)
    of = random_flow(seed)
    assert emitted(of) == expected(of)


LARGE = {
    "a long chain": linear(1000),
    "a wide split": flow(
        task("start"), split(*((task(f"a{n}"),) for n in range(500)), join="join"), task("end")
    ),
    "long arms": flow(
        task("start"),
        split(*(tuple(task(f"a{n}_{m}") for m in range(230)) for n in range(2)), join="join"),
    ),
    "a wide split with an empty arm": flow(
        task("start"),
        split((), tuple(task(f"a{n}") for n in range(300)), (task("b"),), join="join"),
    ),
    "a wide choice": flow(
        task("start"), choice(*(arm(task(f"a{n}"), key=n) for n in range(450))), task("end")
    ),
    "many maps in a row": flow(
        task("start"), *(each(task(f"m{n}"), join=f"j{n}") for n in range(150)), task("end")
    ),
    "a long map": flow(task("start"), each(*(task(f"m{n}") for n in range(300)), join="join")),
    "a long loop": flow(
        task("start"),
        loop(*(task(f"l{n}") for n in range(300))),
        choice(arm(task("x"), key=1), arm(task("y"), key=2)),
        task("end"),
    ),
    "many choices in a row": flow(
        *(
            node
            for n in range(150)
            for node in (task(f"d{n}"), choice(arm(task(f"x{n}")), arm(key="y")))
        ),
        task("end"),
    ),
}


@pytest.mark.parametrize("of", LARGE.values(), ids=LARGE.keys())
def test_a_flow_too_large_for_one_dag_keeps_its_transitions(of: Flow) -> None:
    assert emitted(of) == expected(of)


@pytest.mark.parametrize("of", LARGE.values(), ids=LARGE.keys())
def test_no_document_has_more_than_200_templates_or_tasks(of: Flow) -> None:
    templates = lowered(of)["WorkflowTemplate"]["spec"]["templates"]
    assert len(templates) <= 200
    assert max(len(one["dag"]["tasks"]) for one in templates if "dag" in one) <= 200
