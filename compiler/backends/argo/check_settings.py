"""Check the settings of steps: what Kubernetes would refuse, Argo would change, or none heeds."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from compiler.backends.argo.quoting import is_plain
from compiler.backends.argo.rules import (
    EXPANDED_TEXT,
    FOREIGN_SECRET,
    IGNORED_OPTION,
    INVALID_KUBERNETES_VALUE,
)
from compiler.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.backends.argo.context import Context
    from compiler.ir.nodes import Task
    from compiler.ir.settings import Compute

_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LABEL = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_KEY = re.compile(
    r"([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
)
_WHOLE = re.compile(r"[0-9]+(\.0+)?")
_HEEDED = frozenset({"qos", "port", "security_context", "tmpfs_tempdir"})
_KUBERNETES_TYPES = frozenset({"kubernetes", "k8s"})


def check_settings(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the settings of each step, and of the run as a whole."""
    yield from _run(context)
    for task in context.tasks:
        yield from _expanded(task)
        yield from _invalid(task.compute)
        yield from _secrets(task)
        yield from _ignored(task.compute)


def _run(context: Context) -> Iterator[Diagnostic]:
    for what, text in {
        "image": context.options.image or "",
        "store": context.options.store or "",
        "path of the flow": context.flow.origin.path,
        "configuration": str(asdict(context.settings)).replace("}}", ""),
    }.items():
        if not is_plain(text):
            yield Diagnostic(
                rule=EXPANDED_TEXT,
                message=f"the {what} has text in it that Argo would change: `{text}`",
                span=context.flow.span,
                help="write it without `{{` and control characters",
            )


def _expanded(task: Task) -> Iterator[Diagnostic]:
    for what, text in _texts(task.compute):
        if not is_plain(text):
            yield Diagnostic(
                rule=EXPANDED_TEXT,
                message=f"the {what} of `{task.name}` has text that Argo would change: `{text}`",
                span=task.compute.span,
                help="write it without `{{` and control characters",
            )


def _texts(compute: Compute) -> Iterator[tuple[str, str]]:
    """Yield every text of `compute` that goes into the document as it is."""
    yield "image", compute.image or ""
    yield "service account", compute.service_account or ""
    yield "temporary folder", compute.tmpfs_path or ""
    for what, pairs in _pairs(compute).items():
        yield from ((what, text) for pair in pairs for text in pair)
    yield from (("toleration", one.text.replace("}}", "")) for one in compute.tolerations)
    for _, option, value in compute.target_options:
        if option in _HEEDED:
            yield option, value.text.replace("}}", "")


def _pairs(compute: Compute) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        "label": compute.labels,
        "annotation": compute.annotations,
        "node selector": compute.node_selector,
        "volume": compute.volumes,
    }


def _invalid(compute: Compute) -> Iterator[Diagnostic]:
    for what, text in _refused(compute):
        yield Diagnostic(
            rule=INVALID_KUBERNETES_VALUE,
            message=f"Kubernetes takes no {what} like `{text}`",
            span=compute.span,
            help="run `flowc explain FLC314` for what it takes",
        )


def _refused(compute: Compute) -> Iterator[tuple[str, str]]:
    """Yield (what it is, text) for each value that Kubernetes would refuse."""
    for what in ("label", "node selector"):
        pairs = _pairs(compute)[what]
        yield from ((f"{what} key", key) for key, _ in pairs if not _KEY.fullmatch(key))
        yield from ((f"{what} value", text) for _, text in pairs if not _LABEL.fullmatch(text))
    for key, _ in compute.annotations:
        if not _KEY.fullmatch(key.lower()):
            yield "annotation key", key
    names = [("service account", compute.service_account or "x")]
    names += [("image pull secret", name) for name in compute.image_pull_secrets]
    names += [("volume claim", claim) for claim, _ in compute.volumes]
    yield from ((what, name) for what, name in names if not _SUBDOMAIN.fullmatch(name))
    paths = [path for _, path in compute.volumes] + [compute.tmpfs_path or "/"]
    yield from (("mount path", path) for path in paths if path[:1] != "/" or ":" in path)
    if compute.gpu and not _WHOLE.fullmatch(compute.gpu):
        yield "number of devices", compute.gpu


def _secrets(task: Task) -> Iterator[Diagnostic]:
    for secret in task.secrets:
        kind = {value.value for option, value in secret.options if option == "type"}
        if not _SUBDOMAIN.fullmatch(secret.name) or kind - _KUBERNETES_TYPES:
            yield Diagnostic(
                rule=FOREIGN_SECRET,
                message=f"`{secret.name}` of `{task.name}` is no Secret of Kubernetes",
                span=secret.span,
                help="copy it into the cluster, and write the name of the copy",
            )


def _ignored(compute: Compute) -> Iterator[Diagnostic]:
    options = [
        (target, option)
        for target, option, _ in compute.target_options
        if target != "kubernetes" or option not in _HEEDED
    ]
    if compute.network is not None:
        options.append(("titus", "network"))
    for target, option in options:
        yield Diagnostic(
            rule=IGNORED_OPTION,
            message=f"`{option}` of `@{target}` has no effect on Argo",
            span=compute.span,
            help=f"leave `{option}` out if the flow runs on Argo only",
        )
