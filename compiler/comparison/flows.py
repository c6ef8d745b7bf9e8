"""What a flow comes to: the parts that two versions of it are compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.invocation import invocations
from compiler.backends.parameters import default_text
from compiler.comparison.steps import step_settings
from compiler.comparison.summary import Step, Subject, Summary
from compiler.comparison.words import (
    config_settings,
    event_words,
    given,
    given_parts,
    hook_words,
    project_settings,
)
from compiler.images import base_image, images
from compiler.ir.settings import Deferred
from compiler.ir.walk import tasks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.comparison.summary import Settings
    from compiler.ir.nodes import Flow
    from compiler.ir.settings import Event, Parameter, Schedule, Trigger


def flow_summary(flow: Flow, image: str | None = None, store: str | None = None) -> Summary:
    """Return what `flow` comes to; `image` and `store` are those that are configured for it."""
    parts: dict[Subject, Mapping[str, Settings]] = {
        Subject.SCHEDULE: given_parts({"": _schedule(flow.schedule)}),
        Subject.TRIGGER: dict(_trigger(trigger, flow) for trigger in flow.triggers),
        Subject.PARAMETER: {one.name: _parameter(one) for one in flow.parameters},
        Subject.PROJECT: given_parts({"": _project(flow)}),
        Subject.CONFIG: {one.name: config_settings(one.value.value) for one in flow.configs},
        Subject.HOOK: {hook_words(hook.function, hook.outcome.value): {} for hook in flow.hooks},
        Subject.RUN: {"": _run(flow, image, store)},
        Subject.CODE: given_parts({"": given(digest=flow.origin.digest)}),
    }
    return Summary(steps=_steps(flow, image), parts={k: v for k, v in parts.items() if v})


def _steps(flow: Flow, image: str | None) -> tuple[Step, ...]:
    started = invocations(flow)
    settings = step_settings(flow, images(flow, image), base_image(flow, image))
    return tuple(
        Step(
            name=task.name,
            sources=started[task.name].options.get("--from", ""),
            targets=started[task.name].options.get("--to", ""),
            settings=settings[task.name],
        )
        for task in tasks(flow.body)
    )


def _schedule(schedule: Schedule | None) -> Settings:
    if schedule is None or not schedule.crons:
        return {}
    return given(cron=", ".join(schedule.crons), time_zone=schedule.timezone)


def _trigger(trigger: Trigger, flow: Flow) -> tuple[str, Settings]:
    words = dict.fromkeys(_event(event, flow) for event in trigger.events)
    taken = {
        parameter: f"{field} of {_event(event, flow)}"
        for event in trigger.events
        for parameter, field in event.parameters
    }
    return " and ".join(words), taken


def _event(event: Event, flow: Flow) -> str:
    """Return an event in words; one of the flow's own project says which that is."""
    if event.project is not None or flow.project is None:
        return event_words(event.name, event.flow, event.project, event.branch)
    own = flow.project
    branch = event.branch or own.branch or ("prod" if own.production else None)
    return event_words(event.name, event.flow, own.name, branch)


def _parameter(parameter: Parameter) -> Settings:
    type_ = f"list of {parameter.type.value}" if parameter.multiple else parameter.type.value
    default = default_text(parameter)
    found = {"type": type_}
    if isinstance(parameter.default, Deferred):
        return {**found, "default": "null", "computed": parameter.default.source}
    return found if default is None else {**found, "default": default}


def _project(flow: Flow) -> Settings:
    project = flow.project
    if project is None:
        return {}
    return project_settings(project.name, project.branch, production=project.production)


def _run(flow: Flow, image: str | None, store: str | None) -> Mapping[str, str]:
    secrets = {name for task in tasks(flow.body) for name in task.compute.image_pull_secrets}
    return given(
        image=base_image(flow, image),
        store=store,
        tags=", ".join(flow.tags),
        file=f"{flow.origin.path}:{flow.origin.entrypoint}",
        image_pull_secrets=", ".join(sorted(secrets)),
    )
