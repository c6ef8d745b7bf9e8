"""From the Parameters, IncludeFiles and Configs of a flow's class to those of the IR."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from compiler.ir.settings import Parameter
from compiler.source import NOWHERE, Span

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic
    from compiler.language.values import Call, Folded

Found = tuple["Diagnostic", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigRequest:
    """A declared configuration, before its file is read.

    `path` is the default file, `default_value` the value (or the text for the parser) taken if no
    file is given. `parser` is the dotted name of the function that reads the text, "" for a
    function without a name, None if none is given.
    """

    name: str
    attribute: str
    path: str | None = None
    default_value: Folded | None = None
    parser: str | None = None
    required: bool = False
    plain: bool = False
    help: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


def parameter(call: Call, attribute: str) -> tuple[Parameter | None, Found]:
    """Return the parameter that `attribute = Parameter(…)` declares; None if it has no name."""
    return Parameter(name=attribute, attribute=attribute, span=call.span), ()


def include_file(call: Call, attribute: str) -> tuple[Parameter | None, Found]:
    """Return the file parameter that `attribute = IncludeFile(…)` declares."""
    return Parameter(name=attribute, attribute=attribute, span=call.span), ()


def config_request(call: Call, attribute: str) -> tuple[ConfigRequest | None, Found]:
    """Return the configuration that `attribute = Config(…)` asks for."""
    return ConfigRequest(name=attribute, attribute=attribute, span=call.span), ()
