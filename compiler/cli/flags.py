"""The parameters of a flow as options of `flowc run`: declared, read, checked, made into texts."""

from __future__ import annotations

import json
from argparse import SUPPRESS
from typing import TYPE_CHECKING, Any

from compiler.backends.parameters import default_text, parameter_text
from compiler.cli.world import UsageError
from compiler.ir.settings import Deferred, Literal, ParameterType
from compiler.names import suggest

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow
    from compiler.ir.settings import Parameter

_TRUE = frozenset(("true", "yes", "on", "1", "t", "y"))
_FALSE = frozenset(("false", "no", "off", "0", "f", "n"))
_METAVARS = {
    ParameterType.STR: "TEXT",
    ParameterType.INT: "INT",
    ParameterType.FLOAT: "FLOAT",
    ParameterType.JSON: "JSON",
    ParameterType.FILE: "FILE",
}
_WORDS = {
    ParameterType.INT: "a whole number",
    ParameterType.FLOAT: "a number",
    ParameterType.BOOL: "true or false",
    ParameterType.JSON: "JSON",
}


def param_option(parser: ArgumentParser) -> None:
    """Declare the option by which any parameter can be given."""
    parser.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the flow, also one that is called like an option",
    )


def param_pair(pair: str) -> tuple[str, str]:
    """Return the name and the text that a `--param` gives; raises UsageError."""
    name, equals, text = pair.partition("=")
    if not equals:
        raise UsageError(f"`--param {pair}` needs a value: --param NAME=VALUE")
    return name, text


class Flags:
    """The parameters of one flow on the command line."""

    def __init__(self, flow: Flow, parser: Parser) -> None:
        """Declare an option for each parameter, but for those that are called like another one."""
        self._parameters = flow.parameters
        self._parser = parser
        self._by_option: dict[str, Parameter] = {}
        self._off: dict[str, Parameter] = {}
        self._known = parser._option_string_actions  # noqa: SLF001 - argparse has no other view
        own = set(self._known)
        group = parser.add_argument_group(f"parameters of {flow.name}")
        for parameter in flow.parameters:
            self._declare(parameter, own, group)

    def _declare(self, parameter: Parameter, own: set[str], group: Any) -> None:
        names = dict.fromkeys(f"--{name}" for name in _spellings(parameter.name))
        options = [name for name in names if name not in self._known]
        if f"--{parameter.name}" in own:
            return
        self._by_option |= dict.fromkeys(options, parameter)
        how = {"dest": _place(parameter), "action": "append", "help": _help(parameter)}
        self._parser.may_be_empty.add(how["dest"])
        if parameter.type is not ParameterType.BOOL:
            metavar = _option(parameter, "metavar") or _METAVARS[parameter.type]
            group.add_argument(*options, metavar=metavar, **how)
            return
        group.add_argument(*options, nargs="?", const="true", metavar="true|false", **how)
        off = [f"--no-{option[2:]}" for option in options]
        self._off |= dict.fromkeys((name for name in off if name not in own), parameter)

    def joined(self, argv: Sequence[str]) -> list[str]:
        """Return `argv` with each value joined to its option, so that none is taken for another.

        --alpha -1 → --alpha=-1    --fast flow.py → --fast=true flow.py    --no-fast → --fast=false
        """
        found: list[str] = []
        words = list(argv)
        while words:
            word = words.pop(0)
            if word in self._off:
                found.append(f"--{self._off[word].name}=false")
            elif word not in self._by_option:
                found.append(word)
            elif self._by_option[word].type is ParameterType.BOOL:
                said = words and words[0].lower() in _TRUE | _FALSE
                found.append(f"{word}={words.pop(0) if said else 'true'}")
            elif words and words[0].partition("=")[0] not in (*self._known, *self._off):
                found.append(f"{word}={words.pop(0)}")
            else:
                found.append(word)
        return found

    def given(self, arguments: Namespace, flow_file: Path | None, world: World) -> dict[str, str]:
        """Return the texts of the parameters that are given; raises UsageError.

        Files are looked for beside `flow_file`; without it, they are another machine's.
        """
        listed = self._by_name(arguments.param)
        found = {}
        for parameter in self._parameters:
            texts = [*(getattr(arguments, _place(parameter), None) or ())]
            texts += listed.get(parameter.name, [])
            texts = texts or _from_environment(parameter, world)
            if texts:
                values = [_value(parameter, text, flow_file, world) for text in texts]
                found[parameter.name] = parameter_text(
                    parameter, values if parameter.multiple else values[-1]
                )
        return found

    def refuse_missing(self, given: Mapping[str, str]) -> None:
        """Raise UsageError if a parameter has neither a value nor a default."""
        for parameter in self._parameters:
            if isinstance(parameter.default, Deferred) or parameter.name in given:
                continue
            if default_text(parameter) is None:
                has_option = f"--{parameter.name}" in self._by_option
                raise UsageError(_missing(parameter, has_option=has_option))

    def _by_name(self, pairs: Sequence[str]) -> dict[str, list[str]]:
        known = [parameter.name for parameter in self._parameters]
        found: dict[str, list[str]] = {}
        for pair in pairs:
            name, text = param_pair(pair)
            if name not in known:
                near = suggest(name, known)
                hint = f"; did you mean `{near}`?" if near else ""
                raise UsageError(f"the flow has no parameter `{name}`{hint}")
            found.setdefault(name, []).append(text)
        return found


def complete(
    flow: Flow,
    given: Mapping[str, str],
    flow_file: Path,
    world: World,
    *,
    all_of_them: bool = True,
) -> dict[str, str]:
    """Return the texts a run is started with: those `given`, and the defaults of all others.

    A default that code of the flow computes is left out: the first step computes it. Raises
    UsageError for a default file that does not exist, and, if a run needs `all_of_them`, for a
    parameter without a value.
    """
    found = dict(given)
    for parameter in flow.parameters:
        if parameter.name in given or isinstance(parameter.default, Deferred):
            continue
        text = default_text(parameter)
        if text is None and not all_of_them:
            continue
        if text is None:
            raise UsageError(_missing(parameter))
        if parameter.file and parameter.file.path is not None:
            path = _file(parameter, parameter.file.path, flow_file, world)
            text = parameter_text(parameter, path)
        found[parameter.name] = text
    return found


def _missing(parameter: Parameter, *, has_option: bool = True) -> str:
    form = _METAVARS.get(parameter.type, "true|false")
    option = f"--{parameter.name} {form}" if has_option else f"--param {parameter.name}={form}"
    return f"parameter `{parameter.name}` has to be given a value: add `{option}`"


def _value(parameter: Parameter, text: str, flow_file: Path | None, world: World) -> object:
    """Return the value that `text` on the command line means; raises UsageError."""
    try:
        match parameter.type:
            case ParameterType.STR:
                return text
            case ParameterType.FILE:
                return _file(parameter, text, flow_file, world) if flow_file else text
            case ParameterType.INT:
                return int(text)
            case ParameterType.FLOAT:
                return float(text)
            case ParameterType.JSON:
                return json.loads(text)
            case ParameterType.BOOL:
                return _truth(text)
    except ValueError as error:
        raise UsageError(
            f"parameter `{parameter.name}` takes {_WORDS[parameter.type]}, and is given `{text}`"
        ) from error


def _truth(text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise ValueError(text)
    return text.lower() in _TRUE


def _file(parameter: Parameter, text: str, flow_file: Path, world: World) -> str:
    """Return the path of a file, which is looked for in the working folder and beside the flow."""
    for path in (world.path(text), flow_file.parent / text):
        if path.is_file():
            return str(path)
    raise UsageError(f"parameter `{parameter.name}`: there is no file `{text}`")


def _from_environment(parameter: Parameter, world: World) -> list[str]:
    """Return the text of the variable that the parameter names (`envvar`), if it is set."""
    names = _option(parameter, "envvar")
    for name in [names] if isinstance(names, str) else names or ():
        text = world.environ.get(name)
        if text:
            return text.split() if parameter.multiple else [text]
    return []


def _spellings(name: str) -> Iterator[str]:
    yield name
    yield name.replace("_", "-")


def _place(parameter: Parameter) -> str:
    return f"parameter {parameter.name}"


def _option(parameter: Parameter, name: str) -> Any:
    return next((value.value for key, value in parameter.options if key == name), None)


def _help(parameter: Parameter) -> str:
    if _option(parameter, "hidden"):
        return SUPPRESS
    said = [parameter.help] if parameter.help else []
    match parameter.default:
        case Literal(text="null"):
            pass
        case Literal(text=text):
            said.append(f"(default: {text})")
        case Deferred():
            said.append("(default: computed when the run starts)")
        case None:
            if parameter.file and parameter.file.path:
                said.append(f"(default: {parameter.file.path})")
            elif parameter.required:
                said.append("(required)")
    if parameter.multiple:
        said.append("(may be repeated)")
    if parameter.separator is not None:
        said.append(f"(several are separated by `{parameter.separator}`)")
    # argparse expands percent signs.
    return " ".join(said).replace("%", "%%") or "a parameter of the flow"
