"""The rules about single steps and their transitions, before any structure is looked for."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

MISSING_START = Rule(
    code="FLC230",
    slug="missing-start",
    page="""\
The flow has no step `start`, so there is nothing to run first.

```python
class TrainFlow(FlowSpec):
    @step
    def begin(self):              # FLC230: the first step has to be called `start`
        self.next(self.end)
```

Rename the first step to `start`. A method without `@step` is no step.
""",
)

MISSING_END = Rule(
    code="FLC231",
    slug="missing-end",
    page="""\
The flow has no step `end`, so no run of it would ever be complete.

```python
    @step
    def train(self):
        fit(self.rows)            # FLC231: nothing follows
```

Add a last step that every way through the flow leads to. It may be empty:

```python
    @step
    def end(self):
        pass
```
""",
)

DUPLICATE_STEP = Rule(
    code="FLC232",
    slug="duplicate-step",
    page="""\
Two steps of the flow have the same name. The second definition replaces the first, whose code
then never runs.

```python
    @step
    def train(self): ...

    @step
    def train(self): ...          # FLC232
```

Rename one of them, and the transitions that go to it.
""",
)

UNKNOWN_STEP = Rule(
    code="FLC233",
    slug="unknown-step",
    page="""\
A transition goes to something that is no step of the flow: a misspelt name, or a method without
`@step`.

```python
    @step
    def start(self):
        self.next(self.trian)     # FLC233: did you mean `train`?
```
""",
)

UNREACHABLE_STEP = Rule(
    code="FLC234",
    slug="unreachable-step",
    page="""\
No way from `start` leads to the step: it would never run.

```python
    @step
    def start(self):
        self.next(self.end)

    @step
    def evaluate(self):           # FLC234
        self.next(self.end)
```

Let a step go to it (`self.next(self.evaluate)`), or delete it.
""",
)

STEP_WITHOUT_TRANSITION = Rule(
    code="FLC235",
    slug="step-without-transition",
    page="""\
A step other than `end` does not say which step comes next. The run would stop there.

```python
    @step
    def train(self):              # FLC235
        self.model = fit(self.rows)
```

End it with `self.next(self.<step>)`.
""",
)

END_WITH_TRANSITION = Rule(
    code="FLC236",
    slug="end-with-transition",
    page="""\
The last step of the flow goes on to another step.

```python
    @step
    def end(self):
        self.next(self.report)    # FLC236
```

`end` has to be the last: let the step before it go to `report`, and `report` to `end`.
""",
)

ONE_WAY_SWITCH = Rule(
    code="FLC248",
    slug="one-way-switch",
    severity=Severity.WARNING,
    page="""\
Every case of a switch goes to the same step, so nothing is decided. It is compiled as a plain
transition, and the condition is not looked at.

```python
self.next({"a": self.train, "b": self.train}, condition="kind")     # FLC248
self.next(self.train)
```
""",
)

REPEATED_TARGET = Rule(
    code="FLC249",
    slug="repeated-target",
    page="""\
A split names the same step twice. A step runs once in a split: there is one task of that name.

```python
self.next(self.train, self.train)                  # FLC249
```

To run a step several times, give it items: `self.next(self.train, foreach="variants")`.
""",
)

RESERVED_STEP_NAME = Rule(
    code="FLC250",
    slug="reserved-step-name",
    page="""\
A step has a name that every flow uses for something else: `next`, `input`, `index`, `name`, `cmd`,
`foreach_stack`, `merge_artifacts`.

The step would hide it: with a step `next`, no `self.next(...)` works any more.

```python
    @step
    def input(self):              # FLC250: `self.input` is the item of a foreach
        ...
```

Rename the step.
""",
)

STEP_RULES = (
    MISSING_START,
    MISSING_END,
    DUPLICATE_STEP,
    UNKNOWN_STEP,
    UNREACHABLE_STEP,
    STEP_WITHOUT_TRANSITION,
    END_WITH_TRANSITION,
    ONE_WAY_SWITCH,
    REPEATED_TARGET,
    RESERVED_STEP_NAME,
)
