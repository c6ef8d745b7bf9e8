"""The values that a run is started with: texts become typed values, files their content.

The first task of a run saves them as artifacts; every later one is handed their refs.
"""

from __future__ import annotations

import json
import os

from runtime_shim.errors import CommandError
from runtime_shim.flows import members_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_KINDS = {str: "str", int: "int", float: "float", bool: "bool", dict: "json", list: "json"}


class Context:
    """What a function that computes a default is given."""

    def __init__(self, flow: str, user: str, folder: str, configs: dict[str, Any]) -> None:
        """Name the flow, the user and the folder of the flow's file."""
        self.flow_name = flow
        self.user_name = user
        self.parameter_name = ""
        self.folder = folder
        self.configs = configs
        self.ds_type = "flowc"
        self.logger = print


def declared(flow: type[Any]) -> dict[str, Any]:
    """Return the parameters of a flow by the attribute they are read as, inherited ones first."""
    # A Config answers any name with an expression, which is no answer here.
    return {
        name: member
        for name, member in members_of(flow).items()
        if getattr(member, "is_flowc_parameter", False) is True
    }


def configs(flow: type[Any], given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield (attribute, value) of every config of a flow that the run has a value of."""
    for attribute, member in members_of(flow).items():
        # Asked of the class: a Config answers any other name with an expression.
        if getattr(type(member), "_is_flowc_config", False) and member._name in given:  # noqa: SLF001
            yield attribute, given[member._name]  # noqa: SLF001


def values(flow: type[Any], given: str, context: Context) -> Iterator[tuple[str, Any]]:
    """Yield (attribute, value) of every parameter; `given` is the text of `FLOWC_PARAMS`.

    Raises CommandError, naming the parameter. What a computed default raises comes through.
    """
    texts = given_texts(given)
    for attribute, parameter in declared(flow).items():
        context.parameter_name = parameter.name
        if hasattr(type(parameter.default), "evaluate"):
            parameter.default = parameter.default.evaluate(context.configs)
        yield attribute, _value(parameter, texts.get(parameter.name), context)


def given_texts(given: str) -> dict[str, Any]:
    """Return the texts by name that `FLOWC_PARAMS` holds. Raises CommandError."""
    if not given:
        return {}
    try:
        parsed = json.loads(given)
        if isinstance(parsed, dict):
            return parsed
        return {pair["name"]: pair.get("value") for pair in parsed}
    except (ValueError, TypeError, KeyError) as error:
        raise CommandError(f"the variable `FLOWC_PARAMS` holds no parameters: {error}") from error


def _value(parameter: Any, text: Any, context: Context) -> Any:
    kind = kind_of(parameter)
    is_computed = callable(parameter.default) and not isinstance(parameter.default, type)
    if text is None or (text == "null" and is_computed):
        value = parameter.default(context) if is_computed else parameter.default
        value = value if value is None else _from_default(parameter, kind, value)
    else:
        value = decode(parameter, kind, text)
    if value is None and parameter.required:
        raise CommandError(f"parameter `{parameter.name}` has to be given a value")
    return _content(parameter, value, context) if kind == "file" and value is not None else value


def kind_of(parameter: Any) -> str:
    """Return the kind of a parameter's value, as `encode_parameter` names it."""
    if hasattr(parameter, "is_text"):
        return "file"
    if parameter.type is None:
        default = parameter.default
        return "str" if default is None or callable(default) else _KINDS.get(type(default), "str")
    return _KINDS.get(parameter.type, "json")


def decode(parameter: Any, kind: str, text: Any) -> Any:
    """Return the value that `text` stands for; raises CommandError if it stands for none."""
    separator = parameter.settings.get("separator")
    is_text = kind in {"str", "file"}
    try:
        if parameter.settings.get("multiple"):
            items = _list(_parsed(text))
            return tuple(_typed(kind, item if is_text else _parsed(item)) for item in items)
        if separator and isinstance(text, str) and text != "null":
            parts = _text(text).split(separator)
            return [_typed(kind, part if is_text else _parsed(part)) for part in parts]
        return _typed(kind, _text(text) if is_text else _parsed(text))
    except (OverflowError, RecursionError, TypeError, ValueError) as error:
        raise CommandError(
            f"parameter `{parameter.name}` is of type {kind}, and {text!r} is no such value"
        ) from error


def _typed(kind: str, value: Any) -> Any:
    """Return `value` as one of the type `kind`; raises TypeError or ValueError if it is none."""
    if value is None or kind == "json":
        return value
    if isinstance(value, bool) != (kind == "bool"):
        raise ValueError(value)
    if kind in {"str", "file"} and not isinstance(value, str):
        raise TypeError(value)
    if kind == "int" and isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    return {"int": int, "float": float}.get(kind, lambda same: same)(value)


def _list(value: Any) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise TypeError(value)
    return value or []


def _parsed(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text


def _text(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    is_json = text == "null" or (len(text) > 1 and text[0] == text[-1] == '"')
    return json.loads(text) if is_json else text


def _from_default(parameter: Any, kind: str, value: Any) -> Any:
    """Return a default as the value that its text would have given."""
    separator = parameter.settings.get("separator")
    if separator and isinstance(value, str):
        return value.split(separator)
    if parameter.settings.get("multiple") and isinstance(value, list):
        return tuple(value)
    if kind == "json" and isinstance(value, str):
        return json.loads(value)
    if kind in {"int", "float"} and isinstance(value, str | int | float):
        return {"int": int, "float": float}[kind](value)
    return value


def find_file(path: str, folder: str) -> str:
    """Return where a file parameter's file is: from the working folder, else from the flow's."""
    found = os.path.expanduser(path)
    beside = os.path.join(folder, found)
    return beside if not os.path.exists(found) and os.path.exists(beside) else found


def _content(parameter: Any, path: str, context: Context) -> str | bytes:
    """Return the content of the file of an `IncludeFile`."""
    try:
        with open(find_file(path, context.folder), "rb") as file:
            data = file.read()
        return data.decode(parameter.encoding) if parameter.is_text else data
    except UnicodeDecodeError as error:
        raise CommandError(
            f"the file `{path}` of the parameter `{parameter.name}` is not text in "
            f"{parameter.encoding}: {error.reason}; declare it with `is_text=False`"
        ) from error
    except LookupError as error:
        raise CommandError(
            f"there is no encoding `{parameter.encoding}`, as the parameter `{parameter.name}` says"
        ) from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise CommandError(
            f"the file `{path}` of the parameter `{parameter.name}` cannot be read: {reason}"
        ) from error
