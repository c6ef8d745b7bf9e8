"""What tasks printed, line by line: of one attempt as it is, or of one that still grows."""

from __future__ import annotations

from typing import NamedTuple

from runtime_shim import layout
from runtime_shim.logs import STDERR, STDOUT, parse_log, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from runtime_shim.store.base import Store

STREAMS = (STDOUT, STDERR)
__all__ = ["STDERR", "STDOUT", "STREAMS", "Line", "LogReader", "log_key", "read_lines", "text_of"]


class Line(NamedTuple):
    """One line; `time` is when it began, in seconds since 1970."""

    time: float
    stream: str
    text: str


def log_key(flow: str, run: str, step: str, task: str, attempt: int) -> str:
    """Return the key of an attempt's log."""
    return f"{layout.task_key(flow, run, step, task)}/{attempt}.log"


class LogReader:
    """Reads a log as it grows."""

    def __init__(self, store: Store, key: str) -> None:
        """Start at the log's begin."""
        self._store = store
        self._key = key
        self._offset = 0
        self._torn = b""
        self._open: dict[str, Line] = {}

    def more(self) -> list[Line]:
        """Return the lines that ended since the last call."""
        data = self._store.read_log(self._key, self._offset)
        self._offset += len(data)
        # A record may be half there: what follows its last newline waits for the rest.
        whole, newline, self._torn = (self._torn + data).rpartition(b"\n")
        lines = []
        for time, stream, text, ended in parse_log(whole + newline):
            begun = self._open.pop(stream, Line(time, stream, ""))
            line = begun._replace(text=begun.text + text)
            if ended:
                lines.append(line)
            else:
                self._open[stream] = line
        return lines

    def rest(self) -> list[Line]:
        """Return what no newline ended, once nothing more is to come."""
        left = sorted(self._open.values())
        self._open = {}
        return left


def read_lines(store: Store, key: str) -> list[Line]:
    """Return every line of a log, in the order in which they began; none if there is no log."""
    reader = LogReader(store, key)
    lines = [*reader.more(), *reader.rest()]
    return sorted(lines, key=lambda line: line.time)
