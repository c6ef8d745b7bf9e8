"""What a machine must have to run the cluster, and what this one lacks."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = {
    "containerd": "containerd",
    "runc": "runc",
    "debootstrap": "debootstrap",
    "iptables": "iptables",
    "ip": "iproute2",
}
"""The Debian package of each program that is needed."""


def lacking() -> list[str]:
    """Return the reasons why no cluster can be had here; empty if it can."""
    return list(_lacking())


def _lacking() -> Iterator[str]:
    if platform.system() != "Linux":
        yield f"it needs Linux, this is {platform.system()}"
        return
    if os.geteuid() != 0:
        yield "it needs root, for namespaces, mounts and control groups"
    elif not _may_administer():
        yield "it needs a root who may make networks and mounts; this one lives in a container"
    if shutil.which("go") is None:
        yield "it needs Go (1.26 or newer) to build Kubernetes and Argo"
    if not os.access("/sys/fs/cgroup", os.W_OK):
        yield "it needs control groups below /sys/fs/cgroup that it may write to"
    if missing_packages() and shutil.which("apt-get") is None:
        names = ", ".join(missing_packages())
        yield f"it needs {names}, and there is no apt-get to install them with"


def _may_administer() -> bool:
    """Say whether this process has the capabilities NET_ADMIN and SYS_ADMIN."""
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("CapEff:")]
    held = int(line.split()[1], 16)
    return all(held >> number & 1 for number in (12, 21))


def missing_packages() -> list[str]:
    """Return the Debian packages whose programs are not installed."""
    return [package for program, package in PACKAGES.items() if shutil.which(program) is None]


def install_packages() -> None:
    """Install the Debian packages that are missing."""
    missing = missing_packages()
    if missing:
        apt("update", "-qq")
        apt("install", "-y", "-qq", "--no-install-recommends", *missing)


def apt(*words: str, folder: Path | None = None) -> None:
    """Run apt-get without questions; what it says is shown if it fails."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", *words], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"apt-get {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
