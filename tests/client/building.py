"""Writes runs into a store as tasks would, with the times, failures and logs that a test says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runtime_shim import layout, records
from runtime_shim.logs import LogWriter
from runtime_shim.store.folder import FolderStore

if TYPE_CHECKING:
    from runtime_shim.store.base import Store

CREATED = 1_700_000_000.0
STEPS = (("start", "", "train*"), ("train", "^start", "join"), ("join", "train*", "end"))
LINKS = (*STEPS, ("end", "join", ""))


def plain(value: Any) -> dict[str, Any]:
    """Return the ref of a small plain value."""
    return {"json": value, "type": type(value).__name__}


@dataclass
class Builder:
    """Writes into `store`; every run begins a minute after the one before."""

    store: Store
    flow: str = "TrainFlow"
    links: Sequence[tuple[str, str, str]] = LINKS
    runs: int = 0
    extra: dict[str, Any] = field(default_factory=dict)

    def run(self, name: str, *, user: str | None = "alice", tags: Iterable[str] = ()) -> float:
        """Make the record of a run; return when it was created."""
        created = CREATED + 60 * self.runs
        self.runs += 1
        whose = f"user:{user}" if user else f"production:{self.flow}"
        record = {
            "format": layout.RUN_FORMAT,
            "flow": self.flow,
            "run": name,
            "created": created,
            "user": user,
            "tags": list(tags),
            "system_tags": [whose, "runtime:local", "python_version:3.11.7"],
            "target": "local",
            "origin": None,
            "parameters": {"alpha": "0.5"},
            "source": {"path": "train.py", "entrypoint": self.flow, "digest": ""},
            "start": "start",
            "end": "end",
            "steps": [{"name": name, "from": f, "to": t} for name, f, t in self.links],
            **self.extra,
        }
        records.create_run(self.store, record)
        return created

    def began(self, place: str, start: float = CREATED, **more: Any) -> dict[str, Any]:
        """Record that an attempt of the task at `run/step/task` began."""
        facts = self._facts(place, start) | more
        self._put(place, f"{facts['attempt']}.start.json", facts)
        return facts

    def done(
        self,
        place: str,
        artifacts: Mapping[str, dict[str, Any]] | None = None,
        *,
        start: float = CREATED,
        took: float = 2.0,
        **more: Any,
    ) -> None:
        """Commit the task at `run/step/task`."""
        facts = self.began(place, start, **more)
        manifest = {**facts, "end": start + took, "artifacts": dict(artifacts or {})}
        self._put(place, "done.json", manifest)

    def failed(
        self, place: str, message: str = "no", *, start: float = CREATED, **more: Any
    ) -> None:
        """Record that an attempt of the task at `run/step/task` failed with a ValueError."""
        facts = self.began(place, start, **more)
        failure = {
            "type": "ValueError",
            "message": message,
            "traceback": f"Traceback (most recent call last):\nValueError: {message}\n",
        }
        record = {**facts, "format": "flowc.failed/1", "end": start + 1, **failure, "held": ["x"]}
        self._put(place, f"{facts['attempt']}.failed.json", record)

    def ended(self, run: str, status: str = "failed", at: float = CREATED + 30) -> None:
        """Record how a scheduler saw a run end."""
        record = {"format": "flowc.ended/1", "status": status, "at": at, "reason": None}
        records.create(self.store, layout.ended_record(self.flow, run), record)

    def printed(
        self, place: str, *said: tuple[str, str], attempt: int = 0, at: float = CREATED
    ) -> None:
        """Log what an attempt printed: (stream, text) each, a second apart."""
        writer = LogWriter(lambda data: self.store.append(self.key(place, f"{attempt}.log"), data))
        for second, (stream, text) in enumerate(said):
            writer.feed(stream, text.encode(), at + second)
        writer.flush(at + len(said))

    def key(self, place: str, name: str) -> str:
        """Return the key of a file of the task at `run/step/task`."""
        run, step, task = place.split("/")
        return f"{layout.task_key(self.flow, run, step, task)}/{name}"

    def _put(self, place: str, name: str, record: dict[str, Any]) -> None:
        records.create(self.store, self.key(place, name), record)

    def _facts(self, place: str, start: float) -> dict[str, Any]:
        run, step, task = place.split("/")
        return {
            "format": layout.TASK_FORMAT,
            "flow": self.flow,
            "run": run,
            "step": step,
            "task": task,
            "uid": "0" * 32,
            "attempt": 0,
            "retry": 0,
            "start": start,
            "end": None,
            "host": "box",
            "python": "3.11.7",
            "pid": 7,
            "user": "alice",
            "inputs": [],
            "frames": [],
            "artifacts": {},
            "parameters": [],
            "next": None,
            "splits": None,
            "items": None,
            "caught": None,
            "cloned": None,
        }


def train_run(builder: Builder, name: str, *, items: int = 3, **how: Any) -> None:
    """Write a whole successful run: start, a foreach of `items` over `train`, join, end."""
    at = builder.run(name, **how)
    names = {"xs": plain(list(range(items))), "alpha": plain(0.5)}
    builder.done(f"{name}/start/0", names, start=at, splits=items)
    for item in range(items):
        frame = {"step": "start", "artifact": "xs", "index": item, "count": items}
        builder.done(
            f"{name}/train/{item}",
            {**names, "x": plain(item), "score": plain(item * 10)},
            start=at + 2 + item,
            inputs=["start/0"],
            frames=[{**frame, "items": names["xs"]}],
        )
    inputs = [f"train/{item}" for item in range(items)]
    scores = {"alpha": names["alpha"], "scores": plain([item * 10 for item in range(items)])}
    builder.done(f"{name}/join/0", scores, start=at + 20, inputs=inputs)
    builder.done(f"{name}/end/0", scores, start=at + 22, inputs=["join/0"])


def folder_builder(folder: Path) -> Builder:
    """Return a builder that writes into a store in `folder`."""
    return Builder(FolderStore(str(folder)))
