"""The settings of one step, decorator by decorator, except what it needs to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Card, Catch, JsonValue, Literal, Retry, Secret, Timeout, literal
from compiler.language import rules_arguments as rules
from compiler.language.leaks import secret_by_name
from compiler.language.literals import Obstacle, as_literal
from compiler.language.rules_decorators import LEAKED_SECRET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.language.arguments import Arguments

_PROVIDERS = ("inline", "aws-secrets-manager", "gcp-secret-manager", "az-key-vault")
_SECRET_KEYS = ("type", "id", "options", "role")


def retry_of(arguments: Arguments) -> Retry:
    """Return what `@retry` asks for; waits are minutes."""
    times = arguments.whole("times")
    wait = arguments.number("minutes_between_retries", "a number of minutes")
    return Retry(
        times=3 if times is None else times,
        minutes_between=2 if wait is None else _short(wait),
        span=arguments.call.span,
    )


def catch_of(arguments: Arguments) -> Catch:
    """Return what `@catch` asks for."""
    shown = arguments.flag("print_exception")
    return Catch(
        var=arguments.text("var") or None,
        print_exception=True if shown is None else shown,
        span=arguments.call.span,
    )


def timeout_of(arguments: Arguments) -> Timeout | None:
    """Return what `@timeout` asks for: its seconds, minutes and hours together."""
    units = (("seconds", 1), ("minutes", 60), ("hours", 3600))
    if not any(arguments.given(name) for name, _ in units):
        arguments.missing("`@timeout` does not say after how long", "write `@timeout(minutes=10)`")
        return None
    amounts = [(arguments.number(name), seconds) for name, seconds in units]
    total = sum(float(amount) * seconds for amount, seconds in amounts if amount is not None)
    return Timeout(seconds=round(total), span=arguments.call.span)


def card_of(arguments: Arguments) -> Card:
    """Return the card that `@card` asks for; what is not known is left to the running task."""
    known = {name: value for name in _card_names(arguments) if (value := _seen(arguments, name))}
    kind, identity = known.pop("type", None), known.pop("id", None)
    return Card(
        type=str(kind.value) if kind else "default",
        id=str(identity.value) if identity else None,
        options=tuple(known.items()),
        span=arguments.call.span,
    )


def secrets_of(arguments: Arguments) -> tuple[Secret, ...]:
    """Return the secrets that `@secrets` asks for."""
    sources = arguments.json("sources")
    if sources is None:
        return ()
    if not isinstance(sources, list):
        arguments.wrong("sources", "a list of names")
        return ()
    role = arguments.text("role")
    secrets = (_secret(arguments, source, role) for source in sources)
    return tuple(secret for secret in secrets if secret)


def pod_secrets_of(arguments: Arguments) -> tuple[Secret, ...]:
    """Return the secrets that `@kubernetes(secrets=…)` names."""
    names = arguments.texts("secrets")
    return tuple(Secret(name=name, span=arguments.span("secrets")) for name in names)


def _secret(arguments: Arguments, source: JsonValue, role: str | None) -> Secret | None:
    span = arguments.span("sources")
    shared = {"role": role} if role else {}
    if isinstance(source, str) and source:
        provider, _, name = source.partition(".")
        if provider in _PROVIDERS and name:
            return Secret(name=name, options=_options({"type": provider, **shared}), span=span)
        return Secret(name=source, options=_options(shared), span=span)
    if not isinstance(source, dict):
        arguments.wrong("sources", "a list of names, or of dicts with `type` and `id`")
        return None
    return _spelt_out(arguments, source, shared)


def _spelt_out(
    arguments: Arguments, source: dict[str, JsonValue], shared: dict[str, str]
) -> Secret | None:
    """Return the secret of the form `{"type": …, "id": …}`."""
    for key in source:
        if key not in _SECRET_KEYS:
            known = ", ".join(f"`{name}`" for name in _SECRET_KEYS)
            arguments.unusable("sources", f"has a secret with `{key}`", f"a secret has {known}")
    name = source.get("id")
    if source.get("type") == "inline":
        _refuse_inline_values(arguments, source)
        name = name or "inline"
    if not isinstance(name, str) or not name:
        arguments.missing("a secret has no `id`", 'write `{"type": "…", "id": "…"}`')
        return None
    rest = {key: value for key, value in source.items() if key != "id" and value is not None}
    return Secret(name=name, options=_options({**shared, **rest}), span=arguments.span("sources"))


def _refuse_inline_values(arguments: Arguments, source: dict[str, JsonValue]) -> None:
    options = source.get("options")
    values = options.get("env_vars") if isinstance(options, dict) else None
    for name, value in values.items() if isinstance(values, dict) else ():
        if isinstance(value, str) and (what := secret_by_name(name, value)):
            arguments.report(
                LEAKED_SECRET,
                f"the value of `{name}` looks like {what}",
                arguments.span("sources"),
                "name a secret of the platform instead",
            )


def _card_names(arguments: Arguments) -> tuple[str, ...]:
    names = dict.fromkeys(argument.name for argument in arguments.call.arguments)
    return tuple(name for name in names if name and arguments.given(name))


def _seen(arguments: Arguments, name: str) -> Literal | None:
    value = arguments.folded(name)
    if value is None:
        return None
    plain = as_literal(value)
    if isinstance(plain, Obstacle):
        arguments.report(
            rules.UNSEEN_VALUE,
            f"`{name}` of {arguments.subject} is not known: {plain.what}",
            arguments.span(name),
            "the task finds it when it runs; write a constant to see it in generated files",
        )
        return None
    return plain


def _options(values: Mapping[str, JsonValue]) -> tuple[tuple[str, Literal], ...]:
    return tuple((name, literal(value)) for name, value in values.items())


def _short(number: str) -> float:
    return float(number) if "." in number else int(number)
