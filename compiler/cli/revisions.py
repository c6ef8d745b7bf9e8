"""Files as they are in a revision of git, in a folder that is there for a while."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.cli.world import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def at_revision(path: Path, revision: str) -> Iterator[Path]:
    """Give the path of a copy of the file at `path`, as it is in `revision`, among its neighbours.

    All files of the revision are there, so that imports and the configuration are found. Raises
    UsageError if there is no such revision, or the file is not in it.
    """
    import tarfile
    import tempfile

    root = Path(os.fsdecode(_git(path.parent, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    # A revision that begins with a dash would be an option.
    commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    archive = _git(root, "archive", "--format=tar", commit.decode().strip())
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        found = Path(folder).resolve() / path.resolve().relative_to(root.resolve())
        if not found.is_file():
            raise UsageError(f"`{path.name}` is not in the revision `{revision}`")
        yield found


def _git(folder: Path, *arguments: str) -> bytes:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - no shell is between
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git of whoever works here
            check=True,
            capture_output=True,
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed, and `--against` needs it") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise UsageError(f"git says: {said[0].removeprefix('fatal: ')}") from error
    return done.stdout
