"""From the decorators of a step or a flow, with folded arguments, to the settings of the IR.

@retry(times=2)          Call("retry", times=Known(2))        StepSettings(retry=Retry(times=2))
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from compiler.diagnostics import Diagnostic, Label, Rule
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
from compiler.language import environment, events, flows, packages, steps
from compiler.language.arguments import Arguments
from compiler.language.compute import COMPUTE_DECORATORS, compute_of
from compiler.language.foreign import extension, plain_arguments, spec_call
from compiler.language.kinds import FLOW_DECORATORS, STEP_DECORATORS, DecoratorKind, Level
from compiler.language.merging import Asked, merged
from compiler.language.packages import NO_PACKAGES, BasePackages, Packages
from compiler.language.plugins import Finder, plugin
from compiler.language.rules_arguments import UNUSABLE_VALUE
from compiler.language.rules_decorators import MISPLACED_DECORATOR, REPEATED_DECORATOR
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compiler.language.values import Call

__all__ = [
    "FLOW_DECORATORS",
    "STEP_DECORATORS",
    "BasePackages",
    "FlowSettings",
    "StepSettings",
    "flow_settings",
    "plugin",
    "spec_call",
    "step_settings",
]

Found = tuple[Diagnostic, ...]


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
    base_dependencies: BasePackages = NO_PACKAGES


def step_settings(
    calls: Sequence[Call],
    *,
    bake: bool = False,
    base: BasePackages = NO_PACKAGES,
    find: Finder = plugin,
) -> tuple[StepSettings, Found]:
    """Return what the decorators `calls` of a step ask for, outermost first.

    `bake` writes values of the compiling environment into `@environment`; `base` are the
    packages that the flow gives every step. `find` looks up decorators that are not built in.
    """
    draft = _StepDraft(bake=bake, find=find)
    for call in _distinct(calls, STEP_DECORATORS, draft.found):
        draft.add(call)
    return draft.settings(base), tuple(draft.found)


def flow_settings(calls: Sequence[Call]) -> tuple[FlowSettings, Found]:
    """Return what the decorators `calls` of a flow ask for, outermost first."""
    draft = _FlowDraft()
    for call in _distinct(calls, FLOW_DECORATORS, draft.found):
        draft.add(call)
    return draft.settings(), tuple(draft.found)


class _StepDraft:
    """What is known of a step's settings so far."""

    def __init__(self, *, bake: bool, find: Finder) -> None:
        self.found: list[Diagnostic] = []
        self._bake = bake
        self._find = find
        self._asked: list[Asked] = []
        self._single: dict[str, Any] = {}
        self._many: dict[str, list[Any]] = {}
        self._packages: dict[str, Packages] = {}

    def add(self, call: Call) -> None:
        kind = STEP_DECORATORS.get(call.name)
        if kind is None:
            self._add_foreign(call)
            return
        arguments = Arguments(call, f"`@{call.name}`", kind.arguments)
        self._add_known(call, arguments)
        self.found.extend(arguments.found)

    def settings(self, base: BasePackages) -> StepSettings:
        compute, conflicts = merged(self._asked)
        self.found.extend(conflicts)
        own = self._packages
        self._single.setdefault(
            "dependencies", packages.dependencies(own.get("conda"), own.get("pypi"), base)
        )
        many: dict[str, Any] = {name: tuple(values) for name, values in self._many.items()}
        return StepSettings(compute=compute, **self._single, **many)

    def _add_known(self, call: Call, arguments: Arguments) -> None:
        match call.name:
            case "retry":
                self._single["retry"] = steps.retry_of(arguments)
            case "catch":
                self._single["catch"] = steps.catch_of(arguments)
            case "timeout":
                self._single["timeout"] = steps.timeout_of(arguments)
            case "environment":
                self._extend("environment", environment.environment_of(arguments, bake=self._bake))
            case "secrets":
                self._extend("secrets", steps.secrets_of(arguments))
            case "card":
                self._extend("cards", (steps.card_of(arguments),))
            case "conda" | "pypi":
                self._packages[call.name] = packages.packages_of(arguments)
            case "pytorch_parallel":
                self._extend("extensions", (extension(call),))
            case _ if call.name in COMPUTE_DECORATORS:
                self._asked.append(Asked(name=call.name, compute=compute_of(arguments)))
                self._extend("secrets", steps.pod_secrets_of(arguments))
            case _:
                pass  # `@parallel` and the like act inside the task

    def _add_foreign(self, call: Call) -> None:
        """Ask the plugin of that name; without one, hand the decorator on to the task."""
        found = self._find(call.name)
        if found is None:
            self._extend("extensions", (extension(call),))
            return
        try:
            settings = found(plain_arguments(call))
        except ValueError as error:
            self.found.append(_refused(call, error))
            return
        self._add_fields(call, settings)

    def _add_fields(self, call: Call, settings: Mapping[str, Any]) -> None:
        known = {field.name for field in fields(StepSettings)}
        for name, value in settings.items():
            if name not in known:
                raise TypeError(f"the plugin `{call.name}` sets `{name}`, which steps do not have")
            if name == "compute":
                self._asked.append(Asked(name=call.name, compute=value))
            elif isinstance(value, tuple):
                self._extend(name, value)
            else:
                self._single.setdefault(name, value)

    def _extend(self, name: str, values: Iterable[Any]) -> None:
        self._many.setdefault(name, []).extend(values)


class _FlowDraft:
    """What is known of a flow's settings so far."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._single: dict[str, Any] = {}
        self._triggers: list[Trigger | None] = []
        self._hooks: list[Hook] = []
        self._extensions: list[Extension] = []
        self._packages: dict[str, Packages] = {}

    def add(self, call: Call) -> None:
        kind = FLOW_DECORATORS.get(call.name)
        if kind is None:
            self._extensions.append(extension(call))
            return
        arguments = Arguments(call, f"`@{call.name}`", kind.arguments)
        self._add_known(call, arguments)
        self.found.extend(arguments.found)

    def settings(self) -> FlowSettings:
        return FlowSettings(
            **self._single,
            triggers=tuple(trigger for trigger in self._triggers if trigger),
            hooks=tuple(self._hooks),
            extensions=tuple(self._extensions),
            base_dependencies=BasePackages(
                conda=self._packages.get("conda_base"), pypi=self._packages.get("pypi_base")
            ),
        )

    def _add_known(self, call: Call, arguments: Arguments) -> None:
        match call.name:
            case "schedule":
                self._single["schedule"] = flows.schedule_of(arguments)
            case "project":
                self._single["project"] = flows.project_of(arguments)
            case "trigger":
                self._triggers.append(events.trigger_of(arguments))
            case "trigger_on_finish":
                self._triggers.append(events.trigger_on_finish_of(arguments))
            case "exit_hook":
                self._hooks.extend(flows.hooks_of(arguments))
            case "conda_base" | "pypi_base":
                self._packages[call.name] = packages.packages_of(arguments)
            case _:
                self._extensions.append(extension(call))


def _distinct(
    calls: Sequence[Call], kinds: Mapping[str, DecoratorKind], found: list[Diagnostic]
) -> list[Call]:
    """Return the calls that may stand here; report those that are repeated or misplaced."""
    kept: dict[str, Call] = {}
    distinct = []
    for call in calls:
        kind = kinds.get(call.name)
        if kind is None and (call.name in STEP_DECORATORS or call.name in FLOW_DECORATORS):
            found.append(_misplaced(call))
        elif kind is not None and not kind.repeatable and call.name in kept:
            found.append(_repeated(call, kept[call.name]))
        else:
            kept[call.name] = call
            distinct.append(call)
    return distinct


def _misplaced(call: Call) -> Diagnostic:
    on_flows = FLOW_DECORATORS.get(call.name)
    level = Level.FLOW if on_flows else Level.STEP
    there, here = ("flows", "a step") if level is Level.FLOW else ("steps", "the flow")
    advice = (
        "move it above the class"
        if level is Level.FLOW
        else f"move it to the steps it is for, or compile with `--with {call.name}`"
    )
    return _finding(
        MISPLACED_DECORATOR, call, f"`@{call.name}` belongs on {there}, not on {here}", advice
    )


def _repeated(call: Call, first: Call) -> Diagnostic:
    return Diagnostic(
        rule=REPEATED_DECORATOR,
        message=f"`@{call.name}` stands here twice",
        span=call.span,
        labels=(Label(span=first.span, text="the first one"),),
        help="keep one of the two",
    )


def _refused(call: Call, error: ValueError) -> Diagnostic:
    message = f"`@{call.name}` refuses its arguments: {error}"
    return _finding(UNUSABLE_VALUE, call, message, "see the package that provides it")


def _finding(rule: Rule, call: Call, message: str, advice: str) -> Diagnostic:
    return Diagnostic(rule=rule, message=message, span=call.span, help=advice)
