"""The container template of each step, or, in flows too long for that, of many steps at once.

train                        args: [step, train, --from, start, --to, end]
step, shared by 300 steps    args: [step, "{{inputs.parameters.step}}", --from, "{{…from}}", …]
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compiler.backends.argo.calls import AT, Call
from compiler.backends.argo.environment import secret_environment, task_environment
from compiler.backends.argo.quoting import prose
from compiler.backends.argo.resources import (
    kubernetes_options,
    requirements,
    security_context,
    volumes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compiler.backends.argo.context import Context
    from compiler.backends.argo.model import (
        Container,
        ObjectMeta,
        Parameter,
        RetryStrategy,
        Template,
    )
    from compiler.backends.argo.naming import Names
    from compiler.backends.invocation import Invocation
    from compiler.ir.nodes import Task
    from compiler.ir.settings import Retry

CONTROL = "/tmp/flowc"  # noqa: S108 - a folder of the pod's own
# The shim ends an attempt at its time limit by itself; the scheduler's limit is for when it cannot,
# and must leave time to pull the image and to record the failure.
GRACE_SECONDS = 300

Leaves = tuple[dict[str, Call], list["Template"]]


def own_leaves(context: Context, names: Names) -> Leaves:
    """Return a template for each step, named after it."""
    calls: dict[str, Call] = {}
    templates: list[Template] = []
    for task in context.tasks:
        name = names.steps[task.name]
        template = _template(task, context, context.invocations[task.name].arguments)
        calls[task.name] = Call(name=name, template=name)
        templates.append({"name": name, **template})
    return calls, templates


def shared_leaves(context: Context, names: Names) -> Leaves:
    """Return one template for all steps that differ in nothing but their name and sources."""
    shared: dict[str, tuple[str, Template]] = {}
    calls: dict[str, Call] = {}
    for task in context.tasks:
        options = context.invocations[task.name].options
        passed = {"step": task.name}
        passed |= {name: options[f"--{name}"] for name in PASSED if f"--{name}" in options}
        template = _template(task, context, _command(passed, options))
        template.pop("annotations", None)
        key = json.dumps(template)
        if key not in shared:
            shared[key] = (names.fresh("step"), _with_inputs(template, passed))
        calls[task.name] = Call(
            name=names.steps[task.name],
            template=shared[key][0],
            arguments=tuple(passed.items()),
        )
    return calls, [{"name": name, **template} for name, template in shared.values()]


PASSED = ("from", "to")
"""The options that differ from step to step, as parameters of a template that steps share."""


def _command(passed: Mapping[str, str], options: Mapping[str, str]) -> tuple[str, ...]:
    words = ["step", "{{inputs.parameters.step}}"]
    for option, value in options.items():
        name = option.removeprefix("--")
        words += [option, f"{{{{inputs.parameters.{name}}}}}" if name in passed else value]
    return tuple(words)


def _with_inputs(template: Template, passed: Iterable[str]) -> Template:
    inputs = list(template.get("inputs", {}).get("parameters", []))
    inputs += [{"name": name} for name in passed]
    return {**template, "inputs": {"parameters": inputs}}


def _template(task: Task, context: Context, command: tuple[str, ...]) -> Template:
    invocation = context.invocations[task.name]
    template: Template = {}
    if task.doc:
        description = prose(task.doc.partition("\n\n")[0])
        template["annotations"] = {"workflows.argoproj.io/description": description}
    if invocation.depth:
        template["inputs"] = {"parameters": [{"name": "at"}]}
    template.update(_placement(task))
    if task.timeout:
        template["activeDeadlineSeconds"] = str(task.timeout.seconds + GRACE_SECONDS)
    if invocation.attempts > 1:
        template["retryStrategy"] = _retries(task.retry, invocation.attempts)
    template["container"] = _container(task, context, [*command, *_arguments(invocation)])
    if task_volumes := volumes(task):
        template["volumes"] = [volume for volume, _ in task_volumes]
    if outputs := _outputs(invocation):
        template["outputs"] = {"parameters": outputs}
    return template


def _placement(task: Task) -> Template:
    compute = task.compute
    found: Template = {}
    metadata: ObjectMeta = {}
    if compute.labels:
        metadata["labels"] = dict(compute.labels)
    if compute.annotations:
        metadata["annotations"] = dict(compute.annotations)
    if metadata:
        found["metadata"] = metadata
    if compute.node_selector:
        found["nodeSelector"] = dict(compute.node_selector)
    if compute.tolerations:
        found["tolerations"] = [one.value for one in compute.tolerations]  # type: ignore[misc]
    if compute.service_account:
        found["serviceAccountName"] = compute.service_account
    return found


def _retries(retry: Retry | None, attempts: int) -> RetryStrategy:
    found: RetryStrategy = {"limit": str(attempts - 1), "retryPolicy": "Always"}
    if retry and retry.minutes_between > 0:
        found["backoff"] = {"duration": f"{max(1, round(retry.minutes_between * 60))}s"}
        if retry.backoff > 1:
            found["backoff"]["factor"] = f"{retry.backoff:g}"
    return found


def _arguments(invocation: Invocation) -> list[str]:
    found: list[str] = []
    if invocation.depth:
        found += ["--at", AT]
    if invocation.attempts > 1:
        found += ["--attempt", "{{retries}}", "--of", str(invocation.attempts)]
    if invocation.splits or invocation.decides:
        found += ["--control", CONTROL]
    return found


def _container(task: Task, context: Context, args: list[str]) -> Container:
    found: Container = {"image": context.images[task.name]}
    policy = task.compute.image_pull_policy or context.settings.image_pull_policy
    if policy:
        found["imagePullPolicy"] = policy
    found["args"] = args
    if env := task_environment(task, context):
        found["env"] = env
    if task.secrets:
        found["envFrom"] = secret_environment(task.secrets)
    options = kubernetes_options(task.compute)
    if "port" in options:
        found["ports"] = [{"containerPort": options["port"]}]
    if resources := requirements(task.compute):
        found["resources"] = resources
    if context_options := security_context(task.compute):
        found["securityContext"] = context_options
    if task_volumes := volumes(task):
        found["volumeMounts"] = [mount for _, mount in task_volumes]
    return found


def _outputs(invocation: Invocation) -> list[Parameter]:
    wanted = {"splits": invocation.splits, "next": invocation.decides}
    return [
        {"name": name, "valueFrom": {"path": f"{CONTROL}/{name}"}}
        for name, writes in wanted.items()
        if writes
    ]
