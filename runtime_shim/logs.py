"""Logs of attempts: what a step printed, line by line, with the time and the stream.

    2026-11-24T18:50:16.123456Z o training on 100 rows
    2026-11-24T18:50:17.000312Z E 37 %

`o` and `e` are lines of stdout and stderr; `O` and `E` text that no newline ended when it was
written down, such as a progress bar's: what follows of the same stream continues it.
"""

from __future__ import annotations

import contextlib
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

STDOUT, STDERR = "stdout", "stderr"
_LETTERS = {STDOUT: "o", STDERR: "e"}
_STREAMS = {"o": STDOUT, "O": STDOUT, "e": STDERR, "E": STDERR}
_STAMP = len("2026-11-24T18:50:16.123456Z")
LONGEST = 1 << 16
"""A line longer than this many bytes is written down in pieces."""


class LogWriter:
    """Turns what comes out of a process into records of its log.

    `append` is given whole records; how often is decided by who calls `flush`.
    """

    def __init__(self, append: Callable[[bytes], None]) -> None:
        """Write to `append`."""
        self._append = append
        self._open = {STDOUT: b"", STDERR: b""}
        self._records: list[bytes] = []

    def feed(self, stream: str, data: bytes, now: float) -> None:
        """Take `data` that came from `stream` at `now`, in seconds since 1970."""
        *lines, rest = (self._open[stream] + data).split(b"\n")
        stamp = _stamp(now)
        letter = _LETTERS[stream].encode()
        self._records += [b"%b %b %b\n" % (stamp, letter, line) for line in lines]
        self._open[stream] = rest
        if len(rest) > LONGEST:
            self._close(stream, stamp)

    def flush(self, now: float | None = None) -> None:
        """Hand everything over, lines that have not ended included."""
        stamp = _stamp(time.time() if now is None else now)
        for stream in self._open:
            self._close(stream, stamp)
        records, self._records = self._records, []
        if records:
            self._append(b"".join(records))

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to hand over."""
        return not self._records and not any(self._open.values())

    def _close(self, stream: str, stamp: bytes) -> None:
        rest = self._open[stream]
        if rest:
            letter = _LETTERS[stream].upper().encode()
            self._records.append(b"%b %b %b\n" % (stamp, letter, rest))
            self._open[stream] = b""


def parse_log(data: bytes) -> list[tuple[float, str, str, bool]]:
    """Return (time, stream, text, whether a newline ended it) of each record in a log.

    Bytes that are no UTF-8 are replaced; what is no record (a torn last one) is passed over.
    """
    found = []
    for line in data.decode("utf-8", "replace").split("\n"):
        stamp, letter, text = line[:_STAMP], line[_STAMP + 1 : _STAMP + 2], line[_STAMP + 3 :]
        seconds = _seconds(stamp)
        if seconds is not None and letter in _STREAMS:
            found.append((seconds, _STREAMS[letter], text, letter.islower()))
    return found


def text_of(data: bytes, stream: str) -> str:
    """Return what went to `stream`, as it was printed."""
    return "".join(
        text + "\n" * ended for _, where, text, ended in parse_log(data) if where == stream
    )


def _stamp(seconds: float) -> bytes:
    whole = int(seconds)
    parts = time.gmtime(whole)[:6]
    return b"%04d-%02d-%02dT%02d:%02d:%02d.%06dZ" % (*parts, int((seconds - whole) * 1e6))


def _seconds(stamp: str) -> float | None:
    try:
        fields = (stamp[0:4], stamp[5:7], stamp[8:10], stamp[11:13], stamp[14:16], stamp[17:19])
        year, month, day, hour, minute, second = map(int, fields)
        fraction = int(stamp[20:26]) / 1e6
    except ValueError:
        return None
    days = _days(year, month, day)
    return days * 86400 + hour * 3600 + minute * 60 + second + fraction


def _days(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01 to a date of the Gregorian calendar."""
    # Years begin in March here, so that the leap day comes last.
    year -= month <= 2
    months = (month + 9) % 12
    return (
        365 * year + year // 4 - year // 100 + year // 400 + (153 * months + 2) // 5 + day - 719469
    )


class Keeper:
    """A process of its own that passes a task's output on and keeps it in the store.

    It outlives the task: what the task printed before it was killed is kept. The task's stdout and
    stderr are pipes to it; it ends when both are closed, or when the task says that it is done and
    only other programs still hold them.
    """

    def __init__(self, append: Callable[[bytes], None]) -> None:
        """Fork the keeper, and connect this process's stdout and stderr to it."""
        pipes = [os.pipe(), os.pipe(), os.pipe()]
        (out, self._out), (err, self._err), (done, self._done) = pipes
        self._saved = [os.dup(1), os.dup(2)]
        self.pid = os.fork()
        if self.pid == 0:
            for end in (self._out, self._err, self._done):
                os.close(end)
            _keep({out: (STDOUT, 1), err: (STDERR, 2)}, done, LogWriter(append))
        for end in (out, err, done):
            os.close(end)
        os.dup2(self._out, 1)
        os.dup2(self._err, 2)
        os.close(self._out)
        os.close(self._err)

    def close(self) -> None:
        """Give stdout and stderr back, and wait until everything is kept."""
        for number, saved in zip((1, 2), self._saved, strict=True):
            os.dup2(saved, number)
            os.close(saved)
        # A word rather than an end of file: programs that the step left running hold this end, too.
        with contextlib.suppress(BrokenPipeError):
            os.write(self._done, b".")
        os.close(self._done)
        os.waitpid(self.pid, 0)


_SHORTEST, _LONGEST_WAIT = 0.5, 10.0


def _keep(sources: dict[int, tuple[str, int]], done: int, writer: LogWriter) -> None:
    """Pass on and write down what comes from `sources` until they close; never returns."""
    import select
    import signal

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    poll = select.poll()
    for source in (*sources, done):
        poll.register(source, select.POLLIN | select.POLLHUP)
    status = 0
    wait, due = _SHORTEST, time.monotonic() + _SHORTEST
    left, is_done = set(sources), False
    while left and not (is_done and not _is_readable(left)):
        ready = poll.poll(max(0.0, due - time.monotonic()) * 1000)
        for handle, _ in ready:
            if handle == done:
                is_done = True
                poll.unregister(done)
            elif not _pass_on(handle, *sources[handle], writer):
                poll.unregister(handle)
                left.discard(handle)
        if time.monotonic() >= due:
            status |= _flush(writer)
            # An object store gets a part each time: seldom, once a task takes long.
            wait = min(wait * 1.5, _LONGEST_WAIT)
            due = time.monotonic() + wait
    status |= _flush(writer)
    os._exit(status)


def _pass_on(handle: int, stream: str, target: int, writer: LogWriter) -> bool:
    data = os.read(handle, 1 << 16)
    if data:
        writer.feed(stream, data, time.time())
        _write(target, data)
    return bool(data)


def _write(target: int, data: bytes) -> None:
    left = memoryview(data)
    try:
        while left:
            left = left[os.write(target, left) :]
    except OSError:
        return  # nobody reads any more: the store still does


def _flush(writer: LogWriter) -> int:
    try:
        writer.flush()
    except Exception as error:  # noqa: BLE001 - a log that cannot be kept must not stop the step
        os.write(2, f"flowc: the log cannot be kept: {error}\n".encode(errors="replace"))
        return 1
    return 0


def _is_readable(handles: set[int]) -> bool:
    import select

    return bool(select.select(list(handles), [], [], 0)[0])
