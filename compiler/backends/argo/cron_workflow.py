"""The CronWorkflow of a flow: when runs of its WorkflowTemplate start by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.argo.metadata import document, object_metadata
from compiler.backends.argo.naming import cron_name

if TYPE_CHECKING:
    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import CronWorkflowSpec, Document
    from compiler.ir.settings import Schedule


def cron_workflow(context: Context, schedule: Schedule) -> Document:
    """Return the CronWorkflow for `schedule`; its runs have the parameters' defaults."""
    name = cron_name(context.flow, context.options)
    return document("CronWorkflow", object_metadata(context, name), _spec(context, schedule))


def _spec(context: Context, schedule: Schedule) -> CronWorkflowSpec:
    settings = context.settings
    spec: CronWorkflowSpec = {"schedules": list(schedule.crons)}
    if schedule.timezone:
        spec["timezone"] = schedule.timezone
    spec["concurrencyPolicy"] = settings.concurrency_policy
    if settings.starting_deadline_seconds is not None:
        spec["startingDeadlineSeconds"] = settings.starting_deadline_seconds
    if settings.successful_history_limit is not None:
        spec["successfulJobsHistoryLimit"] = settings.successful_history_limit
    if settings.failed_history_limit is not None:
        spec["failedJobsHistoryLimit"] = settings.failed_history_limit
    if settings.suspend:
        spec["suspend"] = True
    spec["workflowSpec"] = {"workflowTemplateRef": {"name": context.name}}
    return spec
