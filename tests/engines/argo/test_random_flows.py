"""Random flows on a real Argo, as many as time allows, leave what an interpreter says."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests import behaviour
from tests.cli.shell import run
from tests.engines.cluster import ENDED, phase_of
from tests.engines.conftest import on_own_node
from tests.engines.kubernetes import images
from tests.reference import interpret
from tests.sources import acting_source_of
from tests.test_random_runs import as_expected, drawn_runs, left_in

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.ir.nodes import Flow
    from tests.engines.cluster import Cluster

pytestmark = on_own_node

MOST, SECONDS, AT_ONCE = 24, 70, 6
"""Flows are begun for so many seconds; the last of them take nearly as long again."""

LARGEST = 25
"""Tasks of a run."""

_WAITS = "@retry(times=2)"
IMAGE = "flowc-tests/random:1"


def drawn(count: int) -> list[tuple[Flow, int]]:
    """Return flows and seeds, the same ones each time."""
    found: list[tuple[Flow, int]] = []

    @settings(max_examples=count * 4)
    @given(drawn_runs.filter(lambda one: len(interpret(*one)) <= LARGEST))
    def collect(one: tuple[Flow, int]) -> None:
        found.append(one)

    collect()
    return found[-count:]


def test_random_flows_leave_what_they_should(cluster: Cluster, folder: Path) -> None:
    chosen = drawn(MOST)
    shutil.copy(behaviour.__file__, folder / "behaviour.py")
    names = [_deploy(flow, number, folder, cluster) for number, (flow, _) in enumerate(chosen)]
    deadline, at, running = time.monotonic() + SECONDS, 0, dict[str, int]()
    while running or (at < len(chosen) and time.monotonic() < deadline):
        while len(running) < AT_ONCE and at < len(chosen) and time.monotonic() < deadline:
            seed = {"seed": str(chosen[at][1])}
            running[cluster.start(names[at], f"{names[at]}-{cluster.life}", seed)] = at
            at += 1
        for one in [name for name in running if _has_ended(cluster, name)]:
            _compare(cluster, one, *chosen[running.pop(one)])
        cluster.pause()
    assert at >= MOST // 4, f"only {at} were run"


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


def _has_ended(cluster: Cluster, name: str) -> bool:
    return phase_of(cluster.workflow(name)) in ENDED


def _compare(cluster: Cluster, name: str, flow: Flow, seed: int) -> None:
    assert phase_of(cluster.workflow(name)) == "Succeeded", name
    assert left_in(cluster.store, flow.name, name) == as_expected(interpret(flow, seed)), name
