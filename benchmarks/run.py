"""`python -m benchmarks.run`: tasks and whole runs, beside Metaflow and the bare interpreter.

Each command runs as a process of its own, several times; the medians of wall seconds are shown, and
how often flowc's fits into the other's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Result, measure

CONTAINER_GOAL, FORKED_GOAL, FOREACH_GOAL = 0.060, 0.010, 1.5
HEADER = "from metaflow import FlowSpec, step\n\n\nclass BenchFlow(FlowSpec):\n"
MAIN = '\n\nif __name__ == "__main__":\n    BenchFlow()\n'
LINEAR = """\
    @step
    def start(self):
        self.x = 0
        self.next(self.a)

    @step
    def a(self):
        self.x += 1
        self.next(self.b)

    @step
    def b(self):
        self.x += 1
        self.next(self.c)

    @step
    def c(self):
        self.x += 1
        self.next(self.end)

    @step
    def end(self):
        print(self.x)
"""
FOREACH = """\
    @step
    def start(self):
        self.items = list(range({width}))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.y = self.input * 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(one.y for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)
"""
FLOWC = (sys.executable, "-m", "compiler", "run", "{file}", "--max-workers", "2")
METAFLOW = (sys.executable, "{file}", "--quiet", "--no-pylint", "run", "--max-workers", "2")
WIDE = ("--max-num-splits", "2000")


def main() -> int:
    """Measure, print, and return 1 if a goal does not hold."""
    options = _options()
    with _folder() as folder:
        bare = _measure((sys.executable, "-c", "pass"), folder, options.runs)
        rows = {f"{size}": _pair(size, folder, options) for size in options.sizes}
        task = _container_task(folder, options.runs)
    console = Console(width=max(100, Console().width))
    console.print(_table(bare, task, rows))
    return _report_goals(console, bare, task, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each command (median)")
    parser.add_argument("--no-peer", action="store_true", help="leave Metaflow out")
    sizes = ["5 steps", "foreach 1", "foreach 10", "foreach 100", "foreach 1000"]
    parser.add_argument("--sizes", nargs="*", default=sizes, help="which runs")
    return parser.parse_args()


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder with every flow, and remove it at the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        shutil.rmtree(folder, ignore_errors=True)


def _source(size: str) -> str:
    kind, _, width = size.partition(" ")
    body = FOREACH.format(width=width) if kind == "foreach" else LINEAR
    return HEADER + body + MAIN


def _pair(size: str, folder: Path, options: argparse.Namespace) -> tuple[Result, Result]:
    """Return how long flowc and Metaflow take for one run."""
    file = folder / f"flow_{size.replace(' ', '_')}.py"
    file.write_text(_source(size))
    wide = WIDE if size.startswith("foreach") else ()
    ours = [*(word.format(file=file) for word in FLOWC), *wide]
    theirs = [*(word.format(file=file) for word in METAFLOW), *wide]
    runs = options.runs if size != "foreach 1000" else 1
    peer = Result(failure="not run") if options.no_peer else _measure(theirs, folder, runs)
    return _measure(ours, folder, options.runs), peer


def _container_task(folder: Path, runs: int) -> Result:
    """Return how long a task takes that is started as a container starts it."""
    file = folder / "flow_5_steps.py"
    file.write_text(_source("5 steps"))
    environment = {
        "FLOWC_FLOW": f"{file.name}:BenchFlow",
        "FLOWC_STORE": f"file://{folder}/store",
        "FLOWC_RUN": "",
    }
    shim = (sys.executable, "-m", "runtime_shim", "step")
    walls = []
    for number in range(runs):
        environment["FLOWC_RUN"] = f"bench-{number}"
        _measure((*shim, "start", "--to", "a"), folder, 1, environment)
        walls.append(_measure((*shim, "a", "--from", "start", "--to", "b"), folder, 1, environment))
    return sorted(walls, key=lambda result: result.wall)[len(walls) // 2]


def _measure(
    command: tuple[str, ...] | list[str],
    folder: Path,
    runs: int,
    more: dict[str, str] | None = None,
) -> Result:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "USER": "bench",
        "METAFLOW_USER": "bench",
        "PYTHONPATH": str(Path.cwd()),
        **(more or {}),
    }
    return measure(command, folder, environment, runs, 900)


def _table(bare: Result, task: Result, rows: dict[str, tuple[Result, Result]]) -> Table:
    table = Table(title="Runs: wall seconds · CPU seconds · times flowc's", expand=False)
    for name in ("what", "flowc", "Metaflow"):
        table.add_column(name, justify="left" if name == "what" else "right")
    table.add_row("an interpreter that does nothing", f"{bare.wall:.3f}", "")
    table.add_row("one task, as a container starts it", _shown(task), "")
    for size, (ours, theirs) in rows.items():
        ratio = f" · {theirs.wall / ours.wall:.1f} ×" if not theirs.failure and ours.wall else ""
        table.add_row(f"run: {size}", _shown(ours), _shown(theirs) + ratio)
    return table


def _shown(result: Result) -> str:
    return result.failure or f"{result.wall:.3f} · {result.cpu:.2f}"


def _report_goals(
    console: Console, bare: Result, task: Result, rows: dict[str, tuple[Result, Result]]
) -> int:
    found = {"a container task beyond the interpreter": (task.wall - bare.wall, CONTAINER_GOAL)}
    if {"foreach 1", "foreach 100"} <= set(rows):
        one, hundred = rows["foreach 1"][0], rows["foreach 100"][0]
        # Two at a time: a task has twice the wall time that it adds to the run.
        found["a forked task"] = ((hundred.wall - one.wall) / 99 * 2, FORKED_GOAL)
        found["a foreach of 100"] = (hundred.wall, FOREACH_GOAL)
    for name, (took, goal) in found.items():
        verdict = "holds" if took <= goal else "MISSED"
        console.print(f"goal: {name} ≤ {goal * 1000:.0f} ms: {took * 1000:.1f} ms: {verdict}")
    failures = [ours.failure for ours, _ in rows.values() if ours.failure]
    missed = [name for name, (took, goal) in found.items() if took > goal]
    return 1 if failures or missed or task.failure else 0


if __name__ == "__main__":
    raise SystemExit(main())
