"""The golden flows, run: each leaves exactly what is committed as `want/run.json`.

`pytest tests/test_golden_runs.py --update-golden-runs` writes these files anew.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runtime_shim.store.folder import FolderStore
from tests.cli.shell import run
from tests.golden_runs import CASES, FOLDER, WANT, options_of, text_of

if TYPE_CHECKING:
    from runtime_shim.store.base import Store

CONTAINED = ("everything", "hostile", "parameters")
"""Those whose tasks are also started by the very commands that containers have."""


def left_by(case: str, folder: Path, *options: str) -> str:
    """Run the golden flow in a copy of its folder; return what the run leaves, as text."""
    shutil.copytree(FOLDER / case, folder / case, ignore=shutil.ignore_patterns("want"))
    words = [*options_of(case), "--retry-wait", "0", "--max-num-splits", "1000", *options]
    words += ["--store", str(folder / "store"), "--output", "json"]
    answer = run(folder / case, "run", "flow.py", *words, environ={"USER": "ada"})
    assert answer.status == 0, answer.err
    summary = json.loads(answer.out)
    store: Store = FolderStore(str(folder / "store"))
    return text_of(store, summary["flow"], summary["run"])


@pytest.mark.parametrize("case", CASES)
def test_a_run_leaves_what_is_committed(
    case: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = FOLDER / case / WANT
    found = left_by(case, tmp_path)
    if request.config.getoption("--update-golden-runs"):
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"{WANT} is missing: run `make golden` and read the diff"
    wanted = path.read_text(encoding="utf-8")
    assert json.loads(found) == json.loads(wanted), "run `make golden` and read the diff"
    assert found == wanted, "run `make golden`: values are the same, their text is not"


@pytest.fixture
def settled(request: pytest.FixtureRequest) -> None:
    """Leave the test out while the files that it reads are written by others."""
    if request.config.getoption("--update-golden-runs"):
        pytest.skip("the runs are being written anew")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("case", CONTAINED)
def test_a_run_in_processes_of_their_own_leaves_the_same(case: str, tmp_path: Path) -> None:
    found = left_by(case, tmp_path, "--isolation", "process")
    assert found == (FOLDER / case / WANT).read_text(encoding="utf-8")


@pytest.mark.usefixtures("settled")
def test_no_run_is_committed_of_a_flow_that_there_is_not() -> None:
    assert [path.parent.parent.name for path in sorted(FOLDER.glob(f"*/{WANT}"))] == CASES
