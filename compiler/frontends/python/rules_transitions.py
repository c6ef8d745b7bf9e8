"""The rules about `self.next`: transitions that reading cannot follow, or that contradict."""

from __future__ import annotations

from compiler.diagnostics import Rule

DIFFERING_TRANSITIONS = Rule(
    code="FLC135",
    slug="differing-transitions",
    page="""\
A step calls `self.next` in several places, and the calls go to different steps.

The graph of a flow is fixed before it runs: a step has one transition. Calls that agree (an early
exit with `return`) are fine; which of several is taken can only be decided by a switch.

```python
if self.score > 0.9:
    self.next(self.publish)
else:
    self.next(self.retrain)
```

Assign what decides to an artifact, and name the steps in one call:

```python
self.way = "publish" if self.score > 0.9 else "retrain"
self.next({"publish": self.publish, "retrain": self.retrain}, condition="way")
```
""",
)

TRANSITION_NOT_LAST = Rule(
    code="FLC136",
    slug="transition-not-last",
    page="""\
Statements of the step run after its `self.next`.

The call says that the step is done. What comes after it would run all the same, and a reader who
stops at `self.next` misses it.

```python
self.next(self.end)
self.rows = load()            # runs, though the step looks finished
```

Move the call to the end of the step, or put `return` after it if the step ends there early.
""",
)

TRANSITION_IN_LOOP = Rule(
    code="FLC137",
    slug="transition-in-loop",
    page="""\
`self.next` is called in a loop, so it may be called several times, or never.

```python
for shelter in self.shelters:
    self.next(self.clean)
```

A step goes on once, when it is done. To run the next step for every item of a list, say so:
`self.next(self.clean, foreach="shelters")`.
""",
)

HIDDEN_TRANSITION = Rule(
    code="FLC138",
    slug="hidden-transition",
    page="""\
`self.next` is called where it is not a statement of the step: in a helper method, a nested
function, a lambda or inside another expression.

Metaflow and flowc read the graph from the steps themselves, without running them.

```python
@step
def start(self):
    self.go_on()

def go_on(self):
    self.next(self.end)       # not seen as a transition of `start`
```

Call `self.next` as the last statement of the step.
""",
)

COMPUTED_TARGET = Rule(
    code="FLC139",
    slug="computed-target",
    page="""\
A target of `self.next` is not written as `self.<step>`.

The graph is read without running the flow, so targets must stand in the source.

```python
self.next(getattr(self, self.mode))
self.next("train")
```

Write `self.next(self.train)`. Where a value decides, use a switch:
`self.next({"fast": self.fast, "slow": self.slow}, condition="mode")`.
""",
)

UNKNOWN_TRANSITION_ARGUMENT = Rule(
    code="FLC140",
    slug="unknown-transition-argument",
    page="""\
`self.next` is given an argument that it does not take.

It takes steps, or a dict of them, and one of `foreach=`, `num_parallel=` and `condition=`, written
out: `*steps` and `**options` hide from a reader, and from flowc, where the step goes.

```python
self.next(self.train, for_each="grid")
```

Write `self.next(self.train, foreach="grid")`.
""",
)

UNUSABLE_FOREACH = Rule(
    code="FLC141",
    slug="unusable-foreach",
    page="""\
`foreach=` does not name an artifact, or is used with anything but one target.

It takes the *name* of an artifact that holds a list; the one target runs once for each item.

```python
self.next(self.train, foreach=self.grid)
self.next(self.train, self.report, foreach="grid")
```

Write `self.next(self.train, foreach="grid")`. What else is to run beside it goes into a step
before, as a split: `self.next(self.search, self.report)`.
""",
)

UNUSABLE_WIDTH = Rule(
    code="FLC142",
    slug="unusable-width",
    page="""\
`num_parallel=` is no number of tasks, or is used with anything but one target.

It says how many tasks of the one target run together: a whole number from 1, or an artifact that
holds one.

```python
self.next(self.train, num_parallel="many")
self.next(self.train, num_parallel=0)
```

Write `self.next(self.train, num_parallel=4)`, or `num_parallel=self.workers`.
""",
)

INCOMPLETE_SWITCH = Rule(
    code="FLC143",
    slug="incomplete-switch",
    page="""\
A switch lacks its cases or its condition.

A switch has both: a dict that is written in the call, from values to steps, and the name of the
artifact that holds one of these values.

```python
self.next({"fast": self.fast, "slow": self.slow})
self.next(self.fast, condition="mode")
```

Write `self.next({"fast": self.fast, "slow": self.slow}, condition="mode")`.
""",
)

UNUSABLE_CASE = Rule(
    code="FLC144",
    slug="unusable-case",
    page="""\
The key of a case is not known when the flow is compiled, or is no text, whole number or bool.

Every scheduler gets a list of the cases, so a key must be found by reading: a literal, a constant,
an attribute of a `Config`.

```python
self.next({random.random(): self.fast, None: self.slow}, condition="mode")
```

Use text: `self.next({"fast": self.fast, "slow": self.slow}, condition="mode")`.
""",
)

REPEATED_CASE = Rule(
    code="FLC145",
    slug="repeated-case",
    page="""\
Two cases of a switch have the same key, so the first can never be taken.

A dict keeps the last of equal keys. `1` and `True` are equal, as are `0` and `False`.

```python
self.next({"a": self.train, "b": self.test, "a": self.end}, condition="way")
```

Remove one of them, or give it a key of its own.
""",
)

EMPTY_TRANSITION = Rule(
    code="FLC146",
    slug="empty-transition",
    page="""\
`self.next` names no step.

```python
self.next()
self.next({}, condition="mode")
```

Name the step that comes next: `self.next(self.end)`. The last step of a flow has no `self.next`.
""",
)

RULES: tuple[Rule, ...] = (
    DIFFERING_TRANSITIONS,
    TRANSITION_NOT_LAST,
    TRANSITION_IN_LOOP,
    HIDDEN_TRANSITION,
    COMPUTED_TARGET,
    UNKNOWN_TRANSITION_ARGUMENT,
    UNUSABLE_FOREACH,
    UNUSABLE_WIDTH,
    INCOMPLETE_SWITCH,
    UNUSABLE_CASE,
    REPEATED_CASE,
    EMPTY_TRANSITION,
)
