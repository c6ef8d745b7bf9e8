"""A service that keeps documents on paper: Argo's documents in a file, and no cluster.

`FLOWC_PAPER` names the file. It takes documents as a cluster does: it merges what it is given into
what is there, and notes who set what.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from compiler.backends.argo.backend import ArgoBackend
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.deploying import (
    Action,
    Change,
    Conflict,
    Conflicted,
    ConnectionOption,
    DeployError,
    Release,
)

FLOW_LABEL = "flowc.dev/flow"


class Paper:
    """What is on the paper: documents by "Kind/name", and by whom fields were set."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        return dict(json.loads(self.path.read_text())) if self.path.exists() else {}

    def documents(self) -> dict[str, Any]:
        return {key: one["document"] for key, one in self.read().items()}

    def write(self, key: str, document: Any, setters: Mapping[str, str] | None = None) -> None:
        found = self.read()
        found.pop(key, None)
        if document is not None:
            found[key] = {"document": document, "setters": setters or {}}
        self.path.write_text(json.dumps(found))

    def edit(self, key: str, path: Sequence[str | int], value: Any, by: str = "somebody") -> None:
        """Set one field as somebody else."""
        document = self.documents()[key]
        place = document
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        self.write(key, document, {".".join(map(str, path[:2])): by})


class PaperDeployer:
    """Deploys to a paper; only what plans, histories and rollbacks need."""

    def __init__(self, paper: Paper, store: str | None) -> None:
        self.paper = paper
        self.place = f"paper {paper.path.name}"
        self.identity = str(paper.path)
        self._store = store

    def store(self) -> str | None:
        return self._store

    def plan(self, release: Release, *, force: bool = False) -> Sequence[Change]:
        known = self.paper.read()
        wanted = {f"{one['kind']}/{one['metadata']['name']}": one for one in _documents(release)}
        applied = [_applied(key, one, known.get(key)) for key, one in wanted.items()]
        return applied + [
            _change(key, one["document"], None)
            for key, one in known.items()
            if key not in wanted and _labels(one["document"]).get(FLOW_LABEL) == release.flow
        ]

    def deploy(self, release: Release, *, force: bool = False) -> Sequence[Change]:
        changes = self.plan(release, force=force)
        if not force and any(change.conflicts for change in changes):
            raise Conflicted("others have set fields", changes, help="use `--force`")
        for change in changes:
            if change.action is not Action.NONE:
                self.paper.write(f"{change.kind}/{change.name}", change.documents[1])
        return changes


def _documents(release: Release) -> list[Any]:
    return [one for file in release.files for one in yaml.safe_load_all(file.text)]


def _labels(document: Any) -> dict[str, str]:
    return dict(document["metadata"].get("labels") or {})


def _applied(key: str, document: Any, known: Any) -> Change:
    if known is None:
        return _change(key, None, document)
    before = known["document"]
    after = copy.deepcopy(before)
    after["spec"] = document["spec"]
    after["metadata"] = {**before["metadata"], **document["metadata"]}
    conflicts = tuple(
        Conflict(field=f".{path}", manager=by)
        for path, by in known["setters"].items()
        if _at(before, path) != _at(after, path)
    )
    return _change(key, before, after, conflicts)


def _at(document: Any, path: str) -> Any:
    for name in path.split("."):
        document = (document or {}).get(name)
    return document


def _change(key: str, before: Any, after: Any, conflicts: tuple[Conflict, ...] = ()) -> Change:
    kind, _, name = key.partition("/")
    match before, after:
        case None, _:
            action = Action.CREATE
        case _, None:
            action = Action.DELETE
        case _:
            action = Action.NONE if before == after else Action.UPDATE
    return Change(
        action=action,
        kind=kind,
        name=name,
        before=_text(before),
        after=_text(after),
        documents=(before, after),
        conflicts=conflicts,
    )


def _text(document: Any) -> str:
    return "" if document is None else str(yaml.safe_dump(document, sort_keys=True))


class PaperBackend(ArgoBackend):
    """Compiles as Argo's backend does, and deploys to a paper."""

    name = "paper"
    title = "Paper"
    connection = (ConnectionOption(flag="--pen", metavar="NAME", help="the pen to write with"),)

    def deployer(  # type: ignore[override]
        self,
        settings: ArgoSettings,
        connection: Mapping[str, str | None],
        environ: Mapping[str, str],
    ) -> PaperDeployer:
        if not environ.get("FLOWC_PAPER"):
            raise DeployError("there is no paper", help="set FLOWC_PAPER to a file")
        return PaperDeployer(Paper(Path(environ["FLOWC_PAPER"])), environ.get("PAPER_STORE"))


BACKEND = PaperBackend()
