"""What is known of each step, in words: its inputs, artifacts, settings, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import fields
from typing import TYPE_CHECKING, assert_never

from compiler.backends.invocation import invocations
from compiler.ir.nodes import Block, Choice, Loop, Map, Node
from compiler.ir.settings import Compute
from compiler.ir.walk import children, last_task, tasks
from compiler.records import dataclass
from runtime_shim.protocol import print_sources

if TYPE_CHECKING:
    from compiler.ir.nodes import Flow, Task
    from compiler.ir.settings import EnvVar, Retry
    from compiler.pipeline import Target
    from runtime_shim.protocol import Alternatives, Source, Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One step; `becomes` are (target, words) pairs, `source` is its `--from`."""

    name: str
    doc: str
    inputs: str
    source: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    becomes: tuple[tuple[str, str], ...] = ()


def explain_steps(flow: Flow, targets: Sequence[Target] = ()) -> tuple[StepFacts, ...]:
    """Return the facts of each step of `flow`, in the order of the source."""
    started = invocations(flow)
    announced = dict(_announced(flow.body))
    splitters = {step for step, node in announced.items() if isinstance(node, Map)}
    lowered = {t.backend.name: dict(t.backend.explain(flow, t.options)) for t in targets}
    return tuple(
        StepFacts(
            name=task.name,
            doc=task.doc,
            inputs=_inputs(started[task.name].sources, splitters),
            source=print_sources(started[task.name].sources),
            reads=_reads(task, announced.get(task.name)),
            writes=_writes(task),
            settings=tuple(_settings(task)),
            becomes=tuple((name, words[task.name]) for name, words in lowered.items()),
        )
        for task in tasks(flow.body)
    )


def _announced(block: Block) -> Iterator[tuple[str, Map | Choice | Loop]]:
    """Yield (step, the map, choice or loop that the step's artifact decides on)."""
    before: Node | None = None
    for node in block:
        subject = node if isinstance(node, Loop) else before
        decider = last_task(subject) if subject else None
        if decider is not None and isinstance(node, Map | Choice | Loop):
            yield decider.name, node
        for inner in children(node):
            yield from _announced(inner)
        before = node


def _inputs(sources: Sources, splitters: Set[str]) -> str:
    if not sources:
        return "nothing: the run starts here"
    return ", and ".join(_alternatives(alternatives, splitters) for alternatives in sources)


def _alternatives(alternatives: Alternatives, splitters: Set[str]) -> str:
    words = [_source(source, splitters) for source in alternatives]
    return words[0] if len(words) == 1 else f"whichever ran: {' or '.join(words)}"


def _source(source: Source, splitters: Set[str]) -> str:
    words = source.step
    for mark in source.marks:
        match mark:
            case "*":
                words = f"every item of {words}"
            case "~":
                words = f"the last iteration of {words}"
            case _:
                words = f"{words} of the iteration before"
    is_item = source.ups and source.step in splitters
    return f"{words}, as one of its items" if is_item else words


def _reads(task: Task, announces: Map | Choice | Loop | None) -> tuple[str, ...]:
    written = {access.artifact for access in task.writes}
    asked = _artifact(announces)
    # What the step itself assigned before is nothing that it is given.
    own = [
        read.artifact
        for read in task.reads
        if read.artifact not in written or (read.certain and read.artifact != asked)
    ]
    inputs = [f"{read.artifact} of {read.step or 'its inputs'}" for read in task.input_reads]
    return tuple(dict.fromkeys((*own, *inputs, *_merged(task), *_unseen(task, "may read"))))


def _artifact(announces: Map | Choice | Loop | None) -> str | None:
    match announces:
        case Map():
            return announces.over
        case Choice() | Loop():
            return announces.on
        case None:
            return None
        case _:
            assert_never(announces)


def _writes(task: Task) -> tuple[str, ...]:
    own = [access.artifact for access in task.writes]
    caught = [task.catch.var] if task.catch and task.catch.var else []
    deleted = [f"deletes {access.artifact}" for access in task.deletes]
    return tuple(dict.fromkeys((*own, *caught, *deleted)))


def _merged(task: Task) -> list[str]:
    merge = task.merge
    if merge is None:
        return []
    if not merge.known:
        return ["merges its inputs"]
    if merge.include:
        return [f"merges {', '.join(merge.include)} of its inputs"]
    but = f" but {', '.join(merge.exclude)}" if merge.exclude else ""
    return [f"merges everything{but} of its inputs"]


def _unseen(task: Task, word: str) -> list[str]:
    return [f"{word} anything: `self` goes to code that was not seen"] if task.opaque else []


def _settings(task: Task) -> list[str]:
    found = [_compute(task.compute)] if task.compute != Compute() else []
    if task.retry:
        found.append(_retry(task.retry))
    if task.timeout:
        found.append(f"ends after {task.timeout.seconds} s")
    if task.catch:
        found.append("goes on after the last failure")
    if task.environment:
        found.append("environment " + ", ".join(_variable(var) for var in task.environment))
    if task.secrets:
        found.append("secrets " + ", ".join(secret.name for secret in task.secrets))
    if task.dependencies and not task.dependencies.disabled:
        wanted = task.dependencies
        found.append("packages " + ", ".join(f"{k} {v}".strip() for k, v in _packages(wanted)))
    return found


def _packages(wanted: object) -> Sequence[tuple[str, str]]:
    conda = getattr(wanted, "conda", ())
    pypi = getattr(wanted, "pypi", ())
    python = getattr(wanted, "python", None)
    return [*conda, *pypi, *([("python", python)] if python else [])]


def _retry(retry: Retry) -> str:
    if retry.times == 0:
        return "no retries"
    again = "1 retry" if retry.times == 1 else f"{retry.times} retries"
    return f"{again}, {retry.minutes_between:g} min apart"


def _variable(variable: EnvVar) -> str:
    # A value may be private although it is a literal: names say enough here.
    return variable.name + (" (kept outside)" if variable.reference else "")


def _compute(compute: Compute) -> str:
    listed = (field.name for field in fields(compute) if field.name != "span")
    values = ((name, getattr(compute, name)) for name in listed)
    asked = ((name, value) for name, value in values if value not in (None, (), False))
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in asked)


def _value(value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    parts = (
        " ".join(map(_part, item)) if isinstance(item, tuple) else _part(item) for item in value
    )
    return ", ".join(parts)


def _part(value: object) -> str:
    return str(getattr(value, "text", value))
