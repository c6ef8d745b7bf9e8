"""Values that a frontend folded out of source: what is known, where it stands, what it rests on.

A frontend folds an argument such as `image=f"{REGISTRY}/train"` to `Known("acme/train")`; the
decorators of `compiler.language` read these values, never source.
"""

from __future__ import annotations

from dataclasses import field

from compiler.records import dataclass
from compiler.source import NOWHERE, Span

Scalar = None | bool | int | float | str | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A scalar known at compile time.

    `environment` names the variables of the compiling shell it depends on. `reference` is set if
    the value is one such variable and nothing else (`os.environ.get("TOKEN")`); `value` is then
    its value, or the default that the source gives, or None if it is not set. `default` is that
    default of a reference, whether or not the variable is set.
    """

    value: Scalar
    environment: tuple[str, ...] = ()
    reference: str | None = None
    default: Scalar = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list, tuple or set."""

    items: tuple[Folded, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A dict, as (key, value) pairs in order; later keys have replaced earlier ones."""

    entries: tuple[tuple[Known, Folded], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A function, lambda, class or other object that only running code could evaluate.

    `name` is a dotted name if it has one (`notify`, `JSONType`, `mypkg.hooks.notify`), `source`
    its text. `missing` is the module that it comes from, if that was not found.
    """

    name: str = ""
    source: str = ""
    missing: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A value that could not be folded; `reason` completes "the value of … is not known: ".

    `reference` is set if it is a variable of the compiling shell that is not set there.
    """

    reason: str
    help: str = ""
    reference: str | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Folded = Known | Items | Table | Code | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a call; `name` is None for a positional one."""

    name: str | None
    value: Folded
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of something of the authoring language: a decorator, Parameter, IncludeFile, Config.

    `name` is its public name (`retry`), whatever the source called it. `**` tables that folded
    are spread into `arguments`; what did not fold is an Argument named "**" with an Unknown.
    """

    name: str
    arguments: tuple[Argument, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
