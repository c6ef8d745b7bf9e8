"""The processes of the cluster: each in a session of its own, known by the pid that is recorded."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engines.kubernetes.places import LOGS, RUN, SOCKET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_THRIFT = {"GOGC": "400"}
"""Memory is plenty, processors are few: programs in Go collect their garbage less often."""

_started: list[subprocess.Popen[bytes]] = []
"""Nobody waits for them: they outlive whoever started them."""

PATIENCE = 5.0
"""Seconds that a process is given to end by itself."""


def start(
    name: str, command: Sequence[str | Path], environ: Mapping[str, str] | None = None
) -> None:
    """Start a program in the background, unless it runs already."""
    if pid_of(name) is not None:
        return
    RUN.mkdir(parents=True, exist_ok=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [str(word) for word in command],
            env={**os.environ, **_THRIFT, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _started.append(process)
    (RUN / f"{name}.pid").write_text(f"{process.pid} {_began(process.pid)}")


def pid_of(name: str) -> int | None:
    """Return the pid of a program that was started here and still runs."""
    try:
        pid, began = (RUN / f"{name}.pid").read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return int(pid) if _began(int(pid)) == began else None


def running() -> list[str]:
    """Return the names of the programs that run."""
    names = sorted(path.stem for path in RUN.glob("*.pid"))
    return [name for name in names if pid_of(name) is not None]


def stop(names: Sequence[str], how: signal.Signals = signal.SIGTERM) -> None:
    """End programs; those that take too long are killed."""
    found = {name: pid for name in names if (pid := pid_of(name)) is not None}
    for pid in found.values():
        _signal(pid, how)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and any(pid_of(name) for name in found):
        time.sleep(0.05)
    for name in found:
        pid = pid_of(name)
        if pid is not None:
            _signal(pid, signal.SIGKILL)
    for name in names:
        (RUN / f"{name}.pid").unlink(missing_ok=True)


def ctr(*words: str, seconds: int = 20) -> subprocess.CompletedProcess[str]:
    """Run a command of the cluster's containerd; it fails after `seconds` without an answer."""
    command = ["timeout", str(seconds), "ctr", "-a", str(SOCKET), "-n", "k8s.io", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def kill_shims() -> None:
    """Kill what containerd left: each has the path of its socket among its arguments."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if os.fsencode(SOCKET) in words and int(folder.name) != os.getpid():
            _signal(int(folder.name), signal.SIGKILL)


def wait_until(what: str, holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s; see {LOGS}")
        time.sleep(0.1)


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def _began(pid: int) -> str:
    """Return when a process began, in ticks since the machine did: a pid alone may be reused."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
