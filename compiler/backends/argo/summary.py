"""What documents of Argo mean: the inverse of lowering, as far as a reviewer is concerned.

The documents may come from a cluster, where anybody may have changed them: what is missing is left
out, and what is not flowc's is told in Argo's own spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.summary_reading import (
    by_name,
    listed,
    parsed,
    table,
    tables,
    text,
    texts,
    value_text,
)
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

    from compiler.backends.argo.summary_reading import Document
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


def summary(documents: Sequence[Document]) -> Summary:
    """Return what `documents` come to; those of other kinds are passed over."""
    of_kind: dict[str, Document] = {}
    for one in documents:
        of_kind.setdefault(text(table(one), "kind"), table(one))
    template = of_kind.get("WorkflowTemplate", {})
    parts = {
        Subject.SCHEDULE: given_parts({"": _schedule(table(of_kind, "CronWorkflow", "spec"))}),
        Subject.TRIGGER: triggers(table(of_kind, "Sensor", "spec")),
        **_template_parts(template, table(template, "spec")),
    }
    found = steps(table(template, "spec"))
    return Summary(steps=tuple(found), parts={k: v for k, v in parts.items() if v})


def _template_parts(template: Document, spec: Document) -> dict[Subject, Mapping[str, Settings]]:
    env = tables(spec, "templateDefaults", "container", "env")
    values = by_name(env, "value")
    return {
        Subject.PARAMETER: _parameters(spec),
        Subject.PROJECT: given_parts({"": _project(parsed(values.get("FLOWC_PROJECT", "")))}),
        Subject.CONFIG: _configs(parsed(values.get("FLOWC_CONFIG", ""))),
        Subject.HOOK: _hooks(spec),
        Subject.RUN: given_parts({"": _run(spec, env)}),
        Subject.CODE: given_parts({"": given(digest=_digest(template))}),
    }


def _schedule(spec: Document) -> Settings:
    found = {}
    for key, value in spec.items():
        if key == "workflowSpec" or (key, value) == ("concurrencyPolicy", "Allow") or not value:
            continue
        words = ", ".join(texts(spec, key)) if isinstance(value, list) else value_text(value)
        found[_CRON_WORDS.get(key, key)] = YES if value is True else words
    return found


def _parameters(spec: Document) -> dict[str, Settings]:
    return {
        text(one, "name"): {"default": text(one, "value")} if "value" in one else {}
        for one in tables(spec, "arguments", "parameters")
    }


def _project(stated: object) -> Settings:
    project = table(stated)
    return project_settings(
        text(project, "name"), text(project, "branch"), production=bool(project.get("production"))
    )


def _configs(stated: object) -> dict[str, Settings]:
    return {name: config_settings(value) for name, value in table(stated).items()}


def _hooks(spec: Document) -> dict[str, Settings]:
    found: dict[str, Settings] = {}
    for template in tables(spec, "templates"):
        if template.get("name") == spec.get("onExit"):
            rows = [{"steps": row} for row in listed(template, "steps")]
            for step in (one for row in rows for one in tables(row, "steps")):
                passed = by_name(tables(step, "arguments", "parameters"), "value")
                found[hook_words(passed.get("hook", ""), passed.get("outcome", ""))] = {}
    return found


def _run(spec: Document, env: list[Document]) -> Settings:
    values = by_name(env, "value")
    secrets = by_name(tables(spec, "imagePullSecrets"), "name")
    return {
        **given(
            image=text(table(spec, "templateDefaults", "container"), "image"),
            store=values.get("FLOWC_STORE", "").replace("$$", "$"),
            tags=", ".join(texts({"tags": parsed(values.get("FLOWC_TAGS", ""))}, "tags")),
            file=values.get("FLOWC_FLOW", "").replace("$$", "$"),
            service_account=text(spec, "serviceAccountName"),
            image_pull_secrets=", ".join(sorted(secrets)),
        ),
        **variables([one for one in env if text(one, "name") not in _RUN_VARIABLES]),
        **{key: value_text(value) for key, value in spec.items() if key not in _LOWERED},
        **_metadata(spec, "workflowMetadata"),
        **_metadata(spec, "podMetadata"),
    }


def _metadata(spec: Document, key: str) -> Settings:
    """Return the labels and annotations of runs or pods that are not flowc's own."""
    found = {
        kind: {k: v for k, v in table(spec, key, kind).items() if not k.startswith("flowc.dev/")}
        for kind in table(spec, key)
    }
    return {f"{key}.{kind}": json_words(values) for kind, values in found.items() if values}


def _digest(template: Document) -> str:
    annotations = table(template, "metadata", "annotations")
    return text(annotations, "flowc.dev/source-digest").removeprefix("sha256:")
