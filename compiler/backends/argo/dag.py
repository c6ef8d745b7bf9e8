"""Lower blocks to DAGs: one template for each map of several steps, loop, arm of several steps.

    start → Map(a → b) → join      main:           start, foreach-rows × splits, join
                                   foreach-rows:   a, b

Each task waits for the tasks before it by their bare names. Argo counts a skipped task as done,
so what follows a choice waits for every arm's task: one of them ran, and the others were skipped.
A loop over no items is skipped, too; that is why the shim refuses to announce none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, assert_never

from compiler.backends.argo.calls import (
    AT,
    ITERATION,
    NEXT_ITERATION,
    Call,
    Dag,
    Front,
    entries,
    goes_to,
    handing,
    joined,
    needs,
    reference,
)
from compiler.backends.argo.size import MOST_TASKS, block_size, packed, parts
from compiler.ir.nodes import Choice, Loop, Map, Parallel, Task
from compiler.names import kebab
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compiler.backends.argo.model import Parameter, Template, ValueFrom
    from compiler.backends.argo.naming import Names
    from compiler.ir.nodes import Arm, Block, Node


Fill = Callable[[Dag], Front]


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
        dag = Dag(path=path)
        front = fill(dag)
        wanted = [*(["at"] if AT in path else []), *inputs]
        if wanted:
            template["inputs"] = {"parameters": [{"name": one} for one in wanted]}
        template["dag"] = {"tasks": dag.tasks}
        if exports:
            source: ValueFrom = {"parameter": reference(front, exports)}
            template["outputs"] = {"parameters": [{"name": exports, "valueFrom": source}]}
        return template

    def _block(self, dag: Dag, block: Block, front: Front, exports: str | None = None) -> Front:
        """Add the tasks of `block` to `dag`, in parts if there are too many."""
        runs = parts(block)
        if len(runs) <= 1:
            return self._nodes(dag, block, front, exports)
        following = [needs(run[0]) for run in runs[1:]]
        for run, handed_on in zip(runs, [*following, exports], strict=True):
            front = self._part(dag, run, front, handed_on)
        return front

    def _part(self, dag: Dag, run: Block, front: Front, exports: str | None) -> Front:
        name = self.names.numbered("part")
        needed = needs(run[0])
        self._define(
            name,
            AT if dag.path else "",
            lambda inner: self._nodes(inner, run, Front(), exports),
            inputs=[needed] if needed else [],
            exports=exports,
        )
        return dag.add(handing(name, needed, front), front)

    def _nodes(self, dag: Dag, block: Block, front: Front, exports: str | None) -> Front:
        for place, node in enumerate(block, start=1):
            wanted = needs(block[place]) if place < len(block) else exports
            front = self._node(dag, node, front, wanted)
        return front

    def _node(self, dag: Dag, node: Node, front: Front, exports: str | None) -> Front:
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
        head = next(entries(node.body))
        name = self.names.fresh(f"{self.names.steps[head]}-loop")

        def fill(dag: Dag) -> Front:
            last = self._block(dag, node.body, Front(), "next")
            again = Call(name=name, template=name, arguments=(("iter", NEXT_ITERATION),))
            dag.add(again, last, path=path, when=goes_to([head], last))
            return last

        within = f"{path}.{ITERATION}" if path else ITERATION
        template = self._define(name, within, fill, inputs=["iter"])
        if exports:
            template["outputs"] = {"parameters": [_last_decision(template, head)]}
        return Call(name=name, template=name, arguments=(("iter", "0"),))

    def _parallel(self, dag: Dag, node: Parallel, front: Front) -> Front:
        if sum(map(block_size, node.arms)) < MOST_TASKS:
            ends = [self._block(dag, arm, front) for arm in node.arms]
        else:
            arms = filter(None, node.arms)
            ends = [self._arms(dag, some, front) for some in packed(arms, block_size)]
            ends += [front] if not all(node.arms) else []
        return dag.add(self.leaves[node.join.name], joined(ends))

    def _arms(self, dag: Dag, arms: Sequence[Block], front: Front) -> Front:
        def fill(inner: Dag) -> Front:
            return joined([self._block(inner, arm, Front()) for arm in arms])

        name = self.names.numbered("arms")
        self._define(name, AT if dag.path else "", fill)
        return dag.add(Call(name=name, template=name), front)

    def _map(self, dag: Dag, node: Map, front: Front) -> Front:
        name = f"foreach-{kebab(node.over or next(entries(node.body)))}"
        if node.limit is None:
            items = self._items(dag, node.body, name, front)
        else:
            items = self._limited(dag, node, name, front)
        return dag.add(self.leaves[node.join.name], items)

    def _items(self, dag: Dag, body: Block, name: str, front: Front) -> Front:
        """Add a task that is repeated for each item, with the item's number in its path."""
        path = f"{dag.path}.{{{{item}}}}" if dag.path else "{{item}}"
        after = dag.add(self._unit(body, name, AT), front, path=path)
        dag.tasks[-1]["withSequence"] = {"count": reference(front, "splits")}
        return after

    def _limited(self, dag: Dag, node: Map, name: str, front: Front) -> Front:
        """Add the items in a DAG of their own: Argo bounds how much of one template runs."""
        outer = self.names.fresh(name)
        template = self._define(
            outer,
            AT if dag.path else "",
            lambda inner: self._items(inner, node.body, f"{name}-item", Front()),
            inputs=["splits"],
        )
        template["parallelism"] = node.limit or 1
        return dag.add(handing(outer, "splits", front), front)

    def _choice(self, dag: Dag, arms: Sequence[Arm], front: Front) -> Front:
        taken = [arm for arm in arms if arm.body]
        if len(taken) <= MOST_TASKS:
            return joined([self._arm(dag, arm, front) for arm in taken])
        starts = range(0, len(taken), MOST_TASKS)
        return joined([self._some(dag, taken[i : i + MOST_TASKS], front) for i in starts])

    def _some(self, dag: Dag, arms: Sequence[Arm], front: Front) -> Front:
        name = self.names.numbered("arms")
        path = AT if dag.path else ""
        self._define(name, path, lambda dag: self._choice(dag, arms, Front()), inputs=["next"])
        return dag.add(handing(name, "next", front), front)

    def _arm(self, dag: Dag, arm: Arm, front: Front) -> Front:
        heads = list(dict.fromkeys(entries(arm.body)))
        name = f"{self.names.steps[heads[0]]}-arm"
        path = AT if dag.path else ""
        if needs(arm.body[0]):
            unit = self._deciding_arm(arm.body, name, path, front)
        else:
            unit = self._unit(arm.body, name, path)
        return dag.add(unit, front, when=goes_to(heads, front))

    def _deciding_arm(self, body: Block, name: str, path: str, front: Front) -> Call:
        """Make a template for an arm that begins with a choice, by the same decision again."""
        template = self.names.fresh(name)
        self._define(template, path, lambda dag: self._block(dag, body, Front()), inputs=["next"])
        return handing(template, "next", front)


def _last_decision(template: Template, head: str) -> Parameter:
    """Return the output of a loop: what its last iteration decided, however deep that is."""
    *_, last, again = (f"tasks['{task['name']}']" for task in template["dag"]["tasks"])
    next_of = "outputs.parameters.next"
    expression = f"{last}.{next_of} == '{head}' ? {again}.{next_of} : {last}.{next_of}"
    return {"name": "next", "valueFrom": {"expression": expression}}
