"""Settings of all tests: property tests draw the same examples on every machine."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden-runs",
        action="store_true",
        help="write golden/flows/*/want/run.json anew, from runs of the flows",
    )
    parser.addoption(
        "--engines",
        action="store_true",
        help="run the tests on real engines, in tests/engines: make test-engines",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts what runs in the background with Ctrl-C ignored, and so would every program
    # that a test starts and interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--update-golden-runs") and os.environ.get("CI"):
        raise pytest.UsageError(
            "golden files are not updated in CI (`CI` is set): update and commit them"
        )
