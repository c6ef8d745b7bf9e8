"""A store for each test of artifacts."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.store.folder import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """Return a store in a new folder."""
    return FolderStore(str(tmp_path / "store"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """Return a store that all tests of a module use, for those that draw many examples."""
    return FolderStore(str(tmp_path_factory.mktemp("store")))
