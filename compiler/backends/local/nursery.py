"""Starts processes through `runtime_shim.forkserver`, and hears of their ends.

The server is started before anything else, so that its own start costs nothing: it takes place
while the flow is read and checked.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from compiler.records import dataclass
from runtime_shim import forkserver

if TYPE_CHECKING:
    from compiler.backends.local.loop import Loop

_MOST, _PIPE = 1 << 16, 1 << 20
Feed = Callable[[str, bytes], None]
"""Takes the name of a stream and what came out of it."""


class Lost(Exception):
    """The process that starts tasks has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a process is to do: the arguments of the shim, and the variables it is given.

    `anew` asks for a fresh interpreter, which is started with `flags` and looks for modules in
    `folder`, too.
    """

    arguments: Sequence[str]
    environ: Mapping[str, str]
    anew: bool = False
    flags: tuple[str, ...] = ()
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended: its exit status, or the number of a signal below zero.

    `seconds` are of processor time, `memory` is the most that it held, in bytes.
    """

    status: int
    seconds: float = 0
    memory: int = 0


class Process:
    """A child of the server, with the streams that come out of it."""

    def __init__(self, loop: Loop, number: int, feed: Feed, ended: Callable[[Ended], None]) -> None:
        """Watch nothing yet."""
        self._loop = loop
        self._feed = feed
        self._ended = ended
        self._open: dict[int, str] = {}
        self.number = number
        self.pid = 0

    def listen(self, handles: Mapping[str, int]) -> None:
        """Feed what can be read from `handles`, which are named by their streams."""
        for stream, handle in handles.items():
            os.set_blocking(handle, False)
            self._open[handle] = stream
            self._loop.watch(handle, partial(self._read, handle))

    def hear(self, message: Mapping[str, Any]) -> None:
        """Take what the server says of the child."""
        if message["is"] == "started":
            self.pid = message["pid"]
        elif message["is"] == "refused":
            reason = f"flowc: no process can be started: {message['why']}\n"
            self._feed("stderr", reason.encode())
            self.end(Ended(status=1))
        else:
            facts = {name: message[name] for name in ("status", "seconds", "memory")}
            self.end(Ended(**facts))

    def end(self, how: Ended) -> None:
        """Read what is left in the streams, which other programs may still hold, and tell of it."""
        for handle in list(self._open):
            # No more than a pipe holds: another program may go on writing.
            for _ in range(_PIPE // _MOST):
                if not self._read(handle):
                    break
        self.abandon()
        self._ended(how)

    def abandon(self) -> None:
        """Listen no more."""
        for handle in list(self._open):
            self._close(handle)

    def _read(self, handle: int) -> bool:
        if handle not in self._open:
            return False
        try:
            data = os.read(handle, _MOST)
        except BlockingIOError:
            return False
        if data:
            self._feed(self._open[handle], data)
        else:
            self._close(handle)
        return bool(data)

    def _close(self, handle: int) -> None:
        if self._open.pop(handle, None) is not None:
            self._loop.forget(handle)
            os.close(handle)


class Nursery:
    """The server, seen from outside."""

    def __init__(self, environ: Mapping[str, str], folder: str, main: str) -> None:
        """Start the server in `folder`; `main` is the module whose `main` runs a task."""
        self._main = main
        self._received = b""
        self._said: Callable[[Mapping[str, Any]], None] | None = None
        self._processes: dict[int, Process] = {}
        self._count = 0
        self._loop: Loop | None = None
        self._channel, theirs = _socketpair()
        self._streams, ends = _pipes()
        try:
            self._pid = _start(theirs.fileno(), environ, folder, ends)
        finally:
            theirs.close()
            for end in ends:
                os.close(end)

    def attach(self, loop: Loop, feed: Feed) -> None:
        """Let `loop` hear the server; what importing the flow prints goes to `feed`."""
        self._loop = loop
        loop.watch(self._channel.fileno(), self._hear)
        own = Process(loop, 0, feed, lambda _: None)
        own.listen(self._streams)
        self._streams = {}
        self._processes[0] = own

    def load(
        self,
        flow: tuple[str, str, str],
        environ: Mapping[str, str],
        *,
        always: bool,
        then: Callable[[Mapping[str, Any]], None],
    ) -> None:
        """Have the flow (file, class, project's root) imported; `then` is told what came of it."""
        self._said = then
        path, name, root = flow
        message = {"path": path, "name": name, "root": root, "env": dict(environ)}
        self._say({"do": "load", "always": always, **message})

    def start(self, command: Command, feed: Feed, ended: Callable[[Ended], None]) -> Process:
        """Start a process; `ended` is called once it has ended and all it printed is fed."""
        assert self._loop is not None  # noqa: S101 - attached before anything is started
        self._count += 1
        process = Process(self._loop, self._count, feed, ended)
        self._processes[self._count] = process
        argv = list(command.arguments)
        message: dict[str, Any] = {"id": self._count, "env": dict(command.environ)}
        if command.anew:
            program = [sys.executable, *command.flags, "-m", self._main.removesuffix(".__main__")]
            message |= {"do": "exec", "argv": [*program, *argv], "path": command.folder}
        else:
            message |= {"do": "fork", "main": self._main, "argv": argv}
        mine, ends = _pipes()
        process.listen(mine)
        try:
            self._say(message, ends)
        finally:
            for end in ends:
                os.close(end)
        return process

    def kill(self, process: Process, number: int) -> None:
        """Send a signal to a process and the programs that it has started."""
        self._say({"do": "kill", "id": process.number, "signal": number})

    def close(self) -> None:
        """Let the server end; it ends whatever still runs."""
        for handle in self._streams.values():
            os.close(handle)
        self._streams = {}
        for process in self._processes.values():
            process.abandon()
        if self._loop is not None:
            self._loop.forget(self._channel.fileno())
        self._channel.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, os.WNOHANG)

    def stop(self) -> None:
        """End the server at once, also in the middle of an import."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)

    def _say(self, message: Mapping[str, Any], handles: Sequence[int] = ()) -> None:
        data = memoryview(json.dumps(message).encode() + b"\n")
        try:
            sent = socket.send_fds(self._channel, [data], handles)
            self._channel.sendall(data[sent:])
        except OSError as error:
            raise Lost("the process that starts tasks has ended") from error

    def _hear(self) -> None:
        try:
            data = self._channel.recv(_MOST)
        except OSError:
            data = b""
        if not data:
            raise Lost("the process that starts tasks has ended")
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            self._take(json.loads(line))

    def _take(self, message: Mapping[str, Any]) -> None:
        if "id" not in message:
            assert self._said is not None  # noqa: S101 - it was asked to load
            self._said(message)
            return
        process = self._processes[message["id"]]
        if message["is"] != "started":
            del self._processes[message["id"]]
        process.hear(message)


def _socketpair() -> tuple[socket.socket, socket.socket]:
    """Return both ends of a socket, with numbers above those of the standard streams."""
    # This process may have been started without some of these.
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    return socket.socketpair()


def _pipes() -> tuple[Mapping[str, int], list[int]]:
    """Return where stdout and stderr are read, by name, and where they are written, in order."""
    out, err = os.pipe(), os.pipe()
    return {"stdout": out[0], "stderr": err[0]}, [out[1], err[1]]


def _start(channel: int, environ: Mapping[str, str], folder: str, streams: Sequence[int]) -> int:
    """Start the server; return its process id."""
    os.set_inheritable(channel, True)
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        *((os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate(streams, 1)),
    ]
    program = os.path.abspath(forkserver.__file__)  # noqa: PTH100 - as text
    argv = [sys.executable, "-P", program, str(channel), folder]
    return os.posix_spawn(sys.executable, argv, dict(environ), file_actions=actions)
