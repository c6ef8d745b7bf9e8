"""What a run of a golden flow leaves, as `want/run.json` has it: tasks, decisions, artifacts.

    {"format": "flowc.golden-run/1", "flow": …, "tasks": {"train/2": {"inputs": ["start/0"], …}}}

Nothing in it depends on when, where and by which scheduler the flow was run.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runtime_shim import layout, records
from runtime_shim.artifacts.decode import load
from tests.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime_shim.store.base import Store

FOLDER = Path(__file__).parent.parent / "golden" / "flows"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/flow.py"))
WANT = "want/run.json"
PLAIN = (bool, int, float, str, type(None))
LONGEST = 1000
"""Characters of JSON that a value may have to be shown itself."""


def options_of(case: str) -> list[str]:
    """Return the options that the case's flow is run with."""
    files = (FOLDER / case / name for name in ("args.txt", "args-run.txt"))
    return [word for file in files if file.exists() for word in shlex.split(file.read_text())]


def text_of(store: Store, flow: str, run: str) -> str:
    """Return what a run has left, as the text of a golden file."""
    found = {
        "format": "flowc.golden-run/1",
        "flow": flow,
        "tasks": {
            f"{task['step']}/{task['task']}": _task(store, task) for task in tasks(store, flow, run)
        },
    }
    return _printed(found, 4) + "\n"


def _printed(value: Any, levels: int, indent: str = "") -> str:
    """Return JSON with a line for each entry of the objects on the first `levels`."""
    if not levels or not value or not isinstance(value, dict):
        return json.dumps(value)
    inner = indent + "  "
    lines = (
        f"{inner}{json.dumps(name)}: {_printed(one, levels - 1, inner)}"
        for name, one in value.items()
    )
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def tasks(store: Store, flow: str, run: str) -> Iterator[dict[str, Any]]:
    """Yield the manifest of each task: in the order of the flow's steps, then of their paths."""
    record = records.read(store, layout.run_record(flow, run))
    assert record is not None
    for step in record["steps"]:
        folder = layout.step_key(flow, run, step["name"])
        for path in sorted((name[:-1] for name in store.children(folder)), key=_order):
            manifest = records.read_manifest(store, flow, run, step["name"], path)
            if manifest is not None:
                yield manifest


def _order(path: str) -> list[int]:
    return [int(segment.removeprefix("~")) for segment in path.split(".")]


def _task(store: Store, task: dict[str, Any]) -> dict[str, Any]:
    refs = sorted(task["artifacts"].items())
    artifacts = {name: _value(load(store, task["flow"], ref, name)) for name, ref in refs}
    decided = {name: task[name] for name in ("next", "splits") if task[name] is not None}
    return {"inputs": task["inputs"], **decided, "artifacts": artifacts}


def _value(value: Any) -> Any:
    """Return a value that is plain and small; else {"type", "is"}, or {"type", "sha256"}.

    The digest is that of its words, so that it is the same for whoever encodes it.
    """
    kind = type(value).__name__
    if _is_plain(value) and len(json.dumps(value)) <= LONGEST:
        return value
    text = words(value)
    if len(text) <= LONGEST:
        return {"type": kind, "is": text}
    return {"type": kind, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _is_plain(value: Any) -> bool:
    if type(value) is list:
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and _is_plain(one) for key, one in value.items())
    return type(value) in PLAIN
