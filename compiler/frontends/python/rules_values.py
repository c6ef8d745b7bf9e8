"""The rules about values that a flow's definition takes from outside its source."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

HERMETIC_ENVIRONMENT = Rule(
    code="FLC110",
    slug="hermetic-environment",
    page="""\
The flow's definition asks for an environment variable, and `--hermetic` forbids that.

With `--hermetic` the output depends on files and options alone, so that two machines cannot get
different results from the same commit.

    @kubernetes(image=os.environ.get("TRAIN_IMAGE"))
    @step
    def train(self): ...

Give the value on the command line (`--env TRAIN_IMAGE=acme/train:3`), which also is what
`[tool.flowc.env]` in `pyproject.toml` is for, or write it in the flow.
""",
)

MISSING_CONFIG = Rule(
    code="FLC111",
    slug="missing-config",
    page="""\
The default file of a Config does not exist, or a Config that needs a value is given none.

A Config is read when the flow is compiled; what the flow makes of it is written into the output.
Its file is looked for beside the flow, then from the project's root and the working folder.

    config = Config("config", default="settings.json")

Create the file, name another with `--config config=settings/prod.json`, give the value itself with
`--config-value 'config={"pool": "gpu"}'`, or give the Config a `default_value=`.
""",
)

MALFORMED_CONFIG = Rule(
    code="FLC112",
    slug="malformed-config",
    page="""\
The file or text of a Config is not in the format that its parser reads.

Without `parser=` a Config is JSON; files that end in `.toml`, `.yaml` or `.yml` are read as such.

    {
      "pool": "gpu",
      "workers": 3,
    }

JSON allows no comma after the last entry. Mend the line that the finding shows, or name the
parser of the format: `Config("config", default="settings.txt", parser=yaml.safe_load)`.
""",
)

CONFIG_PARSER_IS_CODE = Rule(
    code="FLC113",
    slug="config-parser-is-code",
    severity=Severity.WARNING,
    page="""\
A Config is read by a function of your own, which flowc does not run.

The text is handed to the run as it is, and the function reads it there. Whatever the definition of
the flow takes from this Config (an image, a number of workers) is not known when it is compiled.

    def parse(text):
        return dict(line.split("=") for line in text.splitlines())

    config = Config("config", default="settings.txt", parser=parse)

Keep settings that decorators use in JSON, TOML or YAML, with one of the parsers flowc knows:
`json.loads`, `tomllib.loads`, `yaml.safe_load`.
""",
)

UNUSABLE_CONFIG = Rule(
    code="FLC114",
    slug="unusable-config",
    page="""\
The value of a Config holds something that JSON has no form for, or is no table at all.

Configs are kept with the run as JSON, so that every task sees the same value. One that is not
declared with `plain=True` is a table of keys and values.

    released = 2026-02-01        # TOML and YAML read this as a date

Write it as text: `released = "2026-02-01"`.
""",
)

UNREAD_CONFIG = Rule(
    code="FLC115",
    slug="unread-config",
    page="""\
Where a Config's value comes from is not known when the flow is compiled.

The path or the default value of the Config is an expression that reading could not compute, and
no option gives the value, so every task would find the Config empty.

    config = Config("config", default=newest_settings())

Write the path as text, or relative to the flow: `str(Path(__file__).parent / "settings.json")`; or
give the value when compiling, with `--config` or `--config-value`.
""",
)

RULES: tuple[Rule, ...] = (
    HERMETIC_ENVIRONMENT,
    MISSING_CONFIG,
    MALFORMED_CONFIG,
    CONFIG_PARSER_IS_CODE,
    UNUSABLE_CONFIG,
    UNREAD_CONFIG,
)
