"""What authors may write although little can be proved of it: no error is raised from doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.frontend import FRONTEND
from compiler.pipeline import compile_reading
from tests.frontend.sources import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compiler.ir.nodes import Flow

HEAD = """\
from metaflow import Config, FlowSpec, Parameter, config_expr, environment, project, resources
from metaflow import schedule, step
"""


def found(root: Path, texts: Mapping[str, str], **options: object) -> list[str]:
    """Return the codes of errors and warnings about the flow in the first of `texts`."""
    write(root, texts)
    reading = FRONTEND.read(root / next(iter(texts)), ReadOptions(root=root, **options))  # type: ignore[arg-type]
    diagnostics = compile_reading(reading, (), emit=False).diagnostics
    return [d.rule.code for d in diagnostics if d.rule.severity != "note"]


def body(*lines: str) -> str:
    """Return a flow whose first step runs `lines`."""
    text = "\n".join(f"        {line}" for line in lines)
    return f"""{HEAD}
class F(FlowSpec):
    @step
    def start(self):
{text}
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize(
    "manager",
    [
        "contextlib.suppress(AttributeError)",
        "pytest.raises(AttributeError)",
        "ignored()",
    ],
)
def test_a_missing_artifact_is_no_error_where_a_with_survives_it(
    tmp_path: Path, manager: str
) -> None:
    assert "FLC203" not in found(tmp_path, {"flow.py": body(f"with {manager}:", "    self.rows")})


def test_any_other_with_survives_nothing(tmp_path: Path) -> None:
    flow = body("with open('a') as file:", "    file.write(self.rows)")
    assert found(tmp_path, {"flow.py": flow}) == ["FLC203"]


def test_a_private_name_may_be_one_of_the_frameworks(tmp_path: Path) -> None:
    assert found(tmp_path, {"flow.py": body("print(self._own)")}) == ["FLC210"]


def test_a_decorator_that_many_steps_have_is_mentioned_once(tmp_path: Path) -> None:
    text = body("pass").replace("    @step", "    @gpu_profile\n    @step")
    assert found(tmp_path, {"flow.py": "from metaflow import gpu_profile\n" + text}) == ["FLC128"]


def test_config_expr_names_configs_as_they_are_called_not_as_their_attributes(
    tmp_path: Path,
) -> None:
    base = f"""{HEAD}
import tomllib
@project(name=config_expr("project.name"))
@schedule(cron=config_expr("project.times[0]"))
class Base(FlowSpec):
    settings = Config("project", default="project.toml", parser=tomllib.loads)
"""
    flow = f"""{HEAD}
from base import Base
class F(Base):
    @resources(cpu=config_expr("project.cpu"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""
    toml = 'name = "pets"\ntimes = ["0 6 * * *"]\ncpu = 3\n'
    texts = {"flow.py": flow, "base.py": base, "project.toml": toml}
    assert found(tmp_path, texts) == []
    read = only(tmp_path)
    assert read.project is not None
    assert read.project.name == "pets"


def only(root: Path) -> Flow:
    (read,) = FRONTEND.read(root / "flow.py", ReadOptions(root=root)).flows
    assert read.flow is not None
    return read.flow
