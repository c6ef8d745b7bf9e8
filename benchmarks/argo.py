"""`python -m benchmarks.argo`: from `trigger` to done, beside a workflow written by hand.

Both run on the cluster of the tests (`make cluster-up`), by turns, in the same image. The peer has
as many pods, with the same edges, and each of its steps does nothing but start Python. Times are
medians of wall seconds, from the request to the moment when the run is seen to have ended.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from benchmarks.run import FOREACH, LINEAR
from compiler.backends.argo.deploy.kinds import WORKFLOW, WORKFLOW_TEMPLATE
from runtime_shim.store.open import open_store
from tests.cli.shell import run as flowc
from tests.engines.cluster import cluster_at, phase_of
from tests.engines.kubernetes import images, modules
from tests.engines.kubernetes.places import KUBECONFIG, NAMESPACE
from tests.engines.kubernetes.processes import running

if TYPE_CHECKING:
    from tests.engines.cluster import Cluster

GOAL = 1.1
WIDTH = 50
IMAGE = "flowc-bench/argo:1"
FLOWS = {"FiveFlow": LINEAR, "FiftyFlow": FOREACH.format(width=WIDTH)}
PEERS: dict[str, list[dict[str, Any]]] = {
    "FiveFlow": [
        {"name": "a", "template": "nothing"},
        *(
            {"name": name, "template": "nothing", "depends": before}
            for before, name in zip("abcd", "bcde", strict=True)
        ),
    ],
    "FiftyFlow": [
        {"name": "a", "template": "nothing"},
        {
            "name": "b",
            "template": "nothing",
            "depends": "a",
            "withSequence": {"count": str(WIDTH)},
        },
        {"name": "c", "template": "nothing", "depends": "b"},
        {"name": "d", "template": "nothing", "depends": "c"},
    ],
}


def main() -> int:
    """Time both, print the table; return 1 if the goal does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.argo", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each (median)")
    repeat = parser.parse_args().repeat
    if not running():
        print("there is no cluster: make cluster-up")
        return 1
    os.environ.update(images.ENVIRON)
    cluster = cluster_at(
        str(KUBECONFIG), NAMESPACE, modules.DEFAULT_ARGO, store=open_store(images.STORE)
    )
    with tempfile.TemporaryDirectory() as folder:
        names = {flow: _deployed(cluster, flow, Path(folder) / flow) for flow in FLOWS}
    table = Table("flow", "flowc (s)", "by hand (s)", "ratio", title="trigger to done")
    progress = Console(stderr=True)
    worst = 0.0
    for flow, (own, peer) in names.items():
        times: dict[str, list[float]] = {own: [], peer: []}
        for turn in range(1, repeat + 1):
            for name, taken in times.items():
                taken.append(_time(cluster, name))
                progress.print(f"{name}, {turn} of {repeat}: {taken[-1]:.1f} s")
        ours, theirs = median(times[own]), median(times[peer])
        worst = max(worst, ours / theirs)
        table.add_row(flow, f"{ours:.1f}", f"{theirs:.1f}", f"{ours / theirs:.2f}")
    Console().print(table)
    print(f"goal: ≤ {GOAL}: {worst:.2f}: {'holds' if worst <= GOAL else 'MISSED'}")
    return 0 if worst <= GOAL else 1


def _deployed(cluster: Cluster, flow: str, folder: Path) -> tuple[str, str]:
    """Deploy a flow and its peer; return their names."""
    folder.mkdir()
    head = f"from flowc import FlowSpec, step\n\n\nclass {flow}(FlowSpec):\n"
    (folder / "flow.py").write_text(head + FLOWS[flow])
    image = f"{IMAGE}-{flow.lower()}"
    words = ("compile", "flow.py", "--target", "argo", "--image", image)
    answer = flowc(folder, *words)
    assert answer.status == 0, answer.err
    [path] = folder.glob("*.yaml")
    images.load([images.flow_image((image,), folder, ["flow.py"])])
    cluster.deploy(flow, path.stem, [path])
    peer = f"{path.stem}-by-hand"
    container = {"image": image, "command": ["python", "-c", "pass"]}
    spec = {
        "entrypoint": "main",
        "templates": [
            {"name": "main", "dag": {"tasks": PEERS[flow]}},
            {"name": "nothing", "container": container},
        ],
    }
    document = {
        "apiVersion": f"{WORKFLOW_TEMPLATE.group}/{WORKFLOW_TEMPLATE.version}",
        "kind": WORKFLOW_TEMPLATE.name,
        "metadata": {"name": peer},
        "spec": spec,
    }
    cluster.api.apply(WORKFLOW_TEMPLATE, document, force=True, dry_run=False)
    return path.stem, peer


def _time(cluster: Cluster, name: str) -> float:
    began = time.monotonic()
    run = f"{name}-{time.time_ns():x}"
    document = {
        "apiVersion": f"{WORKFLOW.group}/{WORKFLOW.version}",
        "kind": WORKFLOW.name,
        "metadata": {"name": run},
        "spec": {"workflowTemplateRef": {"name": name}},
    }
    cluster.api.create(WORKFLOW, document)
    workflow = cluster.ended([run], 600)[run]
    assert phase_of(workflow) == "Succeeded", workflow["status"]
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
