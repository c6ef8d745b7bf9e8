"""A process of its own that passes a task's output on and keeps it in the store.

It outlives the task: what the task printed before it was killed is kept. The task's stdout and
stderr are pipes to it. It is forked before anything has opened the store, for clients of object
stores do not survive a fork, and is told the key of the log once the attempt has one.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time

from runtime_shim.logs import STDERR, STDOUT, LogWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_OFTEN, _SELDOM = 0.1, 10.0
_READ = 1 << 16
# A pipe holds 16 pages, which are of at most 64 KiB, unless somebody has made it larger.
_READS = 16


class Keeper:
    """The task's end of the keeper."""

    def __init__(self, url: str) -> None:
        """Fork the keeper of a log in the store `url`; connect stdout and stderr to it."""
        pipes = [os.pipe(), os.pipe(), os.pipe()]
        (out, self._out), (err, self._err), (words, self._words) = pipes
        self._saved = [os.dup(1), os.dup(2)]
        self._task = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            for end in (self._out, self._err, self._words):
                os.close(end)
            _Loop(url, {out: (STDOUT, 1), err: (STDERR, 2)}, words).run()
        for end in (out, err, words):
            os.close(end)
        os.dup2(self._out, 1)
        os.dup2(self._err, 2)
        os.close(self._out)
        os.close(self._err)
        self._known = {end: _identity(end) for end in (*self._saved, self._words)}
        # What a step has printed shall be kept if it is killed with the next instruction.
        with contextlib.suppress(AttributeError):
            sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]

    def keep_under(self, key: str) -> None:
        """Keep what has been printed, and all that will be, under `key`; without, it is dropped."""
        self._tell(key.encode() + b"\n")

    def close(self) -> None:
        """Give stdout and stderr back, and wait until everything is kept.

        The step may have closed every file there is, and waited for all of its children. It may
        also have forked a process that comes back here, to which the keeper does not belong.
        """
        if os.getpid() != self._task:
            return
        for number, saved in zip((1, 2), self._saved, strict=True):
            back = saved if self._is_ours(saved) else os.open(os.devnull, os.O_WRONLY)
            os.dup2(back, number)
            os.close(back)
        # A word rather than an end of file: programs that the step left running hold this end, too.
        self._tell(b"\n")
        if self._is_ours(self._words):
            os.close(self._words)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _tell(self, word: bytes) -> None:
        if self._is_ours(self._words):
            with contextlib.suppress(BrokenPipeError):
                os.write(self._words, word)

    def _is_ours(self, handle: int) -> bool:
        """Say whether a handle is what it was, and no file that the step has opened since."""
        return _identity(handle) == self._known[handle]


class _Loop:
    """The keeper's own process: it ends when both pipes are closed, or when the task says so.

    That the task's words end says nothing: a step may close every file but its output.
    """

    def __init__(self, url: str, sources: dict[int, tuple[str, int]], words: int) -> None:
        self._url = url
        self._sources = sources
        self._words = words
        self._heard = b""
        self._is_done = False
        self._writer = LogWriter(self._append)
        self._store: Any = None
        self._has_complained = False
        self._wait, self._due = _OFTEN, time.monotonic() + _OFTEN

    def run(self) -> NoReturn:
        """Pass on and keep what comes; ends the process."""
        try:
            self._serve()
        except BaseException as error:  # noqa: BLE001 - this process must not go on as the task
            self._complain(f"the log is not complete: {error!r}")
        finally:
            os._exit(0)

    def _serve(self) -> None:
        import select
        import signal

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)
        poll = select.poll()
        for source in (*self._sources, self._words):
            poll.register(source, select.POLLIN | select.POLLHUP)
        left = set(self._sources)
        while left and not self._is_done:
            pause = None if self._writer.is_empty else max(0.0, self._due - time.monotonic()) * 1000
            for handle, _ in poll.poll(pause):
                if not (self._hears() if handle == self._words else self._pass_on(handle)):
                    poll.unregister(handle)
                    left.discard(handle)
            if time.monotonic() >= self._due:
                self._flush()
        self._drain(left)
        self._flush(last=True)

    def _drain(self, left: set[int]) -> None:
        """Take what the task has printed, and no more: what it left running may print for ever."""
        for handle in left:
            os.set_blocking(handle, False)
            with contextlib.suppress(BlockingIOError):
                for _ in range(_READS):
                    if not self._pass_on(handle):
                        break

    def _hears(self) -> bool:
        word = os.read(self._words, 1 << 12)
        self._heard += word
        # The first line is the log's key. A second one, or an empty first, says that the task ends.
        self._is_done = self._heard.count(b"\n") == 2 or self._heard == b"\n"
        return bool(word)

    def _pass_on(self, handle: int) -> bool:
        stream, target = self._sources[handle]
        data = os.read(handle, _READ)
        if data:
            self._writer.feed(stream, data, time.time())
            _write(target, data)
        return bool(data)

    def _flush(self, *, last: bool = False) -> None:
        self._due = time.monotonic() + self._wait
        if b"\n" not in self._heard:
            return
        try:
            self._writer.flush(last=last)
        except Exception as error:  # noqa: BLE001 - a log that cannot be kept must stop no step
            self._complain(f"the log cannot be kept: {error}")
        if "://" in self._url and not self._url.startswith("file:"):
            # An object store gets an object each time: seldom, once a task takes long.
            self._wait = min(self._wait * 1.5, _SELDOM)
            self._due = time.monotonic() + self._wait

    def _complain(self, problem: str) -> None:
        if not self._has_complained:
            _write(2, f"flowc: {problem}\n".encode(errors="replace"))
        self._has_complained = True

    def _append(self, data: bytes) -> None:
        key = self._heard.partition(b"\n")[0].decode()
        if not key:
            return
        if self._store is None:
            from runtime_shim.store.open import open_store

            store = open_store(self._url)
            # What is not there any more was taken away: it is not to be made again.
            store.read(key.removesuffix("log") + "start.json")
            self._store = store
        self._store.append(key, data)


def _identity(handle: int) -> tuple[int, int] | None:
    try:
        status = os.fstat(handle)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _write(target: int, data: bytes) -> None:
    left = memoryview(data)
    try:
        while left:
            left = left[os.write(target, left) :]
    except OSError:
        return  # nobody reads any more: the store still does
