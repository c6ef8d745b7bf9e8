"""Which store the client looks into, and whose runs it sees, where nothing is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc import client
from flowc.client.scope import own_namespace
from tests.client.building import folder_builder, train_run


def test_the_nearest_folder_of_a_store_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_run(folder_builder(tmp_path / ".flowc"), "1")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert client.get_metadata() == f"file://{tmp_path}/.flowc"
    assert client.Flow("TrainFlow").latest_run is not None


def test_the_store_of_a_task_comes_before_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_run(folder_builder(tmp_path / "store"), "1")
    monkeypatch.setenv("FLOWC_STORE", f"file://{tmp_path}/store")
    assert client.get_metadata() == f"file://{tmp_path}/store"


@pytest.mark.parametrize("form", ["{}/.flowc", "{}", "file://{}/.flowc", "local@{}/.flowc"])
def test_a_store_is_chosen_by_its_url_its_folder_or_the_folder_around_it(
    tmp_path: Path, form: str
) -> None:
    train_run(folder_builder(tmp_path / ".flowc"), "1")
    assert client.metadata(form.format(tmp_path)) == f"file://{tmp_path}/.flowc"
    assert client.Run("TrainFlow/1").successful


def test_a_relative_folder_stays_the_one_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    train_run(folder_builder(tmp_path / "store"), "1")
    monkeypatch.chdir(tmp_path)
    client.metadata("store")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert client.Run("TrainFlow/1").successful


def test_the_default_store_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    client.metadata("/elsewhere")
    assert client.get_metadata() == "file:///elsewhere"
    assert client.default_metadata() == f"file://{tmp_path}/.flowc"


def test_the_namespace_is_the_users() -> None:
    assert client.get_namespace() == "user:alice"
    assert client.namespace("user:bob") == "user:bob"
    assert client.get_namespace() == "user:bob"
    assert client.namespace(None) is None
    assert client.get_namespace() is None
    assert client.default_namespace() == "user:alice"
    assert client.get_namespace() == "user:alice"


def test_a_task_that_a_scheduler_started_sees_the_production_runs_of_its_flow() -> None:
    task = {"FLOWC_FLOW": "flows/train.py:TrainFlow", "FLOWC_RUN": "argo-x"}
    assert own_namespace(task | {"USER": "root"}) == "production:TrainFlow"
    assert own_namespace(task | {"FLOWC_USER": "alice"}) == "user:alice"


def test_a_task_finds_its_own_run_and_tags_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = folder_builder(tmp_path)
    builder.run("argo-x", user=None)
    builder.began("argo-x/start/0")
    monkeypatch.delenv("FLOWC_USER")
    monkeypatch.setenv("FLOWC_STORE", f"file://{tmp_path}")
    monkeypatch.setenv("FLOWC_RUN", "argo-x")
    monkeypatch.setenv("FLOWC_FLOW", "train.py:TrainFlow")
    client.Flow("TrainFlow")["argo-x"].add_tag("candidate")
    assert client.Run("TrainFlow/argo-x").user_tags == {"candidate"}
