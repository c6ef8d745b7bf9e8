"""`python -m benchmarks.client`: the latest of 10,000 runs, and other lookups, in milliseconds.

Times are medians of processes' own clocks after the import, with a folder store whose files are in
the page cache. With `--only`, only the lookups whose names contain a text.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from flowc import client
from tests.client.building import folder_builder, train_run

RUNS, ITEMS = 10_000, 1_000
GOAL = ("latest_run", 50.0)


def main() -> int:
    """Build a store, time each lookup; return 1 if the goal does not hold."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        _build(Path(folder), options.runs)
        print(f"{options.runs:,} runs written in {time.perf_counter() - began:.1f} s")
        client.metadata(folder)
        client.namespace("user:alice")
        results = {
            name: _timed(lookup, options.repeat)
            for name, lookup in _lookups()
            if options.only in name
        }
    Console().print(_table(results))
    print(f"import flowc: {_import('import flowc'):.0f} ms, with the client: ", end="")
    print(f"{_import('from flowc import Flow'):.0f} ms, of which Python {_import('pass'):.0f} ms")
    name, goal = GOAL
    if name not in results:
        return 0
    held = results[name] <= goal
    print(f"goal: {name} ≤ {goal:.0f} ms: {results[name]:.1f} ms: {'holds' if held else 'MISSED'}")
    return 0 if held else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.client", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--repeat", type=int, default=7, help="times each lookup is made (median)")
    parser.add_argument("--only", default="", help="only lookups whose names contain this")
    return parser


def _build(folder: Path, runs: int) -> None:
    builder = folder_builder(folder)
    train_run(builder, "foreach", items=ITEMS)
    for number in range(runs - 3):
        builder.run(str(number), tags=["odd"] if number % 2 else [])
    train_run(builder, "good")
    builder.run("newest")


def _lookups() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "latest_run", lambda: client.Flow("TrainFlow").latest_run
    yield "latest_successful_run", lambda: client.Flow("TrainFlow").latest_successful_run
    yield "the first run with a tag", lambda: next(client.Flow("TrainFlow").runs("odd"))
    yield "one run's data", lambda: client.Run("TrainFlow/good").data.scores  # type: ignore[union-attr]
    yield "all runs", lambda: len(list(client.Flow("TrainFlow")))
    yield (
        "data of 1,000 tasks",
        lambda: sum(task.data.x for task in client.Step("TrainFlow/foreach/train")),
    )
    yield "a run of 1,000 tasks as HTML", lambda: client.Run("TrainFlow/foreach")._repr_html_()


def _timed(lookup: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        lookup()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def _import(statement: str) -> float:
    """Return the milliseconds of a whole process that runs `statement`."""

    def start() -> None:
        subprocess.run([sys.executable, "-c", statement], check=True)

    return _timed(start, 7)


def _table(results: dict[str, float]) -> Table:
    table = Table(title="Lookups of the client, folder store")
    table.add_column("lookup")
    table.add_column("ms", justify="right")
    for name, took in results.items():
        table.add_row(name, f"{took:.1f}")
    return table


if __name__ == "__main__":
    raise SystemExit(main())
