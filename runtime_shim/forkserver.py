"""Starts the tasks of a local run: one process that has imported the flow and forks for each task.

A scheduler starts it with two arguments: the number of its end of a socket, and the folder that
tasks work in. Both sides write JSON objects, one a line:

    {"do": "load", "path", "name", "root", "env", "always"}     import the flow
        {"is": "loaded", "forks": true}                   tasks can be forked
        {"is": "loaded", "forks": false, "why"}           that is unsafe: `exec` is left
        {"is": "broken", "traceback"}                     the flow's file raised
    {"do": "fork", "id", "main", "argv", "env"}           run `main(argv)` in a child
    {"do": "exec", "id", "argv", "env", "path"}           run the program `argv` in a child
        {"is": "started", "id", "pid"}
        {"is": "refused", "id", "why"}
        {"is": "ended", "id", "status", "seconds", "memory"}
    {"do": "kill", "id", "signal"}                        signal the child and its programs

With `fork` and `exec` come two handles, the child's stdout and stderr. `path` is a folder of
modules for the program, or empty. A status below zero is the signal that ended the child; `seconds`
are of processor time, `memory` is in bytes.

Each child leads a process group. What of it is left when the child has ended is ended as well, and
so is everything if the socket closes: that is how the scheduler's end shows, whatever ended it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import time

if __name__ == "__main__":
    _root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if _root not in sys.path:
        # Whatever made this package importable for the scheduler may not be in the environment.
        sys.path.append(_root)
        os.environ["PYTHONPATH"] = os.pathsep.join(
            path for path in (os.environ.get("PYTHONPATH"), _root) if path
        )

from runtime_shim import forkchild
from runtime_shim.forkload import SEEDS, Unsafe, load, warm_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    Message = dict[str, Any]

_MOST = 1 << 16
_HANDLES = 64
GRACE = 5.0
"""How long what a task left running may take to end, in seconds."""


class Server:
    """The process, seen from inside: who asks, and which children there are."""

    def __init__(self, channel: socket.socket) -> None:
        """Answer to whoever has the other end of `channel`."""
        self._channel = channel
        self._received = b""
        self._handles: list[int] = []
        self._children: dict[int, Any] = {}
        self._leftovers: dict[int, float] = {}
        self._environ = dict(os.environ)
        self._folder = os.getcwd()
        self._child = forkchild.Child()
        self._wake, self._woken = os.pipe()
        os.set_blocking(self._woken, False)

    def serve(self) -> None:
        """Do what is asked, until the socket closes."""
        self._take_signals()
        poll = select.poll()
        for source in (self._channel.fileno(), self._wake):
            poll.register(source, select.POLLIN)
        while True:
            for source, _ in poll.poll(self._patience()):
                if source == self._wake:
                    os.read(self._wake, _MOST)
                elif not self._receive():
                    self.end()
            self._reap()
            self._end_leftovers()

    def _take_signals(self) -> None:
        """Be woken by the end of a child, whatever the flow's own code has set for its children."""
        signal.signal(signal.SIGTERM, lambda *_: self.end())
        # Without a handler the signal would not be written to the pipe either.
        before = signal.signal(signal.SIGCHLD, _pass_over)
        if before is not _pass_over:
            self._child.handler = before
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)

    def _receive(self) -> bool:
        """Do what has arrived; say whether the other end is still there."""
        try:
            data, handles, _, _ = socket.recv_fds(self._channel, _MOST, _HANDLES)
        except OSError:
            return False
        self._handles += handles
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            self._do[message["do"]](self, message)
        return bool(data)

    def _say(self, **message: object) -> None:
        try:
            self._channel.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            self.end()

    def _load(self, message: Message) -> None:
        os.environ.update(message["env"])
        try:
            load(message["path"], message["name"], message["root"], always=message["always"])
        except Unsafe as reason:
            self._say(**{"is": "loaded"}, forks=False, why=str(reason))
            self._begin_anew()
        except BaseException as error:  # noqa: BLE001 - whatever the author's file raises is told
            from runtime_shim.failures import shown

            self._say(**{"is": "broken"}, traceback=shown(error))
        else:
            # What the import has set is for the tasks.
            self._take_signals()
            self._child.prepare(SEEDS)
            self._say(**{"is": "loaded"}, forks=True)

    def _begin_anew(self) -> NoReturn:
        """Become a process that has imported nothing of the flow, with the same socket."""
        number = self._channel.fileno()
        os.set_inheritable(number, True)
        argv = [sys.executable, "-P", os.path.abspath(__file__), str(number), self._folder]
        os.execve(sys.executable, argv, self._environ)  # noqa: S606 - our own program, no shell

    def _fork(self, message: Message) -> None:
        self._start(message, lambda: self._child.call(message["main"], message["argv"]))

    def _exec(self, message: Message) -> None:
        def replace() -> int:
            os.chdir(self._folder)
            environ = {**self._environ, **message["env"]}
            paths = (message["path"], environ.get("PYTHONPATH"))
            environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
            return forkchild.become(message["argv"], environ)

        self._start(message, replace)

    def _start(self, message: Message, run: Callable[[], int]) -> None:
        """Fork; the child calls `run` and ends with the status that this returns."""
        out, err = self._handles.pop(0), self._handles.pop(0)
        self._child.flush()
        server = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            self._say(**{"is": "refused"}, id=message["id"], why=(error.strerror or "").lower())
            return
        finally:
            if os.getpid() == server:
                os.close(out)
                os.close(err)
        if pid == 0:
            for number in (self._channel.fileno(), self._wake, self._woken):
                os.close(number)
            self._child.live(server, (out, err), message["env"], run)
        self._children[pid] = message["id"]
        self._say(**{"is": "started"}, id=message["id"], pid=pid)

    def _kill(self, message: Message) -> None:
        for pid, child in self._children.items():
            if child == message["id"]:
                _signal_group(pid, message["signal"])

    def _reap(self) -> None:
        for pid in list(self._children):
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if not ended:
                continue
            if _signal_group(pid, signal.SIGTERM):
                self._leftovers[pid] = time.monotonic() + GRACE
            self._say(
                **{"is": "ended"},
                id=self._children.pop(pid),
                status=os.waitstatus_to_exitcode(status),
                seconds=usage.ru_utime + usage.ru_stime,
                memory=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            )

    def _end_leftovers(self) -> None:
        now = time.monotonic()
        for pid, due in list(self._leftovers.items()):
            if not _signal_group(pid, signal.SIGKILL if now >= due else 0) or now >= due:
                del self._leftovers[pid]

    def _patience(self) -> float | None:
        """Return how long nothing needs to be done unless something happens, in milliseconds."""
        return 500 if self._leftovers else None

    def end(self) -> NoReturn:
        """End all that runs, at once if it does not end by itself, and this process."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        groups = {*self._children, *self._leftovers}
        for pid in groups:
            _signal_group(pid, signal.SIGTERM)
        due = time.monotonic() + GRACE
        while groups and time.monotonic() < due:
            for pid in list(self._children):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self._children[pid]
            groups = {pid for pid in groups if _signal_group(pid, 0)}
            time.sleep(0.02)
        for pid in groups:
            _signal_group(pid, signal.SIGKILL)
        os._exit(0)

    _do = {"load": _load, "fork": _fork, "exec": _exec, "kill": _kill}  # noqa: RUF012


def _pass_over(*_: object) -> None:
    """Do nothing about the end of a child but wake up."""


def _signal_group(pid: int, number: int) -> bool:
    """Send a signal to all of a process group; say whether there is any of it."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main() -> None:
    """Serve the socket whose number is the first argument, in the folder of the second."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.set_inheritable(False)
    os.chdir(sys.argv[2])
    if os.getpgrp() != os.getpid():
        # A process group of its own: Ctrl-C in the terminal is the scheduler's to handle.
        os.setsid()
    server = Server(channel)
    warm_up()
    server.serve()


if __name__ == "__main__":
    main()
