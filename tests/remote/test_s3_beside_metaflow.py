"""`S3` answers as Metaflow's client does, on the same server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


def answers(whose: str, url: str, home: Path) -> dict[str, Any]:
    variables = {
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "AWS_DEFAULT_REGION": "us-east-1",
        "METAFLOW_USER": "tester",
        "METAFLOW_S3_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"],
        "METAFLOW_S3_RETRY_COUNT": "0",
        "METAFLOW_S3_TRANSIENT_RETRY_COUNT": "0",
        "METAFLOW_S3_WORKER_COUNT": "2",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.remote.scenario", whose, f"{url}/{whose}"],
        env={**os.environ, **variables},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = done.stdout.replace(f"{url}/{whose}", "s3://place")
    return dict(map(json.loads, text.splitlines()))


def test_every_answer_is_metaflows(url: str, tmp_path: Path) -> None:
    pytest.importorskip("metaflow")
    with ThreadPoolExecutor() as pool:
        theirs, ours = pool.map(lambda whose: answers(whose, url, tmp_path), ("metaflow", "flowc"))
    assert len(ours) > 50
    different = {name: (theirs[name], ours[name]) for name in theirs if theirs[name] != ours[name]}
    assert different == {}
    assert list(ours) == list(theirs)
