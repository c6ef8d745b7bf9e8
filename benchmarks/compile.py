"""`python -m benchmarks.compile`: compile graphs of many sizes; prints CPU seconds and memory."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.graphs import GRAPHS, SMALL_DIAMONDS, Graph, Shape
from benchmarks.measure import Result, measure
from benchmarks.peers import ENDPOINT, FLOWC, PEERS, Peer, binaries, environment

GOALS = {Graph(Shape.LINEAR, 100): 0.15, Graph(Shape.LINEAR, 500): 0.40}
CACHE = Path(".cache/bench")


def main() -> int:
    """Run the benchmarks that were asked for; return 1 if a goal does not hold."""
    options = _parser().parse_args()
    peers = [peer for peer in PEERS if not options.only or peer.name.lower() in options.only]
    graphs = sorted({*GRAPHS, SMALL_DIAMONDS}, key=lambda graph: (graph.shape, graph.size))
    installed = {peer.name: binaries(peer, CACHE.absolute()) for peer in peers}
    results: dict[tuple[Graph, str], Result] = {}
    with tempfile.TemporaryDirectory() as folder, _object_store(installed.get("Metaflow")):
        for graph in graphs:
            for peer in peers:
                home = installed[peer.name]
                results[graph, peer.name] = (
                    _measure(graph, peer, home, Path(folder), options)
                    if home
                    else Result(failure="not installed")
                )
    console = Console(width=max(130, Console().width))
    console.print(_table(graphs, peers, results))
    return _report_goals(console, results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compile", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each command (median)")
    parser.add_argument("--limit", type=float, default=60, help="seconds that one run may take")
    parser.add_argument("--only", nargs="*", default=[], help="peers: flowc metaflow kfp hera")
    return parser


def _measure(
    graph: Graph, peer: Peer, home: Path, folder: Path, options: argparse.Namespace
) -> Result:
    source = peer.source(graph)
    if source is None:
        return Result(failure="no such form")
    if graph.size > peer.largest.get(graph.shape, graph.size):
        return Result(failure="not tried")
    file = folder / f"{peer.name.lower()}_{graph.shape.name.lower()}_{graph.size}.py"
    file.write_text(source)
    command = [word.format(bin=home, file=file) for word in peer.command]
    return measure(command, folder, environment(peer), options.runs, options.limit)


@contextlib.contextmanager
def _object_store(binaries: Path | None) -> Iterator[None]:
    """Run a local S3 server with a bucket, which Metaflow needs to compile at all."""
    if binaries is None:
        yield
        return
    port = ENDPOINT.rpartition(":")[2]
    command = [str(binaries / "moto_server"), "-H", "127.0.0.1", "-p", port]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _make_bucket(int(port))
            yield
        finally:
            server.terminate()


def _make_bucket(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(ConnectionError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("PUT", "/bench")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit("the local S3 server did not start")


def _table(
    graphs: list[Graph], peers: list[Peer], results: dict[tuple[Graph, str], Result]
) -> Table:
    table = Table(title="Compile to Argo: CPU seconds · peak MB · times flowc's", expand=False)
    table.add_column("graph")
    for peer in peers:
        table.add_column(peer.name, justify="right")
    for graph in graphs:
        ours = results.get((graph, FLOWC.name), Result(failure="not run"))
        cells = [_cell(results[graph, peer.name], ours) for peer in peers]
        table.add_row(str(graph), *cells)
    return table


def _cell(result: Result, ours: Result) -> str:
    if result.failure:
        return result.failure
    text = f"{result.cpu:.2f} · {result.memory:.0f}"
    if result is ours or ours.failure:
        return text
    return f"{text} · {result.cpu / ours.cpu:.1f} ×"


def _report_goals(console: Console, results: dict[tuple[Graph, str], Result]) -> int:
    missed = 0
    for graph, goal in GOALS.items():
        result = results.get((graph, FLOWC.name))
        if result is None:
            continue
        held = not result.failure and result.cpu < goal
        missed += not held
        took = result.failure or f"{result.cpu:.3f} CPU s"
        console.print(f"goal: {graph} < {goal} CPU s: {took}: {'holds' if held else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
