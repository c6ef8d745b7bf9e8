"""Builds what the cluster is made of, once for each version: programs from Go modules, base images.

Each component is built into a folder of its own, which appears when it is complete.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engines.kubernetes import modules
from tests.engines.kubernetes.machine import apt, install_packages
from tests.engines.kubernetes.places import BUILT, GO
from tests.engines.kubernetes.progress import say, step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMPONENT_BASE = "k8s.io/component-base/version"
_KUBERNETES = ("kubelet", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl")
SUITE = "bookworm"


def build(argo: Sequence[str]) -> None:
    """Build everything that is not there yet, for these versions of Argo."""
    install_packages()
    with ThreadPoolExecutor() as workers:
        python = workers.submit(python_tree)  # it waits for the network, the others do not
        for make in (network_plugins, kubernetes, etcd, object_server, events_manifests):
            make()
        for version in argo:
            argo_programs(version)
        python.result()


def network_plugins() -> Path:
    """Return the folder of the CNI plugins, of Debian's package."""
    return _component("network-plugins", "network plugins", _network_plugins)


def kubernetes() -> Path:
    """Return the folder of Kubernetes' programs."""
    version = modules.kubernetes()
    return _component(
        f"kubernetes-{version}", f"Kubernetes {version} (6 minutes on 2 cores)", _kubernetes
    )


def etcd() -> Path:
    """Return the folder of etcd."""
    version = modules.required("kubernetes", "go.etcd.io/etcd/server/v3")
    return _component(
        f"etcd-{version}",
        f"etcd {version}",
        lambda folder: go(GO / "kubernetes", folder / "etcd", "go.etcd.io/etcd/server/v3"),
    )


def object_server() -> Path:
    """Return the folder of the S3 server."""
    module = "github.com/versity/versitygw"
    version = modules.required("versitygw", module)
    return _component(
        f"versitygw-{version}",
        f"versitygw {version}, an S3 server",
        lambda folder: go(GO / "versitygw", folder / "versitygw", f"{module}/cmd/versitygw"),
    )


def argo_programs(version: str) -> Path:
    """Return the folder of Argo's controller, executor and validator, and its `manifests`."""
    return _component(
        f"argo-{version}",
        f"Argo Workflows {version} (4 minutes)",
        lambda folder: _argo(version, folder),
    )


def events_manifests() -> Path:
    """Return the folder of Argo Events' manifests."""
    version = modules.required("events", modules.EVENTS)
    return _component(f"argo-events-{version}", f"Argo Events' manifests, {version}", _events)


def python_tree() -> Path:
    """Return the root of a small Debian with Python."""
    return _component(f"python-{SUITE}", "a Debian with Python (1 minute)", _python_tree)


def _component(name: str, what: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of a component, after `make` has filled it if it is not there."""
    folder = BUILT / name
    if folder.is_dir():
        return folder
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{name}.", dir=BUILT) as around:
        part = Path(around) / "built"
        part.mkdir()
        with step(f"building {what}"):
            make(part)
        part.rename(folder)
    return folder


def _network_plugins(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as unpacked:
        place = Path(unpacked)
        apt(
            "download",
            "-qq",
            "-o",
            "APT::Sandbox::User=root",
            "containernetworking-plugins",
            folder=place,
        )
        _run(["dpkg", "-x", *map(str, place.glob("*.deb")), str(place)])
        for name in ("ptp", "host-local", "loopback"):
            shutil.copy(place / "usr" / "lib" / "cni" / name, folder / name)


def _kubernetes(folder: Path) -> None:
    version = modules.kubernetes()
    major, minor = version.removeprefix("v").split(".")[:2]
    said = {"gitVersion": version, "gitMajor": major, "gitMinor": minor, "gitTreeState": "clean"}
    flags = [f"-X {_COMPONENT_BASE}.{name}={value}" for name, value in said.items()]
    flags.append(f"-X k8s.io/client-go/pkg/version.gitVersion={version}")
    packages = [f"k8s.io/kubernetes/cmd/{name}" for name in _KUBERNETES]
    go(GO / "kubernetes", folder, *packages, flags=flags)


def _argo(version: str, folder: Path) -> None:
    """Build Argo's programs from a copy of its module.

    A module's archive has no symbolic links, and the executor's source needs one.
    """
    module = modules.argo_module(version)
    own = GO / modules.ARGO[version]
    with tempfile.TemporaryDirectory() as unpacked:
        source, build = Path(unpacked) / "argo", Path(unpacked) / "build"
        _run(["go", "mod", "download"], own)
        found = _run(["go", "list", "-mod=mod", "-m", "-f", "{{.Dir}}", module], own).strip()
        shutil.copytree(found, source, copy_function=shutil.copy)
        _run(["chmod", "-R", "u+w", str(source)])
        signals = source / "workflow" / "executor" / "osspecific"
        (signals / "signal_linux.go").symlink_to("signal_darwin.go")
        shutil.copytree(own, build)
        _run(["go", "mod", "edit", f"-replace={module}={source}"], build)
        said = {"version": f"v{version}", "gitTag": f"v{version}", "gitTreeState": "clean"}
        flags = [f"-X {module}.{name}={value}" for name, value in said.items()]
        for name in ("workflow-controller", "argoexec"):
            go(build, folder / name, f"{module}/cmd/{name}", flags=flags)
        for name in ("lint", "retry"):
            if (build / name).is_dir():
                go(build, folder / f"argo-{name}", f"./{name}")
        shutil.copytree(source / "manifests", folder / "manifests")


def _events(folder: Path) -> None:
    own = GO / "events"
    _run(["go", "mod", "download"], own)
    found = _run(["go", "list", "-mod=mod", "-m", "-f", "{{.Dir}}", modules.EVENTS], own).strip()
    shutil.copytree(Path(found) / "manifests", folder / "manifests", copy_function=shutil.copy)


def _python_tree(folder: Path) -> None:
    command = [
        "debootstrap",
        "--variant=minbase",
        "--include=python3,ca-certificates",
        SUITE,
        str(folder),
    ]
    _run(command)
    for name in ("usr/share/doc", "usr/share/locale", "usr/share/man", "var/lib/apt/lists", "dev"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    for pattern in ("var/cache/apt/*.bin", "var/cache/apt/archives/*.deb", "var/log/*.log"):
        for path in folder.glob(pattern):
            path.unlink()
    (folder / "usr" / "bin" / "python").symlink_to("python3")


def go(module: Path, output: Path, *packages: str, flags: Sequence[str] = ()) -> None:
    """Build Go packages of the module in a folder; `output` is a folder or a file."""
    command = ["go", "build", "-trimpath", "-buildvcs=false", "-ldflags"]
    _run(
        [
            *command,
            " ".join(["-s -w", *flags]),
            "-o",
            f"{output}{'/' * output.is_dir()}",
            *packages,
        ],
        module,
    )


def _run(command: Sequence[str], folder: Path | None = None) -> str:
    """Run a program and return what it printed; a failure shows it."""
    environ = {
        **os.environ,
        "CGO_ENABLED": "0",
        "GOFLAGS": "",
        "GOWORK": "off",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-30:])
        say(said)
        raise RuntimeError(f"`{' '.join(command)}` ended with {done.returncode}: {said}")
    return done.stdout
