"""The rules about loops: how they begin, go on and end."""

from __future__ import annotations

from compiler.diagnostics import Rule

ENDLESS_LOOP = Rule(
    code="FLC245",
    slug="endless-loop",
    page="""\
A loop has no way out: its steps would run for ever.

```python
    @step
    def train(self):
        self.next(self.evaluate)

    @step
    def evaluate(self):
        self.next(self.train)     # FLC245
```

Let the last step of the loop decide:

```python
self.next({"again": self.train, "done": self.end}, condition="decision")
```
""",
)

SIDE_ENTRY = Rule(
    code="FLC246",
    slug="loop-entered-twice",
    page="""\
A cycle of steps can be entered at two places. A loop has one first step, at which every run
enters it, and to which its last step goes back.

```python
start.next({"a": a, "b": b});  a → b;  b.next({"again": a, "done": end})       # FLC246
```

Enter the loop at its first step only; a switch in that step can pass the first iteration on.
""",
)

LEFT_EARLY = Rule(
    code="FLC247",
    slug="loop-left-early",
    page="""\
A loop is left from its middle. Whether it runs again is decided by its last step, and by that one
alone.

```python
check.next({"more": work, "done": end});  work → check                         # FLC247
```

Turn it round, so that the step that decides comes last:

```python
work → check;  check.next({"more": work, "done": end})
```

Where the middle has to give up, let it go to the last step with the decision in an artifact.
""",
)

TWO_WAYS_BACK = Rule(
    code="FLC252",
    slug="two-ways-back",
    page="""\
Two steps of which neither always runs before the other go back to the same step.

```python
a.next({"x": b, "y": c});  b.next({"again": a, "done": d});  c.next({"again": a, "done": d})
```

Let both go to one more step, which decides for them:

```python
a.next({"x": b, "y": c});  b → decide;  c → decide;  decide.next({"again": a, "done": d})
```
""",
)

LOOP_TO_JOIN = Rule(
    code="FLC253",
    slug="loop-to-join",
    page="""\
A loop goes back to a join. A join runs when its arms or items are done; in a second iteration
there would be none to join.

```python
join → train;  train.next({"again": join, "done": end})                        # FLC253
```

Go back to the step after the join, or to the one before the split, so that the loop contains it.
""",
)

LOOP_ACROSS = Rule(
    code="FLC254",
    slug="loop-across-split",
    page="""\
A transition goes back out of a foreach or a split, or back into one. A loop is a closed block: it
either contains a whole foreach or split with its join, or lies inside of one arm or item.

```python
start → pick;  pick.next(train, foreach="grid")
train.next({"again": pick, "done": join})         # FLC254: back out of the foreach of `pick`
```

Go back to a step of the same item or arm, or join first and go back then.
""",
)

BACK_WITHOUT_SWITCH = Rule(
    code="FLC255",
    slug="back-without-switch",
    page="""\
A split or a foreach goes back to an earlier step. Only a switch can go back, because a loop has to
be left at some time.

```python
evaluate.next(train, report)                      # FLC255: `train` came before
```

Join the arms first, and let a switch in the step after the join decide.
""",
)

LOOP_RULES = (
    ENDLESS_LOOP,
    SIDE_ENTRY,
    LEFT_EARLY,
    TWO_WAYS_BACK,
    LOOP_TO_JOIN,
    LOOP_ACROSS,
    BACK_WITHOUT_SWITCH,
)
