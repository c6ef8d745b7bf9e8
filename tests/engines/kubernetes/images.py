"""The images of the cluster: pause, Argo's own, and Python with flowc, from this checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engines.kubernetes import argo, building, settings
from tests.engines.kubernetes.archives import Image, pack, write_archive
from tests.engines.kubernetes.places import (
    BUCKET,
    BUILT,
    CHECKOUT,
    CONTAINERD,
    GO,
    IMAGES,
    OTHER,
    S3,
    S3_KEY,
    S3_SECRET,
)
from tests.engines.kubernetes.processes import ctr
from tests.engines.kubernetes.progress import step

if TYPE_CHECKING:
    from collections.abc import Sequence

SITE = "usr/local/lib/python3.11/dist-packages"
LAYERS = IMAGES / "layers"
STORE = f"s3://{BUCKET}/store"
ENVIRON = {
    "LANG": "C.UTF-8",
    "AWS_ENDPOINT_URL": S3,
    "AWS_ACCESS_KEY_ID": S3_KEY,
    "AWS_SECRET_ACCESS_KEY": S3_SECRET,
    "AWS_REGION": "us-east-1",
}
"""What containers, and the tests themselves, need to reach the node's store."""

_PACKAGES = ("obstore", "zstandard", "cronsim", "jinja2", "networkx", "pyyaml", "rich")


def platform_images(versions: Sequence[str]) -> list[Image]:
    """Return the images that the cluster itself needs."""
    found = [
        Image(
            names=(settings.PAUSE,),
            layers=(_program("pause", _pause()),),
            entrypoint=("/bin/pause",),
        )
    ]
    for version in versions:
        folder = building.argo_programs(version)
        found.append(
            Image(
                names=(argo.controller_image(version),),
                layers=(_program("workflow-controller", folder / "workflow-controller"),),
                entrypoint=("/bin/workflow-controller",),
                user="8737",
            )
        )
        found.append(
            Image(
                names=(argo.executor_image(version),),
                layers=(_program("argoexec", folder / "argoexec"),),
                entrypoint=("/bin/argoexec",),
            )
        )
    return found


def environ() -> dict[str, str]:
    """Return what reaches the store: the node's, or by the AWS_… here that of another cluster."""
    if not OTHER:
        return ENVIRON
    stated = {name: text for name, text in os.environ.items() if name.startswith("AWS_")}
    return {"LANG": ENVIRON["LANG"], **stated}


def flow_image(names: Sequence[str], root: Path, files: Sequence[str]) -> Image:
    """Return the image of a flow, as `flowc image` would build it from `files` below `root`."""
    return Image(
        names=tuple(names),
        layers=(*python_layers(), _flow_layer(root, files)),
        environ=environ(),
        folder="/flow",
        user="1000:1000",
    )


def python_layers() -> tuple[Path, Path, Path]:
    """Return the layers of Debian's Python, of flowc's dependencies and of flowc."""
    return _debian_layer(), _packages_layer(), _flowc_layer()


def load(images: Sequence[Image]) -> None:
    """Make containerd know `images`; those that it knows already are passed over."""
    known = CONTAINERD / "known-images"
    seen = set(known.read_text().splitlines()) if known.exists() else set()
    wanted = {_key(image): image for image in images}
    missing = {key: image for key, image in wanted.items() if key not in seen}
    if not missing:
        return
    with step(f"loading {len(missing)} images"), tempfile.TemporaryDirectory(dir=IMAGES) as folder:
        archive = Path(folder) / "images.tar"
        write_archive(list(missing.values()), archive)
        done = ctr("images", "import", str(archive), seconds=300)
        assert done.returncode == 0, done.stderr
    known.write_text("\n".join(sorted(seen | missing.keys())))


def _key(image: Image) -> str:
    """Return what tells an image from others: its settings, and layers by name, size and time."""
    layers = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in image.layers]
    text = repr((image.names, layers, image.entrypoint, dict(image.environ), image.user))
    return hashlib.sha256(text.encode()).hexdigest()


def _pause() -> Path:
    program = BUILT / "pause" / "pause"
    if not program.exists():
        program.parent.mkdir(parents=True, exist_ok=True)
        building.go(GO / "pause", program, ".")
    return program


def _program(name: str, program: Path) -> Path:
    """Return a layer with one static program, and the few files that every image has."""
    layer = LAYERS / f"{program.parent.name}-{name}.tar"
    if not layer.exists():
        LAYERS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for part in ("bin", "etc", "tmp"):
                (root / part).mkdir()
            (root / "tmp").chmod(0o1777)
            (root / "etc" / "passwd").write_text(_USERS)
            (root / "etc" / "nsswitch.conf").write_text("hosts: files dns\n")
            shutil.copy(program, root / "bin" / name)
            pack(root, layer)
    return layer


_USERS = "root:x:0:0:root:/root:/sbin/nologin\nargo:x:8737:8737::/:/sbin/nologin\n"


def _debian_layer() -> Path:
    layer = LAYERS / "debian-python.tar"
    if not layer.exists():
        LAYERS.mkdir(parents=True, exist_ok=True)
        pack(building.python_tree(), layer)
    return layer


def _packages_layer() -> Path:
    constraints = CHECKOUT / "constraints.txt"
    key = hashlib.sha256(constraints.read_bytes() + repr(_PACKAGES).encode()).hexdigest()[:12]
    layer = LAYERS / f"packages-{key}.tar"
    if not layer.exists():
        with step("installing flowc's dependencies for the image"):
            _install(layer, "--constraint", str(constraints), *_PACKAGES)
    return layer


def _flowc_layer() -> Path:
    """Return the layer of flowc itself, of which the checkout's sources are the key."""
    digest = hashlib.sha256()
    for package in ("compiler", "flowc", "runtime_shim"):
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            digest.update(str(path.relative_to(CHECKOUT)).encode() + path.read_bytes())
    layer = LAYERS / f"flowc-{digest.hexdigest()[:12]}.tar"
    if not layer.exists():
        with step("installing flowc for the image"):
            _install(layer, "--no-deps", str(CHECKOUT))
    return layer


def _install(layer: Path, *words: str) -> None:
    """Install Python packages into a layer, compiled ahead, as no container may write them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile"]
        command += [
            "--disable-pip-version-check",
            "--python-version",
            "3.11",
            "--only-binary=:all:",
        ]
        if str(CHECKOUT) in words:
            command = command[:-3]
        subprocess.run([*command, "--target", str(root), *words], check=True)
        compiling = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode"]
        places = ["-s", str(root), "-p", f"/{SITE}"]
        subprocess.run([*compiling, "unchecked-hash", *places, str(root)], check=True)
        pack(root, layer, prefix=SITE, owner=0)


def _flow_layer(root: Path, files: Sequence[str]) -> Path:
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (root / name).read_bytes())
    layer = LAYERS / f"flow-{digest.hexdigest()[:12]}.tar"
    if not layer.exists():
        with tempfile.TemporaryDirectory() as folder:
            for name in files:
                place = Path(folder) / "flow" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / name, place)
            pack(Path(folder), layer, owner=1000)
    return layer
