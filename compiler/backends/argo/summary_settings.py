"""What a step is run with, read from its template and the shim's options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compiler.backends.argo.environment import TEMPDIR
from compiler.backends.argo.leaves import GRACE_SECONDS
from compiler.backends.argo.summary_reading import (
    by_name,
    listed,
    parsed,
    table,
    tables,
    text,
    value_text,
)
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compiler.backends.argo.summary_reading import Document
    from compiler.comparison.summary import Settings

_TEMPLATE = frozenset(
    (
        *("name", "annotations", "inputs", "outputs", "metadata", "nodeSelector", "tolerations"),
        *("serviceAccountName", "activeDeadlineSeconds", "retryStrategy", "container", "volumes"),
    )
)
_CONTAINER = frozenset(
    ("name", "image", "imagePullPolicy", "args", "env", "envFrom", "resources", "volumeMounts")
)
_RETRY = frozenset(("limit", "retryPolicy", "backoff"))
_OWN_VARIABLES = frozenset(("FLOWC_PARAMS", "FLOWC_TEMPDIR", "FLOWC_ENV", "FLOWC_DEFAULTS"))
_REQUESTS = frozenset(("cpu", "memory", "ephemeral-storage"))
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_AMOUNT = re.compile(r"([0-9.]+)M")


def settings(template: Document, options: Mapping[str, str], base: str) -> Settings:
    """Return the settings of a step; `base` is the image of those that name none."""
    container = table(template, "container")
    return {
        **_image(text(container, "image"), base),
        **_resources(table(container, "resources")),
        **_volumes(tables(template, "volumes"), tables(container, "volumeMounts")),
        **_placement(template, container),
        **_attempts(template, options),
        **given(secrets=_secrets(tables(container, "envFrom"))),
        **variables(tables(container, "env")),
        **_others(template, _TEMPLATE),
        **_others(container, _CONTAINER),
    }


def variables(env: Iterable[Document]) -> Settings:
    """Return the environment variables of an author, or of somebody else."""
    known = {text(one, "name"): one for one in env}
    carried, defaults = (
        table(parsed(text(known.get(name, {}), "value")))
        for name in ("FLOWC_ENV", "FLOWC_DEFAULTS")
    )
    own = {
        name: _variable(one, text(defaults, name))
        for name, one in known.items()
        if name not in _OWN_VARIABLES
    }
    own |= {name: Concealed(value=value_text(value)) for name, value in carried.items()}
    return {f"environment {name}": value for name, value in own.items()}


def _variable(one: Document, default: str) -> Concealed:
    if not one.get("valueFrom"):
        return Concealed(value=text(one, "value").replace("$$", "$"))
    key = text(table(one, "valueFrom", "secretKeyRef"), "key")
    return Concealed(value=default, reference=key or text(one, "valueFrom"))


def _image(image: str, base: str) -> Settings:
    """Return the image if it is another than `base`, the packages if it is `base` with some."""
    if image == base:
        return {}
    for separator in "-:":
        if base and image.startswith(base + separator):
            return given(packages=image.removeprefix(base + separator))
    return given(image=image)


def _resources(resources: Document) -> Settings:
    requests, limits = (
        {key: value_text(amount) for key, amount in table(resources, name).items()}
        for name in ("requests", "limits")
    )
    devices = {key: count for key, count in limits.items() if "/" in key}
    others = {
        key: amount
        for key, amount in limits.items()
        if key not in devices and not (key == "memory" and amount == requests.get(key))
    }
    return given(
        cpu=requests.get("cpu"),
        memory=_amount(requests.get("memory", "")),
        disk=_amount(requests.get("ephemeral-storage", "")),
        gpu=", ".join(gpu_words(n, key.removesuffix(".com/gpu")) for key, n in devices.items()),
        limits=pairs_words(others.items()),
        requests=pairs_words((k, v) for k, v in requests.items() if k not in _REQUESTS),
    )


def _amount(quantity: str) -> str:
    found = _AMOUNT.fullmatch(quantity)
    return megabytes_words(found[1]) if found else quantity


def _volumes(volumes: list[Document], mounts: list[Document]) -> Settings:
    places = by_name(mounts, "mountPath")
    found: dict[str, str] = {}
    claims, others = [], []
    for volume in volumes:
        name = text(volume, "name")
        size = text(table(volume, "emptyDir"), "sizeLimit")
        if claim := text(table(volume, "persistentVolumeClaim"), "claimName"):
            claims.append(f"{claim} at {places.get(name, '')}")
        elif name == "shared-memory":
            found["shared memory"] = _amount(size)
        elif name == "tmpfs":
            found["tmpfs"] = _tmpfs(size, places.get(name, ""))
        else:
            others.append(volume)
    claimed = given(volumes=", ".join(claims), other_volumes=json_words(others) if others else None)
    return {**found, **claimed}


def _tmpfs(size: str, path: str) -> str:
    amount = _AMOUNT.fullmatch(size)
    return tmpfs_words(amount[1] if amount else size, path if path != TEMPDIR else None)


def _placement(template: Document, container: Document) -> Settings:
    return given(
        image_pull_policy=text(container, "imagePullPolicy"),
        service_account=text(template, "serviceAccountName"),
        node_selector=_pairs(table(template, "nodeSelector")),
        tolerations=", ".join(map(json_words, listed(template, "tolerations"))),
        labels=_pairs(table(template, "metadata", "labels")),
        annotations=_pairs(table(template, "metadata", "annotations")),
    )


def _pairs(given: Document) -> str:
    return pairs_words((key, value_text(value)) for key, value in given.items())


def _attempts(template: Document, options: Mapping[str, str]) -> Settings:
    catch, timeout = options.get("--catch"), options.get("--timeout")
    deadline = text(template, "activeDeadlineSeconds")
    expected = str(int(float(timeout)) + GRACE_SECONDS) if timeout and _is_number(timeout) else ""
    return given(
        retry=_retry(table(template, "retryStrategy"), is_caught=catch is not None),
        timeout=f"{timeout} s" if timeout else None,
        catch=catch_words(catch),
        activeDeadlineSeconds=deadline if deadline != expected else None,
    )


def _retry(strategy: Document, *, is_caught: bool) -> str:
    """Return in words how a step is retried; in Argo's spelling if flowc would not say it so."""
    backoff = table(strategy, "backoff")
    limit = text(strategy, "limit") or "0"
    seconds = (text(backoff, "duration") or "0s").removesuffix("s")
    factor = text(backoff, "factor") or "1"
    is_own = set(strategy) <= _RETRY and strategy.get("retryPolicy", "Always") == "Always"
    if not is_own or not all(map(_is_number, (limit, seconds, factor))):
        return json_words(strategy)
    return retry_words(int(float(limit)) - is_caught, float(seconds), float(factor))


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def _secrets(sources: list[Document]) -> str:
    return ", ".join(text(table(one, "secretRef"), "name") or json_words(one) for one in sources)


def _others(document: Document, known: frozenset[str]) -> Settings:
    """Return what flowc does not make a setting of, in Argo's own spelling."""
    return {key: json_words(value) for key, value in document.items() if key not in known}
