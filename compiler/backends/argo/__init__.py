"""Argo Workflows: WorkflowTemplate, CronWorkflow, Sensor."""
