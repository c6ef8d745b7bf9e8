"""The tasks of a DAG: what each runs, what it waits for, and where decisions are read.

{name: b, template: b, depends: start, when: "'{{tasks.start.outputs.parameters.next}}' == 'b'"}
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, assert_never

from compiler.ir.nodes import Choice, Loop, Map, Parallel, Task
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compiler.backends.argo.model import DAGTask, Parameter
    from compiler.ir.nodes import Block, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A template that a DAG's task `name` runs, and arguments besides the path."""

    name: str
    template: str
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What came last in a DAG: tasks to wait for, and where the last of them left its decision.

    `control` is the prefix of a reference: `tasks.start.outputs.parameters`.
    """

    depends: tuple[str, ...] = ()
    control: str = "inputs.parameters"


AT = "{{inputs.parameters.at}}"
ITERATION = "~{{inputs.parameters.iter}}"
NEXT_ITERATION = "{{=asInt(inputs.parameters.iter) + 1}}"


@dataclass(slots=True, kw_only=True)
class Dag:
    """A DAG that is being filled; `path` is how its tasks spell the path they run at."""

    path: str
    tasks: list[DAGTask] = field(default_factory=list)

    def add(self, call: Call, front: Front, *, path: str | None = None, when: str = "") -> Front:
        """Add a task that runs `call` after `front`; return what then came last."""
        at = self.path if path is None else path
        arguments: list[Parameter] = [{"name": "at", "value": at}] if at else []
        arguments += [{"name": name, "value": value} for name, value in call.arguments]
        task: DAGTask = {"name": call.name, "template": call.template}
        if front.depends:
            task["depends"] = " && ".join(dict.fromkeys(front.depends))
        if when:
            task["when"] = when
        if arguments:
            task["arguments"] = {"parameters": arguments}
        self.tasks.append(task)
        return Front(depends=(call.name,), control=f"tasks.{call.name}.outputs.parameters")


def needs(node: Node) -> str | None:
    """Return the decision of the step before that `node` goes by."""
    match node:
        case Map():
            return "splits"
        case Choice():
            return "next"
        case Task() | Loop() | Parallel():
            return None
        case _:
            assert_never(node)


def joined(ends: Sequence[Front]) -> Front:
    """Return the front of all of `ends` together."""
    return Front(depends=tuple(name for end in ends for name in end.depends))


def reference(front: Front, decision: str) -> str:
    """Return the expression for a decision that `front` left."""
    return f"{{{{{front.control}.{decision}}}}}"


def handing(name: str, decision: str | None, front: Front) -> Call:
    """Return a call of the template `name` that is handed the decision, if there is one."""
    arguments = ((decision, reference(front, decision)),) if decision else ()
    return Call(name=name, template=name, arguments=arguments)


def goes_to(steps: Sequence[str], front: Front) -> str:
    """Return the condition that one of `steps` was decided for."""
    return " || ".join(f"'{reference(front, 'next')}' == '{step}'" for step in steps)


def entries(block: Block) -> Iterator[str]:
    """Yield the steps at which `block` may begin; what follows it is none of them."""
    for node in block:
        match node:
            case Task():
                yield node.name
                return
            case Loop():
                yield from entries(node.body)
                return
            case Choice():
                yield from (step for arm in node.arms for step in entries(arm.body))
                if all(arm.body for arm in node.arms):
                    return
            case Parallel() | Map():
                raise AssertionError(f"no step comes before this: {node}")
            case _:
                assert_never(node)
