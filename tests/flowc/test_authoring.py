"""A flow file imports, its classes can be read back, and nothing is checked on the way."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import flowc
from flowc.decorators import SETTINGS
from flowc.flowspec import _command_line


class TrainFlow(flowc.FlowSpec):
    alpha = flowc.Parameter("alpha", default=0.1, help="learning rate")
    data = flowc.IncludeFile("data", is_text=False)
    config = flowc.Config("config", default="config.json")

    @flowc.retry(times=2)
    @flowc.kubernetes(image=config.image, compute_pool=config["pool"].get("name"))
    @flowc.step
    def start(self) -> None:
        self.next(self.end)

    @flowc.step(end=True)
    def end(self) -> None:
        pass


def test_a_step_is_marked_with_and_without_a_call() -> None:
    assert vars(TrainFlow.start)["is_step"]
    assert vars(TrainFlow.end)["is_end"]


def test_decorators_are_recorded_in_the_order_of_the_source() -> None:
    names = [name for name, _ in vars(TrainFlow.start)[SETTINGS]]
    assert names == ["retry", "kubernetes"]


def test_a_config_in_a_class_body_stands_for_a_value_not_known_yet() -> None:
    (_, (_, settings)) = vars(TrainFlow.start)[SETTINGS]
    assert repr(settings["image"]) == "config_expr('config.image')"
    assert settings["compute_pool"].text == "config['pool'].get('name')"


def test_a_decorator_without_arguments_stands_with_and_without_a_call() -> None:
    def bare() -> None: ...
    def called() -> None: ...

    flowc.retry(bare)
    flowc.retry()(called)
    assert vars(bare) == vars(called)


def test_every_name_of_the_language_is_exported() -> None:
    assert all(hasattr(flowc, name) for name in flowc.__all__)
    assert len(set(flowc.__all__)) == len(flowc.__all__)


@pytest.mark.parametrize("member", ["input", "index"])
def test_what_only_a_task_has_says_so_elsewhere(member: str) -> None:
    with pytest.raises(RuntimeError, match="no task runs here"):
        getattr(TrainFlow(), member)


def test_current_names_what_is_not_known_outside_a_task() -> None:
    with pytest.raises(AttributeError, match=r"current\.run_id"):
        _ = flowc.current.run_id
    assert not flowc.current.is_running_flow


def test_importing_needs_no_third_party_and_no_heavy_module() -> None:
    code = "import sys; base = set(sys.modules); import flowc; print(*(set(sys.modules) - base))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="."
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded <= {"flowc", "runtime_shim"} | sys.stdlib_module_names
    assert not loaded & {
        "typing",
        "dataclasses",
        "inspect",
        "asyncio",
        "urllib",
        "pathlib",
        "pickle",
    }


def test_a_flow_file_that_runs_hands_over_to_the_command_line(tmp_path: Any) -> None:
    script = tmp_path / "flow.py"
    script.write_text("from flowc import FlowSpec\nclass F(FlowSpec):\n    pass\nF()\n")
    done = subprocess.run(
        [sys.executable, str(script), "no-such-verb"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no-such-verb" in done.stderr


@pytest.mark.parametrize(
    ("given", "command"),
    [
        ("run --alpha 1", "run f.py --flow F --alpha 1"),
        ("--no-pylint --quiet run --alpha 1", "run f.py --flow F --quiet --alpha 1"),
        ("--with retry --with=card run", "run f.py --flow F --with retry --with=card"),
        ("", "--help"),
        ("--help", "--help"),
        ("--with retry", "--help"),
    ],
)
def test_options_may_stand_before_the_command(given: str, command: str) -> None:
    assert _command_line("f.py", "F", given.split()) == command.split()
