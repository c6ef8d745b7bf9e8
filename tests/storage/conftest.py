"""Stores to keep in order: a folder, and a bucket."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.store.folder import FolderStore
from runtime_shim.store.remote import RemoteStore
from tests.remote.conftest import port, proxy, running_proxy, url
from tests.storage.filling import Filler

__all__ = ["port", "proxy", "running_proxy", "url"]


@pytest.fixture(params=["folder", "bucket"])
def filler(request: pytest.FixtureRequest, tmp_path: Path) -> Filler:
    """Return what fills an empty store."""
    if request.param == "folder":
        return Filler(FolderStore(str(tmp_path / "store")))
    return Filler(RemoteStore(request.getfixturevalue("url")))


@pytest.fixture
def folder(tmp_path: Path) -> Filler:
    """Return what fills an empty folder."""
    return Filler(FolderStore(str(tmp_path / "store")))
