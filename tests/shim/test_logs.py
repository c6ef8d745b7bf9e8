"""Logs: what was printed comes back from the records, however it was cut on its way."""

from __future__ import annotations

import calendar
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runtime_shim.logs import LONGEST, STDERR, STDOUT, LogWriter, parse_log, text_of

NOW = 1_795_546_216.123456
STREAMS = st.sampled_from((STDOUT, STDERR))
TEXTS = st.text(max_size=20)
EVENTS = st.lists(st.one_of(st.tuples(STREAMS, TEXTS), st.none()), max_size=12)
"""What is printed, and when the log is flushed (None)."""


class Log:
    """A writer, and what it has appended."""

    def __init__(self) -> None:
        self.data = b""
        self.appended = 0
        self.writer = LogWriter(self._append)

    def _append(self, data: bytes) -> None:
        assert data.endswith(b"\n")
        self.data += data
        self.appended += 1


@given(EVENTS, st.integers(1, 7))
def test_what_was_printed_comes_back_per_stream(
    events: list[tuple[str, str] | None], size: int
) -> None:
    log = Log()
    printed = {STDOUT: "", STDERR: ""}
    for event in events:
        if event is None:
            log.writer.flush(NOW)
            continue
        stream, text = event
        printed[stream] += text
        data = text.encode()
        for begin in range(0, len(data), size):
            log.writer.feed(stream, data[begin : begin + size], NOW)
    log.writer.flush(NOW, last=True)
    assert log.writer.is_empty
    for stream, text in printed.items():
        assert text_of(log.data, stream) == text


@given(st.binary(max_size=60), st.integers(0, 60))
@example(b"\xf0\x9f\xa6", 2)
@example(b"\xff\xfe\x80\x80\x80\x80", 3)
@example("🦊".encode(), 1)
def test_bytes_that_are_no_text_are_replaced_and_lose_no_other(data: bytes, cut: int) -> None:
    log = Log()
    log.writer.feed(STDOUT, data[:cut], NOW)
    log.writer.flush(NOW)
    log.writer.feed(STDOUT, data[cut:], NOW)
    log.writer.flush(NOW, last=True)
    want = data.decode("utf-8", "replace")
    assert text_of(log.data, STDOUT).replace("\ufffd", "") == want.replace("\ufffd", "")


def test_a_character_that_is_cut_is_written_once_it_is_whole() -> None:
    log = Log()
    fox = "🦊".encode()
    for byte in fox[:-1]:
        log.writer.feed(STDOUT, bytes([byte]), NOW)
        log.writer.flush(NOW)
    assert not log.data
    log.writer.feed(STDOUT, fox[-1:] + b"!", NOW)
    log.writer.flush(NOW)
    assert text_of(log.data, STDOUT) == "🦊!"


def test_records_say_when_where_and_whether_a_line_ended() -> None:
    log = Log()
    log.writer.feed(STDOUT, b"one\ntw", NOW)
    log.writer.feed(STDERR, b"err\n", NOW + 1)
    log.writer.flush(NOW + 2)
    log.writer.feed(STDOUT, b"o\n", NOW + 3)
    log.writer.flush(NOW + 4)
    found = [(round(when - NOW), *rest) for when, *rest in parse_log(log.data)]
    assert found == [
        (0, STDOUT, "one", True),
        (1, STDERR, "err", True),
        (2, STDOUT, "tw", False),
        (3, STDOUT, "o", True),
    ]
    assert log.data.startswith(b"2026-11-24T18:50:16.123456Z o one\n")


@pytest.mark.parametrize("line", [b"", b"x" * (LONGEST + 5) + b"\n", b"\r" * 9 + b"\n", b"\0\n"])
def test_any_line_is_one_record(line: bytes) -> None:
    log = Log()
    log.writer.feed(STDOUT, line, NOW)
    log.writer.flush(NOW)
    assert text_of(log.data, STDOUT) == line.decode()
    assert len(parse_log(log.data)) == line.count(b"\n")


def test_a_huge_line_is_handed_over_in_pieces_and_not_held() -> None:
    log = Log()
    for _ in range(40):
        log.writer.feed(STDOUT, b"x" * (1 << 16), NOW)
        log.writer.feed(STDERR, b"progress\n", NOW)
    log.writer.flush(NOW)
    pieces = [text for _, stream, text, _ in parse_log(log.data) if stream == STDOUT]
    assert max(map(len, pieces)) <= 2 * LONGEST
    assert "".join(pieces) == "x" * (40 << 16)


def test_nothing_is_appended_where_nothing_was_printed() -> None:
    log = Log()
    log.writer.flush(NOW)
    log.writer.feed(STDOUT, b"", NOW)
    log.writer.flush(NOW)
    assert log.appended == 0


@pytest.mark.parametrize(
    "torn", [b"2026-11-24T18:50", b"2026-11-24T18:50:16.123456Z", b"garbage", b"\xff\xff", b""]
)
def test_what_is_no_record_is_passed_over(torn: bytes) -> None:
    log = Log()
    log.writer.feed(STDOUT, b"fine\n", NOW)
    log.writer.flush(NOW)
    assert [text for _, _, text, _ in parse_log(log.data + torn)] == ["fine"]
    assert [text for _, _, text, _ in parse_log(torn + b"\n" + log.data)] == ["fine"]


@given(st.integers(0, 253_402_300_799), st.integers(0, 999_999))
def test_times_come_back(seconds: int, micros: int) -> None:
    log = Log()
    log.writer.feed(STDOUT, b"\n", seconds + micros / 1e6)
    log.writer.flush(NOW)
    ((when, *_),) = parse_log(log.data)
    assert abs(when - (seconds + micros / 1e6)) < 1e-4
    stamp = log.data.split(b".")[0].decode()
    assert calendar.timegm(time.strptime(stamp, "%Y-%m-%dT%H:%M:%S")) == int(when + 1e-7)
