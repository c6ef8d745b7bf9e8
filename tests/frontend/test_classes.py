"""Which flows a file has, what they inherit, and what their classes declare."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.classes import Classes
from compiler.ir.settings import Literal
from compiler.ir.walk import tasks
from tests.frontend.flows import codes, diagnostic, flow_of, flow_text, read, task
from tests.frontend.sources import Sources

STEPS = """
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def names(root: Path, text: str) -> list[str]:
    return [flow.name for flow in read(root, text).flows]


@pytest.mark.parametrize(
    "text",
    [
        "from metaflow import FlowSpec, step\nclass F(FlowSpec):" + STEPS,
        "import metaflow\nfrom metaflow import step\nclass F(metaflow.FlowSpec):" + STEPS,
        "from flowc import FlowSpec as Base, step\nclass F(Base):" + STEPS,
        "from metaflow import FlowSpec, step\nif True:\n    class F(FlowSpec):"
        + STEPS.replace("\n", "\n    "),
        "from metaflow import FlowSpec, step\ndef make():\n    class F(FlowSpec):"
        + STEPS.replace("\n", "\n    "),
        "try:\n    from metaflow import FlowSpec, step\nexcept ImportError:\n"
        "    class FlowSpec: pass\n    def step(f): return f\nclass F(FlowSpec):" + STEPS,
        "from metaflow import *\nclass F(FlowSpec):" + STEPS,
    ],
)
def test_a_flow_is_found_wherever_its_class_stands(tmp_path: Path, text: str) -> None:
    assert names(tmp_path, text) == ["F"]
    assert codes(read(tmp_path, text)) == []


@pytest.mark.parametrize(
    "text",
    ["", "x = 1", "class F: pass", "from metaflow import FlowSpec\nclass F(FlowSpec):\n    x = 1"],
)
def test_a_file_without_steps_has_no_flows(tmp_path: Path, text: str) -> None:
    assert names(tmp_path, text) == []


def test_all_flows_of_a_file_are_read_in_its_order(tmp_path: Path) -> None:
    head = "from metaflow import FlowSpec, step\n"
    text = head + "class B(FlowSpec):" + STEPS + "class A(FlowSpec):" + STEPS
    assert names(tmp_path, text) == ["B", "A"]


def test_a_base_that_is_no_whole_flow_is_none(tmp_path: Path) -> None:
    text = """
from metaflow import FlowSpec, step

class Base(FlowSpec):
    @step
    def start(self):
        self.next(self.work)

    @step
    def end(self):
        pass

class Whole(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass

class Part(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

class F(Part):
    @step
    def end(self):
        pass

class G(Whole):
    pass
"""
    assert names(tmp_path, text) == ["Base", "Whole", "F", "G"]


BASE = """
from metaflow import FlowSpec, Parameter, step, project

@project(name="zoo")
class ProjectFlow(FlowSpec):
    alpha = Parameter("alpha", default=1)
    beta = Parameter("beta", default=2)
    LIMIT = 3

    def helper(self):
        return self.hidden

    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        self.base = 1
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_members_and_steps_are_inherited_across_files(tmp_path: Path) -> None:
    text = """
from base import ProjectFlow
from metaflow import Parameter, step

class Mixin:
    beta = Parameter("beta", default=5)

class F(Mixin, ProjectFlow):
    @step
    def work(self):
        self.own = self.helper()
        self.next(self.end)
"""
    reading = read(tmp_path, text, base=BASE)
    flow = flow_of(reading)
    assert [one.name for one in tasks(flow.body)] == ["start", "work", "end"]
    assert [access.artifact for access in task(reading, "work").writes] == ["own"]
    assert [access.artifact for access in task(reading, "work").reads] == ["hidden"]
    assert {p.name: p.default for p in flow.parameters} == {
        "alpha": Literal("1"),
        "beta": Literal("5"),
    }
    assert flow.members == ("LIMIT", "end", "helper", "start", "work")
    assert flow.project is not None
    assert flow.project.name == "zoo"
    assert flow.origin.files == ("base.py", "flow.py")
    assert codes(reading) == []


def test_a_package_that_is_installed_is_read(tmp_path: Path) -> None:
    packages = tmp_path / "site"
    (packages / "company").mkdir(parents=True)
    (packages / "company" / "__init__.py").write_text("from company.flows import ProjectFlow\n")
    (packages / "company" / "flows.py").write_text(BASE)
    text = "from company import ProjectFlow\nclass F(ProjectFlow): pass"
    reading = read(tmp_path / "own", text, ReadOptions(root=tmp_path, search_path=(packages,)))
    assert [one.name for one in tasks(flow_of(reading).body)] == ["start", "work", "end"]
    assert flow_of(reading).members_known


def test_an_attribute_of_a_nearer_class_hides_a_parameter(tmp_path: Path) -> None:
    text = "from base import ProjectFlow\nclass F(ProjectFlow):\n    alpha = 3\n"
    flow = flow_of(read(tmp_path, text, base=BASE))
    assert [one.name for one in flow.parameters] == ["beta"]
    assert "alpha" in flow.members


def test_a_base_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    text = "from metaflow import step\nfrom gone import Base\nclass F(Base):" + STEPS
    reading = read(tmp_path, text)
    assert codes(reading) == ["FLC125"]
    assert not flow_of(reading).members_known


def test_a_base_that_nothing_binds_is_refused(tmp_path: Path) -> None:
    text = "from metaflow import step\nclass F(FlowSpec):" + STEPS
    assert diagnostic(read(tmp_path, text), "FLC126").help == (
        "import it: `from metaflow import FlowSpec`"
    )


@pytest.mark.parametrize(
    "text",
    [
        "class F(F):" + STEPS,
        "class A(B): pass\nclass B(A): pass\nclass F(A, B):" + STEPS,
        "class A: pass\nclass B(A): pass\nclass F(A, B, FlowSpec):" + STEPS,
    ],
)
def test_impossible_bases_end_in_a_reading(tmp_path: Path, text: str) -> None:
    assert names(tmp_path, "from metaflow import FlowSpec, step\n" + text) == ["F"]


def test_lineages_follow_the_diamond_rule(tmp_path: Path) -> None:
    text = """
from metaflow import FlowSpec, step, Parameter
class Top(FlowSpec):
    p = Parameter("p", default=1)
class Left(Top): pass
class Right(Top):
    p = Parameter("p", default=2)
class F(Left, Right):
"""
    flow = flow_of(read(tmp_path, text + STEPS))
    assert [one.default for one in flow.parameters] == [Literal("2")]


def test_a_step_of_a_base_that_loses_its_decorator_is_pointed_at(tmp_path: Path) -> None:
    text = "from base import ProjectFlow\nclass F(ProjectFlow):\n    def work(self): pass\n"
    assert "FLC132" in codes(read(tmp_path, text, base=BASE))


def test_a_step_defined_twice_is_passed_on_as_two(tmp_path: Path) -> None:
    body = "@step\ndef start(self):\n    self.next(self.end)\n"
    reading = read(tmp_path, flow_text(body * 2 + "@step\ndef end(self): pass"))
    assert "FLC232" in codes(reading)


def test_a_long_line_of_classes_is_read(tmp_path: Path) -> None:
    classes = "".join(f"class C{i + 1}(C{i}): pass\n" for i in range(500))
    text = f"from metaflow import FlowSpec, step\nclass C0(FlowSpec): pass\n{classes}"
    assert names(tmp_path, f"{text}class F(C500):{STEPS}") == ["F"]


HIERARCHIES = st.lists(st.lists(st.integers(0, 7), max_size=3, unique=True), min_size=1, max_size=8)


@given(HIERARCHIES)
def test_lineages_are_those_of_python(hierarchy: list[list[int]]) -> None:
    bases = [[f"C{one}" for one in chosen if one < i] for i, chosen in enumerate(hierarchy)]
    text = "".join(f"class C{i}({', '.join(names)}): pass\n" for i, names in enumerate(bases))
    defined: dict[str, type] = {}
    try:
        exec(text, defined)
    except TypeError:
        assume(False)
    expected = [one.__name__ for one in defined[f"C{len(bases) - 1}"].__mro__[:-1]]
    with tempfile.TemporaryDirectory() as folder:
        sources = Sources(Path(folder), {"flow.py": text})
        found = Classes(sources.entry, sources.project).all()[-1]
    assert [one.node.name for one in found.lineage] == expected


def test_many_diamonds_are_read(tmp_path: Path) -> None:
    diamonds = "".join(
        f"class A{i}(D{i}): pass\nclass B{i}(D{i}): pass\nclass D{i + 1}(A{i}, B{i}): pass\n"
        for i in range(100)
    )
    text = f"from metaflow import FlowSpec, step\nclass D0(FlowSpec): pass\n{diamonds}"
    assert names(tmp_path, f"{text}class F(D100):{STEPS}") == ["F"]
