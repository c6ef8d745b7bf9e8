"""The rules about decorators: repeated and misplaced ones, conflicts, leaks, foreign spellings."""

from __future__ import annotations

from compiler.diagnostics import Rule

REPEATED_DECORATOR = Rule(
    code="FLC158",
    slug="repeated-decorator",
    page="""\
A decorator stands twice on the same step or flow, and only one of the two could count.

```python
@retry(times=1)
@retry(times=3)                   # FLC158
@step
def fetch(self): ...
```

Keep one. `@card`, `@trigger`, `@trigger_on_finish` and `@exit_hook` may stand several times.
""",
)

CONFLICTING_DECORATORS = Rule(
    code="FLC159",
    slug="conflicting-decorators",
    page="""\
Two decorators of a step ask for different things, and neither is the larger.

Where `@resources` and `@kubernetes`, `@batch` or `@titus` both give a number, the larger one
counts. An image, a label or a queue has no larger one.

```python
@kubernetes(image="train:1")
@batch(image="train:2")           # FLC159: `train:1` or `train:2`?
@step
def train(self): ...
```

Give the value once, or the same value twice.
""",
)

MISPLACED_DECORATOR = Rule(
    code="FLC160",
    slug="misplaced-decorator",
    page="""\
A decorator of steps stands on the flow, or one of flows on a step.

```python
@retry(times=3)                   # FLC160: `@retry` belongs on steps
class TrainFlow(FlowSpec):

    @schedule(daily=True)         # FLC160: `@schedule` belongs on the flow
    @step
    def start(self): ...
```

Move it. To give every step a decorator, compile with `--with retry:times=3`.
""",
)

LEAKED_SECRET = Rule(
    code="FLC161",
    slug="leaked-secret",
    conceals=True,
    page="""\
A literal in the source looks like a password, a token or a key.

It would be written into the generated files, which are committed, shown in user interfaces and
kept by the scheduler; whoever can read one of them has the secret.

```python
@environment(vars={"DB_PASSWORD": "tiger-1987"})              # FLC161
```

Take it from a secret of the platform, `@secrets(sources=["db"])`, or by reference from the
environment, `os.environ.get("DB_PASSWORD")`: references are never written out. A secret that
was committed once should be replaced. If it is none, say so: `# flowc: ignore[FLC161] a test key`.
""",
)

UNWRITABLE_VALUE = Rule(
    code="FLC162",
    slug="unwritable-value",
    page="""\
A value of `@environment` is made from variables of the shell that compiles, and more.

Such a variable is usually a token, so it is handed on by reference and never written into the
generated file. A text that merely contains it cannot be a reference.

```python
@environment(vars={"URL": f"https://{os.environ['TOKEN']}@example.com"})     # FLC162
```

Hand on the variable alone, `vars={"TOKEN": os.environ.get("TOKEN")}`, and build the text in the
step. If nothing of it is secret, `bake_environment = true` in `[tool.flowc]` writes values out.
""",
)

FOREIGN_CRON = Rule(
    code="FLC163",
    slug="foreign-cron",
    page="""\
A cron expression uses what only one scheduler understands.

A schedule has five fields: minute, hour, day of the month, month, day of the week. The six of
Amazon EventBridge are translated, as long as they say nothing that five cannot: no year, no `L`,
`W` or `#`.

```python
@schedule(cron="0 10 ? * 6#3 *")  # FLC163: the third Friday of the month
@schedule(cron="0 10 1 1 ? 2027") # FLC163: in one year only
```

Use a schedule that runs more often, and decide in the first step whether there is work to do.
""",
)

RULES = (
    REPEATED_DECORATOR,
    CONFLICTING_DECORATORS,
    MISPLACED_DECORATOR,
    LEAKED_SECRET,
    UNWRITABLE_VALUE,
    FOREIGN_CRON,
)
