"""Reads what runs left in a store: flows, runs, steps, tasks, their artifacts and output.

    from flowc import Flow

    run = Flow("TrainFlow").latest_successful_run
    print(run.data.accuracy, [task.data.score for task in run["train"]])

Names and meanings are those that notebooks know from Metaflow. Lists begin with the newest: runs,
the last steps of a run, the last item of a foreach.
"""

from __future__ import annotations

from flowc.client.artifact import DataArtifact, MetaflowData
from flowc.client.flow import Flow, Metaflow
from flowc.client.run import Run
from flowc.client.scope import (
    default_metadata,
    default_namespace,
    get_metadata,
    get_namespace,
    metadata,
    namespace,
)
from flowc.client.step import Step
from flowc.client.task import Task

__all__ = [
    "DataArtifact",
    "Flow",
    "Metaflow",
    "MetaflowData",
    "Run",
    "Step",
    "Task",
    "default_metadata",
    "default_namespace",
    "get_metadata",
    "get_namespace",
    "metadata",
    "namespace",
]
