"""The rules about files: what stops a flow's source from being read at all."""

from __future__ import annotations

from compiler.diagnostics import Rule

UNREADABLE_FILE = Rule(
    code="FLC100",
    slug="unreadable-file",
    page="""\
The file cannot be opened: it does not exist, is a folder, or may not be read.

A flow is one Python file; every other file it needs is found from there.

    $ flowc check flows
    flows: FLC100 [unreadable-file] `flows` is a folder, not a file

Give the path of the file that holds the flow's class. If the path is right, look at its
permissions, and at links that point nowhere.
""",
)

UNDECODABLE_FILE = Rule(
    code="FLC101",
    slug="undecodable-file",
    page="""\
The file's bytes are no text in the encoding that the file claims.

Python source is UTF-8 unless one of its first two lines names another encoding (PEP 263). Python
itself would refuse such a file when the flow starts, in the middle of a run.

    # the file was saved as Latin-1 and does not say so
    CITY = "Z\\xfcrich"

Save the file as UTF-8, or say what it is in its first line: `# -*- coding: latin-1 -*-`.
""",
)

SYNTAX_ERROR = Rule(
    code="FLC102",
    slug="syntax-error",
    page="""\
The file is not valid Python, so there is no flow to read in it.

flowc reads a flow with the grammar of the Python that runs flowc. A file that uses newer syntax
than that Python knows ends here as well.

    @step
    def start(self)
        self.next(self.end)

The colon after `start(self)` is missing. Python stops at the first error and so does this
finding: mend it and check again.
""",
)

TOO_DEEPLY_NESTED = Rule(
    code="FLC103",
    slug="too-deeply-nested",
    page="""\
The source nests expressions or blocks deeper than Python's own parser can follow.

No person writes such a file; generated ones reach it with one long chain of operators or thousands
of brackets. Python would refuse to import it as well.

    TOTAL = 1 + 1 + 1 + 1  # and some thousands more of these

Build the value in steps, or move it to a data file that the flow reads.
""",
)

BINARY_FILE = Rule(
    code="FLC104",
    slug="binary-file",
    page="""\
The file holds a NUL character, which no Python source may hold.

Most often the file is no Python source at all (a compiled `.pyc`, a pickle), or was saved as
UTF-16 by an editor.

    $ flowc check __pycache__/flow.cpython-311.pyc
    flow.cpython-311.pyc:1:1: FLC104 [binary-file] the file holds a NUL character

Give the path of the source file, or save it as UTF-8.
""",
)

RULES: tuple[Rule, ...] = (
    UNREADABLE_FILE,
    UNDECODABLE_FILE,
    SYNTAX_ERROR,
    TOO_DEEPLY_NESTED,
    BINARY_FILE,
)
