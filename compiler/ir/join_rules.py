"""The rules about splits, foreachs and switches, and the steps where their ways meet."""

from __future__ import annotations

from compiler.diagnostics import Rule

JOIN_WITHOUT_INPUTS = Rule(
    code="FLC237",
    slug="join-without-inputs",
    page="""\
The arms of a split meet in a step that does not take `inputs`. Each arm arrives with artifacts of
its own, and the join is given them as `inputs`.

```python
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def join(self):               # FLC237: def join(self, inputs):
        self.next(self.end)
```
""",
)

INPUTS_WITHOUT_JOIN = Rule(
    code="FLC238",
    slug="inputs-without-join",
    page="""\
A step takes `inputs`, but nothing is joined there: no split or foreach is open, or the ways that
meet there are those of a switch, of which only one runs.

```python
    @step
    def decide(self):
        self.next({"a": self.a, "b": self.b}, condition="kind")

    @step
    def after(self, inputs):      # FLC238: def after(self):
        self.next(self.end)
```

Without `inputs` the step has the artifacts of the step that ran before it, as `self`.
""",
)

PARTIAL_JOIN = Rule(
    code="FLC239",
    slug="partial-join",
    page="""\
A step joins some arms of a split, while other arms of it go past that step. Blocks have to be
closed: all arms that a step starts meet in one join.

```python
start.next(a, b, c);  a → j1;  b → j1;  j1 → j2;  c → j2        # FLC239 at j1
```

Let a step of its own split into the arms that meet first:

```python
start.next(ab, c);  ab.next(a, b);  a → j1;  b → j1;  j1 → j2;  c → j2
```
""",
)

CROSSING_WAYS = Rule(
    code="FLC240",
    slug="crossing-ways",
    page="""\
Ways out of a split or a switch cross: a step in one of them goes to a step in another, before all
of them meet.

```python
start.next(a, b);  a → c;  b.next(c, d);  c → e;  d → e         # FLC240: b → c
```

Flows are made of closed blocks, because every scheduler's groups, maps and choices are. Give each
way steps of its own, or let all of them meet in one step and split again behind it.
""",
)

UNJOINED_SPLIT = Rule(
    code="FLC241",
    slug="unjoined-split",
    page="""\
The arms of a split never meet before the end of the flow.

```python
    @step
    def start(self):
        self.next(self.a, self.b)     # FLC241: `a` and `b` both go to `end`
```

Let the arms meet in a step that takes `inputs`, and let that step go to `end`:

```python
    @step
    def join(self, inputs):
        self.next(self.end)
```
""",
)

UNJOINED_FOREACH = Rule(
    code="FLC242",
    slug="unjoined-foreach",
    page="""\
The items of a foreach are never joined: no step that takes `inputs` follows its body.

```python
    @step
    def start(self):
        self.next(self.train, foreach="grid")

    @step
    def train(self):
        self.next(self.choose)

    @step
    def choose(self):             # FLC242: def choose(self, inputs):
        self.next(self.end)
```

The join runs once, when all items are done, and has them as `inputs`.
""",
)

SHARED_JOIN = Rule(
    code="FLC243",
    slug="shared-join",
    page="""\
One step would have to join two splits, foreachs or switches at once. Each of them is closed by a
join of its own, the inner one first.

```python
start.next(a, b);  a.next(train, foreach="grid");  train → j;  b → j       # FLC243 at j
```

Add a step that joins the inner one:

```python
start.next(a, b);  a.next(train, foreach="grid");  train → best;  best → j;  b → j
```
""",
)

EMPTY_FOREACH = Rule(
    code="FLC244",
    slug="empty-foreach",
    page="""\
A foreach goes straight into a join: no step would run for its items.

```python
    @step
    def start(self):
        self.next(self.join, foreach="items")     # FLC244

    @step
    def join(self, inputs): ...
```

Put a step that handles one item between the two; it has the item as `self.input`.
""",
)

TOO_DEEP = Rule(
    code="FLC251",
    slug="nested-too-deeply",
    page="""\
Splits, foreachs, switches and loops are nested more than 100 deep. No scheduler runs that: each
level is a template, a task group or a state inside of another.

A long chain of steps that may each leave early is nested, too:

```python
check1.next({"ok": check2, "bad": end});  check2.next({"ok": check3, "bad": end});  ...
```

Let such checks follow each other, each noting its outcome in an artifact, and decide once.
""",
)

JOIN_RULES = (
    JOIN_WITHOUT_INPUTS,
    INPUTS_WITHOUT_JOIN,
    PARTIAL_JOIN,
    CROSSING_WAYS,
    UNJOINED_SPLIT,
    UNJOINED_FOREACH,
    SHARED_JOIN,
    EMPTY_FOREACH,
    TOO_DEEP,
)
