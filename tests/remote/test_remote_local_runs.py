"""A run on this machine whose store is a bucket."""

from __future__ import annotations

import json
import os
from pathlib import Path

from runtime_shim.logs import parse_log
from runtime_shim.store.open import open_store
from tests.cli.shell import run
from tests.local.running import ENVIRON, wide

STEP = "work"


def test_a_run_is_kept_in_a_bucket_and_resumed_from_there(tmp_path: Path, url: str) -> None:
    wide(tmp_path, "print('item', self.input)", "assert self.input != 1")
    environ = {**ENVIRON, **{name: os.environ[name] for name in os.environ if "AWS" in name}}
    answer = run(tmp_path, "run", "flow.py", "--store", url, "--keep-going", environ=environ)
    assert answer.status == 6, answer.err
    assert f"flowc logs TinyFlow/1/{STEP}/1 --store '{url}'" in answer.err
    store = open_store(url)
    text = parse_log(store.read_log(f"TinyFlow/runs/1/tasks/{STEP}/2/0.log"))
    assert [line for _, _, line, _ in text] == ["item 2"]
    wide(tmp_path, "print('item', self.input)")
    options = ("--store", url, "--output", "json")
    answer = run(tmp_path, "resume", "flow.py", *options, environ=environ)
    assert answer.status == 0, answer.err
    steps = {step["name"]: step["cloned"] for step in json.loads(answer.out)["steps"]}
    assert steps == {"start": 1, "work": 2, "join": 0, "end": 0}
