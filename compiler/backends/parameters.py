"""Values of a flow's parameters as the texts that a run is started with, on every target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.ir.settings import Literal, ParameterType
from runtime_shim.protocol import carry_json, encode_parameter

if TYPE_CHECKING:
    from compiler.ir.settings import Parameter


def default_text(parameter: Parameter) -> str | None:
    """Return the text of the default, None if a value must be given.

    A default that only code of the flow can compute is `null` here: the first step computes it.
    """
    default = parameter.default
    if isinstance(default, Literal):
        return parameter_text(parameter, default.value)
    if parameter.file and parameter.file.path is not None and default is None:
        return parameter_text(parameter, parameter.file.path)
    return None if parameter.required and default is None else "null"


def parameter_text(parameter: Parameter, value: object) -> str:
    """Return the text of `value`, which is made of JSON's types; a list if it is `multiple`."""
    if parameter.multiple:
        return carry_json(value)
    if parameter.separator is not None and isinstance(value, list):
        value = parameter.separator.join(map(str, value))
    return encode_parameter(ParameterType(parameter.type).value, value)
