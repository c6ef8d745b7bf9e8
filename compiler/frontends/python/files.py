"""Reads one source file: bytes to text to a syntax tree, or the diagnostic that says why not.

Whatever the file holds, the answer is a value: Python's own parser may raise five kinds of
exception and print warnings, and none of these leaves this module.
"""

from __future__ import annotations

import ast
import gc
import io
import tokenize
import warnings
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import rules_reading as rules
from compiler.source import Source, Span, source_of

if TYPE_CHECKING:
    from pathlib import Path

_ADVICE = {
    "expected ':'": "end the line with a colon",
    "invalid syntax. Perhaps you forgot a comma?": "put a comma between the two values",
    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?": "compare with `==`",
}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ADVICE_ON_UTF16 = "the file looks like UTF-16, which Python cannot run: save it as UTF-8"
_ADVICE_ON_ENCODING = (
    "save the file as UTF-8, or name its encoding in the first line: `# -*- coding: latin-1 -*-`"
)


def read_bytes(path: Path, shown: str) -> bytes | Diagnostic:
    """Return the content of the file at `path`, or what stops it from being read.

    Findings and spans name it `shown`.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _unreadable(shown, "does not exist", "give the path of the flow's Python file")
    except IsADirectoryError:
        return _unreadable(shown, "is a folder, not a file", f"name a file: `{shown}/flow.py`")
    except PermissionError:
        return _unreadable(shown, "may not be read", f"allow it: `chmod u+r {shown}`")
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        return _unreadable(shown, f"cannot be read: {reason[:1].lower()}{reason[1:]}", "")


def decode(data: bytes, shown: str) -> Source | Diagnostic:
    """Return `data` as source text: PEP 263 cookies honoured, no BOM, every line end `\\n`."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return _undecodable(data, shown, error)
    except (SyntaxError, UnicodeError, LookupError) as error:
        return _unknown_encoding(data, shown, error)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return source_of(shown, text)


def parse(source: Source) -> ast.Module | Diagnostic:
    """Return the syntax tree of `source`, or why Python cannot read it."""
    if "\0" in source.text:
        return _binary(source)
    try:
        with warnings.catch_warnings():
            # An invalid escape is the author's business; with warnings as errors it would raise.
            warnings.simplefilter("ignore")
            return _tree(source.text)
    except SyntaxError as error:
        return _syntax_error(source, error)
    except (RecursionError, MemoryError):
        return _too_deep(source)
    except (ValueError, OverflowError) as error:
        return _undecodable_text(source, error)


def _tree(text: str) -> ast.Module:
    """Parse `text` without the garbage collector, which would walk the growing tree in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        if was_enabled:
            gc.enable()


def _unreadable(shown: str, problem: str, advice: str) -> Diagnostic:
    return Diagnostic(
        rule=rules.UNREADABLE_FILE,
        message=f"`{shown}` {problem}",
        span=Span(path=shown),
        help=advice,
    )


def _undecodable(data: bytes, shown: str, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before) - (before.rfind(b"\n") + 1) + 1
    return Diagnostic(
        rule=rules.UNDECODABLE_FILE,
        message=f"byte 0x{data[error.start]:02x} is no {error.encoding} text",
        span=_point(shown, line, column),
        help=_ADVICE_ON_UTF16 if data.startswith(_UTF16_MARKS) else _ADVICE_ON_ENCODING,
    )


def _unknown_encoding(data: bytes, shown: str, error: Exception) -> Diagnostic:
    """Say what is wrong with the cookie; `detect_encoding` also refuses bad UTF-8 this way."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as bad:
        if "encoding problem" not in str(error) and "unknown encoding" not in str(error):
            return _undecodable(data, shown, bad)
    return Diagnostic(
        rule=rules.UNDECODABLE_FILE,
        message="the encoding that the file's first lines name is not one Python can read",
        span=_point(shown, 1, 1),
        help="save the file as UTF-8 and remove the `coding:` comment",
    )


def _binary(source: Source) -> Diagnostic:
    before = source.text[: source.text.index("\0")]
    line = before.count("\n") + 1
    return Diagnostic(
        rule=rules.BINARY_FILE,
        message="the file holds a NUL character",
        span=_point(source.path, line, len(before) - before.rfind("\n")),
        help="give the path of Python source saved as UTF-8",
    )


def _syntax_error(source: Source, error: SyntaxError) -> Diagnostic:
    message = error.msg or "invalid syntax"
    return Diagnostic(
        rule=rules.SYNTAX_ERROR,
        message=f"not valid Python: {message[:1].lower()}{message[1:]}",
        span=_error_span(source, error),
        help=_advice(message, source.line(error.lineno or 1)),
    )


def _advice(message: str, line: str) -> str:
    if line.startswith(("%", "!")):
        return "a notebook's command is no Python: remove the line, or check the file it writes"
    return _ADVICE.get(message, "mend the line so that `python -m py_compile` accepts the file")


def _error_span(source: Source, error: SyntaxError) -> Span:
    """Return where Python saw the error, held inside the file: its offsets may lie past the end."""
    line = min(max(error.lineno or 1, 1), len(source.lines))
    width = len(source.line(line))
    column = min(max(error.offset or 1, 1), width + 1)
    end = error.end_offset or 0
    if error.end_lineno != line or end <= column:
        end = column + 1
    return Span(path=source.path, line=line, column=column, end_line=line, end_column=end)


def _too_deep(source: Source) -> Diagnostic:
    return Diagnostic(
        rule=rules.TOO_DEEPLY_NESTED,
        message="the file nests expressions or blocks deeper than Python can parse",
        span=_point(source.path, 1, 1),
        help="build the value in several statements, or keep it in a data file",
    )


def _undecodable_text(source: Source, error: Exception) -> Diagnostic:
    return Diagnostic(
        rule=rules.UNDECODABLE_FILE,
        message=f"the file holds text that Python cannot read: {error}",
        span=_point(source.path, 1, 1),
        help="save the file as UTF-8",
    )


def _point(path: str, line: int, column: int) -> Span:
    return Span(path=path, line=line, column=column, end_line=line, end_column=column + 1)
