"""All rules about the authoring language, and those about waivers."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity
from compiler.language import rules_arguments, rules_decorators, rules_parameters

UNUSED_WAIVER = Rule(
    code="FLC180",
    slug="unused-waiver",
    severity=Severity.WARNING,
    page="""\
A comment waives a finding that is not there.

The finding was mended, or the comment stands on the wrong line. Left alone, it would hide the next
one.

```python
self.rows = load()                # flowc: ignore[FLC204] kept by hand       FLC180
```

Delete the comment, or move it to the line that the finding names, or on a line of its own above.
""",
)

UNKNOWN_WAIVER = Rule(
    code="FLC181",
    slug="unknown-waiver",
    severity=Severity.WARNING,
    page="""\
A waiver names a code that no rule has, or cannot be read.

```python
fit(self.rows)                    # flowc: ignore[FLC2O3] a letter O          FLC181
fit(self.rows)                    # flowc: ignore                             FLC181
```

A waiver names its codes or slugs and gives a reason:
`# flowc: ignore[FLC203] set by the mixin`. A finding shows both: `FLC203 [unassigned-artifact]`.
""",
)

UNREASONED_WAIVER = Rule(
    code="FLC182",
    slug="unreasoned-waiver",
    severity=Severity.WARNING,
    page="""\
A waiver gives no reason.

The next reader cannot tell whether it still holds. The finding is waived all the same.

```python
fit(self.rows)                    # flowc: ignore[FLC203]                     FLC182
```

Say why, after the bracket: `# flowc: ignore[FLC203] set by the mixin`.
""",
)

UNWAIVABLE_FINDING = Rule(
    code="FLC183",
    slug="unwaivable-finding",
    severity=Severity.WARNING,
    page="""\
A waiver names a finding that stops the reading of the file.

Without a syntax tree there is no flow to compile, whatever a comment says.

```python
def start(self)                   # flowc: ignore[FLC102] later               FLC183
```

Mend the file; the comment can go.
""",
)

WAIVER_RULES = (UNUSED_WAIVER, UNKNOWN_WAIVER, UNREASONED_WAIVER, UNWAIVABLE_FINDING)

RULES: tuple[Rule, ...] = (
    *rules_arguments.RULES,
    *rules_decorators.RULES,
    *rules_parameters.RULES,
    *WAIVER_RULES,
)
