"""The rules about a project's configuration."""

from __future__ import annotations

from compiler.diagnostics import Rule

UNREADABLE_CONFIGURATION = Rule(
    code="FLC190",
    slug="unreadable-configuration",
    page="""\
The configuration file (`flowc.toml`, or the pyproject.toml that has a `[tool.flowc]`) is no TOML.

Nothing is compiled with half of a configuration: an image or a store that was meant to be set
would silently be missing from the compiled files.

```toml
target = argo          # FLC190: a text needs quotes
target = "argo"
```
""",
)

UNKNOWN_SETTING = Rule(
    code="FLC191",
    slug="unknown-setting",
    page="""\
The configuration has a key that flowc, or the target whose table it stands in, does not know.

A misspelt key would otherwise be ignored, and what it was meant to set would be missing from the
compiled files.

```toml
[tool.flowc]
stor = "s3://artifacts"     # FLC191
store = "s3://artifacts"
```

`flowc schema config` prints every key with its meaning, as a JSON Schema that editors understand.
""",
)

BAD_SETTING = Rule(
    code="FLC192",
    slug="bad-setting",
    page="""\
A key of the configuration has a value of the wrong type, or one that it cannot take.

```toml
[tool.flowc.argo]
parallelism = "10"          # FLC192: a whole number is expected
parallelism = 10
```

`flowc schema config` prints what each key takes.
""",
)

RULES: tuple[Rule, ...] = (UNREADABLE_CONFIGURATION, UNKNOWN_SETTING, BAD_SETTING)
