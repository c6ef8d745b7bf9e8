"""Flows written down as texts, and what the frontend makes of them."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent, indent
from typing import TYPE_CHECKING

from compiler.frontends.base import ReadFlow, Reading, ReadOptions
from compiler.frontends.python.classes import Classes
from compiler.frontends.python.decorations import Decorations
from compiler.frontends.python.frontend import FRONTEND
from compiler.frontends.python.members import read_members
from compiler.frontends.python.steps import StepReader, Steps
from compiler.ir.walk import tasks
from compiler.language.packages import NO_PACKAGES
from tests.frontend.sources import Sources, write

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.diagnostics import Diagnostic
    from compiler.ir.graph import Transition
    from compiler.ir.nodes import Flow, Task


def flow_text(body: str, head: str = "") -> str:
    """Return a file with one flow `F`, whose class has `body`."""
    return f"{dedent(head)}\nfrom metaflow import FlowSpec, step\n\nclass F(FlowSpec):\n" + indent(
        dedent(body), "    "
    )


def step_text(body: str, head: str = "", members: str = "", inputs: bool = False) -> str:
    """Return a flow whose step `start` has `body`; at a join it takes `inputs`."""
    signature = "(self, inputs)" if inputs else "(self)"
    method = f"@step\ndef start{signature}:\n" + indent(dedent(body).strip("\n"), "    ")
    end = "\n@step\ndef end(self):\n    pass\n"
    return flow_text(f"{dedent(members)}\n{method}\n{end}", head)


def read(root: Path, text: str, options: ReadOptions | None = None, **others: str) -> Reading:
    """Read the flows of `text`; `others` are further files, by their names without `.py`."""
    write(root, {"flow.py": text, **{f"{name}.py": dedent(t) for name, t in others.items()}})
    options = options or ReadOptions(root=root)
    return FRONTEND.read(root / "flow.py", replace(options, root=root))


def only(reading: Reading) -> ReadFlow:
    (found,) = reading.flows
    return found


def flow_of(reading: Reading) -> Flow:
    found = only(reading)
    flow = found.flow or found.draft
    assert flow is not None
    return flow


def codes(reading: Reading) -> list[str]:
    found = [*reading.diagnostics, *(d for flow in reading.flows for d in flow.diagnostics)]
    return [d.rule.code for d in found]


def diagnostic(reading: Reading, code: str) -> Diagnostic:
    (found,) = [d for d in only(reading).diagnostics if d.rule.code == code]
    return found


def task(reading: Reading, name: str = "start") -> Task:
    (found,) = [one for one in tasks(flow_of(reading).body) if one.name == name]
    return found


def steps(root: Path, text: str, **others: str) -> Steps:
    """Return the steps of the one flow of `text`, before they are structured."""
    texts = {"flow.py": text, **{f"{name}.py": dedent(t) for name, t in others.items()}}
    sources = Sources(root, texts)
    flow = Classes(sources.entry, sources.project).all()[-1]
    reader = StepReader(
        declared=read_members(flow, sources.project),
        project=sources.project,
        decorations=Decorations(sources.project),
        base=NO_PACKAGES,
    )
    return reader.read()


def transition(root: Path, body: str, head: str = "", members: str = "") -> Transition | None:
    """Return the transition of a step with `body`."""
    found = steps(root, step_text(body, head, members))
    return next(one for one in found.steps if one.task.name == "start").transition


def refusals(root: Path, body: str, members: str = "") -> list[Diagnostic]:
    """Return what is found in a step with `body`."""
    return steps(root, step_text(body, "", members)).diagnostics
