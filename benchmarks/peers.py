"""Who compiles the graphs: flowc and its peers, each in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.graphs import Graph, Shape, flow_source, hera_source, kfp_source

ENDPOINT = "http://127.0.0.1:5599"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A compiler: the packages it needs, the program it is given and the command that runs it.

    `source` returns None for a graph that the peer has no form for. `largest` bounds the sizes
    that are tried, by shape, where larger ones are known to fail in the same way, only slower.
    """

    name: str
    packages: tuple[str, ...]
    source: Callable[[Graph], str | None]
    command: tuple[str, ...]
    environment: Mapping[str, str]
    largest: Mapping[Shape, int]


FLOWC = Peer(
    name="flowc",
    packages=(),
    source=flow_source,
    command=("{bin}/flowc", "compile", "{file}", "--target", "argo", "--stdout"),
    environment={},
    largest={},
)
PEERS = (
    FLOWC,
    Peer(
        name="Metaflow",
        packages=("metaflow==2.19.38", "boto3", "kubernetes", "moto[server,s3]"),
        source=flow_source,
        command=(
            *("{bin}/python", "{file}", "--quiet", "--no-pylint", "--datastore=s3"),
            *("argo-workflows", "create", "--only-json"),
        ),
        environment={
            "METAFLOW_DATASTORE_SYSROOT_S3": "s3://bench/metaflow",
            "METAFLOW_S3_ENDPOINT_URL": ENDPOINT,
            "AWS_ENDPOINT_URL": ENDPOINT,
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "AWS_DEFAULT_REGION": "us-east-1",
            "METAFLOW_DEFAULT_METADATA": "local",
            "METAFLOW_USER": "bench",
            "METAFLOW_KUBERNETES_NAMESPACE": "bench",
        },
        largest={Shape.LINEAR: 2_000, Shape.DIAMONDS: 10, Shape.FOREACHES: 98},
    ),
    Peer(
        name="KFP",
        packages=("kfp==2.14.6", "setuptools<81"),
        source=kfp_source,
        command=("{bin}/python", "{file}"),
        environment={},
        largest={Shape.LINEAR: 2_000},
    ),
    Peer(
        name="Hera",
        packages=("hera[yaml]==7.1.0",),
        source=hera_source,
        command=("{bin}/python", "{file}"),
        environment={},
        largest={Shape.LINEAR: 10_000},
    ),
)


def binaries(peer: Peer, cache: Path) -> Path | None:
    """Return the folder of `peer`'s programs, made in `cache` if need be; None if it cannot be."""
    if not peer.packages:
        return Path(sys.executable).parent
    home = cache / peer.name.lower()
    done = home / ".installed"
    if done.exists() and done.read_text() == " ".join(peer.packages):
        return home / "bin"
    print(f"installing {peer.name} …", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    install = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", *peer.packages]
    if subprocess.run(install, check=False).returncode != 0:
        return None
    done.write_text(" ".join(peer.packages))
    return home / "bin"


def environment(peer: Peer) -> dict[str, str]:
    """Return the variables that `peer`'s command is given."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **peer.environment}
