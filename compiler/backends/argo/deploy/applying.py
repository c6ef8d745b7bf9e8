"""Plans and carries out a deployment by server-side apply: the cluster says what would change.

Every document is first applied as a dry run, so that nothing changes unless all of it may. What is
compared are two answers of the cluster, the live object and the one that would be: defaults that it
fills in are in both.

A schedule that somebody switched off stays off: unless the file itself says `suspend`, the live
object's is applied with it. (With the minimal CRDs of Argo, whoever sets one field of a spec is
called the manager of all of it; that is why a switch by flowc itself is no conflict.)
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from compiler.backends.argo.deploy.api import MANAGER
from compiler.backends.argo.deploy.failures import Contested, NotInstalled
from compiler.backends.argo.deploy.kinds import CRON_WORKFLOW, SENSOR
from compiler.backends.argo.deploy.release import MANAGED, documents_of, labels_of, surplus
from compiler.backends.argo.metadata import FLOW_LABEL
from compiler.backends.deploying import Action, Change, Conflict, Conflicted, DeployError
from compiler.records import dataclass

if TYPE_CHECKING:
    from compiler.backends.argo.deploy.api import Api, Object
    from compiler.backends.argo.deploy.kinds import Kind
    from compiler.backends.deploying import Release

_OF_THE_SERVER = ("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change, and how it is made; `force` takes over from flowc itself at least."""

    kind: Kind
    change: Change
    document: Object | None = None
    force: bool = False


def plan(api: Api, release: Release, *, force: bool) -> list[Step]:
    """Return what deploying does, and change nothing."""
    documents = documents_of(release, api.namespace)
    applied = [_applied(api, kind, document, force=force) for kind, document in documents]
    return applied + [removal(api, kind, name) for kind, name in surplus(api, release, documents)]


def deploy(api: Api, release: Release, *, force: bool) -> list[Change]:
    """Apply a release and remove what it no longer has; raises Conflicted before any change."""
    steps = plan(api, release, force=force)
    changes = [step.change for step in steps]
    if not force and any(change.conflicts for change in changes):
        raise Conflicted(_contested(changes), changes, help=_TAKE_OVER)
    for step in steps:
        carry_out(api, step)
    return changes


def removal(api: Api, kind: Kind, name: str) -> Step:
    """Return the step that deletes an object."""
    live = visible(api.get(kind, name) or {})
    change = Change(
        action=Action.DELETE, kind=kind.name, name=name, before=text(live), documents=(live, None)
    )
    return Step(kind=kind, change=change)


def carry_out(api: Api, step: Step) -> None:
    """Make a change."""
    if step.document is None:
        api.delete(step.kind, step.change.name)
        return
    try:
        api.apply(step.kind, step.document, force=step.force, dry_run=False)
    except Contested as contested:
        raise DeployError(
            f"somebody else changed {step.kind.name} `{step.change.name}` at this moment: "
            f"{_listed(contested.conflicts)}",
            help="run the same command again",
        ) from contested


def visible(live: Object) -> Object:
    """Return an object without what the cluster notes on it by itself."""
    found = {key: value for key, value in live.items() if key != "status"}
    metadata = live.get("metadata", {})
    found["metadata"] = {k: v for k, v in metadata.items() if k not in _OF_THE_SERVER}
    return found


def text(document: Object) -> str:
    """Return an object as YAML."""
    import yaml  # noqa: PLC0415 - compiling writes its own

    return str(yaml.safe_dump(document, sort_keys=True, allow_unicode=True, width=1 << 20))


def _applied(api: Api, kind: Kind, document: Object, *, force: bool) -> Step:
    name = document["metadata"]["name"]
    live = _live(api, kind, document)
    if live is not None and not force:
        _refuse_foreign(kind, document, live)
    if kind is CRON_WORKFLOW and live is not None:
        document = _with_switch(document, live)
    conflicts: tuple[Conflict, ...] = ()
    try:
        result = api.apply(kind, document, force=force, dry_run=True)
    except Contested as contested:
        conflicts = tuple(one for one in contested.conflicts if one.manager != MANAGER)
        force = force or not conflicts
        result = api.apply(kind, document, force=True, dry_run=True)
    before, after = visible(live) if live else None, visible(result)
    change = Change(
        action=_action(before, after),
        kind=kind.name,
        name=name,
        before=text(before) if before else "",
        after=text(after),
        documents=(before, after),
        conflicts=conflicts,
    )
    return Step(kind=kind, change=change, document=document, force=force)


def _live(api: Api, kind: Kind, document: Object) -> Object | None:
    try:
        return api.get(kind, document["metadata"]["name"])
    except NotInstalled as error:
        if kind is not SENSOR:
            raise
        raise DeployError(
            "the flow has a Sensor, for its `@trigger`, and the cluster has no Argo Events",
            help="have Argo Events installed there, or remove the trigger from the flow",
        ) from error


def _action(before: Object | None, after: Object) -> Action:
    if before is None:
        return Action.CREATE
    return Action.NONE if before == after else Action.UPDATE


def _refuse_foreign(kind: Kind, document: Object, live: Object) -> None:
    """Refuse to change an object of the same name that is not of the same flow."""
    wanted, found = labels_of(document), labels_of(live)
    name, flow = document["metadata"]["name"], wanted.get(FLOW_LABEL)
    if flow is None or (found.get(MANAGED), found.get(FLOW_LABEL)) == ("flowc", flow):
        return
    if found.get(MANAGED) != "flowc":
        whose = "it was not made by flowc"
    else:
        whose = f"it is of the flow {found.get(FLOW_LABEL, 'of another name')}"
    raise DeployError(
        f"there is a {kind.name} `{name}` already, and {whose}",
        help="deploy the flow under another name with `--name`, or replace that one with `--force`",
    )


def _with_switch(document: Object, live: Object) -> Object:
    """Return a CronWorkflow that is as the live one is, off or on, unless its file says."""
    if "suspend" in document["spec"] or not live.get("spec", {}).get("suspend"):
        return document
    found = copy.deepcopy(document)
    found["spec"]["suspend"] = True
    return found


_TAKE_OVER = "undo it there, or overwrite it with `--force`"


def _contested(changes: list[Change]) -> str:
    listed = "; ".join(
        f"{change.kind} `{change.name}`: {_listed(change.conflicts)}"
        for change in changes
        if change.conflicts
    )
    return f"others have set what this release sets otherwise, and nothing was changed: {listed}"


def _listed(conflicts: tuple[Conflict, ...]) -> str:
    return ", ".join(f"{one.field} (by {one.manager})" for one in conflicts)
