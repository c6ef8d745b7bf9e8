"""From the decorators of a step or a flow, with folded arguments, to the settings of the IR.

@retry(times=2)          Call("retry", times=Known(2))        StepSettings(retry=Retry(times=2))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.ir.settings import (
    Card,
    Catch,
    Compute,
    Dependencies,
    EnvVar,
    Extension,
    Hook,
    Project,
    Retry,
    Schedule,
    Secret,
    Timeout,
    Trigger,
)
from compiler.language.kinds import FLOW_DECORATORS, STEP_DECORATORS
from compiler.language.values import Call

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.diagnostics import Diagnostic

__all__ = [
    "FLOW_DECORATORS",
    "STEP_DECORATORS",
    "FlowSettings",
    "StepSettings",
    "flow_settings",
    "spec_call",
    "step_settings",
]

Found = tuple["Diagnostic", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSettings:
    """The fields of a Task that decorators set."""

    compute: Compute = Compute()
    retry: Retry | None = None
    timeout: Timeout | None = None
    catch: Catch | None = None
    environment: tuple[EnvVar, ...] = ()
    secrets: tuple[Secret, ...] = ()
    dependencies: Dependencies | None = None
    cards: tuple[Card, ...] = ()
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowSettings:
    """The fields of a Flow that decorators set; `base_dependencies` go to every step."""

    schedule: Schedule | None = None
    triggers: tuple[Trigger, ...] = ()
    project: Project | None = None
    hooks: tuple[Hook, ...] = ()
    extensions: tuple[Extension, ...] = ()
    base_dependencies: Dependencies | None = None


def step_settings(
    calls: Sequence[Call], *, bake: bool = False, base: Dependencies | None = None
) -> tuple[StepSettings, Found]:
    """Return what the decorators `calls` of a step ask for, outermost first.

    `bake` writes values of the compiling environment into `@environment`; `base` are the
    packages that the flow gives every step.
    """
    return StepSettings(dependencies=base), ()


def flow_settings(calls: Sequence[Call]) -> tuple[FlowSettings, Found]:
    """Return what the decorators `calls` of a flow ask for, outermost first."""
    return FlowSettings(), ()


def spec_call(name: str, arguments: Sequence[tuple[str, str]]) -> Call:
    """Return the call that `--with name:key=value,…` stands for; values are JSON, else text."""
    return Call(name=name)
