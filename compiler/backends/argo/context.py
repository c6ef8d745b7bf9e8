"""What every part of the lowering to Argo looks at, gathered once for each flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.naming import template_names, workflow_name
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.invocation import invocations
from compiler.images import images
from compiler.ir.walk import tasks
from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.argo.naming import Names
    from compiler.backends.base import Options
    from compiler.backends.invocation import Invocation
    from compiler.ir.nodes import Flow, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A flow with everything that its documents depend on; `images` are by step."""

    flow: Flow
    options: Options
    settings: ArgoSettings
    name: str
    tasks: tuple[Task, ...]
    images: Mapping[str, str]
    invocations: Mapping[str, Invocation]

    def names(self) -> Names:
        """Return names for the templates, of which none is taken by a block yet."""
        return template_names(self.flow)


def context(flow: Flow, options: Options) -> Context:
    """Gather the context of `flow`."""
    return Context(
        flow=flow,
        options=options,
        settings=options.settings or ArgoSettings(),
        name=workflow_name(flow, options),
        tasks=tuple(tasks(flow.body)),
        images=images(flow, options.image),
        invocations=invocations(flow),
    )
