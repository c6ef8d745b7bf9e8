"""Lower blocks to DAGs: one template for each map of several steps, loop, arm of several steps.

    start → Map(a → b) → join      main:           start, foreach-rows × splits, join
                                   foreach-rows:   a, b

Each task waits for the tasks before it by their bare names. Argo counts a skipped task as done,
so what follows a choice waits for every arm's task: one of them ran, and the others were skipped.
A loop over no items is skipped, too; that is why the shim refuses to announce none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from compiler.backends.argo.size import MOST_TASKS, block_size, packed, parts
from compiler.ir.nodes import Choice, Loop, Map, Parallel, Task
from compiler.ir.walk import first_task
from compiler.names import kebab

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compiler.backends.argo.model import DAGTask, Parameter, Template, ValueFrom
    from compiler.backends.argo.naming import Names
    from compiler.ir.nodes import Arm, Block, Node


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
class _Dag:
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


Fill = Callable[[_Dag], Front]


@dataclass(slots=True, kw_only=True)
class Dags:
    """Lowers the blocks of a flow; `templates` are those it made, outer before inner.

    `leaves` says which template runs each step.
    """

    leaves: Mapping[str, Call]
    names: Names
    templates: list[Template] = field(default_factory=list)

    def main(self, block: Block) -> None:
        """Make the template `main`, which runs the whole flow."""
        self._define("main", "", lambda dag: self._block(dag, block, Front()))

    def _define(
        self,
        name: str,
        path: str,
        fill: Fill,
        *,
        inputs: Sequence[str] = (),
        exports: str | None = None,
    ) -> Template:
        """Make the template `name`; `exports` is the decision that its last task hands on."""
        template: Template = {"name": name}
        self.templates.append(template)
        dag = _Dag(path=path)
        front = fill(dag)
        wanted = [*(["at"] if AT in path else []), *inputs]
        if wanted:
            template["inputs"] = {"parameters": [{"name": one} for one in wanted]}
        template["dag"] = {"tasks": dag.tasks}
        if exports:
            source: ValueFrom = {"parameter": _reference(front, exports)}
            template["outputs"] = {"parameters": [{"name": exports, "valueFrom": source}]}
        return template

    def _block(self, dag: _Dag, block: Block, front: Front, exports: str | None = None) -> Front:
        """Add the tasks of `block` to `dag`, in parts if there are too many."""
        runs = parts(block)
        if len(runs) <= 1:
            return self._nodes(dag, block, front, exports)
        following = [_needs(run[0]) for run in runs[1:]]
        for run, handed_on in zip(runs, [*following, exports], strict=True):
            front = self._part(dag, run, front, handed_on)
        return front

    def _part(self, dag: _Dag, run: Block, front: Front, exports: str | None) -> Front:
        name = self.names.numbered("part")
        needed = _needs(run[0])
        self._define(
            name,
            AT if dag.path else "",
            lambda inner: self._nodes(inner, run, Front(), exports),
            inputs=[needed] if needed else [],
            exports=exports,
        )
        return dag.add(_handing(name, needed, front), front)

    def _nodes(self, dag: _Dag, block: Block, front: Front, exports: str | None) -> Front:
        for place, node in enumerate(block, start=1):
            wanted = _needs(block[place]) if place < len(block) else exports
            front = self._node(dag, node, front, wanted)
        return front

    def _node(self, dag: _Dag, node: Node, front: Front, exports: str | None) -> Front:
        match node:
            case Task():
                return dag.add(self.leaves[node.name], front)
            case Loop():
                return dag.add(self._loop(node, AT if dag.path else "", exports), front)
            case Parallel():
                return self._parallel(dag, node, front)
            case Map():
                return self._map(dag, node, front)
            case Choice():
                return self._choice(dag, node.arms, front)
            case _:
                assert_never(node)

    def _unit(self, block: Block, name: str, path: str) -> Call:
        """Return the call of one template that runs `block` at `path`."""
        match block:
            case (Task() as task,):
                return self.leaves[task.name]
            case (Loop() as loop,):
                return self._loop(loop, path)
            case _:
                template = self.names.fresh(name)
                self._define(template, path, lambda dag: self._block(dag, block, Front()))
                return Call(name=template, template=template)

    def _loop(self, node: Loop, path: str, exports: str | None = None) -> Call:
        """Make a template that runs the body once, then itself if the last step says so.

        If something else depends on where the loop is left to, it exports its `next`.
        """
        head = _head(node.body)
        name = self.names.fresh(f"{self.names.steps[head]}-loop")

        def fill(dag: _Dag) -> Front:
            last = self._block(dag, node.body, Front(), "next")
            again = Call(name=name, template=name, arguments=(("iter", NEXT_ITERATION),))
            dag.add(again, last, path=path, when=_goes_to(head, last))
            return last

        within = f"{path}.{ITERATION}" if path else ITERATION
        template = self._define(name, within, fill, inputs=["iter"])
        if exports:
            template["outputs"] = {"parameters": [_last_decision(template, head)]}
        return Call(name=name, template=name, arguments=(("iter", "0"),))

    def _parallel(self, dag: _Dag, node: Parallel, front: Front) -> Front:
        if sum(map(block_size, node.arms)) < MOST_TASKS:
            ends = [self._block(dag, arm, front) for arm in node.arms]
        else:
            ends = [self._arms(dag, arms, front) for arms in packed(node.arms, block_size)]
        return dag.add(self.leaves[node.join.name], _all(ends))

    def _arms(self, dag: _Dag, arms: Sequence[Block], front: Front) -> Front:
        def fill(inner: _Dag) -> Front:
            return _all([self._block(inner, arm, Front()) for arm in arms])

        name = self.names.numbered("arms")
        self._define(name, AT if dag.path else "", fill)
        return dag.add(Call(name=name, template=name), front)

    def _map(self, dag: _Dag, node: Map, front: Front) -> Front:
        name = f"foreach-{kebab(node.over or _head(node.body))}"
        if node.limit is None:
            items = self._items(dag, node.body, name, front)
        else:
            items = self._limited(dag, node, name, front)
        return dag.add(self.leaves[node.join.name], items)

    def _items(self, dag: _Dag, body: Block, name: str, front: Front) -> Front:
        """Add a task that is repeated for each item, with the item's number in its path."""
        path = f"{dag.path}.{{{{item}}}}" if dag.path else "{{item}}"
        after = dag.add(self._unit(body, name, AT), front, path=path)
        dag.tasks[-1]["withSequence"] = {"count": _reference(front, "splits")}
        return after

    def _limited(self, dag: _Dag, node: Map, name: str, front: Front) -> Front:
        """Add the items in a DAG of their own: Argo bounds how much of one template runs."""
        outer = self.names.fresh(name)
        template = self._define(
            outer,
            AT if dag.path else "",
            lambda inner: self._items(inner, node.body, f"{name}-item", Front()),
            inputs=["splits"],
        )
        template["parallelism"] = node.limit or 1
        return dag.add(_handing(outer, "splits", front), front)

    def _choice(self, dag: _Dag, arms: Sequence[Arm], front: Front) -> Front:
        taken = [arm for arm in arms if arm.body]
        if len(taken) <= MOST_TASKS:
            return _all([self._arm(dag, arm, front) for arm in taken])
        starts = range(0, len(taken), MOST_TASKS)
        return _all([self._some(dag, taken[i : i + MOST_TASKS], front) for i in starts])

    def _some(self, dag: _Dag, arms: Sequence[Arm], front: Front) -> Front:
        name = self.names.numbered("arms")
        path = AT if dag.path else ""
        self._define(name, path, lambda dag: self._choice(dag, arms, Front()), inputs=["next"])
        return dag.add(_handing(name, "next", front), front)

    def _arm(self, dag: _Dag, arm: Arm, front: Front) -> Front:
        head = _head(arm.body)
        unit = self._unit(arm.body, f"{self.names.steps[head]}-arm", AT if dag.path else "")
        return dag.add(unit, front, when=_goes_to(head, front))


def _needs(node: Node) -> str | None:
    match node:
        case Map():
            return "splits"
        case Choice():
            return "next"
        case Task() | Loop() | Parallel():
            return None
        case _:
            assert_never(node)


def _all(ends: Sequence[Front]) -> Front:
    return Front(depends=tuple(name for end in ends for name in end.depends))


def _reference(front: Front, decision: str) -> str:
    return f"{{{{{front.control}.{decision}}}}}"


def _handing(name: str, decision: str | None, front: Front) -> Call:
    arguments = ((decision, _reference(front, decision)),) if decision else ()
    return Call(name=name, template=name, arguments=arguments)


def _goes_to(step: str, front: Front) -> str:
    return f"'{_reference(front, 'next')}' == '{step}'"


def _head(block: Block) -> str:
    first = first_task(block[0])
    if first is None:
        raise AssertionError(f"a map or choice stands where a step decides: {block[0]}")
    return first.name


def _last_decision(template: Template, head: str) -> Parameter:
    """Return the output of a loop: what its last iteration decided, however deep that is."""
    *_, last, again = (f"tasks['{task['name']}']" for task in template["dag"]["tasks"])
    next_of = "outputs.parameters.next"
    expression = f"{last}.{next_of} == '{head}' ? {again}.{next_of} : {last}.{next_of}"
    return {"name": "next", "valueFrom": {"expression": expression}}
