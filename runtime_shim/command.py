"""What a task is told: its arguments and its environment, as `runtime_shim.protocol` has them."""

from __future__ import annotations

import json
import os

from runtime_shim.errors import CommandError
from runtime_shim.protocol import parse_sources, parse_targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from typing import Any

    from runtime_shim.protocol import Sources, Targets

USAGE = """\
usage: python -m runtime_shim step NAME [--from SOURCES] [--to TARGETS] [--at PATH]
                                        [--attempt I --of N] [--timeout SECONDS] [--catch VARIABLE]
                                        [--control DIR]
       python -m runtime_shim hook NAME --outcome success|error

The first runs one task of the flow that the environment names, the second a hook after the run.
The docstring of runtime_shim.protocol is the contract.
"""
_STEP_OPTIONS = ("--from", "--to", "--at", "--attempt", "--of", "--timeout", "--catch", "--control")


class StepCommand:
    """Run a task of `step`: the arguments of `step NAME`.

    `targets` is None if they were not given, `catch` None if the step has none ("" if it has one
    without a variable). `timeout` is in seconds, 0 without one.
    """

    def __init__(self, step: str, options: Mapping[str, str]) -> None:
        """Read the options of the command line; raises CommandError."""
        self.step = step
        self.sources: Sources = _read(parse_sources, options.get("--from", ""))
        self.targets: Targets | None = (
            _read(parse_targets, options["--to"]) if "--to" in options else None
        )
        self.at = options.get("--at", "")
        if not all(_is_number(segment.removeprefix("~")) for segment in self.path):
            raise CommandError(f"`--at` is {self.at!r}; expected a path such as 3 or 2.~0")
        self.attempt = _number("--attempt", options, 0)
        self.of = _number("--of", options, 1)
        self.timeout = _number("--timeout", options, 0)
        self.catch = options.get("--catch")
        # The step may change to another folder before the files are written.
        self.control = os.path.abspath(options["--control"]) if "--control" in options else None

    @property
    def path(self) -> tuple[str, ...]:
        """Return the segments of the task's path."""
        return tuple(self.at.split(".")) if self.at else ()

    @property
    def is_join(self) -> bool:
        """Say whether the step is given `inputs`."""
        return len(self.sources) > 1 or any(
            source.marks.startswith("*") for alternatives in self.sources for source in alternatives
        )


class HookCommand:
    """Call the function `name` after a run that ended with `outcome`."""

    def __init__(self, name: str, options: Mapping[str, str]) -> None:
        """Read the options of the command line; raises CommandError."""
        self.name = name
        self.outcome = options.get("--outcome", "")
        if self.outcome not in {"success", "error"}:
            raise CommandError(f"`--outcome` is {self.outcome!r}; expected success or error")


class Settings:
    """The environment of a run, as every task of it is given it."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Read the variables; raises CommandError for one that is missing or malformed."""
        self.flow = _required(environ, "FLOWC_FLOW")
        self.store = _required(environ, "FLOWC_STORE")
        self.run = _required(environ, "FLOWC_RUN")
        self.origin = environ.get("FLOWC_ORIGIN", "")
        self.user = environ.get("FLOWC_USER", "")
        self.target = environ.get("FLOWC_TARGET", "")
        self.tempdir = environ.get("FLOWC_TEMPDIR", "")
        self.keeps_log = environ.get("FLOWC_LOG") != "none"
        self.rerun: list[str] = _json(environ, "FLOWC_RERUN", list)
        self.tags: list[str] = _json(environ, "FLOWC_TAGS", list)
        self.configs: dict[str, Any] = _json(environ, "FLOWC_CONFIG", dict)
        self.project: dict[str, Any] = _json(environ, "FLOWC_PROJECT", dict)
        self.cards: list[dict[str, Any]] | None = (
            _json(environ, "FLOWC_CARDS", list) if environ.get("FLOWC_CARDS") else None
        )
        self.params = environ.get("FLOWC_PARAMS", "")


def parse_command(argv: Sequence[str]) -> StepCommand | HookCommand:
    """Read a command line; raises CommandError."""
    if len(argv) < 2 or argv[0] not in {"step", "hook"} or argv[1].startswith("-"):
        raise CommandError(f"expected `step NAME` or `hook NAME`\n{USAGE}")
    kind, name, *rest = argv
    options = _options(rest, _STEP_OPTIONS if kind == "step" else ("--outcome",))
    return StepCommand(name, options) if kind == "step" else HookCommand(name, options)


def apply_environment(environ: MutableMapping[str, str]) -> None:
    """Set the variables that came as JSON, and where temporary files go; in place."""
    for name, value in _json(environ, "FLOWC_DEFAULTS", dict).items():
        if name not in environ:
            _set(environ, "FLOWC_DEFAULTS", name, value)
    for name, value in _json(environ, "FLOWC_ENV", dict).items():
        _set(environ, "FLOWC_ENV", name, value)
    if environ.get("FLOWC_TEMPDIR"):
        environ["TMPDIR"] = environ["FLOWC_TEMPDIR"]


def _set(environ: MutableMapping[str, str], source: str, name: str, value: Any) -> None:
    try:
        environ[name] = value
    except (OSError, TypeError, ValueError) as error:
        raise CommandError(f"the variable `{name}` in `{source}` cannot be set: {error}") from error


def _options(words: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in range(0, len(words), 2):
        option = words[place]
        if option not in known:
            raise CommandError(f"there is no option `{option}`\n{USAGE}")
        if option in found:
            raise CommandError(f"`{option}` is given twice\n{USAGE}")
        value = words[place + 1] if place + 1 < len(words) else option
        if value in known:
            raise CommandError(f"`{option}` has no value\n{USAGE}")
        found[option] = value
    return found


def _read(parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _number(option: str, options: Mapping[str, str], default: int) -> int:
    text = options.get(option)
    if text is None:
        return default
    if not _is_number(text):
        raise CommandError(f"`{option}` is {text!r}; expected a whole number")
    return int(text)


def _is_number(text: str) -> bool:
    """Say whether there is no other way to write the number, which is not too large for a clock."""
    is_decimal = text.isascii() and text.isdecimal() and len(text) < 10
    return is_decimal and (text == "0" or text[0] != "0")


def _required(environ: Mapping[str, str], name: str) -> str:
    if not environ.get(name):
        raise CommandError(f"the variable `{name}` is not set: every task of a run is given it")
    return environ[name]


def _json(environ: Mapping[str, str], name: str, kind: type[Any]) -> Any:
    text = environ.get(name)
    if not text:
        return kind()
    try:
        value = json.loads(text)
    except (RecursionError, ValueError) as error:
        raise CommandError(f"the variable `{name}` is no JSON: {error}") from error
    if not isinstance(value, kind):
        raise CommandError(f"the variable `{name}` holds no {kind.__name__}")
    return value
