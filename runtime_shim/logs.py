"""Logs of attempts: what a step printed, line by line, with the time and the stream.

    2026-11-24T18:50:16.123456Z o training on 100 rows
    2026-11-24T18:50:17.000312Z E 37 %

`o` and `e` are lines of stdout and stderr; `O` and `E` text that no newline ended when it was
written down, such as a progress bar's: what follows of the same stream continues it.
"""

from __future__ import annotations

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

    def flush(self, now: float | None = None, *, last: bool = False) -> None:
        """Hand everything over, lines that have not ended included.

        A character of which bytes are missing waits for them, unless this is the `last` time.
        """
        stamp = _stamp(time.time() if now is None else now)
        for stream in self._open:
            self._close(stream, stamp, last=last)
        records, self._records = self._records, []
        if records:
            self._append(b"".join(records))

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to hand over."""
        return not self._records and not any(self._open.values())

    def _close(self, stream: str, stamp: bytes, *, last: bool = False) -> None:
        rest = self._open[stream]
        whole = len(rest) if last else len(rest) - _unfinished(rest)
        if whole:
            letter = _LETTERS[stream].upper().encode()
            self._records.append(b"%b %b %b\n" % (stamp, letter, rest[:whole]))
            self._open[stream] = rest[whole:]


def _unfinished(data: bytes) -> int:
    """Return how many bytes at the end of `data` begin a character of UTF-8 that has more."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:
            return back if byte >= (0xC0, 0xE0, 0xF0)[back - 1] else 0
        if byte < 0x80:
            return 0
    return 0


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
