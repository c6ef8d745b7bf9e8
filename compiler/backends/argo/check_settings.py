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
    from compiler.ir.settings import Compute, JsonValue
    from compiler.source import Span

_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LABEL = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_KEY = re.compile(
    r"([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
)
_IMAGE = re.compile(r"\S+")
_WHOLE = re.compile(r"[0-9]+(\.0+)?")
_HEEDED = frozenset({"qos", "port", "security_context", "tmpfs_tempdir"})
_POLICIES = ("Always", "IfNotPresent", "Never")
_CHOICES = {
    "image_pull_policy": _POLICIES,
    "concurrency_policy": ("Allow", "Forbid", "Replace"),
    "pod_gc": (*("OnPodCompletion", "OnPodSuccess", "OnWorkflowCompletion", "OnWorkflowSuccess"),),
}
_KUBERNETES_TYPES = frozenset({"kubernetes", "k8s"})


def check_settings(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the settings of each step, and of the run as a whole."""
    yield from _run(context)
    for task in context.tasks:
        yield from _step(task)


def _run(context: Context) -> Iterator[Diagnostic]:
    given = {
        "image": context.options.image,
        "store": context.options.store,
        "path of the flow": context.flow.origin.path,
        **{f"setting `{name}`": value for name, value in asdict(context.settings).items()},
    }
    changed = ((what, text) for what, value in given.items() for text in _texts(value))
    yield from (_expanded(f"the {what}", text, context.flow.span) for what, text in changed)
    if not _IMAGE.fullmatch(context.options.image or "x"):
        yield _invalid("image", context.options.image or "", context.flow.span)
    for name, allowed in _CHOICES.items():
        value = getattr(context.settings, name)
        if value is not None and value not in allowed:
            yield _invalid(f"`{name}`", value, context.flow.span)


def _step(task: Task) -> Iterator[Diagnostic]:
    compute = task.compute
    changed = ((what, text) for what, value in _given(compute) for text in _texts(value))
    for what, text in changed:
        yield _expanded(f"the {what} of `{task.name}`", text, compute.span)
    for what, text in _refused(compute):
        yield _invalid(what, text, compute.span)
    yield from _secrets(task)
    yield from _ignored(compute)


def _given(compute: Compute) -> Iterator[tuple[str, JsonValue]]:
    """Yield everything of `compute` that goes into the document as it is."""
    yield "image", compute.image
    yield "service account", compute.service_account
    yield "temporary folder", compute.tmpfs_path
    for what, pairs in _pairs(compute).items():
        yield from ((what, text) for pair in pairs for text in pair)
    yield from (("toleration", one.value) for one in compute.tolerations)
    heeded = (one for one in compute.target_options if one[1] in _HEEDED)
    yield from ((option, value.value) for _, option, value in heeded)


def _texts(value: JsonValue) -> Iterator[str]:
    """Yield the texts in `value` that Argo would change."""
    match value:
        case str():
            if not is_plain(value):
                yield value
        case dict():
            yield from (text for pair in value.items() for part in pair for text in _texts(part))
        case list():
            yield from (text for item in value for text in _texts(item))
        case _:
            return


def _expanded(what: str, text: str, span: Span) -> Diagnostic:
    return Diagnostic(
        rule=EXPANDED_TEXT,
        message=f"{what} has text in it that Argo would change: `{text}`",
        span=span,
        help="write it without `{{` and control characters",
    )


def _invalid(what: str, text: str, span: Span) -> Diagnostic:
    return Diagnostic(
        rule=INVALID_KUBERNETES_VALUE,
        message=f"Kubernetes takes no {what} like `{text}`",
        span=span,
        help="run `flowc explain FLC314` for what it takes",
    )


def _pairs(compute: Compute) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        "label": compute.labels,
        "annotation": compute.annotations,
        "node selector": compute.node_selector,
        "volume": compute.volumes,
    }


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
    if not _IMAGE.fullmatch(compute.image or "x"):
        yield "image", compute.image or ""
    if compute.image_pull_policy not in {None, *_POLICIES}:
        yield "image pull policy", compute.image_pull_policy or ""
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
        if option != "tmpfs_tempdir" and (target != "kubernetes" or option not in _HEEDED)
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
