"""The packages of a step, from `@conda` and `@pypi` and from those of its whole flow."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from compiler.ir.settings import Dependencies, Pairs
from compiler.language import rules_arguments as rules
from compiler.language.literals import Obstacle, as_json, decimal_text
from compiler.records import dataclass
from compiler.source import NOWHERE, Span

if TYPE_CHECKING:
    from compiler.language.arguments import Arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """What one of the decorators asks for; `disabled` None means that it does not say."""

    packages: Pairs = ()
    python: str | None = None
    disabled: bool | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePackages:
    """The packages that a flow gives all of its steps."""

    conda: Packages | None = None
    pypi: Packages | None = None


NO_PACKAGES = BasePackages()

_SHORTENED = (3.1, 3.2)
"""What Python makes of the numbers 3.10 and 3.20; nobody asks for the releases 3.1 and 3.2."""


def packages_of(arguments: Arguments) -> Packages:
    """Return what one decorator asks for; `libraries` is an older name of `packages`."""
    older = _versions(arguments, "libraries")
    newer = _versions(arguments, "packages")
    return Packages(
        packages=tuple({**older, **newer}.items()),
        python=_python(arguments),
        disabled=arguments.flag("disabled"),
        span=arguments.call.span,
    )


def dependencies(
    conda: Packages | None, pypi: Packages | None, base: BasePackages
) -> Dependencies | None:
    """Return what a step needs: its own packages over those of the flow; None if it has none."""
    conda, pypi = _over(conda, base.conda), _over(pypi, base.pypi)
    asked = [one for one in (conda, pypi) if one is not None]
    if not asked:
        return None
    enabled = [one for one in asked if not one.disabled]
    return Dependencies(
        conda=conda.packages if conda and not conda.disabled else (),
        pypi=pypi.packages if pypi and not pypi.disabled else (),
        python=next((one.python for one in reversed(enabled) if one.python), None),
        disabled=not enabled,
        span=asked[0].span,
    )


def _over(own: Packages | None, base: Packages | None) -> Packages | None:
    if own is None or base is None:
        return own or base
    return Packages(
        packages=tuple({**dict(base.packages), **dict(own.packages)}.items()),
        python=own.python or base.python,
        disabled=own.disabled if own.disabled is not None else base.disabled,
        span=own.span,
    )


def _versions(arguments: Arguments, name: str) -> dict[str, str]:
    """Return package → version; what is not known is left out, with a warning."""
    value = arguments.folded(name)
    if value is None:
        return {}
    plain = as_json(value)
    if isinstance(plain, Obstacle):
        _unseen(arguments, name, plain)
        return {}
    if not isinstance(plain, dict):
        arguments.wrong(name, "a dict of package names and versions")
        return {}
    return {package: _version(version) for package, version in plain.items()}


def _version(version: object) -> str:
    return version if isinstance(version, str) else decimal_text(version) or ""


def _python(arguments: Arguments) -> str | None:
    value = arguments.folded("python")
    plain = None if value is None else as_json(value)
    if isinstance(plain, float) and plain in _SHORTENED:
        _shortened(arguments, plain)
        return None
    if plain is None or isinstance(plain, str | int | float):
        return arguments.text("python")
    if isinstance(plain, Obstacle):
        _unseen(arguments, "python", plain)
    else:
        arguments.wrong("python", "a version, such as `3.11`")
    return None


def _shortened(arguments: Arguments, version: float) -> None:
    arguments.report(
        rules.UNUSABLE_VALUE,
        f"`python` of {arguments.subject} is the number {version}, which lost its last digit",
        arguments.span("python"),
        f'quote the version: `python="{version}0"`',
    )


def _unseen(arguments: Arguments, name: str, obstacle: Obstacle) -> None:
    arguments.report(
        rules.UNSEEN_VALUE,
        f"`{name}` of {arguments.subject} is not known: {obstacle.what}",
        arguments.span(name),
        "write it as a constant, or `flowc image` will not install it",
        arguments.origin(name, obstacle.part),
    )
