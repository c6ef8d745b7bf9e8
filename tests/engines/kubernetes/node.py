"""The node: brings everything up, and takes it down again."""

from __future__ import annotations

import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from tests.engines.kubernetes import argo, images, settings
from tests.engines.kubernetes.keys import make_keys
from tests.engines.kubernetes.kubectl import answers, kubectl
from tests.engines.kubernetes.places import (
    API_ADDRESS,
    BRIDGE,
    BUCKET,
    NODE_ADDRESS,
    OBJECTS,
    RUN,
    STATE,
)
from tests.engines.kubernetes.processes import (
    ctr,
    kill_shims,
    pid_of,
    start,
    stop,
    wait_until,
)
from tests.engines.kubernetes.progress import step
from tests.engines.kubernetes.tenant import make_tenant

_CONTROL = ("kubelet", "kube-scheduler", "kube-controller-manager", "kube-apiserver")
_STORES = ("versitygw", "etcd", "containerd")
PROGRAMS = (*_CONTROL, *_STORES)


def up(version: str) -> None:
    """Bring the cluster up with this version of Argo; what runs already is left alone."""
    since = _now()
    was_up = pid_of("kubelet") is not None
    with step("keys, addresses and settings"):
        STATE.mkdir(parents=True, exist_ok=True)
        make_keys()
        _make_addresses()
        settings.write_files()
        _make_bucket()
    _start_stores()
    images.load(images.platform_images([version]))
    _start_control()
    if not was_up:
        _forget_pods()
    start("kubelet", settings.kubelet())
    argo.install(version, "" if was_up and argo.is_ready(version) else since)
    make_tenant()


def down(*, purge: bool = False) -> None:
    """Stop everything; `purge` also forgets what the cluster held."""
    stop(_CONTROL, signal.SIGKILL)
    _end_containers()
    stop(_STORES)
    kill_shims()
    _unmount()
    _remove_control_groups()
    subprocess.run(["ip", "link", "del", BRIDGE], capture_output=True, check=False)
    shutil.rmtree(RUN, ignore_errors=True)
    if purge:
        shutil.rmtree(STATE, ignore_errors=True)


def restart(name: str) -> None:
    """Kill one of the cluster's programs and start it again."""
    commands = {"kubelet": settings.kubelet, "kube-scheduler": settings.scheduler}
    stop([name], signal.SIGKILL)
    start(name, commands[name]())


def _start_stores() -> None:
    with step("containerd, etcd, the S3 server"):
        start("containerd", settings.containerd())
        start("etcd", settings.etcd())
        start("versitygw", *settings.object_server())
        wait_until("containerd", lambda: ctr("version").returncode == 0, 20)


def _start_control() -> None:
    with step("the control plane"):
        start("kube-apiserver", settings.apiserver())
        wait_until("the API server", lambda: answers("get", "--raw", "/readyz"))
        start("kube-controller-manager", settings.controller_manager())
        start("kube-scheduler", settings.scheduler())


def _forget_pods() -> None:
    """Delete the workflows and pods of an earlier life: nothing runs them any more."""
    if answers("get", "crd", "workflows.argoproj.io"):
        kubectl("delete", "workflows", "-A", "--all", "--wait=false")
    kubectl("delete", "pods", "-A", "--all", "--force", "--grace-period=0", "--wait=false")


def _make_addresses() -> None:
    """Put the addresses on a bridge without ports; not every kernel has a dummy device."""
    if not Path(f"/sys/class/net/{BRIDGE}").exists():
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("link", "set", BRIDGE, "up")
    for address in (API_ADDRESS, NODE_ADDRESS):
        _ip("addr", "replace", f"{address}/32", "dev", BRIDGE)
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1")


def _make_bucket() -> None:
    """Empty the bucket, unless the S3 server runs."""
    if pid_of("versitygw") is None:
        shutil.rmtree(OBJECTS, ignore_errors=True)
        (OBJECTS / BUCKET).mkdir(parents=True)


def _end_containers() -> None:
    with ThreadPoolExecutor() as workers:
        found = ctr("tasks", "ls", "-q").stdout.split()
        list(workers.map(lambda name: ctr("tasks", "rm", "-f", name), found))


def _unmount() -> None:
    mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    for place in sorted((one for one in mounts if one.startswith(f"{STATE}/")), reverse=True):
        subprocess.run(["umount", "-l", place], capture_output=True, check=False)


def _remove_control_groups() -> None:
    root = Path("/sys/fs/cgroup")
    for top in (root, *root.iterdir()):
        groups = top / "kubepods"
        if groups.is_dir():
            for folder in sorted((f for f in groups.rglob("*") if f.is_dir()), reverse=True):
                _remove(folder)
            _remove(groups)


def _remove(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
