"""Reads a configuration from the text of its file: settings, and what is wrong with them.

target = "argo"                  Settings(target=("argo",)), {"argo": ArgoSettings(
[argo]                                parallelism=10)}
parallelism = 10
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, field, fields
from typing import TYPE_CHECKING, Any, get_type_hints

from compiler.config import rules
from compiler.config.convert import Mismatch, convert
from compiler.config.locate import at_line, locate
from compiler.config.model import DEFAULTS, PYPROJECT, Settings
from compiler.diagnostics import Diagnostic, in_order
from compiler.names import suggest
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compiler.source import Source

    SettingsOf = Callable[[str], type[Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What a file configures; `targets` has the settings of each target that has a table there."""

    settings: Settings = DEFAULTS
    targets: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_configuration(source: Source, settings_of: SettingsOf) -> Configuration:
    """Return what `source` configures; `settings_of` gives the class of a target's settings.

    It is asked for the tables that are not flowc's own, and answers None if no target has the name.
    """
    try:
        document = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return Configuration(diagnostics=(_bad_toml(source, error),))
    prefix = ("tool", "flowc") if source.path.endswith(PYPROJECT) else ()
    table: Any = document
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    reader = _Reader(source)
    kinds = _targets(table, settings_of)
    targets = {name: reader.table(table[name], kind, (*prefix, name)) for name, kind in kinds}
    own = {key: value for key, value in table.items() if key not in targets}
    settings = reader.table(own, Settings, prefix)
    return Configuration(
        settings=settings, targets=targets, diagnostics=in_order(reader.diagnostics)
    )


def _targets(table: Mapping[str, object], settings_of: SettingsOf) -> list[tuple[str, type[Any]]]:
    own = {known.name for known in fields(Settings)}
    found = ((name, settings_of(name)) for name in table if name not in own)
    return [(name, kind) for name, kind in found if kind is not None]


class _Reader:
    """Collects what is wrong with a file's tables while it converts them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []

    def table(self, table: object, kind: type[Any], path: tuple[str, ...]) -> Any:
        """Return an instance of the dataclass `kind` from `table`; wrong keys keep defaults."""
        if not isinstance(table, dict):
            self._bad(path, "a table")
            return kind()
        types = get_type_hints(kind)
        known = {f.name: types[f.name] for f in fields(kind)}
        values = {
            key: value
            for key, text in table.items()
            if (value := self._value(key, text, known, path)) is not MISSING
        }
        return kind(**values)

    def _value(self, key: str, value: object, known: dict[str, Any], path: tuple[str, ...]) -> Any:
        if key not in known:
            self._unknown((*path, key), known)
            return MISSING
        try:
            return convert(value, known[key])
        except Mismatch as mismatch:
            below = (mismatch.key,) if mismatch.key else ()
            self._bad((*path, key, *below), mismatch.expected)
            return MISSING

    def _unknown(self, path: tuple[str, ...], known: Any) -> None:
        near = suggest(path[-1].replace("-", "_"), known)
        names = ", ".join(f"`{name}`" for name in sorted(known))
        self.diagnostics.append(
            Diagnostic(
                rule=rules.UNKNOWN_SETTING,
                message=f"there is no setting `{path[-1]}`",
                span=locate(self.source, path),
                help=f"did you mean `{near}`?" if near else f"the settings here are {names}",
            )
        )

    def _bad(self, path: tuple[str, ...], expected: str) -> None:
        self.diagnostics.append(
            Diagnostic(
                rule=rules.BAD_SETTING,
                message=f"`{path[-1]}` takes {expected}",
                span=locate(self.source, path),
                help="`flowc schema config` prints what each key takes",
            )
        )


def _bad_toml(source: Source, error: ValueError) -> Diagnostic:
    text = str(error)
    found = re.search(r" \(at line (\d+), column (\d+)\)$", text)
    line, column = (int(found[1]), int(found[2])) if found else (len(source.lines), 1)
    message = text[: found.start()] if found else text.removesuffix(" (at end of document)")
    return Diagnostic(
        rule=rules.UNREADABLE_CONFIGURATION,
        message=f"`{source.path}` is no TOML: {message[:1].lower()}{message[1:]}",
        span=at_line(source, line, column),
        help="mend the line; texts stand in double quotes",
    )
