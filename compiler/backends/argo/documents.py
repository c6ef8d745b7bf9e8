"""All documents of a flow, in the order in which a reader wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.cron_workflow import cron_workflow
from compiler.backends.argo.sensor import sensor
from compiler.backends.argo.workflow_template import workflow_template

if TYPE_CHECKING:
    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import Document


def documents(context: Context) -> list[Document]:
    """Return the WorkflowTemplate, and the CronWorkflow and the Sensor if they are wanted."""
    found = [workflow_template(context)]
    if context.flow.schedule and context.flow.schedule.crons:
        found.append(cron_workflow(context, context.flow.schedule))
    if context.flow.triggers:
        found.append(sensor(context))
    return found
