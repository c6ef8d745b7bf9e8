"""Random flows for property tests: block-structured ones, their source text, and mutilated graphs.

    @given(flows())
    def test_…(flow): structure(graph_of(flow.body)) == flow.body;  source_of(flow) is a flow file

Names of steps are unique, keys are unique in a flow, and every tree is the one that structuring
finds, so that a tree can be compared with what was read from its own source.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from compiler.ir.graph import Case, ForEach, Go, Graph, Link, Step, Switch, Transition
from compiler.ir.nodes import (
    Arm,
    Block,
    Choice,
    Flow,
    Key,
    Loop,
    Map,
    Node,
    Origin,
    Parallel,
    Task,
)
from compiler.ir.walk import first_task, last_task, nodes, tasks

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

ORIGIN = Origin(path="flow.py", entrypoint="RandomFlow")


@dataclass
class _Drawer:
    """Draws one flow; `budget` is how many more blocks it may open."""

    draw: DrawFn
    budget: int
    steps: int = 0
    keys: int = 0

    def task(self) -> Task:
        self.steps += 1
        return Task(name=f"s{self.steps}")

    def key(self) -> Key:
        self.keys += 1
        return self.keys + 1 if self.chance(4) else f"k{self.keys}"

    def some_keys(self) -> tuple[Key, ...]:
        return tuple(self.key() for _ in range(self.count(1, 2)))

    def count(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def chance(self, of: int) -> bool:
        """Draw True once in `of` times; False is the simpler."""
        return self.draw(st.integers(0, of - 1)) == of - 1

    def opens(self) -> bool:
        """Say whether one more block is opened."""
        if self.budget <= 0 or not self.draw(st.booleans()):
            return False
        self.budget -= 1
        return True

    def block(self, *, closed: bool = False) -> Block:
        """Draw a block that begins with a task, and ends with one if it is to be `closed`."""
        found: list[Node] = []
        for _ in range(self.count(1, 2)):
            found += self.loop() if self.chance(3) and self.opens() else self.fans()
        if closed and isinstance(found[-1], Choice):
            found.append(self.task())
        return tuple(found)

    def fans(self) -> Block:
        """Draw a task and what it opens: any number of splits and maps, then perhaps a choice."""
        found: list[Node] = [self.task()]
        while self.opens():
            match self.count(0, 2):
                case 0:
                    found.append(self.parallel())
                case 1:
                    found.append(self.map())
                case _:
                    return (*found, self.choice())
        return tuple(found)

    def parallel(self) -> Parallel:
        arms = self.ways()
        return Parallel(arms=arms, join=self.task())

    def map(self) -> Map:
        body = self.block()
        return Map(over="items", body=body, join=self.task())

    def choice(self) -> Choice:
        return Choice(on="kind", arms=tuple(self.arm(body) for body in self.ways()))

    def arm(self, body: Block) -> Arm:
        if body and self.chance(5):
            inner = Choice(
                on="kind", arms=tuple(Arm(keys=self.some_keys(), body=b) for b in self.ways())
            )
            keys = tuple(key for arm in inner.arms for key in arm.keys)
            return Arm(keys=keys, body=(inner, *body))
        return Arm(keys=self.some_keys(), body=body)

    def ways(self) -> tuple[Block, ...]:
        """Draw two or three blocks, of which one may be empty."""
        found = [self.block() for _ in range(self.count(1, 2))]
        if self.chance(2) or len(found) == 1:
            found.insert(self.count(0, len(found)), () if self.chance(2) else self.block())
        return tuple(found)

    def loop(self) -> Block:
        body = self.block(closed=True)
        if len(body) == 1 and isinstance(body[0], Loop):
            body = (self.task(), *body)
        node = Loop(on="kind", body=body, again=self.some_keys())
        return (node, self.choice()) if self.chance(3) else (node,)


@st.composite
def blocks(draw: DrawFn, most: int = 8) -> Block:
    """Draw the body of a flow, from `start` to `end`, with at most `most` blocks in it."""
    drawer = _Drawer(draw=draw, budget=draw(st.integers(0, most)))
    inner = drawer.block()
    start = Task(name="start")
    if isinstance(inner[0], Task):
        inner = (replace(inner[0], name="start"), *inner[1:])
    else:
        inner = (start, *inner)
    return (*inner, Task(name="end"))


def flows(most: int = 8) -> SearchStrategy[Flow]:
    """Draw a flow whose tasks have names and nothing else."""
    return blocks(most).map(flow_of)


def flow_of(body: Block) -> Flow:
    """Return a flow with `body` and nothing else."""
    return Flow(name="RandomFlow", body=body, origin=ORIGIN)


def graph_of(body: Block) -> Graph:
    """Return the graph whose structure is `body`."""
    layout = _Layout()
    layout.lay(body, None)
    joins = {node.join.name for node in nodes(body) if isinstance(node, Parallel | Map)}
    steps = [
        Step(task=task, transition=layout.transition(task.name), takes_inputs=task.name in joins)
        for task in tasks(body)
    ]
    return Graph(flow="RandomFlow", steps=tuple(steps))


@dataclass
class _Layout:
    """Where each step goes to; `again` are the cases by which it goes back."""

    ahead: dict[str, Transition] = field(default_factory=dict)
    again: dict[str, list[Case]] = field(default_factory=dict)

    def transition(self, name: str) -> Transition | None:
        ahead, again = self.ahead.get(name), self.again.get(name, [])
        if not again:
            return ahead
        if isinstance(ahead, Switch):
            return replace(ahead, cases=(*again, *ahead.cases))
        assert isinstance(ahead, Go)
        done = Case(key=f"done_{name}", link=ahead.links[0])
        return Switch(on="kind", cases=(*again, done))

    def lay(self, block: Block, after: str | None) -> None:
        """Note where the steps of `block` go; `after` follows it, None if that is not yet known."""
        for place, node in enumerate(block):
            following = block[place + 1] if place + 1 < len(block) else None
            self.inside(node, _entry(block, place + 1, after))
            last = last_task(node)
            if last is None or (following is None and after is None):
                continue
            self.ahead[last.name] = _transition(following, _entry(block, place + 2, after), after)

    def inside(self, node: Node, after: str | None) -> None:
        match node:
            case Parallel():
                for arm in node.arms:
                    self.lay(arm, node.join.name)
            case Map():
                self.lay(node.body, node.join.name)
            case Choice():
                for choice_arm in node.arms:
                    self.lay(choice_arm.body, after)
            case Loop():
                last, first = last_task(node), first_task(node)
                assert last is not None
                assert first is not None
                self.lay(node.body, None)
                back = [Case(key=key, link=Link(target=first.name)) for key in node.again]
                self.again.setdefault(last.name, []).extend(back)
            case Task():
                pass


def _transition(following: Node | None, beyond: str | None, after: str | None) -> Transition:
    match following:
        case Parallel():
            targets = [_entry(arm, 0, following.join.name) for arm in following.arms]
            return Go(links=tuple(map(_link, targets)))
        case Map():
            return ForEach(link=_link(_entry(following.body, 0, None)), over=following.over)
        case Choice():
            return Switch(on=following.on, cases=tuple(_cases(following, beyond)))
        case None:
            return Go(links=(_link(after),))
        case Task() | Loop():
            return Go(links=(_link(_entry((following,), 0, None)),))


def _cases(choice: Choice, after: str | None) -> list[Case]:
    cases: list[Case] = []
    for arm in choice.arms:
        if arm.body and isinstance(arm.body[0], Choice):
            cases += _cases(arm.body[0], _entry(arm.body, 1, after))
        else:
            link = _link(_entry(arm.body, 0, after))
            cases += [Case(key=key, link=link) for key in arm.keys]
    return cases


def _entry(block: Block, place: int, after: str | None) -> str | None:
    """Return the step that comes at `place`, which is none that is chosen or split into."""
    if place >= len(block):
        return after
    task = first_task(block[place])
    return task.name if task is not None else None


def _link(name: str | None) -> Link:
    assert name is not None
    return Link(target=name)


@st.composite
def mutilated(draw: DrawFn, bodies: SearchStrategy[Block]) -> Graph:
    """Draw the graph of a tree with one to three things changed: a target, `inputs`, a kind."""
    graph = graph_of(draw(bodies))
    steps = list(graph.steps)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(steps) - 1))
        steps[place] = draw(_changed(steps[place], [step.task.name for step in steps]))
    return replace(graph, steps=tuple(steps))


def _changed(step: Step, names: list[str]) -> SearchStrategy[Step]:
    inputs = st.just(replace(step, takes_inputs=not step.takes_inputs))
    if step.transition is None:
        return inputs
    targets = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    going = st.builds(lambda ahead: replace(step, transition=ahead), targets.flatmap(_going))
    return st.one_of(going, going, inputs)


def _going(names: list[str]) -> SearchStrategy[Transition]:
    """Draw a transition to `names`."""
    links = tuple(Link(target=name) for name in names)
    cases = tuple(Case(key=f"to_{link.target}", link=link) for link in links)
    found: list[Transition] = [Go(links=links), Switch(on="kind", cases=cases)]
    if len(links) == 1:
        found = [found[0], ForEach(link=links[0], over="items")]
    return st.sampled_from(found)


@st.composite
def any_graphs(draw: DrawFn, most: int = 6) -> Graph:
    """Draw any graph at all whose steps all lead somewhere."""
    names = ["start", *(f"s{i}" for i in range(draw(st.integers(0, most)))), "end"]
    targets = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    steps = [
        Step(
            task=Task(name=name),
            transition=None if name == "end" else draw(targets.flatmap(_going)),
            takes_inputs=draw(st.integers(0, 3)) == 0,
        )
        for name in names
    ]
    return Graph(flow="RandomFlow", steps=tuple(steps))
