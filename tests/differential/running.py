"""Runs a case with Metaflow and with flowc, each in a folder of its own, and reads what is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.differential.cases import Case

ROOT = Path(__file__).parents[2]
FLOWS = Path(__file__).parent / "flows"
USER = "tester"
BOTH = {
    # Metaflow starts the nodes of a gang by the `python` that it finds.
    "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
    "PYTHONHASHSEED": "0",
    "USERNAME": USER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended, what it printed, and what the client says of it (None: none began)."""

    succeeded: bool
    output: str
    run: Mapping[str, Any] | None


def run_metaflow(case: Case, folder: Path) -> Outcome:
    """Run `case` with Metaflow in `folder`."""
    environment = {
        **BOTH,
        "HOME": str(folder),
        "METAFLOW_USER": USER,
        "METAFLOW_DEFAULT_DATASTORE": "local",
        "METAFLOW_DEFAULT_METADATA": "local",
        "METAFLOW_DATASTORE_SYSROOT_LOCAL": str(folder),
        "METAFLOW_HOME": str(folder),
    }
    first = [sys.executable, f"{case.flow}.py", "--quiet", "--no-pylint"]
    return _run("metaflow", case, (first, []), environment, folder)


def run_flowc(case: Case, folder: Path) -> Outcome:
    """Run `case` with flowc in `folder`."""
    environment = {
        **BOTH,
        "HOME": str(folder),
        "FLOWC_STORE": f"file://{folder}/.flowc",
        "PYTHONPATH": str(ROOT),
    }
    first = [sys.executable, "-m", "compiler"]
    options = [f"{case.flow}.py", "--retry-wait", "0"]
    return _run("flowc", case, (first, options), environment, folder)


def _run(
    who: str,
    case: Case,
    words: tuple[Sequence[str], Sequence[str]],
    environment: Mapping[str, str],
    folder: Path,
) -> Outcome:
    """Run the case's commands, `words` being what stands before and after the verb."""
    shutil.copytree(FLOWS, folder, dirs_exist_ok=True)
    before, after = words
    named = ["--run-id-file", "run_id"]
    command = [*before, "run", *after, *case.args, *named]
    ended = _call(command, {**environment, **case.env}, folder)
    if case.resume is not None:
        # The first run's id: both resume the latest run.
        (folder / "run_id").unlink()
        command = [*before, "resume", *after, *case.resume, *named]
        ended = _call(command, {**environment, **case.cure}, folder)
    run = folder / "run_id"
    found = _read(who, case, run.read_text().strip(), environment, folder) if run.exists() else None
    return Outcome(succeeded=ended.returncode == 0, output=ended.stdout, run=found)


def _read(
    who: str, case: Case, run: str, environment: Mapping[str, str], folder: Path
) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.differential.reader", who]
    command += [str(folder / f"{case.flow}.py"), case.flow_name, run]
    ended = _call(command, {**environment, "PYTHONPATH": str(ROOT)}, folder)
    try:
        found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise RuntimeError(f"{who}'s run {run} cannot be read:\n{ended.stdout}") from error
    return found


def _call(
    command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=dict(environment),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
