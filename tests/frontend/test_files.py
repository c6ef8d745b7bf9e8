from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import files
from compiler.frontends.python import rules_reading as rules
from compiler.source import Source, Span, source_of

if TYPE_CHECKING:
    import ast
    from pathlib import Path

FLOW = """\
from metaflow import FlowSpec, step

class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.rows = [f"{x!r}" for x in range(3)]
        self.next(self.end)
"""


def text_of(data: bytes) -> str:
    source = files.decode(data, "flow.py")
    assert isinstance(source, Source), source
    return source.text


def refusal(found: object) -> Diagnostic:
    assert isinstance(found, Diagnostic)
    return found


def parsed(text: str) -> ast.Module | Diagnostic:
    return files.parse(source_of("flow.py", text))


def test_a_missing_file_is_a_diagnostic(tmp_path: Path) -> None:
    found = refusal(files.read_bytes(tmp_path / "flow.py", "flow.py"))
    assert (found.rule, found.message) == (rules.UNREADABLE_FILE, "`flow.py` does not exist")


def test_a_folder_is_a_diagnostic(tmp_path: Path) -> None:
    found = refusal(files.read_bytes(tmp_path, "flows"))
    assert found.message == "`flows` is a folder, not a file"
    assert "flows/flow.py" in found.help


def test_a_path_that_no_system_has_is_a_diagnostic(tmp_path: Path) -> None:
    assert refusal(files.read_bytes(tmp_path / "a\0b.py", "a.py")).rule is rules.UNREADABLE_FILE
    assert refusal(files.read_bytes(tmp_path / ("a" * 5000), "a.py")).rule is rules.UNREADABLE_FILE


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"x = 1\r\ny = 2\r", "x = 1\ny = 2\n"),
        ("# coding: latin-1\nx = 'ü'\n".encode("latin-1"), "# coding: latin-1\nx = 'ü'\n"),
        (
            "# -*- coding: cp1252 -*-\nx = '€'\n".encode("cp1252"),
            "# -*- coding: cp1252 -*-\nx = '€'\n",
        ),
        (b"if x:\n\ty = 1\n", "if x:\n\ty = 1\n"),
    ],
)
def test_text_is_decoded_as_python_would(data: bytes, text: str) -> None:
    assert text_of(data) == text


def test_bytes_that_are_no_utf_8_are_shown_in_their_place() -> None:
    found = refusal(files.decode(b"x = 1\ny = '\xfc'\n", "flow.py"))
    assert found.rule is rules.UNDECODABLE_FILE
    assert found.message == "byte 0xfc is no utf-8 text"
    assert found.span == Span(path="flow.py", line=2, column=6, end_line=2, end_column=7)


@pytest.mark.parametrize("name", ["nonsense", "rot13", "undefined", "hex"])
def test_an_encoding_that_is_none_is_a_diagnostic(name: str) -> None:
    found = refusal(files.decode(f"# coding: {name}\nx = 1\n".encode(), "flow.py"))
    assert found.rule is rules.UNDECODABLE_FILE


def test_a_syntax_error_is_shown_where_python_sees_it() -> None:
    found = refusal(parsed("x = 1\ndef start(self)\n    pass\n"))
    assert found.rule is rules.SYNTAX_ERROR
    assert found.message == "not valid Python: expected ':'"
    assert (found.span.line, found.span.column) == (2, 16)


@pytest.mark.parametrize("text", ["x = (", "'''", "f'{'", "def", "\t\n x", "x = 1 +\n", "if x:"])
def test_a_syntax_error_lies_within_the_file(text: str) -> None:
    span = refusal(parsed(text)).span
    lines = text.split("\n")
    assert 1 <= span.line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert span.end_column > span.column


def test_a_nul_character_is_shown_in_its_place() -> None:
    found = refusal(parsed("x = 1\ny = '\0'\n"))
    assert (found.rule, found.span.line, found.span.column) == (rules.BINARY_FILE, 2, 6)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "-" * 50_000 + "1",
        "x = " + "(" * 150 + "1" + ")" * 150,
        "x = 1" + " + 1" * 50_000,
        "x = a" + ".b" * 50_000,
        "x = " + "[" * 5_000 + "]" * 5_000,
        "x = " + "f(" * 5_000 + ")" * 5_000,
        "x = " + "not " * 50_000 + "y",
        "x = " + "9" * 50_000,
        "".join(" " * depth + "if x:\n" for depth in range(150)) + " " * 150 + "pass\n",
    ],
    ids=range(9),
)
def test_deep_nesting_never_raises(text: str) -> None:
    found = parsed(text)
    if isinstance(found, Diagnostic):
        assert found.rule in (rules.TOO_DEEPLY_NESTED, rules.SYNTAX_ERROR)


def test_a_doubtful_escape_says_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not isinstance(parsed(r"x = '\d' is 3"), Diagnostic)


def test_a_file_of_100_000_lines_is_read() -> None:
    tree = parsed("x = 1\n" * 100_000)
    assert not isinstance(tree, Diagnostic)
    assert len(tree.body) == 100_000


@given(st.binary(max_size=200))
@example(b"#coding:utf-7\n+2AA-")
@example(b"\xff\xfex\0")
@example(b"#coding: utf-8\n#coding: latin-1\n\xff")
def test_no_bytes_raise(data: bytes) -> None:
    source = files.decode(data, "flow.py")
    if isinstance(source, Source):
        files.parse(source)


@given(st.data())
def test_no_mutation_of_a_flow_raises(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FLOW)))
    end = data.draw(st.integers(start, min(len(FLOW), start + 20)))
    middle = data.draw(st.text(max_size=8))
    found = parsed(FLOW[:start] + middle + FLOW[end:])
    if isinstance(found, Diagnostic):
        assert found.span.line >= 1
        assert found.help


def test_utf_16_is_named_as_what_it_is() -> None:
    found = refusal(files.decode(FLOW.encode("utf-16"), "flow.py"))
    assert found.rule is rules.UNDECODABLE_FILE
    assert "UTF-16" in found.help
