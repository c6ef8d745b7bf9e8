"""The records of deployments in a store: what was deployed, where to, when, and by whom.

TrainFlow/deployments/argo/train-flow/1.json, 2.json … each is created once and never changed.
`flowc gc` leaves them alone: they are what `flowc drift` compares with and `flowc rollback` goes
back to.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from compiler.records import dataclass
from runtime_shim import layout, records
from runtime_shim.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime_shim.store.base import Store

_NUMBERED = re.compile(r"([1-9][0-9]*)\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One deployment; the fields are those of the record (`runtime_shim.protocol`).

    `files` are (path, text) pairs. `ir` is in the format `flowc.ir/1`, None if it is not kept.
    `number` is 0 as long as it is not recorded.
    """

    flow: str
    target: str
    name: str
    place: str
    identity: str
    files: tuple[tuple[str, str], ...]
    digest: str = ""
    ir: Mapping[str, Any] | None = field(default=None, repr=False)
    changes: tuple[str, ...] = ()
    back_to: int | None = None
    user: str = ""
    version: str = ""
    created: float = 0.0
    uid: str = ""
    number: int = 0


def add_deployment(store: Store, deployment: Deployment) -> Deployment:
    """Record `deployment` under the next free number, and return it with that."""
    flow, target, name = deployment.flow, deployment.target, deployment.name
    number = max(_numbers(store, flow, target, name), default=0) + 1
    while True:
        numbered = replace(deployment, number=number)
        key = layout.deployment_record(flow, target, name, number)
        if records.create(store, key, _document(numbered)) or _is_own(store, key, numbered):
            return numbered
        number += 1


def deployments(
    store: Store, flow: str, target: str, name: str, *, most: int | None = None
) -> list[Deployment]:
    """Return the `most` newest deployments of a flow on a target under a name, oldest first."""
    numbers = sorted(_numbers(store, flow, target, name))
    numbers = numbers if most is None else numbers[-most:]
    keys = [layout.deployment_record(flow, target, name, number) for number in numbers]
    found = zip(keys, records.read_many(store, keys), strict=True)
    return [_deployment(record, key) for key, record in found if record is not None]


def deployed_names(store: Store, flow: str) -> list[tuple[str, str]]:
    """Return every (target, name) under which a flow was ever deployed."""
    folder = layout.deployments_key(flow)
    return [
        (layout.name_of(target), layout.name_of(name))
        for target in _folders(store, folder)
        for name in _folders(store, f"{folder}/{target}")
    ]


def deployed_flows(store: Store) -> list[str]:
    """Return the flows that were ever deployed."""
    return [
        layout.name_of(flow)
        for flow in _folders(store, "")
        if store.children(f"{flow}/deployments", most=1)
    ]


def _folders(store: Store, folder: str) -> Iterator[str]:
    return (name[:-1] for name in store.children(folder) if name.endswith("/"))


def _numbers(store: Store, flow: str, target: str, name: str) -> list[int]:
    names = store.children(layout.deployed_key(flow, target, name))
    return [int(found[1]) for found in map(_NUMBERED.fullmatch, names) if found]


def _is_own(store: Store, key: str, deployment: Deployment) -> bool:
    """Say whether the record that is there already is this one: the answer may have been lost."""
    there = records.read(store, key)
    return there is not None and there.get("uid") == deployment.uid


def _document(deployment: Deployment) -> dict[str, Any]:
    files = [
        {"path": path, "sha256": _digest(text), "text": text} for path, text in deployment.files
    ]
    return {
        "format": layout.DEPLOYMENT_FORMAT,
        "flow": deployment.flow,
        "target": deployment.target,
        "name": deployment.name,
        "number": deployment.number,
        "uid": deployment.uid,
        "created": deployment.created,
        "user": deployment.user,
        "version": deployment.version,
        "place": deployment.place,
        "identity": deployment.identity,
        "digest": deployment.digest,
        "files": files,
        "ir": deployment.ir,
        "changes": list(deployment.changes),
        "back_to": deployment.back_to,
    }


def _deployment(record: dict[str, Any], key: str) -> Deployment:
    if record.get("format") != layout.DEPLOYMENT_FORMAT:
        raise StoreError(
            f"`{key}` has the format {record.get('format')!r}; "
            f"this flowc reads {layout.DEPLOYMENT_FORMAT}"
        )
    try:
        values = {name: value for name, value in record.items() if name in _FIELDS}
        files = tuple((file["path"], file["text"]) for file in record["files"])
        whole = [file["sha256"] for file in record["files"]] == [_digest(text) for _, text in files]
        values |= {"files": files, "changes": tuple(record["changes"])}
        found = Deployment(**values)
    except (KeyError, TypeError) as error:
        raise StoreError(f"the record `{key}` is damaged: {error}") from error
    if not whole:
        raise StoreError(f"the record `{key}` is damaged: a file's text is not what was deployed")
    return found


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_FIELDS = frozenset(Deployment.__dataclass_fields__)
