"""The container image of each step: the one that was configured, or the one `flowc image` builds.

train-flow:0f3b9c51aa02           built from the sources with this digest
train-flow:0f3b9c51aa02-91c3d0    the same, with the packages that some steps ask for
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from compiler.ir.walk import tasks
from compiler.names import kebab

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.ir.nodes import Flow, Task
    from compiler.ir.settings import Dependencies


def images(flow: Flow, image: str | None = None) -> Mapping[str, str]:
    """Return the image of each step by the step's name; `image` replaces the derived name.

    An image that a step asks for by itself is taken as it is. Steps with packages of their own
    share one image for each distinct set of packages.
    """
    base = base_image(flow, image)
    return {
        task.name: task.compute.image or _with_packages(base, task) for task in tasks(flow.body)
    }


def base_image(flow: Flow, image: str | None = None) -> str:
    """Return the image of a step that asks for nothing of its own."""
    return image or f"{kebab(flow.name)}:{flow.origin.digest[:12] or 'latest'}"


def environments(flow: Flow) -> Mapping[str, tuple[Dependencies | None, tuple[str, ...]]]:
    """Return each distinct set of packages by its key ("" if none), with the steps that need it."""
    found: dict[str, tuple[Dependencies | None, list[str]]] = {}
    for task in tasks(flow.body):
        if task.compute.image is None:
            key = environment_key(task.dependencies)
            packages = task.dependencies if key else None
            found.setdefault(key, (packages, []))[1].append(task.name)
    return {key: (packages, tuple(steps)) for key, (packages, steps) in found.items()}


def environment_key(wanted: Dependencies | None) -> str:
    """Return six hexadecimal digits for a set of packages, "" for none."""
    if wanted is None or wanted.disabled or not (wanted.conda or wanted.pypi or wanted.python):
        return ""
    content = [sorted(wanted.conda), sorted(wanted.pypi), wanted.python]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:6]


def _with_packages(base: str, task: Task) -> str:
    key = environment_key(task.dependencies)
    if not key or "@" in base:
        return base
    has_tag = ":" in base.rpartition("/")[2]
    return f"{base}-{key}" if has_tag else f"{base}:{key}"
