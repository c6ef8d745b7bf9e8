"""The documents of Argo, spelt as its reference manual has them, without what flowc never writes.

`Workflow` kinds: https://argo-workflows.readthedocs.io/en/latest/fields/
`Sensor` and `EventSource`: https://argoproj.github.io/argo-events/APIs/
"""

from __future__ import annotations

from typing import Any, TypedDict


class ObjectMeta(TypedDict, total=False):
    """Names and labels of an object (`name`) or of objects made from it (`generateName`)."""

    name: str
    generateName: str
    namespace: str
    labels: dict[str, str]
    annotations: dict[str, str]


class ValueFrom(TypedDict, total=False):
    """Where the value of a parameter comes from."""

    path: str
    parameter: str
    expression: str


class Parameter(TypedDict, total=False):
    """A parameter of a workflow or a template, or an argument for one."""

    name: str
    value: str
    valueFrom: ValueFrom
    description: str


class Arguments(TypedDict, total=False):
    """Parameters of a workflow, of a template's inputs or outputs, or a task's arguments."""

    parameters: list[Parameter]


class Sequence(TypedDict):
    """How often a task is repeated; the items count from 0."""

    count: str


class DAGTask(TypedDict, total=False):
    """A node of a DAG: an instance of a template."""

    name: str
    template: str
    depends: str
    when: str
    withSequence: Sequence
    arguments: Arguments


class DAGTemplate(TypedDict):
    """The tasks of a DAG."""

    tasks: list[DAGTask]


class WorkflowStep(TypedDict, total=False):
    """A step of a template of steps."""

    name: str
    template: str
    when: str
    arguments: Arguments


class EnvVar(TypedDict, total=False):
    """An environment variable: a value, or a reference to a ConfigMap or a Secret."""

    name: str
    value: str
    valueFrom: dict[str, dict[str, str | bool]]


class EnvFromSource(TypedDict, total=False):
    """A Secret whose keys all become environment variables."""

    secretRef: dict[str, str]
    prefix: str


class ResourceRequirements(TypedDict, total=False):
    """Quantities by the resource's name."""

    requests: dict[str, str]
    limits: dict[str, str]


class VolumeMount(TypedDict):
    """A volume in the file system of a container."""

    name: str
    mountPath: str


class Volume(TypedDict, total=False):
    """A volume of a pod."""

    name: str
    emptyDir: dict[str, str]
    persistentVolumeClaim: dict[str, str]


class Container(TypedDict, total=False):
    """What runs in a pod."""

    image: str
    imagePullPolicy: str
    command: list[str]
    args: list[str]
    env: list[EnvVar]
    envFrom: list[EnvFromSource]
    ports: list[dict[str, int]]
    resources: ResourceRequirements
    securityContext: dict[str, Any]
    volumeMounts: list[VolumeMount]


class Backoff(TypedDict, total=False):
    """How long to wait before an attempt."""

    duration: str
    factor: str


class RetryStrategy(TypedDict, total=False):
    """How often and why a failed pod is tried again."""

    limit: str
    retryPolicy: str
    backoff: Backoff


class Template(TypedDict, total=False):
    """A template: one of `dag`, `steps` and `container`."""

    name: str
    annotations: dict[str, str]
    inputs: Arguments
    parallelism: int
    dag: DAGTemplate
    steps: list[list[WorkflowStep]]
    metadata: ObjectMeta
    nodeSelector: dict[str, str]
    tolerations: list[dict[str, Any]]
    serviceAccountName: str
    activeDeadlineSeconds: str
    retryStrategy: RetryStrategy
    container: Container
    volumes: list[Volume]
    outputs: Arguments


class WorkflowSpec(TypedDict, total=False):
    """The whole of a workflow."""

    entrypoint: str
    onExit: str
    serviceAccountName: str
    arguments: Arguments
    activeDeadlineSeconds: int
    parallelism: int
    podPriorityClassName: str
    imagePullSecrets: list[dict[str, str]]
    nodeSelector: dict[str, str]
    tolerations: list[dict[str, Any]]
    podGC: dict[str, str]
    ttlStrategy: dict[str, int]
    workflowMetadata: ObjectMeta
    podMetadata: ObjectMeta
    templateDefaults: Template
    templates: list[Template]
    workflowTemplateRef: dict[str, str]


class CronWorkflowSpec(TypedDict, total=False):
    """When workflows start by themselves, and which."""

    schedules: list[str]
    timezone: str
    concurrencyPolicy: str
    startingDeadlineSeconds: int
    successfulJobsHistoryLimit: int
    failedJobsHistoryLimit: int
    suspend: bool
    workflowSpec: WorkflowSpec


class EventDependency(TypedDict, total=False):
    """An event that a sensor waits for."""

    name: str
    eventSourceName: str
    eventName: str
    filters: dict[str, Any]


class TriggerParameterSource(TypedDict, total=False):
    """A part of an event."""

    dependencyName: str
    dataKey: str
    dataTemplate: str
    contextTemplate: str
    value: str


class TriggerParameter(TypedDict, total=False):
    """A part of an event, written into the object that a trigger creates."""

    src: TriggerParameterSource
    dest: str
    operation: str


class TriggerTemplate(TypedDict, total=False):
    """What a sensor does once the events of `conditions` occurred."""

    name: str
    conditions: str
    argoWorkflow: dict[str, Any]


class SensorTrigger(TypedDict, total=False):
    """A trigger of a sensor."""

    template: TriggerTemplate


class SensorSpec(TypedDict, total=False):
    """Events, and what they set off."""

    eventBusName: str
    template: dict[str, str]
    dependencies: list[EventDependency]
    triggers: list[SensorTrigger]


class Document(TypedDict, total=False):
    """A document as Kubernetes takes it."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: Any
    rules: list[dict[str, list[str]]]
    roleRef: dict[str, str]
    subjects: list[dict[str, str]]
