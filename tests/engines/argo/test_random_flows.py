"""Random flows on a real Argo, as many as time allows, leave what an interpreter says."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests import behaviour
from tests.cli.shell import run
from tests.engines.cluster import phase_of
from tests.engines.conftest import on_own_node
from tests.engines.kubernetes import images
from tests.reference import interpret
from tests.sources import acting_source_of
from tests.test_random_runs import as_expected, drawn_runs, left_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from compiler.ir.nodes import Flow
    from tests.engines.cluster import Cluster

    Drawn = tuple[Flow, int]

pytestmark = on_own_node

MOST, SECONDS, AT_ONCE = 24, 70, 6
"""Flows are begun for so many seconds; the last of them take nearly as long again."""

LARGEST = 25
"""Tasks of a run."""

_WAITS = "@retry(times=2)"
IMAGE = "flowc-tests/random:1"


def drawn(count: int) -> list[Drawn]:
    """Return flows and seeds, the same ones each time."""
    found: list[Drawn] = []

    @settings(max_examples=count * 4)
    @given(drawn_runs.filter(lambda one: len(interpret(*one)) <= LARGEST))
    def collect(one: Drawn) -> None:
        found.append(one)

    collect()
    return found[-count:]


def test_random_flows_leave_what_they_should(cluster: Cluster, folder: Path) -> None:
    chosen = drawn(MOST)
    shutil.copy(behaviour.__file__, folder / "behaviour.py")
    names = [_deploy(flow, number, folder, cluster) for number, (flow, _) in enumerate(chosen)]
    compared = 0
    for (name, drawn_one), workflow in cluster.each_ended(_begun(cluster, names, chosen), AT_ONCE):
        assert phase_of(workflow) == "Succeeded", name
        flow, seed = drawn_one
        left = left_in(cluster.store, flow.name, workflow["metadata"]["name"])
        assert left == as_expected(interpret(flow, seed)), name
        compared += 1
    assert compared >= MOST // 4, f"only {compared} were run"


def _begun(
    cluster: Cluster, names: list[str], chosen: list[Drawn]
) -> Iterator[tuple[tuple[str, Drawn], str]]:
    """Yield the flows that are begun in time, each with its run."""
    deadline = time.monotonic() + SECONDS
    for name, one in zip(names, chosen, strict=True):
        if time.monotonic() > deadline:
            return
        yield (name, one), cluster.start(name, f"{name}-{cluster.life}", {"seed": str(one[1])})


def _deploy(flow: Flow, number: int, folder: Path, cluster: Cluster) -> str:
    """Compile and deploy a flow; the last brings the image for all."""
    file, name = f"flow_{number}.py", f"random-{number}"
    source = acting_source_of(flow).replace(_WAITS, f"{_WAITS[:-1]}, minutes_between_retries=0)")
    (folder / file).write_text(source)
    words = ("--target", "argo", "--image", IMAGE, "--name", name, "-o", str(folder))
    answer = run(folder, "compile", file, *words)
    assert answer.status == 0, answer.err
    cluster.deploy(flow.name, name, [folder / f"{name}.yaml"])
    if number == MOST - 1:
        files = sorted(path.name for path in folder.glob("*.py"))
        images.load([images.flow_image((IMAGE,), folder, files)])
    return name
