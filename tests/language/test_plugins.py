"""Decorators of installed packages: functions from arguments to fields of a step's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from compiler.ir.settings import Compute, JsonValue, Retry, Secret
from compiler.language.decorators import StepSettings, step_settings
from compiler.language.plugins import Plugin, plugin
from compiler.language.values import Unknown
from tests.language.calls import call, codes


def gpu_pool(arguments: Mapping[str, JsonValue]) -> Mapping[str, Any]:
    if arguments.get("size") == "huge":
        raise ValueError("no pool is called `huge`")
    return {
        "compute": Compute(gpu="1", memory="8000"),
        "secrets": (Secret(name="pool"),),
        "retry": Retry(times=1),
    }


def find(name: str) -> Plugin | None:
    return gpu_pool if name == "gpu_pool" else None


def test_what_a_plugin_asks_for_merges_with_the_rest() -> None:
    settings, found = step_settings(
        [call("gpu_pool", size="small"), call("resources", memory=16000)], find=find
    )
    assert found == ()
    assert settings == StepSettings(
        compute=Compute(gpu="1", memory="16000"),
        secrets=(Secret(name="pool"),),
        retry=Retry(times=1),
    )


def test_what_a_plugin_refuses_is_reported() -> None:
    for size in ("huge", Unknown(reason="it depends")):
        _, found = step_settings([call("gpu_pool", size=size)], find=find)
        assert codes(found) == ["FLC156"]


def test_a_plugin_that_sets_what_steps_do_not_have_is_wrong_itself() -> None:
    with pytest.raises(TypeError, match="colour"):
        step_settings([call("odd")], find=lambda name: lambda arguments: {"colour": "red"})


def test_nothing_is_installed_under_an_unknown_name() -> None:
    assert plugin("no_such_decorator") is None
