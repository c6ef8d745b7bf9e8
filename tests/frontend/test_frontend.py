"""A file in, flows out: what the frontend puts together."""

from __future__ import annotations

import string
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.frontends.base import DecoratorSpec, ReadOptions
from compiler.frontends.python.frontend import FRONTEND
from compiler.frontends.python.rules import RULES
from compiler.ir.nodes import Arm, Choice, Flow, Map, Origin, Parallel, Task
from compiler.ir.settings import Literal, Parameter, ParameterType, Project
from compiler.ir.walk import tasks
from tests.frontend.flows import codes, flow_of, flow_text, only, read

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parent.parent.parent / "golden"


def test_a_flow_is_put_together(tmp_path: Path) -> None:
    text = '''
"""Not the flow's docstring."""
from metaflow import FlowSpec, Parameter, step

class PetsFlow(FlowSpec):
    """Count the pets.

    Of one shelter.
    """

    limit = Parameter("row-limit", default=3, help="how many")

    @step
    def start(self):
        """Read the rows.

        All of them.
        """
        self.rows = list(range(self.limit))
        self.next(self.end)

    @step
    def end(self):
        print(self.rows)

if __name__ == "__main__":
    PetsFlow()
'''
    flow = flow_of(read(tmp_path, text))
    start, end = tasks(flow.body)
    assert flow == Flow(
        name="PetsFlow",
        doc="Count the pets.\n\nOf one shelter.",
        body=(
            replace(start, name="start", entrypoint="start", doc="Read the rows."),
            replace(end, name="end", doc=""),
        ),
        origin=Origin(
            path="flow.py",
            entrypoint="PetsFlow",
            digest=flow.origin.digest,
            files=("flow.py",),
        ),
        parameters=(
            Parameter(
                name="row-limit",
                attribute="limit",
                type=ParameterType.INT,
                default=Literal("3"),
                help="how many",
            ),
        ),
        members=("end", "start"),
    )
    assert (start.span.line, end.span.line) == (14, 23)
    assert len(flow.origin.digest) == 64


def test_blocks_come_out_of_transitions(tmp_path: Path) -> None:
    body = """
    @step
    def start(self):
        self.next(self.left, self.right)
    @step
    def left(self):
        self.xs = [1]
        self.next(self.item, foreach="xs")
    @step
    def item(self):
        self.next(self.collect)
    @step
    def collect(self, inputs):
        self.next(self.join)
    @step
    def right(self):
        self.way = "a"
        self.next({"a": self.a, "b": self.join}, condition="way")
    @step
    def a(self):
        self.next(self.join)
    @step
    def join(self, inputs):
        self.next(self.end)
    @step
    def end(self):
        pass
    """
    flow = flow_of(read(tmp_path, flow_text(body)))
    by_name = {task.name: task for task in tasks(flow.body)}
    inner = Map(over="xs", body=(by_name["item"],), join=by_name["collect"])
    arms = (Arm(keys=("a",), body=(by_name["a"],)), Arm(keys=("b",), body=()))
    assert flow.body == (
        by_name["start"],
        Parallel(
            arms=(
                (by_name["left"], inner),
                (by_name["right"], Choice(on="way", arms=arms)),
            ),
            join=by_name["join"],
        ),
        by_name["end"],
    )


@pytest.mark.parametrize(
    "declaration",
    [
        "@step(start=True)\ndef begin(self):",
        "@step(start=True, node_info={'a': 1})\ndef begin(self):",
    ],
)
def test_start_and_end_may_have_other_names(tmp_path: Path, declaration: str) -> None:
    body = f"{declaration}\n    self.next(self.last)\n@step(end=True)\ndef last(self): pass\n"
    flow = flow_of(read(tmp_path, flow_text(body)))
    assert [task.name for task in tasks(flow.body)] == ["begin", "last"]


def test_a_step_that_is_alone_is_start_and_end(tmp_path: Path) -> None:
    reading = read(tmp_path, flow_text("@step\ndef only(self): self.x = 1\n"))
    assert codes(reading) == []
    assert [task.name for task in flow_of(reading).body if isinstance(task, Task)] == ["only"]


def test_several_starts_are_refused(tmp_path: Path) -> None:
    body = "@step(start=True)\ndef a(self): self.next(self.b)\n@step(start=True)\n"
    assert "FLC134" in codes(read(tmp_path, flow_text(body + "def b(self): pass\n")))


@pytest.mark.parametrize(
    "declaration",
    [
        "async def start(self):",
        "def start():",
        "def start(self, rows, more):",
        "@staticmethod\ndef start(self):",
    ],
)
def test_a_step_that_cannot_be_called_is_refused(tmp_path: Path, declaration: str) -> None:
    assert "FLC133" in codes(read(tmp_path, flow_text(f"@step\n{declaration}\n    pass\n")))


def test_a_draft_has_all_steps_when_the_graph_is_wrong(tmp_path: Path) -> None:
    body = "@step\ndef start(self): self.next(self.gone)\n@step\ndef end(self): pass\n"
    found = only(read(tmp_path, flow_text(body)))
    assert found.flow is None
    assert found.draft is not None
    assert [task.name for task in tasks(found.draft.body)] == ["start", "end"]


def test_branch_and_production_come_from_the_options(tmp_path: Path) -> None:
    text = (
        "from metaflow import FlowSpec, step, project\n@project(name='zoo')\nclass F(FlowSpec):\n"
        "    @step\n    def start(self): self.next(self.end)\n    @step\n    def end(self): pass\n"
    )
    options = ReadOptions(root=tmp_path, branch="try", production=True)
    expected = Project(name="zoo", branch="try", production=True)
    assert flow_of(read(tmp_path, text, options)).project == expected


def test_a_config_may_be_named_like_a_decorator(tmp_path: Path) -> None:
    text = (
        "from metaflow import FlowSpec, step, project, Config\n@project(name='zoo')\n"
        "class F(FlowSpec):\n    project = Config('project', default_value={})\n"
        "    @step\n    def start(self): self.next(self.end)\n    @step\n    def end(self): pass\n"
    )
    assert flow_of(read(tmp_path, text)).project == Project(name="zoo")


@pytest.mark.parametrize("text", ["def f(:", "\0", "", "x = 1", "class F(G): pass"])
def test_a_file_without_flows_is_a_reading_all_the_same(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).flows == ()


def test_the_same_file_gives_the_same_flow(tmp_path: Path) -> None:
    text = (GOLDEN / "flows" / "everything" / "flow.py").read_text()
    first, second = read(tmp_path / "a", text), read(tmp_path / "b", text)
    assert first.flows == second.flows


def _flows() -> Iterator[Path]:
    yield from sorted(path for path in GOLDEN.glob("*/*/flow.py") if path.is_file())


SOURCES = [path.read_bytes().decode(errors="replace") for path in _flows()]
LINES = sorted({line for text in SOURCES for line in text.splitlines()})


@given(st.data())
def test_mutated_flows_are_read_without_a_traceback(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(SOURCES)).splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines)))
        insert = data.draw(st.sampled_from(LINES) | st.text(string.printable, max_size=20))
        lines[place : place + data.draw(st.integers(0, 2))] = [insert]
    _read_text("\n".join(lines))


def _read_text(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flow.py"
        path.write_text(text, encoding="utf-8")
        reading = FRONTEND.read(path, ReadOptions(root=Path(folder)))
    assert all(one.flow or one.draft for one in reading.flows)


def test_every_rule_has_its_own_code_and_a_page() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.slug for rule in RULES}) == len(RULES)
    assert all(len(rule.page.splitlines()) > 5 for rule in RULES)


def test_a_mistake_in_an_added_decorator_says_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "flow.py"
    path.write_text(
        "from metaflow import FlowSpec, step\n\n\nclass F(FlowSpec):\n"
        "    @step\n    def start(self):\n        self.next(self.end)\n\n"
        "    @step\n    def end(self):\n        pass\n"
    )
    added = (DecoratorSpec(name="retry", arguments=(("tims", "3"),)),)
    reading = FRONTEND.read(path, ReadOptions(root=tmp_path, with_decorators=added))
    messages = {found.message for found in reading.flows[0].diagnostics}
    assert messages == {
        "`@retry` has no argument `tims`, in a decorator that `--with` or the configuration adds"
    }


def test_a_value_of_a_module_that_is_not_there_says_so(tmp_path: Path) -> None:
    path = tmp_path / "flow.py"
    path.write_text(
        "from metaflow import FlowSpec, kubernetes, step\nfrom our_constants import IMAGE\n\n\n"
        "class F(FlowSpec):\n    @kubernetes(image=IMAGE)\n"
        "    @step\n    def start(self):\n        self.next(self.end)\n\n"
        "    @step\n    def end(self):\n        pass\n"
    )
    (found,) = FRONTEND.read(path, ReadOptions(root=tmp_path)).flows[0].diagnostics
    assert found.message.endswith("is not known: the module `our_constants` was not found")
    assert found.help.startswith("put `our_constants` beside the flow")
