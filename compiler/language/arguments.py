"""The arguments of one call, read by name and type; what is wrong with them is collected.

arguments = Arguments(call, "@retry", ("times", "minutes_between_retries"))
arguments.whole("times")        an int, or None: not given, or reported in `arguments.found`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic, Label, Rule
from compiler.ir.settings import JsonValue, Literal, Pairs, literal
from compiler.language import rules_arguments as rules
from compiler.language.kinds import STEP_DECORATORS
from compiler.language.literals import Obstacle, as_json, code_reason, decimal_text, shown
from compiler.language.values import Argument, Call, Code, Folded, Items, Known, Table, Unknown
from compiler.names import suggest
from compiler.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRUE = ("true", "1", "yes")
_FALSE = ("false", "0", "no")
_LISTED = 8
_OPTIONAL = ("card", "conda", "conda_base", "pypi", "pypi_base")
"""What a flow can be compiled without."""

KNOWABLE = "write it as a constant, take it from the environment, or put it in a `Config`"


class Arguments:
    """The arguments of `call`; `subject` is what messages call its target (`@retry`).

    An argument that is None counts as not given, as it does in the language. Every reading
    method returns None (or nothing of its kind) for what is not given or unusable.
    """

    def __init__(self, call: Call, subject: str, names: Sequence[str], first: str = "") -> None:
        """Bind the arguments to `names`; a positional first one is called `first`."""
        self.call = call
        self.subject = subject
        self.found: list[Diagnostic] = []
        self._names = names
        self._given: dict[str, Argument] = {}
        for position, argument in enumerate(call.arguments):
            self._bind(argument, first if position == 0 else "")

    def given(self, name: str) -> bool:
        """Say whether `name` was written with another value than None."""
        return self.folded(name) is not None

    def written(self, name: str) -> bool:
        """Say whether `name` was written at all, be it as None."""
        return name in self._given

    def span(self, name: str, part: Folded | None = None) -> Span:
        """Return where the value of `name`, or `part` of it, stands in the call.

        A value that comes from elsewhere stands where the argument does; the whole call stands
        for an argument that is not given.
        """
        if name not in self._given:
            return self.call.span
        argument = self._given[name]
        place = (part or argument.value).span
        return place if _is_within(place, argument.span) else argument.span

    def origin(self, name: str, part: Folded | None = None) -> tuple[Label, ...]:
        """Return a label where the value of `name`, or `part` of it, comes from elsewhere."""
        argument = self._given[name]
        place = (part or argument.value).span
        if not place.line or _is_within(place, argument.span):
            return ()
        return (Label(span=place, text="the value comes from here"),)

    def folded(self, name: str) -> Folded | None:
        """Return the value of `name` as it was folded, an unknown one included."""
        argument = self._given.get(name)
        return None if argument is None or _is_none(argument.value) else argument.value

    def value(self, name: str) -> Known | Items | Table | None:
        """Return the value of `name`; an unknown one, or one that is code, is reported."""
        value = self.folded(name)
        if isinstance(value, Unknown | Code):
            self.unknown(name, value)
            return None
        return value

    def text(self, name: str) -> str | None:
        """Return a text; numbers count as the text that they are written as."""
        value = self.value(name)
        plain = _scalar(value)
        if isinstance(plain, str) or value is None:
            return plain if isinstance(plain, str) else None
        number = decimal_text(plain)
        if number is None:
            self.wrong(name, "a text")
        return number

    def prose(self, name: str) -> str:
        """Return a text that only people read; "" if it is not known, which harms nobody."""
        value = _scalar(self.folded(name))
        return value if isinstance(value, str) else ""

    def number(self, name: str, what: str = "a number") -> str | None:
        """Return a number, or the text of one, as decimal text."""
        value = self.value(name)
        if value is None:
            return None
        number = decimal_text(_scalar(value))
        if number is None:
            self.wrong(name, what)
        return number

    def whole(self, name: str) -> int | None:
        """Return a whole number."""
        number = self.number(name, "a whole number")
        if number is not None and "." in number:
            self.wrong(name, "a whole number")
            return None
        return None if number is None else int(number)

    def flag(self, name: str) -> bool | None:
        """Return a truth value; the texts that a command line has for it count as well."""
        value = self.value(name)
        plain = _scalar(value)
        if value is None or isinstance(plain, bool):
            return plain if isinstance(plain, bool) else None
        word = str(plain).lower()
        if word not in _TRUE + _FALSE:
            self.wrong(name, "`True` or `False`")
            return None
        return word in _TRUE

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, given as a list or as one text with commas."""
        value = self.json(name)
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(str(item) for item in value)
        if value is not None:
            self.wrong(name, "a list of texts")
        return ()

    def pairs(self, name: str) -> Pairs:
        """Return a dict of texts, given as a dict or as the text `key=value,…`."""
        value = self.json(name)
        if isinstance(value, str):
            parts = (part.partition("=") for part in value.split(",") if part.strip())
            return tuple((key.strip(), entry.strip()) for key, _, entry in parts)
        if isinstance(value, dict):
            texts = [(key, _entry_text(entry)) for key, entry in value.items()]
            if all(entry is not None for _, entry in texts):
                return tuple((key, entry or "") for key, entry in texts)
        if value is not None:
            self.wrong(name, "a dict of texts")
        return ()

    def json(self, name: str) -> JsonValue:
        """Return a value made of JSON's types; None if it is not given or unusable."""
        value = self.value(name)
        if value is None:
            return None
        plain = as_json(value)
        if not isinstance(plain, Obstacle):
            return plain
        if isinstance(plain.part, Unknown | Code):
            self.unknown(name, plain.part)
        else:
            self.report(
                rules.WRONG_ARGUMENT_TYPE,
                f"`{name}` of {self.subject} is not made of plain values: {plain.what}",
                self.span(name, plain.part),
                "use texts, numbers, lists and dicts",
                self.origin(name, plain.part),
            )
        return None

    def literal(self, name: str) -> Literal | None:
        """Return a value made of JSON's types as a literal; None if not given or unusable."""
        value = self.json(name)
        return None if value is None else literal(value)

    def table(self, name: str) -> tuple[tuple[str, Literal], ...]:
        """Return a dict of values made of JSON's types, as (key, literal) pairs."""
        value = self.json(name)
        if isinstance(value, dict):
            return tuple((key, literal(entry)) for key, entry in value.items())
        if value is not None:
            self.wrong(name, "a dict")
        return ()

    def one_of(self, *names: str) -> str | None:
        """Return the only one of `names` that is given; report it if there are several."""
        given = [name for name in names if self.given(name)]
        if len(given) > 1:
            first, second = given[:2]
            self.report(
                rules.CONTRADICTORY_ARGUMENTS,
                f"{self.subject} is given both `{first}` and `{second}`",
                self.span(second),
                f"keep one of `{first}` and `{second}`",
                (Label(span=self.span(first), text=f"`{first}` is given here"),),
            )
        return given[0] if given else None

    def missing(self, message: str, help: str) -> None:  # noqa: A002 - as in Diagnostic
        """Report that something is not given."""
        self.report(rules.MISSING_ARGUMENT, message, self.call.span, help)

    def unusable(self, name: str, problem: str, help: str) -> None:  # noqa: A002 - as in Diagnostic
        """Report that the value of `name` has the right type, and is of no use."""
        self.report(
            rules.UNUSABLE_VALUE,
            f"`{name}` of {self.subject} {problem}",
            self.span(name),
            help,
            self.origin(name) if name in self._given else (),
        )

    def wrong(self, name: str, wanted: str) -> None:
        """Report that the value of `name` is not `wanted`."""
        value = self._given[name].value
        self.report(
            rules.WRONG_ARGUMENT_TYPE,
            f"`{name}` of {self.subject} is {shown(value)}, not {wanted}",
            self.span(name),
            f"give {wanted}, or leave `{name}` out",
            self.origin(name),
        )

    def unknown(self, name: str, value: Unknown | Code) -> None:
        """Report that the value of `name`, or a part of it, is not known."""
        reason = value.reason if isinstance(value, Unknown) else code_reason(value)
        self.report(
            rules.UNKNOWN_VALUE,
            f"the value of `{name}` of {self.subject} is not known: {reason}",
            self.span(name, value),
            _remedy(value),
            self.origin(name, value),
        )

    def report(
        self,
        rule: Rule,
        message: str,
        span: Span,
        help: str,  # noqa: A002 - as in Diagnostic
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Collect one finding, once."""
        found = Diagnostic(rule=rule, message=message, span=span, help=help, labels=labels)
        if found not in self.found:
            self.found.append(found)

    def _bind(self, argument: Argument, first: str) -> None:
        name = argument.name or first
        if not name:
            self._refuse_positional(argument)
        elif isinstance(argument.value, Unknown) and name in ("*", "**"):
            self._refuse_spread(argument.value, argument)
        elif name not in self._names:
            self._refuse_name(name, argument)
        else:
            self._given[name] = argument

    def _refuse_positional(self, argument: Argument) -> None:
        value = shown(argument.value)
        example = value.strip("`") if value.startswith("`") else "…"
        self.report(
            rules.POSITIONAL_ARGUMENT,
            f"{self.subject} takes its arguments by name, and {value} has none",
            _place(argument),
            f"write `{self._names[0]}={example}`" if self._names else "leave the argument out",
        )

    def _refuse_spread(self, value: Unknown, argument: Argument) -> None:
        self.report(
            rules.UNSEEN_VALUE if self.call.name in _OPTIONAL else rules.UNKNOWN_VALUE,
            f"the arguments that {self.subject} takes from `**` are not known: {value.reason}",
            _place(argument),
            value.help or "write the arguments out, or use a dict that is a constant",
        )

    def _refuse_name(self, name: str, argument: Argument) -> None:
        self.report(
            rules.UNKNOWN_ARGUMENT,
            f"{self.subject} has no argument `{name}`",
            argument.span if argument.span.line else _place(argument),
            self._advice(name),
        )

    def _advice(self, name: str) -> str:
        close = suggest(name, self._names)
        if close:
            return f"did you mean `{close}`?"
        homes = (kind.name for kind in STEP_DECORATORS.values() if name in kind.arguments)
        home = next(homes, None)
        if home:
            return f"`{name}` is an argument of `@{home}`"
        if not self._names:
            return "leave it out: there are no arguments"
        first = ", ".join(f"`{known}`" for known in self._names[:_LISTED])
        return f"it takes {first}{' and others' if len(self._names) > _LISTED else ''}"


def _place(argument: Argument) -> Span:
    return argument.span if argument.span.line else argument.value.span


def _remedy(value: Unknown | Code) -> str:
    if isinstance(value, Code) and value.missing:
        top = value.missing.partition(".")[0]
        return f"put `{top}` beside the flow, or install it where the flow is compiled"
    return (value.help if isinstance(value, Unknown) else "") or KNOWABLE


def _is_within(inner: Span, outer: Span) -> bool:
    """Say whether `inner` lies in `outer`; anything does in a place that is not known."""
    if not outer.line:
        return True
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return inner.path == outer.path and starts and ends


def _is_none(value: Folded) -> bool:
    return isinstance(value, Known) and value.value is None


def _scalar(value: Folded | None) -> object:
    return value.value if isinstance(value, Known) else None


def _entry_text(entry: JsonValue) -> str | None:
    """Return the text of a dict's entry; None is the empty text, and other types have none."""
    if entry is None:
        return ""
    return entry if isinstance(entry, str) else decimal_text(entry)
