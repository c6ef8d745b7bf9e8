"""A task: its artifacts, attempts, output and failure, and the tasks before and after it."""

from __future__ import annotations

from collections import namedtuple
from datetime import UTC, datetime
from typing import NamedTuple

from flowc.client import logs, reading
from flowc.client.artifact import DataArtifact, MetaflowData
from flowc.client.facts import facts
from flowc.client.failure import TaskFailure, failure_of
from flowc.client.objects import MetaflowObject, local_time
from flowc.exception import MetaflowNotFound
from runtime_shim import layout, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from flowc.client.reading import Manifests
    from flowc.client.step import Step

    Record = dict[str, Any]


class Metadata(NamedTuple):
    """One fact about a task; `created_at` is in milliseconds since 1970."""

    name: str
    value: str
    created_at: int
    type: str
    task: Task


class Task(MetaflowObject[DataArtifact]):
    """One task of a step; its name is its path: `0`, or `2.~1` for item 2 in iteration 1.

    With `attempt`, everything that is asked is about that attempt.
    """

    _kind = "Task"
    _depth = 4
    _manifests: Manifests | None = None

    def _find(self) -> None:
        self.parent.parent._find()
        if self._is_there():
            return
        self.parent._find()
        if self._attempt is None or not self.attempts:
            raise self._missing(self.parent._names())
        known = ", ".join(map(str, self.attempts))
        raise MetaflowNotFound(
            f"{self} does not exist in {self._scope.store.url}: its attempts are {known}"
        )

    def _is_there(self) -> bool:
        if self._attempt is None:
            return self._manifest is not None or bool(self._files())
        return self._attempt in self.attempts

    @property
    def parent(self) -> Step:
        """Return the step."""
        from flowc.client.step import Step

        if not isinstance(self._parent, Step):
            self._parent = Step._make(self._scope, self._parts[:3])
        return self._parent

    @property
    def _run(self) -> Record:
        return self.parent.parent._record

    @property
    def _folder(self) -> str:
        flow, run, step, task = self._parts
        return layout.task_key(flow, run, step, task)

    def _files(self) -> list[str]:
        return self._scope.store.children(self._folder)

    @property
    def _committed(self) -> Record | None:
        """Return what the task committed, in whichever attempt; None if it did not."""
        if self._manifests is None:
            step = self._parts[2]
            self._manifests = reading.Manifests(self._scope.store, self._run, step, [self.id])
        return self._manifests.get(self.id)

    @property
    def _manifest(self) -> Record | None:
        """Return what the task committed in the attempt in question, None if it did not."""
        found = self._committed
        if found is None or self._attempt in (None, found["attempt"]):
            return found
        return None

    def _attempt_record(self, kind: str) -> Record | None:
        return records.read(self._scope.store, f"{self._folder}/{self.current_attempt}.{kind}.json")

    @property
    def _latest(self) -> Record | None:
        """Return what is known of the attempt: how it ended, else how it began."""
        return self._manifest or self._attempt_record("failed") or self._attempt_record("start")

    def _refs(self) -> Record:
        return self._manifest["artifacts"] if self._manifest else {}

    def _children(self) -> Iterator[DataArtifact]:
        return (self._artifact(name) for name in self._refs() if not name.startswith("_"))

    def _child(self, name: str) -> DataArtifact | None:
        return self._artifact(name) if name in self._refs() else None

    def _artifact(self, name: str) -> DataArtifact:
        made = DataArtifact._make(self._scope, [*self._parts, name], self._attempt)
        made._parent = self
        return made

    @property
    def artifacts(self) -> Any:
        """Return the artifacts as a named tuple."""
        found = list(self)
        kind = namedtuple("MetaflowArtifacts", [a.id for a in found], rename=True)  # type: ignore[misc]
        return kind._make(found)

    @property
    def data(self) -> MetaflowData:
        """Return the artifacts as attributes, which are loaded when they are read."""
        return MetaflowData(repr(self), self)

    @property
    def successful(self) -> bool:
        """Say whether the step ran to its end; a failure that was caught is one."""
        return self._manifest is not None and self._manifest["caught"] is None

    @property
    def finished(self) -> bool:
        """Say whether the task has a result."""
        return self._manifest is not None

    @property
    def exception(self) -> TaskFailure | None:
        """Return why the attempt failed, None if it did not; what was caught is an artifact."""
        found = None if self._manifest else self._attempt_record("failed")
        return None if found is None else failure_of(found)

    @property
    def created_at(self) -> datetime:
        """Return when the first attempt began, or the one in question."""
        found = self._manifest
        if found is None or (found["attempt"] > 0 and self._attempt is None):
            first = min(self.attempts) if self._attempt is None else self._attempt
            key = f"{self._folder}/{first}.start.json"
            found = records.read(self._scope.store, key) or found
        if found is None:
            return local_time(self._run["created"])
        return local_time(found["start"])

    @property
    def finished_at(self) -> datetime | None:
        """Return when the task was done, None if it is not."""
        return None if self._manifest is None else local_time(self._manifest["end"])

    @property
    def attempts(self) -> list[int]:
        """Return the ordinals of the attempts that are on record."""
        done = self._committed
        return sorted({*reading.attempts(self._files()), *([done["attempt"]] if done else ())})

    @property
    def current_attempt(self) -> int:
        """Return the ordinal of the attempt in question: the one that committed, else the last."""
        if self._attempt is not None:
            return self._attempt
        if self._manifest is not None:
            return int(self._manifest["attempt"])
        return max(self.attempts, default=0)

    @property
    def attempt(self) -> int:
        """Return `current_attempt`."""
        return self.current_attempt

    @property
    def index(self) -> int | None:
        """Return the number of the innermost foreach's item, None outside of any."""
        found = self._manifest or self._attempt_record("start")
        frames = found.get("frames") if found else None
        return int(frames[-1]["index"]) if frames else None

    def _is_control(self) -> bool:
        """Say whether this is the first task of a gang, in the step that the gang begins with."""
        found = self._manifest or self._attempt_record("start")
        frames = found.get("frames") if found else None
        if not found or not frames or frames[-1]["items"] is not None or frames[-1]["index"] != 0:
            return False
        return any(name.partition("/")[0] == frames[-1]["step"] for name in found["inputs"])

    @property
    def metadata(self) -> list[Metadata]:
        """Return what is recorded about the attempt."""
        found = self._latest
        if found is None:
            return []
        ok = None if found.get("end") is None else self._manifest is not None
        at = int((found.get("end") or found["start"]) * 1000)
        named = facts(self._run, found, self._scope.store.url, ok)
        return [Metadata(name, value, at, name, self) for name, value in named.items()]

    @property
    def metadata_dict(self) -> dict[str, str]:
        """Return what is recorded about the attempt, by name."""
        return {fact.name: fact.value for fact in self.metadata}

    @property
    def _log_key(self) -> str:
        flow, run, step, task = self._parts
        cloned = self._manifest["cloned"] if self._manifest else None
        return logs.log_key(flow, cloned or run, step, task, self.current_attempt)

    def _text(self, stream: str) -> str:
        return logs.text_of(self._scope.store.read_log(self._log_key), stream)

    @property
    def stdout(self) -> str:
        """Return what the attempt printed."""
        return self._text(logs.STDOUT)

    @property
    def stderr(self) -> str:
        """Return what the attempt printed to stderr."""
        return self._text(logs.STDERR)

    @property
    def stdout_size(self) -> int:
        """Return how many bytes the attempt printed."""
        return len(self.stdout.encode())

    @property
    def stderr_size(self) -> int:
        """Return how many bytes the attempt printed to stderr."""
        return len(self.stderr.encode())

    def loglines(self, stream: str, as_unicode: bool = True) -> Iterator[tuple[datetime, Any]]:
        """Yield (time in UTC, line) of what went to `stream`, "stdout" or "stderr"."""
        if stream not in logs.STREAMS:
            raise ValueError(f"there is no stream {stream!r}: expected 'stdout' or 'stderr'")
        for line in logs.read_lines(self._scope.store, self._log_key):
            if line.stream == stream:
                at = datetime.fromtimestamp(line.time, UTC).replace(tzinfo=None)
                yield at, line.text if as_unicode else line.text.encode()

    @property
    def runtime_name(self) -> str | None:
        """Return what ran the task: `local`, `argo` …"""
        names = (tag.partition(":")[2] for tag in self.system_tags if tag.startswith("runtime:"))
        return next(names, None)

    @property
    def code(self) -> None:
        """Return None: the code of a run is in its image, or where it was run."""
        return None

    @property
    def environment_info(self) -> dict[str, str] | None:
        """Return what the task ran in: {"type", "python_version", "host"}."""
        found = self._latest
        if found is None:
            return None
        named = {"type": self._run.get("target"), "python_version": found.get("python")}
        return {k: str(v) for k, v in {**named, "host": found.get("host")}.items() if v}

    @property
    def origin_pathspec(self) -> str | None:
        """Return the path of the task that this one was taken over from, if it was."""
        cloned = self._manifest["cloned"] if self._manifest else None
        flow, _, step, task = self._parts
        return f"{flow}/{cloned}/{step}/{task}" if cloned else None

    @property
    def parent_task_pathspecs(self) -> Iterator[str]:
        """Yield the paths of the tasks that this one's inputs are, in their order."""
        found = self._latest
        flow, run = self._parts[:2]
        return (f"{flow}/{run}/{name}" for name in (found["inputs"] if found else ()))

    @property
    def child_task_pathspecs(self) -> Iterator[str]:
        """Yield the paths of the tasks that have this one among their inputs."""
        flow, run, step, task = self._parts
        found = reading.followers(self._scope.store, self._run, step, task)
        return (f"{flow}/{run}/{name}" for name in found)

    @property
    def parent_tasks(self) -> Iterator[Task]:
        """Yield the tasks that this one's inputs are, in their order."""
        return map(self._other, self.parent_task_pathspecs)

    @property
    def child_tasks(self) -> Iterator[Task]:
        """Yield the tasks that have this one among their inputs."""
        return map(self._other, self.child_task_pathspecs)

    def _other(self, pathspec: str) -> Task:
        return Task(pathspec, _scope=self._scope, _namespace_check=False)

    def _repr_html_(self) -> str:
        from flowc.client.html import task_html

        return task_html(self)
