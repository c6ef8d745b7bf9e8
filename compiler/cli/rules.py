"""The rules about what a command was pointed at, and the one about flowc's own mistakes."""

from __future__ import annotations

from compiler.diagnostics import Rule

NO_FLOW = Rule(
    code="FLC193",
    slug="no-flow",
    page="""\
The file that was named defines no flow: no class in it has methods that are steps.

Folders may be named as well: files without a flow are then passed over in silence.

```python
class TrainFlow(FlowSpec):
    def start(self):              # FLC193: not marked as a step
        self.next(self.end)

class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
```

Name the file that defines the class. A class that is made at run time, by a function or by
`type(…)`, cannot be seen: write it as a `class` statement.
""",
)

UNKNOWN_FLOW = Rule(
    code="FLC194",
    slug="unknown-flow",
    page="""\
The flow asked for by `--flow` is not in the file.

    $ flowc check flow.py --flow TrainFlo
    flow.py: FLC194 [unknown-flow] the file defines no flow `TrainFlo`
    help: did you mean `TrainFlow`?

The name is that of the class. Without `--flow`, every flow of the file is taken.
""",
)

INTERNAL_ERROR = Rule(
    code="FLC901",
    slug="internal-error",
    page="""\
flowc failed in a way that no flow should be able to cause. It is our mistake, whatever the flow.

The exit status is 70. The message names a file with the traceback and the tree that flowc had made
of the flow; neither values of environment variables nor the command line are in it.

Please report it with that file. `flowc check` on a smaller copy of the flow often shows which part
is the cause, and how to go on meanwhile.
""",
)

RULES: tuple[Rule, ...] = (NO_FLOW, UNKNOWN_FLOW, INTERNAL_ERROR)
