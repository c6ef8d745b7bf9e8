"""What the tests of whole tasks start from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shim.driving import Driver

Drive = Callable[..., Driver]


@pytest.fixture
def drive(tmp_path: Path) -> Drive:
    """Return a function from a flow's source to its driver, in a folder of its own."""
    return lambda source, **more: Driver(tmp_path, source, **more)
