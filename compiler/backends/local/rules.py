"""The rules about running flows on this machine."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

CHANGED_GRAPH = Rule(
    code="FLC501",
    slug="changed-graph",
    page="""\
A run cannot be resumed, because a step whose results would be taken over has another place in the
flow now: it comes after other steps, or leads to others.

`flowc resume` takes over what is done in the run before, and runs the rest. The code of every step
may change in between, and the graph may change behind the place that the run is resumed from.
Before it, results would be combined that no run of either flow would have.

```python
@step
def start(self):
    self.next(self.train)      # in run 11
    self.next(self.clean)      # FLC501, if run 11 is resumed from `train`
```

Resume from the first step that changed (`flowc resume flow.py start`), which runs it and all that
follows, or start a new run.
""",
)

MISSING_PACKAGE = Rule(
    code="FLC502",
    slug="missing-package",
    severity=Severity.NOTE,
    page="""\
A step asks for packages by `@pypi` or `@conda`, and this Python does not have them, or has another
version.

Other targets put the packages into the step's image. A local run installs nothing: its tasks run
with the Python that runs flowc, and with what is installed there.

```python
@pypi(packages={"scikit-learn": "1.5.0"})
@step
def train(self):               # FLC502: scikit-learn is not installed here
    from sklearn.linear_model import LogisticRegression
```

Install the packages into this environment (`pip install scikit-learn==1.5.0`), or run flowc from
one that has them.
""",
)

ABSENT_SECRET = Rule(
    code="FLC503",
    slug="absent-secret",
    severity=Severity.NOTE,
    page="""\
A step asks for secrets by `@secrets`, which a local run does not fetch.

On other targets, the platform sets the keys of a secret as environment variables of the step. Here
tasks have the environment of the shell that started the run.

```python
@secrets(sources=["warehouse"])
@step
def load(self):                # FLC503: set the variables of `warehouse` yourself
    connect(os.environ["WAREHOUSE_PASSWORD"])
```

Set the variables in the shell before `flowc run`, or in the folder's own way of keeping them.
""",
)

RULES: tuple[Rule, ...] = (CHANGED_GRAPH, MISSING_PACKAGE, ABSENT_SECRET)
