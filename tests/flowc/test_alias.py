"""`import metaflow` gives the modules of flowc, whether or not Metaflow is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flowc import alias

INSTALL = "import flowc\nfrom flowc import alias\nalias.install()\n"


def ran(script: str) -> str:
    """Run a script in a process of its own, where `metaflow` is flowc."""
    words = [sys.executable, "-W", "error", "-c", INSTALL + script]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def test_metaflow_is_flowc_itself() -> None:
    assert ran(
        "import metaflow\nprint(metaflow is flowc, metaflow.FlowSpec is flowc.FlowSpec)"
    ) == ("True True")


def test_a_module_below_metaflow_is_the_one_below_flowc() -> None:
    script = """
import metaflow.cards, metaflow.exception, flowc.cards, flowc.exception
print(metaflow.cards is flowc.cards, metaflow.exception is flowc.exception)
print(flowc.cards.__spec__.name, flowc.exception.__name__)
"""
    assert ran(script).split() == ["True", "True", "flowc.cards", "flowc.exception"]


def test_every_module_that_is_promised_can_be_imported() -> None:
    names = sorted({*alias.SAME, *alias.GATHERED})
    script = "\n".join(f"import metaflow.{name} as found\nprint(found.__name__)" for name in names)
    assert len(ran(script).split()) == len(names)


@pytest.mark.parametrize(
    ("statement", "same"),
    [
        ("from metaflow.decorators import step", "flowc.step"),
        ("from metaflow.flowspec import FlowSpec", "flowc.FlowSpec"),
        ("from metaflow.parameters import Parameter", "flowc.Parameter"),
        ("from metaflow.includefile import IncludeFile", "flowc.IncludeFile"),
        ("from metaflow.user_configs.config_parameters import ConfigValue", "flowc.ConfigValue"),
        ("from metaflow.user_configs import Config", "flowc.Config"),
        ("from metaflow.metaflow_current import current", "flowc.current"),
        ("from metaflow.client.core import Run", "flowc.Run"),
        ("from metaflow.plugins.datatools.s3 import S3", "flowc.S3"),
        ("from metaflow.datatools import S3", "flowc.S3"),
        ("from metaflow.plugins.cards.card_modules.components import Table", "flowc.cards.Table"),
        ("from metaflow.plugins.cards.card_modules import Table", "flowc.cards.Table"),
        ("from metaflow.plugins.parsers import yaml_parser", "flowc.yaml_parser"),
        ("from metaflow.multicore_utils import parallel_map", "flowc.parallel_map"),
        ("import metaflow; cards = metaflow.cards", "flowc.cards"),
    ],
)
def test_names_are_found_where_metaflow_has_them(statement: str, same: str) -> None:
    name = statement.rsplit(maxsplit=1)[-1] if "=" not in statement else "cards"
    assert ran(f"{statement}\nimport flowc.cards\nprint({name} is {same})") == "True"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("from metaflow import Runner", "flowc has no `Runner`: start runs with `flowc run"),
        ("import metaflow.runner", "flowc has no `runner`: "),
        ("from metaflow.runner.deployer import Deployer", "flowc has no `runner`: "),
        ("from metaflow.integrations import ArgoEvent", "flowc has no `integrations`: "),
        (
            "from metaflow.decorators import StepDecorator",
            "flowc has no `decorators.StepDecorator`",
        ),
        ("from metaflow.plugins import KubernetesDecorator", "flowc has no `plugins.Kubernetes"),
        ("import metaflow.plugins.kubernetes.kube_utils", "flowc has no `plugins.kubernetes`: "),
        ("from metaflow import gpu_profile", "`gpu_profile` is not a name of Metaflow's own"),
        ("import metaflow.nowhere", "`nowhere` is not a name of Metaflow's own"),
    ],
)
def test_what_is_not_there_is_an_import_error_with_advice(statement: str, said: str) -> None:
    script = f"try:\n    {statement}\nexcept ImportError as error:\n    print(error)"
    assert ran(script).startswith(said)


def test_an_import_in_a_try_goes_its_other_way() -> None:
    script = """
try:
    from metaflow import Runner
except ImportError:
    Runner = None
try:
    import metaflow.profilers
except ModuleNotFoundError:
    print(Runner, hasattr(flowc, "Runner"), getattr(flowc, "nim", 3))
"""
    assert ran(script) == "None False 3"


def test_metaflow_that_was_imported_before_gives_way() -> None:
    script = "\n".join(
        (
            "import metaflow, metaflow.exception",
            "theirs = metaflow.exception",
            INSTALL,
            "import metaflow.exception",
            "print(metaflow is flowc, metaflow.exception is theirs)",
        )
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]


def test_installing_twice_installs_once() -> None:
    assert ran("import sys\nalias.install()\nprint(sys.meta_path.count(alias.Alias))") == "1"


def test_every_name_can_be_imported_at_once() -> None:
    assert ran("from metaflow import *\nprint(Flow is flowc.Flow, S3 is flowc.S3)") == "True True"


def test_pickling_what_has_no_module_is_not_disturbed() -> None:
    """Pickle asks every module for a name; only an AttributeError says that there is none."""
    script = """
import pickle
class Unplaced:
    pass
Unplaced.__module__ = None
try:
    pickle.dumps(Unplaced())
except (pickle.PicklingError, AttributeError) as error:
    print(type(error).__name__)
except ImportError as error:
    print("disturbed", error)
"""
    assert "disturbed" not in ran(script)
