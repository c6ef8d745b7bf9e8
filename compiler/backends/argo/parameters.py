"""Parameters of a flow as arguments of the workflow: texts, as the shim's protocol has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.quoting import prose
from compiler.ir.settings import Literal, ParameterType
from runtime_shim.protocol import carry_json, encode_parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compiler.backends.argo.model import Parameter
    from compiler.ir.settings import Parameter as FlowParameter


def arguments(parameters: Iterable[FlowParameter]) -> list[Parameter]:
    """Return the arguments, in the author's order.

    A parameter that must be given has no value: Argo refuses to start a run without it.
    """
    return [_argument(parameter) for parameter in parameters]


def default_text(parameter: FlowParameter) -> str | None:
    """Return the text of the default, None if a value must be given.

    A default that only code of the flow can compute is `null` here: the first step computes it.
    """
    default = parameter.default
    if isinstance(default, Literal):
        return _encode(parameter, default.value)
    if parameter.file and parameter.file.path is not None and default is None:
        return _encode(parameter, parameter.file.path)
    return None if parameter.required and default is None else "null"


def _encode(parameter: FlowParameter, value: object) -> str:
    if parameter.multiple:
        return carry_json(value)
    if parameter.separator is not None and isinstance(value, list):
        value = parameter.separator.join(map(str, value))
    return encode_parameter(ParameterType(parameter.type).value, value)


def _argument(parameter: FlowParameter) -> Parameter:
    found: Parameter = {"name": parameter.name}
    value = default_text(parameter)
    if value is not None:
        found["value"] = value
    if parameter.help:
        found["description"] = prose(parameter.help)
    return found
