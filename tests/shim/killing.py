"""Runs tasks that are killed at a system call that is chosen, in forks of a prepared process.

    killer = Killer()
    killer.run(driver, "start")                      as it would be run; returns its calls, too
    killer.run(driver, "start", kill=7)              killed before its eighth call
    killer.run(driver, "start", kill=7, torn=True)   killed in the middle of it, if it writes

Calls are those that change files. They are counted in the task's own process, whatever thread makes
them, and killed by SIGKILL: nothing of the process runs after it.
"""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.shim.driving import Driver

ROOT = Path(__file__).parent.parent.parent
CHANGING = (
    *("open", "write", "pwrite", "close", "link", "replace", "rename", "unlink", "mkdir"),
    *("utime", "ftruncate", "posix_fallocate"),
)
PREPARED = (
    *("runtime_shim.attempt", "runtime_shim.step", "runtime_shim.artifacts.pickling"),
    *("runtime_shim.artifacts.unpickling", "runtime_shim.artifacts.changes", "flowc.running"),
    *("runtime_shim.store.sink", "runtime_shim.store.blobs", "runtime_shim.failures", "traceback"),
    *("hashlib", "threading", "mmap", "select"),
)
"""What every task imports, and no fork has to."""


@dataclass(frozen=True)
class Killed:
    """How a task ended: its exit status (below zero: a signal), output, and calls, if it lived."""

    status: int
    err: str
    calls: tuple[str, ...]


class Killer:
    """The prepared process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.shim.killing"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        driver: Driver,
        arguments: list[str],
        *,
        kill: int | None = None,
        torn: bool = False,
        **more: str,
    ) -> Killed:
        """Run the shim with `arguments`."""
        environ = {"FLOWC_LOG": "none", **driver.variables(**more)}
        request = {
            "argv": arguments,
            "environ": {k: v for k, v in environ.items() if k.startswith("FLOWC_")},
            "folder": str(driver.folder),
            "kill": kill,
            "torn": torn,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Killed(answer["status"], answer["err"], tuple(answer["calls"]))

    def close(self) -> None:
        """End the process."""
        with self._process:
            self._process.communicate()


class Counter:
    """Counts calls, and kills the process at one of them."""

    def __init__(self, kill: int | None, *, torn: bool) -> None:
        self.calls: list[str] = []
        self._kill = kill
        self._torn = torn
        self._pid = os.getpid()

    def install(self) -> None:
        """Count the calls of this process from now on."""
        for name in CHANGING:
            setattr(os, name, self._counted(name, getattr(os, name)))
        builtins.open = self._counted("file", builtins.open)

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **more: Any) -> Any:
            if os.getpid() == self._pid and not _only_reads(name, arguments):
                self.calls.append(name)
                if len(self.calls) - 1 == self._kill:
                    if self._torn and name in {"write", "pwrite"}:
                        handle, data, *rest = arguments
                        call(handle, data[: len(data) // 2], *rest)
                    os.kill(self._pid, signal.SIGKILL)
            return call(*arguments, **more)

        return counted


def _only_reads(name: str, arguments: tuple[Any, ...]) -> bool:
    if name == "file":
        return len(arguments) < 2 or "w" not in str(arguments[1])
    return name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR)


def _child(request: dict[str, Any], err: int, answer: int) -> None:
    status = 70
    try:
        os.chdir(request["folder"])
        sys.path.insert(0, request["folder"])
        os.environ.update(request["environ"])
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(err, 2)
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - as in a program of its own
        sys.stderr = open(2, "w", closefd=False, buffering=1)  # noqa: SIM115
        write = os.write
        counter = Counter(request["kill"], torn=request["torn"])
        counter.install()
        status = import_module("runtime_shim.__main__").main(request["argv"])
        write(answer, json.dumps(counter.calls).encode())
    except BaseException:  # noqa: BLE001 - a fork must not go on as its parent
        import_module("traceback").print_exc()
    finally:
        os._exit(status)


def _serve() -> None:
    for module in PREPARED:
        import_module(module)
    for line in sys.stdin:
        request = json.loads(line)
        end, answer = os.pipe()
        err = os.memfd_create("err")
        pid = os.fork()
        if pid == 0:
            _child(request, err, answer)
        os.close(answer)
        calls = b"".join(iter(lambda: os.read(end, 1 << 16), b""))  # noqa: B023 - called here
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        text = os.pread(err, 1 << 20, 0).decode(errors="replace")
        os.close(end)
        os.close(err)
        said = {"status": status, "err": text, "calls": json.loads(calls or b"[]")}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    _serve()
