"""Whatever the file holds, flowc answers with findings or a result, never with a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from compiler.cli.main import main

FLOWS = sorted((Path(__file__).parent.parent / "golden").glob("*/*/flow.py"))
TEXTS = [text for path in FLOWS if path.is_file() and len(text := path.read_bytes()) < 20_000]
WORDS = [
    *(
        b"self.next(self.end)",
        b"self.next(",
        b"foreach='x'",
        b"condition='x'",
        b"{",
        b"}",
        b"(",
        b")",
    ),
    *(
        b"@step",
        b"@retry",
        b"@kubernetes(",
        b"**x",
        b"*x",
        b"lambda: 0",
        b"def start(self):",
        b"\t",
    ),
    *(
        b"class X(FlowSpec):",
        b"inputs",
        b"self.x = ",
        b"del self.x",
        b"None",
        b"\xff",
        b"\x00",
        b"\r",
    ),
    *(
        b"yield",
        b"await x",
        b"async ",
        b"match self.x:",
        b"'''",
        b"f'{x!r:>{y}}'",
        b"\\",
        b"# flowc: ignore[",
    ),
]


def report(data: bytes) -> int:
    """Return the exit status of checking and compiling a file that holds `data`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flow.py"
        path.write_bytes(data)
        return main(["compile", str(path), "--target", "argo", "--stdout"])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a golden's source with pieces cut, repeated, moved or put in."""
    data = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 60)))
        put = draw(st.sampled_from([b"", data[start:stop] * 2, *WORDS]) | st.binary(max_size=5))
        data = data[:start] + put + data[stop:]
    return data


@st.composite
def reordered(draw: st.DrawFn) -> bytes:
    """Return a golden's source with some of its lines dropped, repeated or exchanged."""
    lines = draw(st.sampled_from(TEXTS)).splitlines(keepends=True)
    picks = draw(st.lists(st.integers(0, len(lines) - 1), max_size=4))
    for i in picks:
        j = draw(st.integers(0, len(lines) - 1))
        lines[i % len(lines)], lines[j % len(lines)] = lines[j % len(lines)], lines[i % len(lines)]
    return b"".join(lines)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_random_bytes_give_findings_or_nothing(data: bytes) -> None:
    assert report(data) in (0, 1, 2)


@given(mutated())
def test_mutated_flows_give_findings_or_files(data: bytes) -> None:
    assert report(data) in (0, 1, 2)


@given(reordered())
def test_reordered_flows_give_findings_or_files(data: bytes) -> None:
    assert report(data) in (0, 1, 2)
