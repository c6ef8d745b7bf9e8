"""`python -m benchmarks.artifacts`: save and load large artifacts, beside other ways to keep them.

Each save and each load is a process of its own, in a fresh folder; the peers take turns, so that
what else the machine does falls on all of them. Times are of the action alone. Memory is the peak
above what the process holds without the value, in MB.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.artifact_task import PEERS, SIZE, VALUES

FLOWC, FLOOR = "flowc", "the bytes"
ACTIONS = ("save", "load", "read")
NAMES = {"save": "save", "load": "load", "read": "load and read"}
RANDOM = next(iter(VALUES))
EXTRA = 64 << 20
CACHE = Path(".cache/bench/artifacts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What one action took: wall and CPU seconds, and bytes of memory; or why there is nothing."""

    wall: float = 0
    cpu: float = 0
    memory: float = 0
    failure: str = ""


Key = tuple[str, str, str]
"""An artifact, an action and a peer."""


def main() -> int:
    """Run the benchmarks; return 1 if a goal does not hold."""
    options = _parser().parse_args()
    every: dict[Key, list[Took]] = defaultdict(list)
    for what in [name for name in VALUES if options.only in name]:
        for turn in range(options.runs):
            for peer in _rotated(list(PEERS), turn):
                if _is_worth(every[what, "save", peer], options.limit):
                    _run(what, peer, every)
    results = {key: _middle(found) for key, found in every.items()}
    console = Console(width=max(160, Console().width))
    console.print(_table(results))
    return _report_goals(console, results, _ratio(every))


def _rotated(peers: list[str], turn: int) -> list[str]:
    """Have another peer begin each turn, so that none is always the one after a certain other."""
    first = turn % len(peers)
    return peers[first:] + peers[:first]


def _ratio(every: dict[Key, list[Took]]) -> float:
    """Return how often writing the bytes fits into saving them, the two compared turn by turn."""
    pairs = zip(every[RANDOM, "save", FLOWC], every[RANDOM, "save", FLOOR], strict=False)
    return median([ours.wall / floor.wall for ours, floor in pairs if floor.wall] or [0])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.artifacts", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each (median)")
    parser.add_argument("--only", default="", help="part of an artifact's name")
    parser.add_argument(
        "--limit", type=float, default=30, help="seconds of saving after which a peer is not rerun"
    )
    return parser


def _is_worth(before: list[Took], limit: float) -> bool:
    return sum(took.wall for took in before) < limit and not any(t.failure for t in before)


def _run(what: str, peer: str, every: dict[Key, list[Took]]) -> None:
    """Save one artifact and load it, on the disk that this checkout is on."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        for action in ACTIONS:
            every[what, action, peer].append(_act(peer, action, what, folder))


def _act(peer: str, action: str, what: str, folder: str) -> Took:
    command = [sys.executable, "-m", "benchmarks.artifact_task", peer, action, what, folder]
    environment = {**os.environ, "METAFLOW_USER": "bench"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        return Took(failure=done.stderr.strip().rpartition("\n")[2][:40])
    return Took(**json.loads(done.stdout))


def _middle(found: list[Took]) -> Took:
    failed = [took for took in found if took.failure]
    if failed:
        return failed[0]
    return Took(
        wall=median(took.wall for took in found),
        cpu=median(took.cpu for took in found),
        memory=median(took.memory for took in found),
    )


def _table(results: dict[Key, Took]) -> Table:
    table = Table(title="Wall seconds · CPU seconds · peak MB · times flowc's wall", expand=False)
    table.add_column("artifact")
    table.add_column("action")
    for peer in PEERS:
        table.add_column(peer, justify="right")
    for what in dict.fromkeys(what for what, _, _ in results):
        for action in ACTIONS:
            ours = results[what, action, FLOWC]
            cells = [_cell(results[what, action, peer], ours) for peer in PEERS]
            table.add_row(what if action == "save" else "", NAMES[action], *cells)
        table.add_section()
    return table


def _cell(took: Took, ours: Took) -> str:
    if took.failure:
        return took.failure
    text = f"{_short(took.wall)} · {_short(took.cpu)} · {took.memory / 1e6:.0f}"
    if took is ours or not ours.wall:
        return text
    return f"{text} · {_short(took.wall / ours.wall)} ×"


def _short(number: float) -> str:
    """Return `number` with as many digits as tell something."""
    return f"{number:.{3 if number < 0.1 else 2 if number < 10 else 1 if number < 100 else 0}f}"


def _report_goals(console: Console, results: dict[Key, Took], ratio: float) -> int:
    if (RANDOM, "save", FLOWC) not in results:
        return 0
    save, load, read = (results[RANDOM, action, FLOWC] for action in ACTIONS)
    goals = [
        (f"save {RANDOM} ≤ 1.5 × writing the bytes", f"{ratio:.2f} ×", ratio <= 1.5),
        (f"load {RANDOM} ≤ 50 ms", f"{load.wall * 1000:.1f} ms", load.wall <= 0.05),
        *(
            (
                f"{NAMES[action]} {RANDOM} in its size and 64 MiB",
                f"{(took.memory - SIZE) / 2**20:+.0f} MiB",
                took.memory <= SIZE + EXTRA,
            )
            for action, took in (("save", save), ("read", read))
        ),
    ]
    for goal, found, held in goals:
        console.print(f"goal: {goal}: {found}: {'holds' if held else 'MISSED'}")
    return 0 if all(held for _, _, held in goals) else 1


if __name__ == "__main__":
    raise SystemExit(main())
