"""The cluster while tests run: it is brought up for them, and nothing is left of it after them."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.engines.kubernetes import building, node
from tests.engines.kubernetes.places import CHECKOUT
from tests.engines.kubernetes.processes import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def borrowed(versions: Sequence[str]) -> Iterator[None]:
    """Build what is missing; leave a cluster that was up alone, and take any other down again."""
    building.build(versions)
    if running():
        yield
        return
    with _guarded():
        try:
            yield
        finally:
            node.down()


@contextmanager
def _guarded() -> Iterator[None]:
    """Have another process take the cluster down if this one is killed."""
    guard = subprocess.Popen(
        [sys.executable, "-m", "tests.engines.kubernetes", "guard"],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guard.kill()
        guard.communicate()


def guard() -> None:
    """Wait until whoever started this process is gone, then take the cluster down."""
    sys.stdin.read()
    node.down()
