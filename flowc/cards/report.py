"""The cards that are built in: what is known of a task, its components and artifacts, as HTML."""

from __future__ import annotations

from flowc.cards import markup, page, shown
from flowc.cards.components import failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    Reads = Mapping[str, Callable[[], Any]]

LARGEST = 1_000_000
"""Artifacts of more bytes are not loaded to be shown."""


class TaskFacts:
    """What a card knows of its task: the record of the task, and how to read its artifacts."""

    def __init__(self, record: Mapping[str, Any], reads: Reads, pathspec: str) -> None:
        """Take the record, which is that of the task's manifest, or a part of it."""
        self.record = record
        self.reads = reads
        self.pathspec = pathspec

    @classmethod
    def of(cls, task: Any) -> TaskFacts:
        """Return the facts of `task`, which may be a Task of the client."""
        if isinstance(task, cls):
            return task
        artifacts = {one.id: one for one in task}
        reads = {name: _reader(one) for name, one in artifacts.items()}
        refs = {name: {"type": one.type, "size": one.size} for name, one in artifacts.items()}
        record = {"start": task.created_at.timestamp(), "artifacts": refs}
        if task.finished_at:
            record["end"] = task.finished_at.timestamp()
        return cls(record, reads, task.pathspec)

    @property
    def step(self) -> str:
        """Return the name of the step."""
        return self.pathspec.split("/")[-2] if "/" in self.pathspec else self.pathspec

    @property
    def failure(self) -> dict[str, Any] | None:
        """Return what the step raised, None if it did not; what was caught counts."""
        return self.record.get("failure") or self.record.get("caught")

    @property
    def state(self) -> str:
        """Return how the task stands."""
        if self.record.get("failure"):
            return "failed"
        return "succeeded" if self.record.get("end") else "running"

    @property
    def parameters(self) -> list[str]:
        """Return the names of the artifacts that are the run's parameters."""
        return [name for name in self.record.get("parameters") or () if name in self.reads]

    def artifacts(self) -> list[str]:
        """Return the names of the other artifacts."""
        known = self.record.get("artifacts")
        names = self.reads if known is None else [name for name in known if name in self.reads]
        return sorted(set(names) - set(self.parameters))

    def value(self, name: str) -> Any:
        """Return an artifact; raises KeyError that says so if there is none."""
        if name not in self.reads:
            raise KeyError(f"the step has no artifact `{name}`")
        return self.reads[name]()

    def ref(self, name: str) -> dict[str, Any]:
        """Return how an artifact is stored, as far as that is known."""
        found: dict[str, Any] = (self.record.get("artifacts") or {}).get(name) or {}
        return found


def _reader(artifact: Any) -> Callable[[], Any]:
    return lambda: artifact.data


def default_html(task: Any, components: Sequence[str]) -> str:
    """Return the card of type `default`."""
    facts = TaskFacts.of(task)
    body = [
        page.heading(facts.step, facts.pathspec, facts.state),
        page.section("", _failure(facts)),
        page.components(components),
        page.section("Task", markup.facts(_task(facts))),
        page.section("Parameters", markup.facts(_values(facts, facts.parameters))),
        page.section("Artifacts", _artifacts(facts)),
    ]
    return page.document(facts.pathspec, "".join(body))


def blank_html(task: Any, components: Sequence[str], title: str) -> str:
    """Return the card of type `blank`."""
    facts = TaskFacts.of(task)
    head = page.heading(title) if title else ""
    body = head + page.section("", _failure(facts)) + page.components(components)
    return page.document(title or facts.pathspec, body)


def error_html(task: Any, details: str | None) -> str:
    """Return the card of type `error`: `details`, or what the step raised."""
    facts = TaskFacts.of(task)
    told = failure("the card could not be made", details) if details else _failure(facts)
    nothing = markup.text("p", "the step did not fail", "note")
    head = page.heading(facts.step, facts.pathspec, facts.state)
    return page.document(facts.pathspec, head + page.section("", told or nothing))


def _failure(facts: TaskFacts) -> str:
    found = facts.failure
    if found is None:
        return ""
    title = "the step failed" if facts.record.get("failure") else "the failure was caught"
    return failure(title, str(found.get("traceback") or found.get("message") or ""))


def _task(facts: TaskFacts) -> Iterator[tuple[str, str]]:
    record = facts.record
    start, end = record.get("start"), record.get("end")
    if start:
        yield "Started", shown.time_text(start)
    if start and end:
        yield "Took", shown.duration_text(end - start)
    for name, key in (("User", "user"), ("Host", "host"), ("Python", "python")):
        if record.get(key):
            yield name, markup.escape(record[key])
    if record.get("retry"):
        yield "Attempt", str(record["retry"] + 1)
    for frame in record.get("frames") or ():
        over = f"Item of {frame['artifact']}" if frame["artifact"] else "Node"
        yield over, f"{frame['index'] + 1} of {frame['count']}"
    if record.get("inputs"):
        yield "Inputs", _inputs(record["inputs"])
    if record.get("next"):
        yield "Goes to", markup.escape(record["next"])


def _inputs(inputs: Sequence[str]) -> str:
    listed = ", ".join(inputs[:5])
    return markup.escape(f"{listed}, … ({len(inputs)})" if len(inputs) > 5 else listed)


def _values(facts: TaskFacts, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield name, markup.text("code", _brief(facts, name))


def _artifacts(facts: TaskFacts) -> str:
    rows = [
        [markup.escape(name), markup.escape(_type(facts, name)), _code(facts, name)]
        for name in facts.artifacts()
    ]
    return markup.table(["Name", "Type", "Value"], rows, "wide") if rows else ""


def _code(facts: TaskFacts, name: str) -> str:
    return markup.text("code", _brief(facts, name))


def _type(facts: TaskFacts, name: str) -> str:
    ref = facts.ref(name)
    return str(ref["type"]) if ref else ""


def _brief(facts: TaskFacts, name: str) -> str:
    size = facts.ref(name).get("size", 0)
    if size > LARGEST:
        return shown.size_text(size)
    try:
        return shown.brief(facts.value(name))
    except Exception as error:  # noqa: BLE001 - one artifact that fails to load spoils no card
        return f"cannot be shown: {error}"
