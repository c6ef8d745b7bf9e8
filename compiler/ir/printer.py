"""The IR as text: one line for each step and block, indented, made for reading and comparing.

    flow TrainFlow  train.py:TrainFlow
      parameter alpha: float = 0.1
      start  writes grid
      map over grid
        train  reads alpha  writes model
          retry times=3
      join choose  inputs model  writes best
      end

Settings are printed where they differ from their defaults. `x?` is an access that may not happen.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, assert_never

from compiler.ir.nodes import (
    Access,
    Arm,
    Block,
    Choice,
    Flow,
    InputAccess,
    Key,
    Loop,
    Map,
    Merge,
    Node,
    Parallel,
    Task,
)
from compiler.ir.settings import Config, Deferred, Literal, Parameter
from compiler.ir.walk import tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PLAIN = re.compile(r"[\w./:@%+*-]+")


def print_flow(flow: Flow) -> str:
    """Return the text of `flow`; it ends with a line end."""
    origin = flow.origin
    lines = [f"flow {flow.name}  {origin.path}:{origin.entrypoint}"]
    lines += ["  " + line for line in (*_header(flow), *block_lines(flow.body))]
    return "\n".join(lines) + "\n"


def print_block(block: Block) -> str:
    """Return the text of `block`, as `print_flow` has it; "" if it is empty."""
    return "".join(f"{line}\n" for line in block_lines(block))


def block_lines(block: Block) -> Iterator[str]:
    """Yield the lines of `block`, without indentation of its own."""
    for node in block:
        yield from _node(node)


def _header(flow: Flow) -> Iterator[str]:
    yield from _doc(flow.doc)
    if flow.origin.language != "python":
        yield f"language {flow.origin.language}"
    yield from _names("files", (path for path in flow.origin.files if path != flow.origin.path))
    yield from _names("environment", flow.origin.environment)
    for parameter in flow.parameters:
        yield from _parameter(parameter)
    for config in flow.configs:
        yield _config(config)
    steps = {task.name for task in tasks(flow.body)}
    members = [name for name in flow.members if name not in steps]
    yield from _names("members", [*members, *([] if flow.members_known else ["…"])])
    for trigger in flow.triggers:
        yield "trigger" + _settings(trigger, leave=("events",))
        for event in trigger.events:
            yield "  event" + _settings(event)
    for setting in (flow.schedule, flow.project, *flow.hooks, *flow.extensions):
        if setting is not None:
            yield type(setting).__name__.lower() + _settings(setting)
    yield from _names("tags", flow.tags)


def _parameter(parameter: Parameter) -> Iterator[str]:
    line = f"parameter {_value(parameter.name)}: {parameter.type}"
    if parameter.default is not None:
        line += f" = {_value(parameter.default)}"
    default = {"attribute": parameter.name}
    known = ("name", "type", "default", "help")
    yield line + _settings(parameter, leave=known, default=default)
    yield from _indented(_doc(parameter.help))


def _config(config: Config) -> str:
    line = f"config {_value(config.name)} = {config.value.text}"
    default = {"attribute": config.name}
    return line + _settings(config, leave=("name", "value"), default=default)


def _node(node: Node) -> Iterator[str]:
    match node:
        case Task():
            yield from _task("", node)
        case Parallel():
            yield "split"
            for block in node.arms:
                yield "  arm" if block else "  arm straight on"
                yield from _indented(_indented(block_lines(block)))
            yield from _task("join ", node.join)
        case Map():
            yield _map(node)
            yield from _indented(block_lines(node.body))
            yield from _task("join ", node.join)
        case Choice():
            yield f"choice on {node.on}"
            for arm in node.arms:
                yield from _indented(_arm(arm))
        case Loop():
            yield f"loop while {node.on} is {_keys(node.again)}"
            yield from _indented(block_lines(node.body))
        case _:
            assert_never(node)


def _map(node: Map) -> str:
    word = "gang" if node.gang else "map"
    over = f" over {node.over}" if node.over else ""
    return word + over + _settings(node, leave=("over", "body", "join", "gang"))


def _arm(arm: Arm) -> Iterator[str]:
    yield f"{_keys(arm.keys)}:" if arm.body else f"{_keys(arm.keys)}: straight on"
    yield from _indented(block_lines(arm.body))


def _task(word: str, task: Task) -> Iterator[str]:
    columns = [word + task.name, *_accesses(task)]
    if task.entrypoint not in ("", task.name):
        columns.insert(1, f"calls {task.entrypoint}")
    yield "  ".join(columns)
    yield from _indented(_doc(task.doc))
    yield from _indented(_task_settings(task))


def _accesses(task: Task) -> Iterator[str]:
    for word, accesses in (
        ("reads", task.reads),
        ("writes", task.writes),
        ("deletes", task.deletes),
    ):
        if word == "writes":
            yield from _inputs(task.input_reads, task.merge)
        if accesses:
            yield f"{word} {', '.join(map(_access, accesses))}"
    if task.opaque:
        yield "opaque"


def _inputs(reads: tuple[InputAccess, ...], merge: Merge | None) -> Iterator[str]:
    if reads:
        names = (f"{r.step}.{r.artifact}" if r.step else r.artifact for r in reads)
        yield f"inputs {', '.join(names)}"
    if merge is not None:
        what = ", ".join(merge.include) or "all" if merge.known else "some"
        but = f" but {', '.join(merge.exclude)}" if merge.exclude else ""
        yield f"merges {what}{but}"


def _access(access: Access) -> str:
    return access.artifact if access.certain else f"{access.artifact}?"


def _task_settings(task: Task) -> Iterator[str]:
    compute = _settings(task.compute)
    if compute:
        yield "compute" + compute
    several = (*task.environment, *task.secrets, *task.cards, *task.extensions)
    for setting in (task.retry, task.timeout, task.catch, task.dependencies, *several):
        if setting is not None:
            yield type(setting).__name__.lower() + _settings(setting)


def _settings(
    setting: Any, leave: Iterable[str] = (), default: dict[str, Any] | None = None
) -> str:
    """Return ` name=value` for each field of a dataclass that differs from its default."""
    text = ""
    for field in fields(setting):
        value = getattr(setting, field.name)
        usual = (default or {}).get(field.name, field.default)
        if field.compare and field.name not in leave and value != usual:
            text += f" {field.name}={_value(value)}"
    return text


def _value(value: object) -> str:
    match value:
        case Literal():
            return value.text
        case Deferred():
            return f"computed by {_quoted(value.source)}"
        case str():
            return value if _PLAIN.fullmatch(value) else _quoted(value)
        case tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case bool():
            return "yes" if value else "no"
        case None:
            return "none"
        case int() | float():
            return repr(value)
        case _:
            return "{" + _settings(value).strip() + "}"


def _keys(keys: tuple[Key, ...]) -> str:
    return " or ".join(json.dumps(key, ensure_ascii=False) for key in keys)


def _doc(text: str) -> Iterator[str]:
    if text:
        yield _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _names(word: str, names: Iterable[str]) -> Iterator[str]:
    text = ", ".join(names)
    if text:
        yield f"{word} {text}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
