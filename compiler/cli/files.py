"""Writes files: whole or not at all, and only if they change."""

from __future__ import annotations

import os
from pathlib import Path

from compiler.cli.world import UsageError

ENCODING = "utf-8"


def write(path: Path, text: str) -> bool:
    """Make the file at `path` hold `text`; say whether it had to be written."""
    data = text.encode(ENCODING, "surrogateescape")
    if read(path) == data:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"`{path}` cannot be written: {reason}") from error
    return True


def read(path: Path) -> bytes | None:
    """Return the content of the file at `path`; None if there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def size(text: str) -> str:
    """Return how large `text` is as a file, such as "3.1 kB"."""
    count = float(len(text.encode(ENCODING, "surrogateescape")))
    for unit in ("bytes", "kB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} MB"


def _replace(path: Path, data: bytes) -> None:
    import tempfile

    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
