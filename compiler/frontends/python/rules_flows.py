"""The rules about a flow's classes, its decorators and the shape of its steps."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

REFUSED_IMPORT = Rule(
    code="FLC123",
    slug="refused-import",
    page="""\
The file imports a name of Metaflow's that flowc does not have.

Every task imports the flow's file, so every task would fail. What flowc has in its place is said in
the help line; mostly it is a command.

```python
from metaflow import FlowSpec, Runner, step
```

Leave the import out. If the file is also used with Metaflow, import where the name is used, or in a
`try` that catches the ImportError.
""",
)

MAYBE_REFUSED_IMPORT = Rule(
    code="FLC124",
    slug="maybe-refused-import",
    severity=Severity.WARNING,
    page="""\
A function, or the file on a condition, imports a name of Metaflow's that flowc does not have.

A task that comes to the import fails; one that does not is not disturbed.

```python
@step
def start(self):
    from metaflow import Deployer          # fails here, in the middle of the run
```

Use what the help line names in its place, or waive the finding if no task comes to the import.
""",
)

UNSEEN_BASE = Rule(
    code="FLC125",
    slug="unseen-base",
    severity=Severity.NOTE,
    page="""\
A base of the flow's class could not be read, so what it declares is not known.

flowc reads the sources of installed packages and of the project, and never imports them. Without
the source of a base, its Parameters, helpers and steps are not seen, and nothing is claimed about
artifacts.

```python
from company_flows import ProjectFlow      # not installed where the flow is compiled

class TrainFlow(ProjectFlow): ...
```

Install the package in the environment that compiles, if the base declares Parameters or steps.
""",
)

UNBOUND_BASE = Rule(
    code="FLC126",
    slug="unbound-base",
    page="""\
Nothing in the file defines or imports the name that a flow's class derives from.

Python would stop with a NameError when it imports the file.

```python
from metaflow import step

class TrainFlow(FlowSpec): ...             # `FlowSpec` is not imported
```

Import it: `from metaflow import FlowSpec, step`.
""",
)

UNBOUND_DECORATOR = Rule(
    code="FLC127",
    slug="unbound-decorator",
    page="""\
Nothing in the file defines or imports the name of a decorator.

Python would stop with a NameError when it imports the file.

```python
from metaflow import FlowSpec, step

class TrainFlow(FlowSpec):
    @retyr(times=3)                        # did you mean `retry`?
    @step
    def start(self): ...
```

Correct the name, or import it: `from metaflow import retry`.
""",
)

UNKNOWN_NAME = Rule(
    code="FLC128",
    slug="unknown-name",
    severity=Severity.WARNING,
    page="""\
A decorator comes from Metaflow or an extension of it, and flowc does not know it.

Extensions add names to Metaflow, and flowc has none of them. The flow compiles, but what the
decorator asks of the scheduler is not known, and a task can import its name only where a package
registers it.

```python
from metaflow import nim, step             # of an extension

@nim(models=["llama"])
@step
def start(self): ...
```

Leave it out, or let a package teach flowc: it registers a function under the entry point
`flowc.decorators`, and is installed where the flow is compiled and in the image of its tasks.
""",
)

UNREAD_WRAPPER = Rule(
    code="FLC129",
    slug="unread-wrapper",
    severity=Severity.NOTE,
    page="""\
A decorator wraps the step in code that was not followed.

The step compiles as it is and the wrapper runs inside its task, so what the wrapper *does* is kept.
A decorator of the language that it would apply (`@kubernetes`, `@retry`) is not seen.

```python
from company import on_gpu                 # its source was not found

@on_gpu
@step
def train(self): ...
```

If it asks for compute, retries or secrets, write these at the step.
""",
)

UNDECIDED_DECORATOR = Rule(
    code="FLC130",
    slug="undecided-decorator",
    severity=Severity.WARNING,
    page="""\
A function applies decorators of the language, and reading cannot tell which, or with which values.

Functions that only nest decorators are followed, and so are those that apply one if a flag is set,
as long as the flag is known when the flow is compiled. This one is not; the decorators inside it
are left out.

```python
@maybe(batch(cpu=4), flag=read_flag())
@step
def train(self): ...
```

Write the decorator at the step, or take the flag from the environment or a Config.
""",
)

MUTATOR = Rule(
    code="FLC131",
    slug="unapplied-mutator",
    severity=Severity.WARNING,
    page="""\
A mutator changes the flow with code that runs when the flow is imported; flowc never imports it.

`FlowMutator` and `StepMutator` may add decorators, parameters and steps. None of that is seen by
the compiler; only what acts inside a task keeps its effect.

```python
class AddRetries(StepMutator):
    def mutate(self, mutable_step):
        mutable_step.add_decorator("retry")

@AddRetries
@step
def train(self): ...
```

Write what it adds at the steps, or give it on the command line: `--with retry:times=3`.
""",
)

FORGOTTEN_STEP = Rule(
    code="FLC132",
    slug="forgotten-step",
    severity=Severity.WARNING,
    page="""\
A method has decorators of a step, but not `@step`.

Without `@step` it is a helper: no transition can reach it and its decorators do nothing.

```python
@retry(times=3)
def fetch(self):
    self.next(self.end)
```

Add `@step` below the other decorators.
""",
)

UNUSABLE_STEP = Rule(
    code="FLC133",
    slug="unusable-step",
    page="""\
A step is written in a way that cannot be called as a step.

A step is a plain method: it takes the flow, and at a join the `inputs`. Coroutines, generators,
static methods and further required parameters are none.

```python
@step
async def start(self): ...

@step
def train(self, rows, labels): ...
```

Take values from artifacts (`self.rows`), and run coroutines inside with `asyncio.run(…)`.
""",
)

SEVERAL_STARTS = Rule(
    code="FLC134",
    slug="several-starts",
    page="""\
Several steps of a flow are declared to be its start, or its end.

A flow begins at one step and ends at one: the step of that name (`start`, `end`), or the one that
says so.

```python
@step(start=True)
def begin(self): ...

@step(start=True)
def prepare(self): ...
```

Keep one of them.
""",
)

COMPREHENSION_ASSIGNMENT = Rule(
    code="FLC147",
    slug="assignment-in-expression",
    page="""\
An artifact is assigned inside a comprehension or a lambda.

The assignment runs once for each item, or never, and only the last one stays; it is nearly always
a slip.

```python
squares = [self.n * self.n for self.n in range(10)]
```

Use a local name inside, and assign the result: `self.squares = [n * n for n in range(10)]`.
""",
)

REBOUND_SELF = Rule(
    code="FLC148",
    slug="rebound-self",
    severity=Severity.WARNING,
    page="""\
A step assigns another value to `self`.

From there on `self.x` is no artifact of the flow, and `self.next` does not reach it.

```python
@step
def start(self):
    self = Settings()
    self.rows = 3                          # lost when the task ends
```

Give the other object a name of its own.
""",
)

RULES: tuple[Rule, ...] = (
    REFUSED_IMPORT,
    MAYBE_REFUSED_IMPORT,
    UNSEEN_BASE,
    UNBOUND_BASE,
    UNBOUND_DECORATOR,
    UNKNOWN_NAME,
    UNREAD_WRAPPER,
    UNDECIDED_DECORATOR,
    MUTATOR,
    FORGOTTEN_STEP,
    UNUSABLE_STEP,
    SEVERAL_STARTS,
    COMPREHENSION_ASSIGNMENT,
    REBOUND_SELF,
)
