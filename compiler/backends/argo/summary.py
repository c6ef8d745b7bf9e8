"""What documents of Argo mean: the inverse of lowering, as far as a reviewer is concerned.

The documents may come from a cluster, where anybody may have changed them: what is missing is left
out, and what is not flowc's is told in Argo's own spelling.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.summary_settings import variables
from compiler.backends.argo.summary_steps import steps
from compiler.backends.argo.summary_triggers import triggers
from compiler.comparison.summary import Subject, Summary
from compiler.comparison.words import (
    YES,
    config_settings,
    given,
    given_parts,
    hook_words,
    json_words,
    project_settings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compiler.comparison.summary import Settings

UNSEEN = frozenset(
    (
        *("cards", "decorators", "requires", "network"),
        *("over", "at once", "gang", "decides on", "cases", "again"),
    )
)
"""Settings of a flow's steps that are not read from Argo's documents: most are not in them."""

_LOWERED = frozenset(
    (
        *("entrypoint", "onExit", "arguments", "workflowMetadata", "podMetadata"),
        *("templateDefaults", "templates", "imagePullSecrets", "serviceAccountName"),
    )
)
_RUN_VARIABLES = frozenset(
    (
        *("FLOWC_FLOW", "FLOWC_STORE", "FLOWC_RUN", "FLOWC_TARGET"),
        *("FLOWC_PROJECT", "FLOWC_TAGS", "FLOWC_CONFIG"),
    )
)
_CRON_WORDS = {"schedules": "cron", "timezone": "time zone", "suspend": "suspended"}


def summary(documents: Sequence[Mapping[str, Any]]) -> Summary:
    """Return what `documents` come to; those of other kinds are passed over."""
    of_kind: dict[str, Mapping[str, Any]] = {}
    for one in documents:
        of_kind.setdefault(str(one.get("kind")), one)
    template = of_kind.get("WorkflowTemplate", {})
    spec = template.get("spec") or {}
    parts = {
        Subject.SCHEDULE: given_parts({"": _schedule(_spec(of_kind.get("CronWorkflow")))}),
        Subject.TRIGGER: triggers(_spec(of_kind.get("Sensor"))),
        **_template_parts(template, spec),
    }
    return Summary(steps=tuple(steps(spec)), parts={k: v for k, v in parts.items() if v})


def _template_parts(
    template: Mapping[str, Any], spec: Mapping[str, Any]
) -> dict[Subject, Mapping[str, Settings]]:
    env = {one.get("name"): one for one in _container(spec).get("env") or ()}
    return {
        Subject.PARAMETER: _parameters(spec),
        Subject.PROJECT: given_parts({"": _project(_json(env, "FLOWC_PROJECT"))}),
        Subject.CONFIG: _configs(_json(env, "FLOWC_CONFIG")),
        Subject.HOOK: _hooks(spec),
        Subject.RUN: given_parts({"": _run(spec, env)}),
        Subject.CODE: given_parts({"": given(digest=_digest(template))}),
    }


def _spec(document: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return (document or {}).get("spec") or {}


def _container(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    return (spec.get("templateDefaults") or {}).get("container") or {}


def _schedule(spec: Mapping[str, Any]) -> Settings:
    found = {}
    for key, value in spec.items():
        if key == "workflowSpec" or (key, value) == ("concurrencyPolicy", "Allow") or not value:
            continue
        words = ", ".join(map(str, value)) if key == "schedules" else value
        found[_CRON_WORDS.get(key, key)] = YES if words is True else _text(words)
    return found


def _parameters(spec: Mapping[str, Any]) -> dict[str, Settings]:
    listed = (spec.get("arguments") or {}).get("parameters") or ()
    return {
        str(one.get("name")): {"default": str(one["value"])} if "value" in one else {}
        for one in listed
    }


def _project(stated: object) -> Settings:
    if not isinstance(stated, dict):
        return {}
    production = bool(stated.get("production"))
    return project_settings(str(stated.get("name")), stated.get("branch"), production=production)


def _configs(stated: object) -> dict[str, Settings]:
    values = stated if isinstance(stated, dict) else {}
    return {name: config_settings(value) for name, value in values.items()}


def _hooks(spec: Mapping[str, Any]) -> dict[str, Settings]:
    found = [one for one in spec.get("templates") or () if one.get("name") == spec.get("onExit")]
    steps = [step for one in found for row in one.get("steps") or () for step in row]
    passed = [
        {one.get("name"): one.get("value") for one in step["arguments"].get("parameters") or ()}
        for step in steps
        if step.get("arguments")
    ]
    return {hook_words(str(one.get("hook")), str(one.get("outcome"))): {} for one in passed}


def _run(spec: Mapping[str, Any], env: Mapping[Any, Mapping[str, Any]]) -> Settings:
    container = _container(spec)
    tags = _json(env, "FLOWC_TAGS")
    secrets = [str(one.get("name")) for one in spec.get("imagePullSecrets") or ()]
    return {
        **given(
            image=container.get("image"),
            store=_value(env, "FLOWC_STORE"),
            tags=", ".join(map(str, tags)) if isinstance(tags, list) else None,
            file=_value(env, "FLOWC_FLOW"),
            service_account=spec.get("serviceAccountName"),
            image_pull_secrets=", ".join(sorted(secrets)),
        ),
        **variables([one for name, one in env.items() if name not in _RUN_VARIABLES]),
        **{key: _text(value) for key, value in spec.items() if key not in _LOWERED},
        **_metadata(spec, "workflowMetadata"),
        **_metadata(spec, "podMetadata"),
    }


def _metadata(spec: Mapping[str, Any], key: str) -> Settings:
    """Return the labels and annotations of runs or pods that are not flowc's own."""
    found = {
        kind: {k: v for k, v in (given or {}).items() if not k.startswith("flowc.dev/")}
        for kind, given in (spec.get(key) or {}).items()
    }
    return {f"{key}.{kind}": json_words(values) for kind, values in found.items() if values}


def _digest(template: Mapping[str, Any]) -> str | None:
    annotations = (template.get("metadata") or {}).get("annotations") or {}
    digest = annotations.get("flowc.dev/source-digest")
    return str(digest).removeprefix("sha256:") if digest else None


def _value(env: Mapping[Any, Mapping[str, Any]], name: str) -> str | None:
    value = env.get(name, {}).get("value")
    return None if value is None else str(value).replace("$$", "$")


def _json(env: Mapping[Any, Mapping[str, Any]], name: str) -> object:
    try:
        return json.loads(env.get(name, {}).get("value") or "null")
    except ValueError:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else json_words(value)
