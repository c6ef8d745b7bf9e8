"""The rules about Parameters, IncludeFiles and Configs."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

RESERVED_PARAMETER = Rule(
    code="FLC165",
    slug="reserved-parameter",
    page="""\
A parameter has a name that the command line of a run, or the flow itself, uses already.

```python
class TrainFlow(FlowSpec):
    tag = Parameter("tag")        # FLC165: `--tag` labels a run
    next = Parameter("next-day")  # FLC165: `self.next` says which step comes next
```

Choose another name: `label = Parameter("label")`.
""",
)

MALFORMED_PARAMETER_NAME = Rule(
    code="FLC166",
    slug="malformed-parameter-name",
    page="""\
The name of a parameter contains characters that a command line or a scheduler cannot take.

```python
rate = Parameter("learning rate") # FLC166: a space
```

Names are letters, digits, `-` and `_`: `Parameter("learning-rate")`. The attribute may be called
differently from the parameter.
""",
)

MISTYPED_DEFAULT = Rule(
    code="FLC167",
    slug="mistyped-default",
    page="""\
The default of a parameter is not of the parameter's type.

A run that is started without the parameter would fail, or work with a value of another type than
one that is started with it.

```python
epochs = Parameter("epochs", type=int, default="many")        # FLC167
grid = Parameter("grid", type=JSONType, default="[1, 2")      # FLC167: no JSON
```

Give a default of the type, or leave the type out: it is then that of the default.
""",
)

UNKNOWN_TYPE = Rule(
    code="FLC168",
    slug="unknown-type",
    page="""\
The type of a parameter is none that can be given on a command line or in a request.

```python
day = Parameter("day", type=datetime)           # FLC168
```

Types are `str`, `int`, `float`, `bool`, and `JSONType` for lists and tables. Take the text and turn
it into what is needed in the first step: `date.fromisoformat(self.day)`.
""",
)

UNSUPPORTED_OPTION = Rule(
    code="FLC169",
    slug="unsupported-option",
    page="""\
A parameter uses an option of the command line's library that a scheduler cannot honour.

A run in production is started by a request, not by a command: there is nobody to prompt, and code
that checks or changes a value is not called.

```python
password = Parameter("password", prompt=True)   # FLC169
```

Leave the option out. Check values in the first step, where a failure is recorded with the run.
""",
)

COMPUTED_DEFAULT = Rule(
    code="FLC170",
    slug="computed-default",
    severity=Severity.NOTE,
    page="""\
The default of a parameter is computed by code, so its value is not known when the flow is compiled.

The generated files say that the parameter is optional. A run that is started without it takes the
default from the flow's class when its first task starts; on a schedule, that is a new value for
each run.

```python
day = Parameter("day", default=str(date.today()))             # FLC170
```

This is a note. If the type matters, give it: `type=int`. It cannot be inferred from code.
""",
)

COMPUTED_TYPE = Rule(
    code="FLC171",
    slug="computed-type",
    severity=Severity.WARNING,
    page="""\
The type of a parameter is made by code, so what it accepts is not known when the flow is compiled.

The parameter is taken as what its default is, or as text. What the type checks or converts on a
command line (one of several choices, a path that exists) nobody does for a run in production.

```python
size = Parameter("size", type=click.Choice(["small", "large"]))      # FLC171
```

Give one of `str`, `int`, `float`, `bool` and `JSONType`, and check the value in the first step.
""",
)

RULES = (
    RESERVED_PARAMETER,
    MALFORMED_PARAMETER_NAME,
    MISTYPED_DEFAULT,
    UNKNOWN_TYPE,
    UNSUPPORTED_OPTION,
    COMPUTED_DEFAULT,
    COMPUTED_TYPE,
)
