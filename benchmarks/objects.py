"""`python -m benchmarks.objects`: ten thousand small objects and a large one, on a local S3 server.

The server is moto, which is written in Python: with small objects the clients mostly wait for it.
So these are moved once more against a server that answers at once and keeps nothing, which shows
what the clients themselves take; and the CPU seconds of each client stand beside the wall's. To
answer for a range of an object moto reads all of it, which is hard on clients that load a large
object in ranges.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Result
from benchmarks.objects_task import LARGE, PEERS, SMALL

OURS = next(iter(PEERS))
BUCKET = "bench"
ROWS = (
    ("instant", "put", f"{SMALL:,} put, server at once"),
    ("instant", "get", f"{SMALL:,} got, server at once"),
    ("moto", "put", f"{SMALL:,} put, moto"),
    ("moto", "get", f"{SMALL:,} got, moto"),
    ("moto", "save", f"{LARGE >> 20:,} MiB saved, moto"),
    ("moto", "load", f"{LARGE >> 20:,} MiB loaded, moto"),
)
KINDS = {"small": ("put", "get"), "large": ("save", "load")}
SERVERS = {
    "instant": [sys.executable, "-u", "-m", "benchmarks.instant"],
    "moto": [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p"],
}
PORT = 5598


def main() -> int:
    """Run the benchmarks."""
    options = _parser().parse_args()
    results: dict[tuple[str, str, str], Result] = {}
    with tempfile.TemporaryDirectory() as folder:
        for server in SERVERS:
            with _running(server) as port:
                for kind, action, _ in ROWS:
                    if kind != server or action not in KINDS.get(options.only, (action,)):
                        continue
                    for peer in PEERS:
                        variables = _variables(port, folder)
                        took = _run(peer, action, variables, options.limit)
                        results[kind, action, peer] = took
                        print(f"{server} {action} {peer}: {_cell(took, took)}", file=sys.stderr)
    console = Console(width=max(150, Console().width))
    console.print(_table(results))
    console.print("moto keeps clients waiting, above all those that load a large object in ranges")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.objects", description=__doc__)
    parser.add_argument("--limit", type=float, default=120, help="seconds that one action may take")
    parser.add_argument("--only", choices=KINDS, help="only small objects, or the large one")
    return parser


@contextlib.contextmanager
def _running(server: str) -> Iterator[int]:
    command = SERVERS[server] + ([str(PORT)] if server == "moto" else [])
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True) as process:
        try:
            assert process.stdout is not None
            port = PORT if server == "moto" else int(process.stdout.readline())
            _make_bucket(port)
            yield port
        finally:
            process.terminate()


def _make_bucket(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(ConnectionError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("PUT", f"/{BUCKET}")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit("the local S3 server did not start")


def _variables(port: int, folder: str) -> dict[str, str]:
    endpoint = f"http://127.0.0.1:{port}"
    return {
        "PATH": os.environ["PATH"],
        "HOME": folder,
        "TMPDIR": folder,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "us-east-1",
        "METAFLOW_S3_ENDPOINT_URL": endpoint,
        "METAFLOW_USER": "bench",
    }


def _run(peer: str, action: str, variables: Mapping[str, str], limit: float) -> Result:
    command = [sys.executable, "-m", "benchmarks.objects_task", peer, action, BUCKET]
    process = subprocess.Popen(
        command,
        env={**variables, "PYTHONPATH": str(Path.cwd())},
        cwd=variables["TMPDIR"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Result(failure=f"> {limit:.0f} s")
    if process.returncode != 0:
        lines = [line for line in err.splitlines() if line.strip()] or ["failed"]
        return Result(failure=lines[-1][:40] if "KeyError" not in lines[-1] else "")
    return Result(**json.loads(out.splitlines()[-1]))


def _table(results: Mapping[tuple[str, str, str], Result]) -> Table:
    table = Table(title="Objects: wall s · CPU s · peak MB · times flowc's wall", expand=False)
    table.add_column("what")
    for peer in PEERS:
        table.add_column(peer, justify="right")
    for kind, action, title in ROWS:
        ours = results.get((kind, action, OURS))
        if ours is not None:
            cells = [_cell(results[kind, action, peer], ours) for peer in PEERS]
            table.add_row(title, *cells)
    return table


def _cell(took: Result, ours: Result) -> str:
    if not took.wall:
        return took.failure or "–"
    text = f"{took.wall:.2f} · {took.cpu:.2f} · {took.memory:,.0f}"
    if took is ours or not ours.wall:
        return text
    return f"{text} · {took.wall / ours.wall:.1f} ×"


if __name__ == "__main__":
    raise SystemExit(main())
