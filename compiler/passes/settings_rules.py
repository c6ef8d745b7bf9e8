"""The rules about settings: schedules, retries, timeouts, catches, and names that are given."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

UNSUPPLIED_PARAMETER = Rule(
    code="FLC260",
    slug="unsupplied-parameter",
    page="""\
A parameter must be given, and the flow is started by a schedule or an event that does not give it.

Each such run would be refused, or fail when it starts.

```python
@schedule(daily=True)
class ReportFlow(FlowSpec):
    table = Parameter("table", required=True)   # FLC260: who says which table?
```

Give the parameter a default, or let the event carry it:
`@trigger(event={"name": "table_ready", "parameters": {"table": "name"}})`.
""",
)

UNDEFAULTED_PARAMETER = Rule(
    code="FLC261",
    slug="undefaulted-parameter",
    severity=Severity.WARNING,
    page="""\
A parameter has no default, and the flow is started by a schedule, which gives no parameters.

In every such run the parameter is None. Code that expects a text or a number then fails.

```python
@schedule(daily=True)
class ReportFlow(FlowSpec):
    days = Parameter("days", type=int)          # FLC261: None, every day
```

Give it a default. If None is meant, say so: `default=None`.
""",
)

MALFORMED_CRON = Rule(
    code="FLC262",
    slug="malformed-cron",
    page="""\
The cron expression of a schedule is not valid, or names no date at all.

```python
@schedule(cron="0 25 * * *")      # FLC262: a day has no hour 25
@schedule(cron="0 0 30 2 *")      # FLC262: February has no 30th
```

The five fields are minute (0-59), hour (0-23), day of the month (1-31), month (1-12) and day of
the week (0-6, Sunday is 0): `"30 6 * * 1-5"` is half past six on working days.
""",
)

UNKNOWN_TIMEZONE = Rule(
    code="FLC263",
    slug="unknown-timezone",
    page="""\
The time zone of a schedule is not in the IANA database.

```python
@schedule(cron="0 6 * * *", timezone="Berlin")  # FLC263
```

Use the full name: `Europe/Berlin`, `America/Los_Angeles`, `UTC`. Abbreviations such as `PST` are
ambiguous, and most schedulers refuse them.
""",
)

RETRY_OUT_OF_RANGE = Rule(
    code="FLC264",
    slug="retry-out-of-range",
    page="""\
A step is to be tried again too often, less than never, or after a wait below zero.

A task has at most six attempts: the first, up to four retries, and the one in which `@catch`
records the failure.

```python
@retry(times=10)                  # FLC264
@step
def fetch(self): ...
```

Write `@retry(times=4)`. For a service that is down for long, wait longer between the attempts:
`minutes_between_retries=30`.
""",
)

TIMEOUT_OUT_OF_RANGE = Rule(
    code="FLC265",
    slug="timeout-out-of-range",
    page="""\
A timeout is zero or less, so that no task could end in time.

```python
@timeout(seconds=0)               # FLC265
@step
def fetch(self): ...
```

Give the time that an attempt may take, or leave the decorator out: `@timeout(minutes=10)`.
""",
)

CATCH_ON_SPLIT = Rule(
    code="FLC266",
    slug="catch-on-split",
    page="""\
A step with `@catch` decides how the flow goes on: it starts a foreach, or chooses a case.

After a failure it has not said what to go over, or which case to take, so the flow cannot go on.

```python
@catch(var="failure")             # FLC266
@step
def start(self):
    self.files = list_files()
    self.next(self.load, foreach="files")
```

Do what may fail in a step of its own, before the one that decides, and catch it there.
""",
)

TAKEN_CATCH_VARIABLE = Rule(
    code="FLC267",
    slug="taken-catch-variable",
    page="""\
The artifact that `@catch` would store a failure in has a name that is taken.

```python
@catch(var="alpha")               # FLC267: `alpha` is a parameter
@step
def train(self): ...
```

Parameters and steps cannot be assigned, and neither can what every flow has, such as `self.input`.
Choose a name of its own: `@catch(var="train_failure")`.
""",
)

MALFORMED_PROJECT_NAME = Rule(
    code="FLC268",
    slug="malformed-project-name",
    page="""\
The name of a project or of its branch contains what names on schedulers cannot.

```python
@project(name="Pet Prices")       # FLC268
class PricesFlow(FlowSpec): ...
```

Use lower-case letters, digits and `_`, at most 128: `@project(name="pet_prices")`. In a branch,
`.` is allowed as well: `--branch test.larger_model`.
""",
)

REPEATED_PARAMETER = Rule(
    code="FLC269",
    slug="repeated-parameter",
    page="""\
Two parameters or configurations of a flow have the same name.

On a command line and in a request, names do not differ by case.

```python
rate = Parameter("rate", default=0.1)
speed = Parameter("Rate", default=2)            # FLC269
```

Rename one. The attribute in the flow may be called as it was.
""",
)

MALFORMED_VARIABLE_NAME = Rule(
    code="FLC270",
    slug="malformed-variable-name",
    page="""\
The name of an environment variable contains what no platform can carry.

```python
@environment(vars={"MY VAR": "1"})              # FLC270: a space
@step
def start(self): ...
```

Use letters, digits and `_`, and begin with no digit: `MY_VAR`.
""",
)

RESERVED_VARIABLE = Rule(
    code="FLC271",
    slug="reserved-variable",
    page="""\
A step sets an environment variable that tells the task which flow, run and store it belongs to.

Names that begin with `FLOWC_` are set for every task. Another value would make it read or write
elsewhere, or not start.

```python
@environment(vars={"FLOWC_STORE": "s3://mine"}) # FLC271
@step
def start(self): ...
```

The store is configured for the whole flow: `--store`, or `store` in `[tool.flowc]`.
""",
)

MALFORMED_SECRET_NAME = Rule(
    code="FLC272",
    slug="malformed-secret-name",
    page="""\
The name of a secret contains what names of secrets cannot, on any platform.

```python
@secrets(sources=["my secret"])   # FLC272: a space
@step
def start(self): ...
```

`sources` lists names, never the secrets themselves. Names are letters, digits and `-_./+=@:`.
""",
)

UNKNOWN_TRIGGER_PARAMETER = Rule(
    code="FLC273",
    slug="unknown-trigger-parameter",
    page="""\
A trigger hands a field of its event to a parameter that the flow does not have.

```python
@trigger(event={"name": "stock_updated", "parameters": {"tabel": "name"}})   # FLC273
class ReportFlow(FlowSpec):
    table = Parameter("table")
```

The keys are names of parameters, as in `Parameter("table")`; the values are fields of the event.
""",
)

RULES = (
    UNSUPPLIED_PARAMETER,
    UNDEFAULTED_PARAMETER,
    MALFORMED_CRON,
    UNKNOWN_TIMEZONE,
    RETRY_OUT_OF_RANGE,
    TIMEOUT_OUT_OF_RANGE,
    CATCH_ON_SPLIT,
    TAKEN_CATCH_VARIABLE,
    MALFORMED_PROJECT_NAME,
    REPEATED_PARAMETER,
    MALFORMED_VARIABLE_NAME,
    RESERVED_VARIABLE,
    MALFORMED_SECRET_NAME,
    UNKNOWN_TRIGGER_PARAMETER,
)
