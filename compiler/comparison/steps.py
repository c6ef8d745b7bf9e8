"""What each step of a flow is run with, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.comparison.summary import Concealed
from compiler.comparison.words import (
    catch_words,
    given,
    gpu_words,
    json_words,
    megabytes_words,
    pairs_words,
    retry_words,
    tmpfs_words,
)
from compiler.images import environment_key
from compiler.ir.nodes import Choice, Loop, Map
from compiler.ir.walk import children, last_task, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from compiler.comparison.summary import Settings
    from compiler.ir.nodes import Block, Flow, Key, Node, Task
    from compiler.ir.settings import Compute, Dependencies, Retry


def step_settings(flow: Flow, images: Mapping[str, str], base: str) -> Mapping[str, Settings]:
    """Return the settings of each step; `base` is the image of those that name none."""
    announced: dict[str, dict[str, str]] = {}
    for step, found in _announced(flow.body):
        announced.setdefault(step, {}).update(found)
    return {
        task.name: {
            **_image(task, images[task.name], base),
            **_compute(task.compute),
            **_attempts(task),
            **given(secrets=", ".join(secret.name for secret in task.secrets)),
            **_environment(task),
            **_in_the_file(task),
            **announced.get(task.name, {}),
        }
        for task in tasks(flow.body)
    }


def _image(task: Task, image: str, base: str) -> Settings:
    if image == base:
        return {}
    key = environment_key(task.dependencies)
    if key and task.compute.image is None:
        return given(packages=key)
    return given(image=image)


def _compute(compute: Compute) -> Settings:
    has_gpu = compute.gpu is not None and float(compute.gpu) > 0
    return {
        **given(
            cpu=compute.cpu,
            memory=megabytes_words(compute.memory),
            disk=megabytes_words(compute.disk),
            gpu=gpu_words(compute.gpu or "", compute.gpu_vendor) if has_gpu else None,
        ),
        **(
            {"shared memory": megabytes_words(compute.shared_memory)}
            if compute.shared_memory
            else {}
        ),
        **given(
            tmpfs=tmpfs_words(compute.tmpfs_size, compute.tmpfs_path) if compute.tmpfs else None,
            volumes=", ".join(f"{claim} at {path}" for claim, path in compute.volumes),
            image_pull_policy=compute.image_pull_policy,
            service_account=compute.service_account,
            node_selector=pairs_words(compute.node_selector),
            tolerations=", ".join(json_words(one.value) for one in compute.tolerations),
            labels=pairs_words(compute.labels),
            annotations=pairs_words(compute.annotations),
            network=compute.network,
        ),
        **{f"{t} {name}": json_words(value.value) for t, name, value in compute.target_options},
    }


def _attempts(task: Task) -> Settings:
    return given(
        retry=_retry(task.retry) if task.retry else None,
        timeout=f"{task.timeout.seconds} s" if task.timeout else None,
        catch=catch_words((task.catch.var or "") if task.catch else None),
    )


def _retry(retry: Retry) -> str:
    # Schedulers count whole seconds, and wait for one at least if they wait.
    seconds = max(1, round(retry.minutes_between * 60)) if retry.minutes_between > 0 else 0
    return retry_words(retry.times, seconds, retry.backoff)


def _environment(task: Task) -> Settings:
    return {
        f"environment {one.name}": Concealed(value=one.value or "", reference=one.reference or "")
        for one in task.environment
    }


def _in_the_file(task: Task) -> Settings:
    """Return what the task itself takes from the flow's file when it runs."""
    return given(
        requires=_packages(task.dependencies),
        cards=", ".join(" ".join(filter(None, [card.type, card.id])) for card in task.cards),
        decorators=", ".join(
            f"{one.name}({', '.join(f'{k}={value.text}' for k, value in one.arguments)})"
            for one in task.extensions
        ),
    )


def _packages(wanted: Dependencies | None) -> str:
    if wanted is None or wanted.disabled:
        return ""
    python = [("python", wanted.python)] if wanted.python else []
    return ", ".join(
        f"{name} {version}".rstrip() for name, version in [*wanted.conda, *wanted.pypi, *python]
    )


def _announced(block: Block) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (step, what its artifact decides): the items of a map, the way of a choice or loop."""
    before: Node | None = None
    for node in block:
        for inner in children(node):
            yield from _announced(inner)
        subject = node if isinstance(node, Loop) else before
        decider = last_task(subject) if subject else None
        if decider is not None:
            yield decider.name, _decision(node)
        before = node


def _decision(node: Node) -> dict[str, str]:
    match node:
        case Map():
            together = ("yes" if node.width is None else f"of {node.width}") if node.gang else None
            limit = None if node.limit is None else str(node.limit)
            return given(over=node.over, gang=together, at_once=limit)
        case Choice():
            cases = [f"{_keys(arm.keys)} → {_first(arm.body) or 'on'}" for arm in node.arms]
            return given(decides_on=node.on, cases="; ".join(cases))
        case Loop():
            return given(decides_on=node.on, again=f"{_keys(node.again)} → {_first(node.body)}")
        case _:
            return {}


def _keys(keys: tuple[Key, ...]) -> str:
    return ", ".join(map(json_words, keys))


def _first(block: Block) -> str:
    for node in block:
        for task in tasks((node,)):
            return task.name
    return ""
