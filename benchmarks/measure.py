"""Runs a command as a whole process and takes the kernel's own account of it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Wall and CPU seconds and peak memory (MB) of a command, or why there are none."""

    wall: float = 0
    cpu: float = 0
    memory: float = 0
    failure: str = ""


def measure(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    runs: int,
    limit: float,
) -> Result:
    """Run `command` in `folder` `runs` times; return medians, or the first failure.

    `limit` bounds one run, in seconds of wall time.
    """
    results: list[Result] = []
    for _ in range(runs):
        result = _once(command, folder, environment, limit)
        if result.failure:
            return result
        results.append(result)
        if result.cpu > limit / 4:
            break
    return Result(
        wall=median(r.wall for r in results),
        cpu=median(r.cpu for r in results),
        memory=median(r.memory for r in results),
    )


def _once(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float
) -> Result:
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            start_new_session=True,
        )
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, limit)
        _, status, usage = os.wait4(process.pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == -signal.SIGKILL:
            return Result(failure=f"> {limit:.0f} s")
        if process.returncode != 0:
            output.seek(0)
            return Result(failure=_reason(output.read().decode(errors="replace")))
    wall = time.monotonic() - began
    return Result(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / 1000)


def _reason(text: str) -> str:
    """Return the name of the error that ended a program, or its last words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line]
    said = (errors or lines or ["failed"])[-1]
    return said.partition(":")[0][:40]
