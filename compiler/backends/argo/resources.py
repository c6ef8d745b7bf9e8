"""Compute as Kubernetes has it: quantities, volumes, and where a pod may run.

memory="4096", gpu="1"    requests: {memory: 4096M}, limits: {memory: 4096M, nvidia.com/gpu: "1"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.backends.argo.environment import tempdir

if TYPE_CHECKING:
    from compiler.backends.argo.model import ResourceRequirements, Volume, VolumeMount
    from compiler.ir.nodes import Task
    from compiler.ir.settings import Compute


def kubernetes_options(compute: Compute) -> dict[str, Any]:
    """Return the options that only Kubernetes knows, by name."""
    found = compute.target_options
    return {option: value.value for target, option, value in found if target == "kubernetes"}


def requirements(compute: Compute) -> ResourceRequirements:
    """Return the requests and limits of `compute`.

    Memory is limited to what was asked for, so that a step that needs more fails by itself
    rather than its neighbours. Cores are not limited unless `qos="Guaranteed"` asks for it.
    """
    requests = _given(
        cpu=compute.cpu, memory=_megabytes(compute.memory), storage=_megabytes(compute.disk)
    )
    limits = _given(memory=_megabytes(compute.memory))
    if str(kubernetes_options(compute).get("qos", "")).lower() == "guaranteed":
        limits = dict(requests)
    if compute.gpu and float(compute.gpu) > 0:
        limits[_gpu(compute.gpu_vendor)] = compute.gpu
    found: ResourceRequirements = {}
    if requests:
        found["requests"] = requests
    if limits:
        found["limits"] = limits
    return found


def security_context(compute: Compute) -> dict[str, Any]:
    """Return the security context of `compute`, in the spelling of Kubernetes."""
    given = kubernetes_options(compute).get("security_context")
    return {_camel(name): value for name, value in given.items()} if isinstance(given, dict) else {}


def volumes(task: Task) -> list[tuple[Volume, VolumeMount]]:
    """Return the volumes of `task`, each with where it is mounted."""
    compute = task.compute
    found: list[tuple[Volume, VolumeMount]] = []
    if compute.shared_memory:
        found.append(_in_memory("shared-memory", "/dev/shm", compute.shared_memory))  # noqa: S108
    if compute.tmpfs:
        found.append(_in_memory("tmpfs", tempdir(task), compute.tmpfs_size))
    for number, (claim, path) in enumerate(compute.volumes):
        name = f"claim-{number}"
        volume: Volume = {"name": name, "persistentVolumeClaim": {"claimName": claim}}
        found.append((volume, {"name": name, "mountPath": path}))
    return found


def _in_memory(name: str, path: str, size: str | None) -> tuple[Volume, VolumeMount]:
    directory = {"medium": "Memory"}
    if size:
        directory["sizeLimit"] = f"{size}M"
    return {"name": name, "emptyDir": directory}, {"name": name, "mountPath": path}


def _gpu(vendor: str | None) -> str:
    """Return the resource of a vendor's device plugin: `amd` → `amd.com/gpu`."""
    vendor = vendor or "nvidia"
    return vendor if "/" in vendor else f"{vendor}.com/gpu"


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _megabytes(amount: str | None) -> str | None:
    return f"{amount}M" if amount else None


def _given(
    cpu: str | None = None, memory: str | None = None, storage: str | None = None
) -> dict[str, str]:
    named = {"cpu": cpu, "memory": memory, "ephemeral-storage": storage}
    return {name: value for name, value in named.items() if value}
