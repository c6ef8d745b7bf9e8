"""The rules about artifacts: what a step reads, what a join drops, what nothing needs."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

ASSIGNED_PARAMETER = Rule(
    code="FLC201",
    slug="assigned-parameter",
    page="""\
A step assigns to an attribute that is a Parameter, a Config or an IncludeFile.

Their values are the same in every task of a run: they are what the run was started with. An
assignment fails when the step runs.

```python
class TrainFlow(FlowSpec):
    alpha = Parameter("alpha", default=0.1)

    @step
    def start(self):
        self.alpha = 0.2          # FLC201
```

Give the new value a name of its own: `self.alpha_used = self.alpha / 2`.
""",
)

RESERVED_ARTIFACT = Rule(
    code="FLC202",
    slug="reserved-artifact",
    page="""\
A step assigns to a name that every flow has already: `self.next`, `self.input`, `self.index`,
`self.foreach_stack`, `self.merge_artifacts` or `self.script_name`.

The assignment hides what the framework needs (the item of a foreach, the way to the next step) from
the rest of the task, and the artifact cannot be read back by that name.

```python
self.index = build_index(rows)    # FLC202: `self.index` is the number of the foreach's item
self.row_index = build_index(rows)
```
""",
)

UNASSIGNED_ARTIFACT = Rule(
    code="FLC203",
    slug="unassigned-artifact",
    page="""\
A step reads an artifact that no step before it assigns, on any path from `start`.

The task would end with an AttributeError, perhaps hours into the run.

```python
@step
def start(self):
    self.next(self.train)

@step
def train(self):
    fit(self.rows)                # FLC203: no step before `train` assigns `rows`
```

Assign it in a step that runs before, or declare it as a Parameter. Artifacts are followed through
methods, joins and loops. Nothing is said where it cannot be known: after `setattr` with a computed
name, or when `self` is handed to code whose source is not at hand.
""",
)

LOST_ARTIFACT = Rule(
    code="FLC204",
    slug="lost-artifact",
    page="""\
A step reads an artifact that was assigned once, but a join between the two did not keep it.

A join begins with nothing but the parameters: several inputs may hold different values under one
name, so the join has to say which one goes on.

```python
@step
def join(self, inputs):
    self.best = max(i.score for i in inputs)
    self.next(self.end)           # everything else ends here

@step
def end(self):
    print(self.rows)              # FLC204: `rows` is not kept by the join `join`
```

In the join, take the value from an input (`self.rows = inputs[0].rows`), or keep all that agree
with `self.merge_artifacts(inputs)`.
""",
)

CONFLICTING_ARTIFACT = Rule(
    code="FLC205",
    slug="conflicting-artifact",
    severity=Severity.WARNING,
    page="""\
`merge_artifacts` is asked to keep an artifact that more than one input assigned.

It keeps an artifact only if it is the same in all inputs. Steps that each assign it usually
disagree, and then the join fails at run time.

```python
@step
def join(self, inputs):
    self.merge_artifacts(inputs)  # FLC205: `score` is assigned in `left` and in `right`
```

Assign `self.score` in the join before the call, or leave it out: `exclude=["score"]`.
""",
)

UNASSIGNED_FOREACH = Rule(
    code="FLC206",
    slug="unassigned-foreach",
    page="""\
A foreach goes over an artifact that no step assigns before it.

```python
self.next(self.train, foreach="grid")   # FLC206: nothing assigns `self.grid`
```

Assign a list to it in the same step, before `self.next`, or in an earlier one. The name is a
string, so a misspelling is not seen before the step has run.
""",
)

UNASSIGNED_CONDITION = Rule(
    code="FLC207",
    slug="unassigned-condition",
    page="""\
A switch decides by an artifact that no step assigns before it.

```python
self.next({"big": self.deep, "small": self.shallow}, condition="size")   # FLC207
```

Assign one of the case's keys to `self.size` in the same step, or in an earlier one.
""",
)

UNASSIGNED_INPUT = Rule(
    code="FLC208",
    slug="unassigned-input",
    page="""\
A join reads an artifact from its inputs that none of them has.

```python
@step
def join(self, inputs):
    self.best = max(i.score for i in inputs)   # FLC208: no step of the arms assigns `score`
```

Assign it in the arms, or read the name that they do assign.
""",
)

UNREAD_ARTIFACT = Rule(
    code="FLC209",
    slug="unread-artifact",
    severity=Severity.NOTE,
    page="""\
An artifact is assigned, no step reads it, and a join drops it before the flow's end.

It is stored in every run, and can still be read from the run's tasks afterwards; the flow itself
has no use for it. This is a note: results that are looked at later are a good reason.

```python
self.scratch = features.copy()    # FLC209: no later step reads `scratch`, and `join` drops it
```

A local variable costs nothing: `scratch = features.copy()`.
""",
)

MAYBE_UNASSIGNED_ARTIFACT = Rule(
    code="FLC210",
    slug="maybe-unassigned-artifact",
    severity=Severity.WARNING,
    page="""\
A step reads an artifact, though not every time it runs, and no step before it assigns it.

The read stands below an `if`, in a `try`, in a loop or in a nested function. If it is reached, the
task fails.

```python
if self.verbose:
    print(self.report)            # FLC210: no step before this one assigns `report`
```

Assign it in an earlier step, or read it with a default: `getattr(self, "report", None)`.
""",
)

DELETED_ARTIFACT = Rule(
    code="FLC211",
    slug="deleted-artifact",
    page="""\
A step uses an artifact that a step before it deletes.

```python
@step
def clean(self):
    del self.raw
    self.next(self.train)

@step
def train(self):
    fit(self.raw)                 # FLC211: `clean` deletes `raw`
```

Delete it later, or keep what is still needed under another name.
""",
)

SHADOWED_STEP = Rule(
    code="FLC212",
    slug="shadowed-step",
    severity=Severity.WARNING,
    page="""\
A step assigns an artifact that is called like a step.

The artifact is kept, and can be looked at after the run. But in later steps `self.plot` is the
step, not the artifact; and in this one `self.next(self.plot)` would fail.

```python
@step
def plot(self):
    self.plot = figure(self.rows) # FLC212: later, `self.plot` is the step `plot`
    self.next(self.end)
```

Call the artifact something else: `self.plotted`.
""",
)

RULES = (
    ASSIGNED_PARAMETER,
    RESERVED_ARTIFACT,
    UNASSIGNED_ARTIFACT,
    LOST_ARTIFACT,
    CONFLICTING_ARTIFACT,
    UNASSIGNED_FOREACH,
    UNASSIGNED_CONDITION,
    UNASSIGNED_INPUT,
    UNREAD_ARTIFACT,
    MAYBE_UNASSIGNED_ARTIFACT,
    DELETED_ARTIFACT,
    SHADOWED_STEP,
)
