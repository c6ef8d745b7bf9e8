"""What steps are seen to do with artifacts, and where nothing is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.ir.nodes import Access, InputAccess, Merge
from tests.frontend.flows import codes, diagnostic, flow_of, flow_text, read, step_text, steps, task

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.ir.nodes import Task


def start(root: Path, body: str, head: str = "", members: str = "") -> Task:
    return task(read(root, step_text(f"{body}\nself.next(self.end)", head, members)))


def join(root: Path, body: str, head: str = "", members: str = "") -> Task:
    return task(read(root, step_text(body, head, members, inputs=True)))


def shown(accesses: tuple[Access, ...]) -> str:
    """Write accesses down: `x` is certain, `x?` may not happen, `x~` does no harm."""
    return " ".join(
        f"{one.artifact}{'~' if one.optional else '' if one.certain else '?'}" for one in accesses
    )


@pytest.mark.parametrize(
    ("body", "writes"),
    [
        ("self.x = 1", "x"),
        ("self.x, (self.y, *self.z) = f()", "x y z"),
        ("self.x = self.y = 1", "x y"),
        ("self.x: int = 1", "x"),
        ("self.x: int", ""),
        ("with open('f') as self.x:\n    pass", "x"),
        ("for self.x in range(3):\n    pass", "x?"),
        ("if a:\n    self.x = 1", "x?"),
        ("if a:\n    self.x = 1\nelse:\n    self.x = 2", "x"),
        ("if a:\n    self.x = 1\nelif b:\n    self.x = 2", "x?"),
        ("if a:\n    self.x = 1\nelif b:\n    self.x = 2\nelse:\n    raise E", "x"),
        ("try:\n    self.x = 1\nexcept E:\n    self.x = 2", "x"),
        ("try:\n    self.x = 1\nexcept E:\n    pass", "x?"),
        ("try:\n    pass\nfinally:\n    self.x = 1", "x"),
        ("for i in a:\n    self.x = 1", "x?"),
        ("while True:\n    self.x = 1\n    break", "x?"),
        ("match a:\n    case 1:\n        self.x = 1\n    case _:\n        self.x = 2", "x"),
        ("match a:\n    case 1:\n        self.x = 1", "x?"),
        ("with suppress(E):\n    self.x = 1", "x?"),
        ("with lock:\n    self.x = 1", "x"),
        ("if a:\n    self.next(self.end)\n    return\nself.x = 1", "x?"),
        ("if a:\n    raise E\nself.x = 1", "x"),
        ("def f():\n    self.x = 1\nf()", "x?"),
        ("setattr(self, 'x', 1)", "x"),
        ("setattr(self, NAME, 1)", "rows"),
        ("me = self\nme.x = 1", "x"),
        ("self.x = 1\ndel self.x", ""),
        ("assert (n := 1)\nself.x = n", "x"),
    ],
)
def test_assignments_are_found(tmp_path: Path, body: str, writes: str) -> None:
    found = start(tmp_path, body, "NAME = 'rows'")
    assert shown(found.writes) == writes
    assert not found.opaque


@pytest.mark.parametrize(
    ("body", "reads"),
    [
        ("print(self.x)", "x"),
        ("self.x += 1", "x"),
        ("self.x.append(1)\nself.y[0] = 1\nself.z.a = 1", "x y z"),
        ("del self.x[0]", "x"),
        ("print(f'{self.x:{self.y}}')", "x y"),
        ("self.x = 1\nprint(self.x)", ""),
        ("if a:\n    self.x = 1\nprint(self.x)", "x~"),
        ("if a:\n    print(self.x)", "x?"),
        ("if self.x:\n    pass\nelif self.y:\n    pass", "x y?"),
        ("a and self.x", "x?"),
        ("self.x and a", "x"),
        ("self.x if a else self.y", "x? y?"),
        ("[self.x for _ in self.y]", "y x?"),
        ("f = lambda: self.x", "x?"),
        ("f = lambda: self.x\nself.x = 1\nf()", "x~"),
        ("def f():\n    return self.x\nf()", "x?"),
        ("for i in a:\n    if i:\n        print(self.x)\n    self.x = i", "x~"),
        ("try:\n    print(self.x)\nexcept AttributeError:\n    pass", "x~"),
        ("try:\n    print(self.x)\nexcept OSError:\n    pass", "x?"),
        ("print(getattr(self, 'x'))", "x"),
        ("print(getattr(self, 'x', None))", "x~"),
        ("if hasattr(self, 'x'):\n    print(self.x)", "x~"),
        ("if a:\n    self.next(self.end)\n    return\nprint(self.x)", "x?"),
        ("print(self.input, self.index, self.foreach_stack(), self._datastore)", ""),
        ("print(self.__class__, self.LIMIT, self.alpha)", ""),
        ("self.LIMIT += 1", "LIMIT"),
        ("self.model(1)", "model"),
    ],
)
def test_reads_are_found(tmp_path: Path, body: str, reads: str) -> None:
    members = "LIMIT = 3\nalpha = Parameter('alpha', default=1)"
    found = start(tmp_path, body, "from metaflow import Parameter", members)
    assert shown(found.reads) == reads


def test_deletes_are_found(tmp_path: Path) -> None:
    assert shown(start(tmp_path, "del self.x").deletes) == "x"
    assert shown(start(tmp_path, "if a:\n    del self.x").deletes) == "x?"
    assert shown(start(tmp_path, "delattr(self, 'x')").deletes) == "x"


HELPERS = """
def load(self):
    self.x = self.source
    if self.x:
        self.y = 1

@property
def size(self):
    return len(self.rows)

def again(self):
    self.again()
    self.load()

@staticmethod
def plain(value):
    return value

def best(self, inputs):
    self.top = max(inputs, key=lambda i: i.score).score
"""


@pytest.mark.parametrize(
    ("body", "reads", "writes"),
    [
        ("self.load()", "source", "x y?"),
        ("if a:\n    self.load()", "source?", "x? y?"),
        ("self.load()\nprint(self.x)", "source", "x y?"),
        ("self.source = 1\nself.load()", "", "source x y?"),
        ("self.again()", "source", "x y?"),
        ("print(self.size)", "rows", ""),
        ("call(self.load)", "source?", "x? y?"),
        ("self.plain(self.x)", "x", ""),
        ("F.load(self)", "source", "x y?"),
    ],
)
def test_helpers_are_followed(tmp_path: Path, body: str, reads: str, writes: str) -> None:
    found = start(tmp_path, body, members=HELPERS)
    assert (shown(found.reads), shown(found.writes)) == (reads, writes)
    assert not found.opaque


def test_functions_that_are_given_the_flow_are_followed(tmp_path: Path) -> None:
    text = step_text("prepare(1, flow=self)", "from tools import prepare")
    tools = "def prepare(n, flow):\n    flow.x = flow.y + n\n"
    found = task(read(tmp_path, text, tools=tools))
    assert (shown(found.reads), shown(found.writes), found.opaque) == ("y", "x", False)
    assert [one.span.path for one in found.reads] == ["tools.py"]


def test_functions_that_a_step_imports_itself_are_followed(tmp_path: Path) -> None:
    text = step_text("from tools import prepare\nprepare(self)\nself.next(self.end)")
    found = task(read(tmp_path, text, tools="def prepare(flow):\n    flow.x = 1\n"))
    assert (shown(found.writes), found.opaque) == ("x", False)


def test_super_is_the_next_class_of_the_lineage(tmp_path: Path) -> None:
    text = """
from metaflow import FlowSpec, step

class Base(FlowSpec):
    def load(self):
        self.x = 1

class F(Base):
    def load(self):
        super().load()
        self.y = 1

    @step
    def start(self):
        self.load()
        self.next(self.end)

    @step
    def end(self): pass
"""
    assert shown(task(read(tmp_path, text)).writes) == "x y"


@pytest.mark.parametrize(
    "body",
    [
        "unknown(self)",
        "things.append(self)",
        "self.me = self",
        "x = [self]",
        "setattr(self, compute(), 1)",
        "getattr(self, compute())",
        "vars(self)['x'] = 1",
        "self.__dict__.update(a=1)",
        "exec('self.x = 1')",
        "for name in names:\n    setattr(self, name, 1)",
        "def f():\n    return self\nf()",
    ],
)
def test_a_step_is_opaque_where_the_flow_escapes(tmp_path: Path, body: str) -> None:
    assert start(tmp_path, body).opaque


@pytest.mark.parametrize(
    "body",
    [
        "print(self)",
        "f'{self}'",
        "with S3(run=self) as s3:\n    s3.put('a', self.x)",
        "isinstance(self, FlowSpec)",
        "super().__init__()",
        "assert self is not None",
    ],
)
def test_looking_at_the_flow_lets_nothing_out(tmp_path: Path, body: str) -> None:
    assert not start(tmp_path, body, "from metaflow import S3").opaque


def test_nothing_is_claimed_of_reads_after_an_escape(tmp_path: Path) -> None:
    assert shown(start(tmp_path, "unknown(self)\nprint(self.x)").reads) == "x~"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.x = [i.x for i in inputs]", "x"),
        ("self.x = inputs[0].x", "x"),
        ("self.x = inputs.left.x", "left.x"),
        ("for i in inputs:\n    self.x = i.x", "x"),
        ("for n, i in enumerate(inputs):\n    self.x = i.x", "x"),
        ("for a, b in zip(names, inputs):\n    self.x = b.x", "x"),
        ("first = inputs[0]\nself.x = first.x", "x"),
        ("self.x = max(inputs, key=lambda i: i.score).x", "score x"),
        ("self.x = sorted(inputs, key=lambda i: i.score)[0].x", "score x"),
        ("good = [i for i in inputs if i.ok]\nself.x = good[0].x", "ok x"),
        ("self.x = list(map(lambda i: i.x, inputs))", "x"),
        ("def f(i):\n    return i.x\nself.x = list(map(f, inputs))", "x"),
        ("def f(i):\n    return i.x\nself.x = f(inputs[0])", "x"),
        ("self.x = sorted(inputs, key=score_of)[0].x", "score x"),
        ("self.x = getattr(inputs[0], 'x', None)", "x~"),
        ("if hasattr(inputs[0], 'x'):\n    pass", "x~"),
        ("try:\n    self.x = inputs[0].x\nexcept AttributeError:\n    pass", "x~"),
        ("self.x = [j.x for i in inputs for j in rows]", ""),
        ("self.x = inputs[0].model.predict()", "model"),
        ("self.best(inputs)", "score"),
        ("self.best(inputs[1:])", "score"),
        ("inputs[0].alpha", ""),
    ],
)
def test_reads_of_inputs_are_found(tmp_path: Path, body: str, expected: str) -> None:
    members = HELPERS + "\nalpha = Parameter('alpha')"
    head = "from metaflow import Parameter\ndef score_of(i):\n    return i.score\n"
    found = join(tmp_path, body, head, members)
    assert sorted(map(_input, found.input_reads)) == sorted(expected.split())
    assert not found.opaque


def _input(read: InputAccess) -> str:
    return f"{read.step + '.' if read.step else ''}{read.artifact}{'~' if read.optional else ''}"


@pytest.mark.parametrize(
    "body", ["combine(inputs)", "self.best = inputs[0]", "x = [i for i in inputs]\nuse(x)"]
)
def test_a_join_is_opaque_where_its_inputs_escape(tmp_path: Path, body: str) -> None:
    assert join(tmp_path, body).opaque


@pytest.mark.parametrize("body", ["len(inputs)", "print(*inputs)", "if inputs:\n    pass", "pass"])
def test_looking_at_inputs_lets_nothing_out(tmp_path: Path, body: str) -> None:
    assert not join(tmp_path, body).opaque


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.merge_artifacts(inputs)", Merge()),
        ("self.merge_artifacts(inputs, exclude=['x'])", Merge(exclude=("x",))),
        ("self.merge_artifacts(inputs, ['x'])", Merge(exclude=("x",))),
        ("self.merge_artifacts(inputs, include=KEPT)", Merge(include=("a", "b"))),
        ("self.merge_artifacts(inputs, include=compute())", Merge(known=False)),
        ("if a:\n    self.merge_artifacts(inputs)", Merge(known=False)),
        ("super().merge_artifacts(inputs)", Merge()),
    ],
)
def test_merges_are_read(tmp_path: Path, body: str, expected: Merge) -> None:
    found = join(tmp_path, body, "KEPT = ['a', 'b']")
    assert (found.merge, found.opaque) == (expected, False)


@pytest.mark.parametrize(
    ("transition", "reads"),
    [
        ("self.next(self.end, foreach='xs')", "xs"),
        ("self.next({'a': self.a, 'b': self.b}, condition='xs')", "xs"),
        ("self.next(self.end, num_parallel=self.xs)", "xs"),
    ],
)
def test_what_a_transition_asks_for_is_read(tmp_path: Path, transition: str, reads: str) -> None:
    found = steps(tmp_path, step_text(f"self.xs = 1\n{transition}")).steps[0]
    assert shown(found.task.reads) == reads


def test_an_assignment_in_a_comprehension_is_refused(tmp_path: Path) -> None:
    reading = read(tmp_path, step_text("[0 for self.x in a]\nself.next(self.end)"))
    assert diagnostic(reading, "FLC147").span.column == 16


def test_self_assigned_another_value_is_a_warning(tmp_path: Path) -> None:
    assert "FLC148" in codes(read(tmp_path, step_text("self = 1\nself.next(self.end)")))


def test_a_generator_is_no_step(tmp_path: Path) -> None:
    assert "FLC133" in codes(read(tmp_path, step_text("yield 1\nself.next(self.end)")))
    inner = "def rows():\n    yield 1\nself.next(self.end)"
    assert codes(read(tmp_path, step_text(inner))) == []


def test_what_init_assigns_is_a_member(tmp_path: Path) -> None:
    body = """
        def __init__(self):
            self.client = 1

        @step
        def start(self):
            self.next(self.end)

        @step
        def end(self): pass
        """
    assert "client" in flow_of(read(tmp_path, flow_text(body))).members


def test_a_long_chain_of_helpers_is_followed_or_given_up(tmp_path: Path) -> None:
    helpers = "\n".join(f"def h{i}(self):\n    self.h{i + 1}()" for i in range(300))
    found = start(tmp_path, "self.h0()", members=f"{helpers}\ndef h300(self):\n    self.x = 1\n")
    assert found.opaque


@pytest.mark.parametrize(
    "body",
    [
        "self.x = " + " + ".join(["self.y"] * 2000),
        "if a:\n    pass\n" + "elif self.y:\n    self.x = 1\n" * 800,
        "self.x = self.y" + ".z" * 800,
        "self.x = " + "(lambda: " * 60 + "self.y" + ")" * 60,
    ],
)
def test_long_and_deep_code_is_walked(tmp_path: Path, body: str) -> None:
    found = start(tmp_path, body)
    assert "x" in shown(found.writes)
