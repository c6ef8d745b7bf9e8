"""What the golden texts of comparisons are made of: a flow that changes, and one that is hostile.

`python -m tests.comparison.rendered` writes the golden files anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.context import context
from compiler.backends.argo.documents import documents
from compiler.backends.base import Options
from compiler.backends.deploying import Action, Change, Conflict
from compiler.cli.comparisons.document import comparison_document
from compiler.cli.comparisons.markdown import comparisons_markdown
from compiler.cli.comparisons.model import Comparison, of_changes
from compiler.cli.comparisons.text import comparison_text
from compiler.comparison.compare import Difference, Kind
from compiler.comparison.summary import Subject
from compiler.ir.nodes import Flow, Origin
from compiler.ir.settings import (
    Catch,
    Compute,
    Config,
    EnvVar,
    Event,
    Parameter,
    Project,
    Retry,
    Schedule,
    Trigger,
    literal,
)
from compiler.report.palette import COLOURS, PLAIN
from tests.argo.flows import each, flow, task

WANT = Path(__file__).parent / "want"

BEFORE = flow(
    task("start"),
    task("clean", retry=Retry(times=1)),
    task("old"),
    task("end"),
    parameters=(Parameter(name="rate", attribute="rate", default=literal("0.5")),),
    schedule=Schedule(crons=("0 0 * * *",)),
    configs=(Config(name="config", attribute="config", value=literal({"tries": 3, "n": 1})),),
)
AFTER = replace(
    flow(
        task("start", compute=Compute(memory="4096")),
        task("tidy", retry=Retry(times=1), compute=Compute(memory="4096")),
        each(
            task("train", catch=Catch(var="failure"), compute=Compute(gpu="1")),
            join="choose",
            over="grid",
        ),
        task("end", environment=(EnvVar(name="MODE", value="careful"),)),
        parameters=(
            Parameter(name="rate", attribute="rate", default=literal("0.25")),
            Parameter(name="table", attribute="table", default=literal("pets")),
        ),
        triggers=(Trigger(events=(Event(name="data_ready"),)),),
        configs=(Config(name="config", attribute="config", value=literal({"tries": 4, "n": 1})),),
        project=Project(name="zoo"),
    ),
    origin=Origin(path="flows/pets.py", entrypoint="PetsFlow", digest="7007e249600b" + "0" * 52),
)

NASTY = (
    "a|b",
    "`tick`",
    "``` fence",
    "<!-- x --><img src=x onerror=alert(1)>",
    "@everyone [link](javascript:alert(1))",
    "line\nbreak\r\n| --- |",
    "\x1b[31mred\u202e",
    "back\\slash\\",
    " ",
)


def changes(before: Flow, after: Flow) -> list[Change]:
    """Return what deploying `after` over `before` does, as a service would say it."""
    old, new = (_by_kind(one) for one in (before, after))
    return [_change(kind, old.get(kind), new.get(kind)) for kind in dict.fromkeys([*new, *old])]


def _by_kind(of: Flow) -> Mapping[str, Any]:
    found = documents(context(of, Options(name="pets-flow")))
    return {one["kind"]: json.loads(json.dumps(one)) for one in found}


def _change(kind: str, before: Any, after: Any) -> Change:
    contested = (Conflict(field=".spec.templates", manager="kubectl-edit"),)
    action = Action.CREATE if before is None else Action.DELETE if after is None else Action.UPDATE
    return Change(
        action=action,
        kind=kind,
        name="pets-flow",
        before=_text(before),
        after=_text(after),
        documents=(before, after),
        conflicts=contested if action is Action.UPDATE else (),
    )


def _text(document: Any) -> str:
    return "" if document is None else str(yaml.safe_dump(document, width=1 << 20))


def changed() -> Comparison:
    return of_changes(
        "PetsFlow as pets-flow",
        "argo, namespace flows of https://10.0.0.1",
        changes(BEFORE, AFTER),
        BACKEND,
    )


def hostile() -> Comparison:
    differences = [
        Difference(
            kind=Kind.CHANGED,
            subject=Subject.STEP,
            names=(text, text),
            setting=text,
            before=text,
            after=None,
        )
        for text in NASTY
    ]
    body = "".join(f"{text}\n" for text in NASTY)
    change = Change(
        action=Action.UPDATE,
        kind="WorkflowTemplate",
        name=NASTY[3],
        before=body,
        after=f"{body}`````\n</details>\n",
        conflicts=(Conflict(field=NASTY[0], manager=NASTY[4]),),
    )
    return Comparison(
        title=NASTY[4], place=NASTY[1], changes=(change,), differences=tuple(differences)
    )


def rendered() -> dict[str, str]:
    """Return the text of each golden file by its name."""
    document = json.dumps(comparison_document(changed()), indent=2, ensure_ascii=False)
    return {
        "changed.txt": comparison_text(changed(), PLAIN, diff=False),
        "changed.colours.txt": comparison_text(changed(), COLOURS, diff=False),
        "changed.md": comparisons_markdown([changed()]),
        "changed.json": f"{document}\n",
        "hostile.txt": comparison_text(hostile(), PLAIN, diff=False),
        "hostile.md": comparisons_markdown([hostile()]),
    }


if __name__ == "__main__":
    WANT.mkdir(exist_ok=True)
    for name, text in rendered().items():
        (WANT / name).write_bytes(text.encode("utf-8", "surrogateescape"))
