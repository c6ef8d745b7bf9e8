"""Container images as archives, without a daemon: the layout that `docker save` writes.

The same folders make the same bytes: entries are sorted, and have no times.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, kw_only=True)
class Image:
    """An image: its names, its layers (files that `pack` made, the lowest first), its settings."""

    names: tuple[str, ...]
    layers: tuple[Path, ...]
    entrypoint: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = ""


def pack(folder: Path, layer: Path, *, prefix: str = "", owner: int | None = None) -> Path:
    """Write the content of `folder` as the layer `layer`, below `prefix` in the image.

    `owner` is the numeric user and group of everything; None keeps those of the files.
    """

    def entry(found: tarfile.TarInfo) -> tarfile.TarInfo:
        found.mtime = 0
        found.uname = found.gname = ""
        if owner is not None:
            found.uid = found.gid = owner
        return found

    part = layer.with_suffix(".part")
    with tarfile.open(part, "w", format=tarfile.GNU_FORMAT) as tar:
        for path in _below(folder):
            name = Path(prefix) / path.relative_to(folder)
            tar.add(path, name.as_posix(), recursive=False, filter=entry)
    part.replace(layer)
    return layer


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)


def write_archive(images: Sequence[Image], archive: Path) -> None:
    """Write `images` into one archive, in which layers that they share stand once."""
    part = archive.with_suffix(".part")
    digests = {layer: _digest(layer) for image in images for layer in image.layers}
    with tarfile.open(part, "w", format=tarfile.GNU_FORMAT) as tar:
        manifest = []
        for image in images:
            config = json.dumps(_config(image, digests), sort_keys=True).encode()
            name = f"{hashlib.sha256(config).hexdigest()}.json"
            _add(tar, name, config)
            layers = [f"{digests[layer]}/layer.tar" for layer in image.layers]
            manifest.append({"Config": name, "RepoTags": list(image.names), "Layers": layers})
        _add(tar, "manifest.json", json.dumps(manifest).encode())
        for layer in dict.fromkeys(layer for image in images for layer in image.layers):
            tar.add(layer, f"{digests[layer]}/layer.tar", filter=_timeless)
    part.replace(archive)


def _config(image: Image, digests: Mapping[Path, str]) -> dict[str, Any]:
    return {
        "architecture": _ARCHITECTURES[platform.machine()],
        "os": "linux",
        "config": {
            "Env": [f"PATH={_PATH}", *(f"{k}={v}" for k, v in image.environ.items())],
            "Entrypoint": list(image.entrypoint) or None,
            "WorkingDir": image.folder,
            "User": image.user,
        },
        "rootfs": {
            "type": "layers",
            "diff_ids": [f"sha256:{digests[layer]}" for layer in image.layers],
        },
        "history": [{"created_by": "flowc's tests"} for _ in image.layers],
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    found = tarfile.TarInfo(name)
    found.size = len(content)
    tar.addfile(found, io.BytesIO(content))


def _timeless(found: tarfile.TarInfo) -> tarfile.TarInfo:
    found.mtime = 0
    found.uname = found.gname = ""
    return found
