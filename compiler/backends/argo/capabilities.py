"""What each construct of the language becomes on Argo, or why it cannot be."""

from __future__ import annotations

from compiler.backends.base import Capability, Support

_BECOMES = {
    "step": "a container template and a task of a DAG",
    "split": "tasks that wait for the same task; the join waits for all of them",
    "foreach": "a task with `withSequence`, over the step's own template or one for its body; "
    "an empty list fails in the step that announces it",
    "nested foreach": "templates within templates; the path of a task has a segment for each",
    "num_parallel": "a foreach: the nodes are pods of their own, not scheduled as a gang (FLC310)",
    "switch": "tasks with `when` on the step that was chosen; those not chosen are skipped",
    "loop": "a template that calls itself, at most 97 times less its nesting: the controller "
    "refuses a depth of 100 (FLC309)",
    "parameters": "arguments of the workflow, handed to the first step as one JSON text",
    "config": "one JSON text in the environment of every task",
    "retry": "`retryStrategy`, whatever the failure",
    "catch": "one attempt more, in which the shim records the failure and goes on",
    "timeout": "the shim's own limit, and five minutes later `activeDeadlineSeconds`",
    "resources": "requests, and limits for memory and devices",
    "environment": "variables; values of the compiling shell as references to a Secret",
    "secrets": "`envFrom` with the names of Secrets of Kubernetes",
    "conda, pypi": "an image for each distinct set of packages",
    "schedule": "a CronWorkflow",
    "trigger": "a Sensor of Argo Events, on events of the EventSource `flowc`",
    "trigger_on_finish": "a Sensor, on runs that the EventSource `flowc-runs` reports",
    "project": "names and labels `<project>-<branch>-<flow>`",
    "exit_hook": "`onExit`, with a task for each function; if one fails, so does the run",
    "card": "an artifact like any other, kept in the store",
}

CAPABILITIES: tuple[Capability, ...] = (
    *(
        Capability(construct=construct, support=Support.YES, reason=reason)
        for construct, reason in _BECOMES.items()
    ),
    Capability(
        construct="gang scheduling",
        support=Support.NOT_YET,
        reason="the nodes of `num_parallel` would need a JobSet or a scheduler that knows gangs",
    ),
    Capability(
        construct="secrets of other stores",
        support=Support.NEVER,
        reason="a pod can refer to Secrets of Kubernetes only; an operator can copy others there",
    ),
)
