"""The rules about arguments, whatever takes them: unknown ones, wrong types, unusable values."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

UNKNOWN_ARGUMENT = Rule(
    code="FLC150",
    slug="unknown-argument",
    page="""\
A decorator, or a Parameter, IncludeFile or Config, is given an argument that it does not have.

It would be ignored at best. Most often it is a misspelling, or an argument of another decorator.

```python
@resources(cpu=2, memroy=8000)    # FLC150: did you mean `memory`?
@step
def train(self): ...
```

Correct the name, or leave the argument out. `flowc explain FLOW` shows what a step asks for.
""",
)

POSITIONAL_ARGUMENT = Rule(
    code="FLC151",
    slug="positional-argument",
    page="""\
An argument is passed by position where the language has names only.

Decorators take all of their arguments by keyword; a Parameter, an IncludeFile and a Config take
only their name by position.

```python
@retry(3)                         # FLC151
@step
def fetch(self): ...
```

Name it: `@retry(times=3)`.
""",
)

WRONG_ARGUMENT_TYPE = Rule(
    code="FLC152",
    slug="wrong-argument-type",
    page="""\
An argument has a value of a type that it cannot have.

Amounts are numbers without a unit: `memory`, `disk`, `shared_memory` and `tmpfs_size` are MB,
`cpu` is cores, times are what their names say.

```python
@resources(memory="lots")         # FLC152: `memory` is a number of MB
@kubernetes(labels=["pets"])      # FLC152: `labels` is a dict of texts
```

Write `@resources(memory=8000)` and `@kubernetes(labels={"team": "pets"})`.
""",
)

UNKNOWN_VALUE = Rule(
    code="FLC153",
    slug="unknown-value",
    page="""\
A value that the generated files must contain cannot be found by reading the source.

flowc never runs a flow to compile it. It folds constants, also those of other files, f-strings,
string methods, paths, values of the environment (`os.environ.get`) and of a `Config`. Other calls,
and what only a running program has, stay unknown.

```python
@kubernetes(image=newest_image()) # FLC153 if `newest_image` asks a registry
```

Write the value as a constant, take it from the environment, or put it in a `Config`.
""",
)

MISSING_ARGUMENT = Rule(
    code="FLC154",
    slug="missing-argument",
    page="""\
An argument is missing without which the rest means nothing.

```python
@trigger()                        # FLC154: which event?
@timeout                          # FLC154: after how long?
@project()                        # FLC154: which project?
```

Say it: `@trigger(event="data_ready")`, `@timeout(minutes=10)`, `@project(name="pets")`.
""",
)

CONTRADICTORY_ARGUMENTS = Rule(
    code="FLC155",
    slug="contradictory-arguments",
    page="""\
Two arguments are given of which only one can count.

```python
@schedule(cron="0 6 * * *", weekly=True)        # FLC155: daily at six, or once a week?
@trigger(event="a", events=["b", "c"])          # FLC155
```

Keep the one that is meant. To start runs at several times, write one `cron` that names them all:
`"0 6,18 * * *"`. Several events that must all occur go into `events`.
""",
)

UNUSABLE_VALUE = Rule(
    code="FLC156",
    slug="unusable-value",
    page="""\
An argument has the right type, but no scheduler could do anything with the value.

```python
@resources(cpu=0)                 # FLC156: a step needs some of a core
@kubernetes(gpu=0.5)              # FLC156: devices are counted in whole numbers
@kubernetes(qos="Best")           # FLC156: not a class of service of Kubernetes
```

Use a value that the message names. To ask for nothing, leave the argument out.
""",
)

UNSEEN_VALUE = Rule(
    code="FLC157",
    slug="unseen-value",
    severity=Severity.WARNING,
    page="""\
A value is not known at compile time, and the compilation goes on without it.

What the step's own code uses when it runs (the options of a card, the text of a help message) is
found there again. What `flowc image` would install is not: packages whose names or versions are
computed have to be put into the image in another way.

```python
@pypi(packages=read_requirements())             # FLC157
```

Write the packages as a dict, here or as a constant of another file:
`@pypi(packages={"pandas": "2.2.3"})`.
""",
)

RULES = (
    UNKNOWN_ARGUMENT,
    POSITIONAL_ARGUMENT,
    WRONG_ARGUMENT_TYPE,
    UNKNOWN_VALUE,
    MISSING_ARGUMENT,
    CONTRADICTORY_ARGUMENTS,
    UNUSABLE_VALUE,
    UNSEEN_VALUE,
)
