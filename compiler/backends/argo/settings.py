"""The keys of `[tool.flowc.argo]`: what a platform team decides once for all of its flows."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgoSettings:
    """What is the same for every flow on a cluster; the metadata of a field documents its key."""

    namespace: str | None = field(
        default=None, metadata={"doc": "namespace of every document; none: that of who applies it"}
    )
    context: str | None = field(
        default=None, metadata={"doc": "context of the kubeconfig that `flowc deploy` goes by"}
    )
    ui: str | None = field(
        default=None, metadata={"doc": "address of Argo's own pages, to link runs to"}
    )
    service_account: str | None = field(
        default=None, metadata={"doc": "service account of the tasks"}
    )
    image_pull_policy: str | None = field(
        default=None, metadata={"doc": "Always, IfNotPresent or Never"}
    )
    image_pull_secrets: list[str] = field(
        default_factory=list, metadata={"doc": "names of Secrets to pull images with"}
    )
    parallelism: int | None = field(
        default=None, metadata={"doc": "how many pods of one run may run at once"}
    )
    active_deadline_seconds: int | None = field(
        default=None, metadata={"doc": "how long a run may take in all"}
    )
    ttl_seconds_after_success: int | None = field(
        default=None, metadata={"doc": "how long the object of a successful run is kept"}
    )
    ttl_seconds_after_failure: int | None = field(
        default=None, metadata={"doc": "how long the object of a failed run is kept"}
    )
    ttl_seconds_after_completion: int | None = field(
        default=None, metadata={"doc": "how long the object of any ended run is kept"}
    )
    pod_gc: str | None = field(
        default=None,
        metadata={
            "doc": "when pods are deleted: OnPodCompletion, OnPodSuccess, OnWorkflowCompletion "
            "or OnWorkflowSuccess"
        },
    )
    priority_class: str | None = field(default=None, metadata={"doc": "priority class of the pods"})
    node_selector: dict[str, str] = field(
        default_factory=dict, metadata={"doc": "labels of the nodes that pods may run on"}
    )
    tolerations: list[dict[str, Any]] = field(
        default_factory=list, metadata={"doc": "taints that pods tolerate"}
    )
    workflow_labels: dict[str, str] = field(
        default_factory=dict, metadata={"doc": "labels of every run"}
    )
    workflow_annotations: dict[str, str] = field(
        default_factory=dict, metadata={"doc": "annotations of every run"}
    )
    pod_labels: dict[str, str] = field(
        default_factory=dict, metadata={"doc": "labels of every pod"}
    )
    pod_annotations: dict[str, str] = field(
        default_factory=dict, metadata={"doc": "annotations of every pod"}
    )
    store_config_map: str = field(
        default="flowc",
        metadata={"doc": "ConfigMap whose key `store` says where artifacts are kept, by default"},
    )
    env_secret: str = field(
        default="flowc-env",
        metadata={"doc": "Secret with the values of environment variables that flows refer to"},
    )
    concurrency_policy: str = field(
        default="Allow",
        metadata={"doc": "what a schedule does while a run goes on: Allow, Forbid or Replace"},
    )
    starting_deadline_seconds: int | None = field(
        default=None, metadata={"doc": "how late a scheduled run may still start"}
    )
    successful_history_limit: int | None = field(
        default=None, metadata={"doc": "how many successful scheduled runs are kept"}
    )
    failed_history_limit: int | None = field(
        default=None, metadata={"doc": "how many failed scheduled runs are kept"}
    )
    suspend: bool = field(
        default=False, metadata={"doc": "deploy schedules without switching them on"}
    )
    event_bus: str | None = field(
        default=None, metadata={"doc": "EventBus that sensors listen to; none: `default`"}
    )
    event_source: str = field(
        default="flowc", metadata={"doc": "EventSource with the events that flows name"}
    )
    run_event_source: str = field(
        default="flowc-runs",
        metadata={"doc": "EventSource that reports the ends of flows as `run-succeeded`"},
    )
    sensor_service_account: str = field(
        default="flowc-sensor", metadata={"doc": "service account of the sensors"}
    )
