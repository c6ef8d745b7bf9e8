"""What a step is run with, read from its template and the shim's options."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.environment import TEMPDIR
from compiler.backends.argo.leaves import GRACE_SECONDS
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

    from compiler.comparison.summary import Settings

    Document = Mapping[str, Any]

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
_AMOUNT = re.compile(r"([0-9.]+)M")


def settings(template: Document, options: Mapping[str, str], base: str) -> Settings:
    """Return the settings of a step; `base` is the image of those that name none."""
    container = template.get("container") or {}
    return {
        **_image(str(container.get("image") or ""), base),
        **_resources(container.get("resources") or {}),
        **_volumes(template.get("volumes") or (), container.get("volumeMounts") or ()),
        **_placement(template, container),
        **_attempts(template, options),
        **given(secrets=_secrets(container.get("envFrom") or ())),
        **variables(container.get("env") or ()),
        **_others(template, _TEMPLATE),
        **_others(container, _CONTAINER),
    }


def variables(env: Iterable[Document]) -> Settings:
    """Return the environment variables of an author, or of somebody else."""
    listed = {str(one.get("name")): one for one in env}
    carried, defaults = (_carried(listed.get(name)) for name in ("FLOWC_ENV", "FLOWC_DEFAULTS"))
    own = {
        name: _variable(one, str(defaults.get(name, "")))
        for name, one in listed.items()
        if name not in _OWN_VARIABLES
    }
    own |= {name: Concealed(value=str(value)) for name, value in carried.items()}
    return {f"environment {name}": value for name, value in own.items()}


def _variable(one: Document, default: str) -> Concealed:
    source = one.get("valueFrom")
    if not source:
        return Concealed(value=str(one.get("value") or "").replace("$$", "$"))
    key = (source.get("secretKeyRef") or {}).get("key") or json_words(source)
    return Concealed(value=default, reference=str(key))


def _carried(one: Document | None) -> dict[str, Any]:
    try:
        found = json.loads((one or {}).get("value") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _image(image: str, base: str) -> Settings:
    """Return the image if it is another than `base`, the packages if it is `base` with some."""
    if image == base:
        return {}
    for separator in "-:":
        if base and image.startswith(base + separator):
            return given(packages=image.removeprefix(base + separator))
    return given(image=image)


def _resources(resources: Document) -> Settings:
    requests, limits = resources.get("requests") or {}, resources.get("limits") or {}
    devices = {key: str(count) for key, count in limits.items() if "/" in key}
    others = {
        key: amount
        for key, amount in limits.items()
        if key not in devices and not (key == "memory" and amount == requests.get(key))
    }
    return given(
        cpu=str(requests.get("cpu") or ""),
        memory=_amount(requests.get("memory")),
        disk=_amount(requests.get("ephemeral-storage")),
        gpu=", ".join(
            gpu_words(count, key.removesuffix(".com/gpu")) for key, count in devices.items()
        ),
        limits=pairs_words((key, str(amount)) for key, amount in others.items()),
        requests=pairs_words((k, str(v)) for k, v in requests.items() if k not in _REQUESTS),
    )


def _amount(quantity: object) -> str:
    found = _AMOUNT.fullmatch(str(quantity or ""))
    return megabytes_words(found[1]) if found else str(quantity or "")


def _volumes(volumes: Iterable[Document], mounts: Iterable[Document]) -> Settings:
    places = {one.get("name"): str(one.get("mountPath")) for one in mounts}
    found: dict[str, str] = {}
    claims, others = [], []
    for volume in volumes:
        name, path = volume.get("name"), places.get(volume.get("name"), "")
        size = (volume.get("emptyDir") or {}).get("sizeLimit")
        if "persistentVolumeClaim" in volume:
            claims.append((str(volume["persistentVolumeClaim"].get("claimName")), path))
        elif name == "shared-memory":
            found["shared memory"] = _amount(size)
        elif name == "tmpfs":
            amount = found_amount[1] if (found_amount := _AMOUNT.fullmatch(str(size))) else None
            found["tmpfs"] = tmpfs_words(amount, path if path != TEMPDIR else None)
        else:
            others.append(dict(volume))
    return {
        **found,
        **given(
            volumes=", ".join(f"{claim} at {path}" for claim, path in claims),
            other_volumes=json_words(others) if others else None,
        ),
    }


def _placement(template: Document, container: Document) -> Settings:
    metadata = template.get("metadata") or {}
    return given(
        image_pull_policy=container.get("imagePullPolicy"),
        service_account=template.get("serviceAccountName"),
        node_selector=_pairs(template.get("nodeSelector")),
        tolerations=", ".join(json_words(one) for one in template.get("tolerations") or ()),
        labels=_pairs(metadata.get("labels")),
        annotations=_pairs(metadata.get("annotations")),
    )


def _pairs(given: Mapping[str, Any] | None) -> str:
    return pairs_words((key, str(value)) for key, value in (given or {}).items())


def _attempts(template: Document, options: Mapping[str, str]) -> Settings:
    strategy = template.get("retryStrategy") or {}
    catch = options.get("--catch")
    limit, backoff = str(strategy.get("limit") or "0"), strategy.get("backoff") or {}
    times = int(limit) - (catch is not None) if limit.isdecimal() else 0
    seconds = str(backoff.get("duration") or "0s").removesuffix("s")
    is_own = strategy.get("retryPolicy", "Always") == "Always" and set(strategy) <= _RETRY
    is_readable = limit.isdecimal() and seconds.isdecimal() and is_own
    timeout, deadline = options.get("--timeout"), str(template.get("activeDeadlineSeconds") or "")
    expected = str(int(timeout) + GRACE_SECONDS) if timeout and timeout.isdecimal() else ""
    return given(
        retry=retry_words(times, float(seconds), _number(backoff.get("factor")))
        if is_readable
        else json_words(strategy),
        timeout=f"{timeout} s" if timeout else None,
        catch=catch_words(catch),
        activeDeadlineSeconds=deadline if deadline != expected else None,
    )


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return 1


def _secrets(sources: Iterable[Document]) -> str:
    names = ((one.get("secretRef") or {}).get("name") or json_words(one) for one in sources)
    return ", ".join(map(str, names))


def _others(document: Document, known: frozenset[str]) -> Settings:
    """Return what flowc does not make a setting of, in Argo's own spelling."""
    return {key: json_words(value) for key, value in document.items() if key not in known}
