"""Stores in a folder of the test's own, with nothing chosen before and nothing left chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc import client
from tests.client.building import Builder, folder_builder, train_run


@pytest.fixture(autouse=True)
def _alice(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("FLOWC_STORE", "FLOWC_RUN", "FLOWC_FLOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FLOWC_USER", "alice")
    yield
    client.default_namespace()
    client.default_metadata()


@pytest.fixture
def empty(tmp_path: Path) -> Builder:
    """Return a builder of an empty store, which the client looks into."""
    client.metadata(str(tmp_path / ".flowc"))
    return folder_builder(tmp_path / ".flowc")


@pytest.fixture
def store(empty: Builder) -> Builder:
    """Return a builder of a store with two whole runs of alice's: 1, then 2."""
    train_run(empty, "1", tags=["old"])
    train_run(empty, "2")
    return empty
