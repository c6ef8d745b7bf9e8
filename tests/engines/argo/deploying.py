"""The flows of these tests that are made to fail: compiled, deployed, and in one image for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.shell import run
from tests.engines.kubernetes import images

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engines.cluster import Cluster

HERE = Path(__file__).parent / "flows"
IMAGE = "flowc-tests/flows:1"


def deploy(
    cluster: Cluster, file: str, flow: str, folder: Path, settings: str = "", name: str = ""
) -> str:
    """Compile a flow of `flows/<file>` and deploy it; return the name that it has on the cluster.

    `settings` are those of the target, as TOML.
    """
    source = folder / file
    source.write_text((HERE / file).read_text())
    (folder / "flowc.toml").write_text(f"[argo]\n{settings}")
    words = ("--target", "argo", "--image", IMAGE, "-o", str(folder), "--flow", flow)
    named = ("--name", name) if name else ()
    answer = run(folder, "compile", file, *words, *named)
    assert answer.status == 0, answer.err
    [path] = folder.glob("*.yaml")
    images.load(
        [images.flow_image((IMAGE,), HERE, sorted(path.name for path in HERE.glob("*.py")))]
    )
    cluster.deploy(flow, path.stem, [path])
    return path.stem


def started(
    cluster: Cluster,
    name: str,
    parameters: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> str:
    """Start a run of a deployed flow."""
    _count.append(name)
    return cluster.start(name, f"{name}-{cluster.life}-{len(_count)}", parameters, variables)


_count: list[str] = []
