"""What runs may do: the service account of the tasks, of the sensors, and of what reports ends.

And what those may do who deploy flows and look after runs: a Role that is bound to nobody yet.
These are documents of the platform, the same for every flow: apply them once for each namespace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.argo.metadata import API_VERSION, FLOW_LABEL, document

if TYPE_CHECKING:
    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import Document, ObjectMeta

_RBAC = "rbac.authorization.k8s.io"
_KEPT = ["workflowtemplates", "cronworkflows", "sensors", "workflows"]
_SENSOR_RULES = {"workflows": ["create", "get", "list"], "workflowtemplates": ["get", "list"]}


def access(context: Context) -> list[Document]:
    """Return the documents that let the runs of a flow do what they do, and people run it."""
    settings = context.settings
    runner = settings.service_account or "default"
    found = _account(context, runner, {"workflowtaskresults": ["create", "patch"]})
    if context.flow.triggers:
        found += _account(context, settings.sensor_service_account, _SENSOR_RULES)
    if any(event.flow for trigger in context.flow.triggers for event in trigger.events):
        reporter = settings.run_event_source
        found += _account(context, reporter, {"workflows": ["get", "list", "watch"]})
        found.append(_event_source(context))
    return [*found, _deployer(context)]


def _deployer(context: Context) -> Document:
    """Return the Role with exactly what the commands of flowc ask a cluster for."""
    config_map = [context.settings.store_config_map]
    rules = [
        _rule("argoproj.io", _KEPT, ["get", "list", "create", "patch", "delete"]),
        _rule("", ["pods"], ["list"]),
        _rule("", ["pods/log"], ["get"]),
        {**_rule("", ["configmaps"], ["get"]), "resourceNames": config_map},
    ]
    metadata = _metadata(context, "flowc-deployer")
    return {"apiVersion": f"{_RBAC}/v1", "kind": "Role", "metadata": metadata, "rules": rules}


def _rule(group: str, resources: list[str], verbs: list[str]) -> dict[str, list[str]]:
    return {"apiGroups": [group], "resources": resources, "verbs": verbs}


def _account(context: Context, name: str, rules: dict[str, list[str]]) -> list[Document]:
    account = {"kind": "ServiceAccount", "name": name}
    if context.settings.namespace:
        account["namespace"] = context.settings.namespace
    role = name if name != "default" else "flowc-default"
    metadata = _metadata(context, role)
    groups = [_rule("argoproj.io", [resource], verbs) for resource, verbs in rules.items()]
    documents: list[Document] = [
        {
            "apiVersion": f"{_RBAC}/v1",
            "kind": "Role",
            "metadata": metadata,
            "rules": groups,
        },
        {
            "apiVersion": f"{_RBAC}/v1",
            "kind": "RoleBinding",
            "metadata": metadata,
            "roleRef": {"apiGroup": _RBAC, "kind": "Role", "name": role},
            "subjects": [account],
        },
    ]
    if name == "default":
        return documents
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _metadata(context, name)},
        *documents,
    ]


def _event_source(context: Context) -> Document:
    """Return the EventSource that reports every successful end of a run of a flow.

    A run comes under its watch, as an ADD, once the label of its phase says Succeeded; later
    changes of the same run are updates, which it does not report. Runs that were created before
    the EventSource started are not reported.
    """
    watch: dict[str, Any] = {
        "group": "argoproj.io",
        "version": API_VERSION.partition("/")[2],
        "resource": "workflows",
        "eventTypes": ["ADD"],
        "filter": {
            "afterStart": True,
            "labels": [
                {"key": "workflows.argoproj.io/phase", "operation": "==", "value": "Succeeded"},
                {"key": FLOW_LABEL, "operation": "exists", "value": ""},
            ],
        },
    }
    # The field cannot be left out, and an empty one would mean every namespace.
    watch = {"namespace": context.settings.namespace or "default", **watch}
    name = context.settings.run_event_source
    spec = {
        "eventBusName": context.settings.event_bus or "default",
        "template": {"serviceAccountName": name},
        "resource": {"run-succeeded": watch},
    }
    return document("EventSource", _metadata(context, name), spec)


def _metadata(context: Context, name: str) -> ObjectMeta:
    found: ObjectMeta = {"name": name}
    if context.settings.namespace:
        found["namespace"] = context.settings.namespace
    found["labels"] = {"app.kubernetes.io/managed-by": "flowc"}
    return found
