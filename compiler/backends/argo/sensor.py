"""The Sensor of a flow: runs that start when events occurred or other flows ended well.

Any of the flow's triggers starts a run; a trigger waits for all of its events. Events come from
the EventSource `flowc` of the platform, whose event names are those of the flows. The ends of
flows come from the EventSource `flowc-runs` (see `access`). A run that a sensor starts is named
after what started it, so that an event which is delivered twice starts one run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.metadata import (
    API_VERSION,
    FLOW_LABEL,
    document,
    flow_labels,
    object_metadata,
)
from compiler.backends.argo.naming import label_value
from compiler.backends.parameters import default_text
from compiler.names import fit, unique

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import (
        Document,
        EventDependency,
        SensorSpec,
        SensorTrigger,
        TriggerParameter,
    )
    from compiler.ir.settings import Event, Trigger

_LONGEST_RUN_NAME = 63
# Eight digits of the digest of each event, up to this many, tell runs apart.
_TOLD_APART = 4
_DIGEST = "sha256sum | trunc 8 }}"


def sensor(context: Context) -> Document:
    """Return the Sensor."""
    settings = context.settings
    names = _dependency_names(context)
    spec: SensorSpec = {}
    if settings.event_bus:
        spec["eventBusName"] = settings.event_bus
    spec["template"] = {"serviceAccountName": settings.sensor_service_account}
    spec["dependencies"] = [
        _dependency(event, name, context) for event, name in _by_event(context, names).items()
    ]
    spec["triggers"] = [
        _trigger(trigger, number, names, context)
        for number, trigger in enumerate(context.flow.triggers)
    ]
    return document("Sensor", object_metadata(context, context.name), spec)


def _dependency_names(context: Context) -> Mapping[str, str]:
    keys = {_key(event) for trigger in context.flow.triggers for event in trigger.events}
    names = unique(sorted(keys))
    return {key: name if name[0].isalpha() else f"event-{name}" for key, name in names.items()}


def _by_event(context: Context, names: Mapping[str, str]) -> dict[Event, str]:
    """Return one event for each dependency, in the author's order."""
    found: dict[str, Event] = {}
    for trigger in context.flow.triggers:
        for event in trigger.events:
            found.setdefault(names[_key(event)], event)
    return {event: name for name, event in found.items()}


def _key(event: Event) -> str:
    if event.name:
        return event.name
    return " ".join(filter(None, [event.project, event.branch, event.flow, "succeeded"]))


def _dependency(event: Event, name: str, context: Context) -> EventDependency:
    if event.name:
        source = context.settings.event_source
        return {"name": name, "eventSourceName": source, "eventName": event.name}
    wanted = {FLOW_LABEL: label_value(event.flow), **_deployment(event, context)}
    filters = [_label_filter(label, value) for label, value in wanted.items()]
    return {
        "name": name,
        "eventSourceName": context.settings.run_event_source,
        "eventName": "run-succeeded",
        "filters": {"data": filters},
    }


def _deployment(event: Event, context: Context) -> dict[str, str]:
    """Return the labels of the deployment that is meant: this flow's own unless it says another."""
    own = {k: v for k, v in flow_labels(context).items() if k != FLOW_LABEL}
    named = {"flowc.dev/project": event.project, "flowc.dev/branch": event.branch}
    if event.project is None:
        return {**own, **{k: label_value(v) for k, v in named.items() if v}}
    return {k: label_value(v) for k, v in named.items() if v}


def _label_filter(label: str, value: str) -> dict[str, Any]:
    path = f"body.metadata.labels.{_path_key(label)}"
    # Argo Events searches for each value as a regular expression.
    return {"path": path, "type": "string", "value": [f"^{re.escape(value)}$"]}


def _path_key(key: str) -> str:
    """Return `key` as one step of a path into an event."""
    return re.sub(r"([.*?|#@!{}\[\]()=<>%\\])", r"\\\1", key)


def _trigger(
    trigger: Trigger, number: int, names: Mapping[str, str], context: Context
) -> SensorTrigger:
    dependencies = [names[_key(event)] for event in trigger.events]
    submit: dict[str, Any] = {
        "operation": "submit",
        "source": {"resource": _run(trigger, context)},
        "parameters": [*_run_name(trigger, names), *_mapped(trigger, names, context)],
    }
    return {
        "template": {
            "name": f"{context.name}-{number + 1}" if number else context.name,
            "conditions": " && ".join(dict.fromkeys(dependencies)),
            "argoWorkflow": submit,
        }
    }


def _run(trigger: Trigger, context: Context) -> dict[str, Any]:
    """Return the run to start; its name is completed from the events."""
    digits = 9 * len(trigger.events[:_TOLD_APART])
    spec: dict[str, Any] = {}
    parameters = [{"name": name, "value": _default(name, context) or ""} for name in _set(trigger)]
    if parameters:
        spec["arguments"] = {"parameters": parameters}
    spec["workflowTemplateRef"] = {"name": context.name}
    name = fit(context.name, _LONGEST_RUN_NAME - digits)
    metadata = {"name": name, "labels": flow_labels(context)}
    return {"apiVersion": API_VERSION, "kind": "Workflow", "metadata": metadata, "spec": spec}


def _set(trigger: Trigger) -> list[str]:
    return list(dict.fromkeys(name for event in trigger.events for name, _ in event.parameters))


def _default(name: str, context: Context) -> str | None:
    by_name = {parameter.name: parameter for parameter in context.flow.parameters}
    return default_text(by_name[name]) if name in by_name else None


def _run_name(trigger: Trigger, names: Mapping[str, str]) -> list[TriggerParameter]:
    return [_suffix(event, names[_key(event)]) for event in trigger.events[:_TOLD_APART]]


def _suffix(event: Event, dependency: str) -> TriggerParameter:
    if event.name:
        template = {"contextTemplate": f"-{{{{ .Input.id | {_DIGEST}"}
    else:
        template = {"dataTemplate": f"-{{{{ .Input.body.metadata.uid | {_DIGEST}"}
    return {
        "src": {"dependencyName": dependency, **template},  # type: ignore[typeddict-item]
        "dest": "metadata.name",
        "operation": "append",
    }


def _mapped(trigger: Trigger, names: Mapping[str, str], context: Context) -> list[TriggerParameter]:
    places = {name: number for number, name in enumerate(_set(trigger))}
    return [
        _from_event(parameter, field, names[_key(event)], places[parameter], context)
        for event in trigger.events
        for parameter, field in event.parameters
    ]


def _from_event(
    parameter: str, field: str, dependency: str, place: int, context: Context
) -> TriggerParameter:
    found: TriggerParameter = {
        "src": {"dependencyName": dependency, "dataKey": f"body.{field}"},
        "dest": f"spec.arguments.parameters.{place}.value",
    }
    default = _default(parameter, context)
    if default is not None:
        found["src"]["value"] = default
    return found
