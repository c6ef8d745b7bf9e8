"""Which imports of names that flowc refuses are found, and which a task is certain to come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.frontend.flows import read, step_text

if TYPE_CHECKING:
    from pathlib import Path

CERTAIN = [
    "from metaflow import Runner",
    "from metaflow import retry, Runner as R",
    "from flowc import Runner",
    "import metaflow.runner",
    "from metaflow.runner.deployer import Deployer",
    "from metaflow.integrations import ArgoEvent",
    "from metaflow.plugins.kubernetes import x",
    "from metaflow.decorators import StepDecorator",
    "if True:\n    from metaflow import Runner",
    "if 1 > 2:\n    pass\nelse:\n    from metaflow import Runner",
    "try:\n    from metaflow import Runner\nexcept ValueError:\n    pass",
    "try:\n    pass\nfinally:\n    from metaflow import Runner",
    "class Tools:\n    from metaflow import Runner",
]
POSSIBLE = [
    "def deploy():\n    from metaflow import Runner",
    "import random\nif random.random() > 0.5:\n    from metaflow import Runner",
    "for name in ():\n    from metaflow import Runner",
    "try:\n    import numpy\nexcept ImportError:\n    from metaflow import Runner",
    "from contextlib import suppress\nwith suppress(ImportError):\n    from metaflow import Runner",
]
HARMLESS = [
    "from metaflow import Flow, S3, cards",
    "from metaflow.plugins.datatools.s3 import S3",
    "from metaflow.plugins.parsers import yaml_parser",
    "from metaflow.decorators import step",
    "from runner import Runner",
    "from .metaflow import Runner",
    "try:\n    from metaflow import Runner\nexcept ImportError:\n    Runner = None",
    "try:\n    from metaflow import Runner\nexcept (KeyError, builtins.Exception):\n    pass",
    "try:\n    from metaflow import Runner\nexcept:\n    pass",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from metaflow import Runner",
    "if __name__ == '__main__':\n    from metaflow import Runner",
    "if False:\n    from metaflow import Runner",
]


def found(root: Path, head: str) -> list[str]:
    reading = read(root, step_text("self.next(self.end)", head))
    codes = (one.rule.code for one in reading.diagnostics)
    return [code for code in codes if code in {"FLC123", "FLC124"}]


@pytest.mark.parametrize("head", CERTAIN)
def test_what_every_import_of_the_file_comes_to_is_an_error(tmp_path: Path, head: str) -> None:
    assert found(tmp_path, head) == ["FLC123"]


@pytest.mark.parametrize("head", POSSIBLE)
def test_what_a_task_may_come_to_is_a_warning(tmp_path: Path, head: str) -> None:
    assert found(tmp_path, head) == ["FLC124"]


@pytest.mark.parametrize("head", HARMLESS)
def test_what_no_task_fails_at_is_passed_over(tmp_path: Path, head: str) -> None:
    assert found(tmp_path, head) == []


def test_a_step_that_imports_what_is_refused_is_warned_of(tmp_path: Path) -> None:
    text = step_text("from metaflow import Deployer\nself.next(self.end)")
    (one,) = read(tmp_path, text).diagnostics
    assert one.rule.code == "FLC124"
    assert "flowc compile" in one.help


def test_the_place_is_the_name_itself(tmp_path: Path) -> None:
    text = step_text("self.next(self.end)", "from metaflow import retry, Runner")
    (one,) = read(tmp_path, text).diagnostics
    assert (one.span.column, one.span.end_column) == (29, 35)


def test_a_file_without_a_flow_may_import_what_it_likes(tmp_path: Path) -> None:
    assert not [
        one
        for one in read(tmp_path, "from metaflow import Runner\n").diagnostics
        if one.rule.code == "FLC123"
    ]
