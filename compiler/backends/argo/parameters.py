"""Parameters of a flow as arguments of the workflow: texts, as the shim's protocol has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.quoting import prose
from compiler.backends.parameters import default_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compiler.backends.argo.model import Parameter
    from compiler.ir.settings import Parameter as FlowParameter


def arguments(parameters: Iterable[FlowParameter]) -> list[Parameter]:
    """Return the arguments, in the author's order.

    A parameter that must be given has no value: Argo refuses to start a run without it.
    """
    return [_argument(parameter) for parameter in parameters]


def _argument(parameter: FlowParameter) -> Parameter:
    found: Parameter = {"name": parameter.name}
    value = default_text(parameter)
    if value is not None:
        found["value"] = value
    if parameter.help:
        found["description"] = prose(parameter.help)
    return found
