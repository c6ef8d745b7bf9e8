"""Which store and whose name count where nothing says otherwise."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from runtime_shim.where import default_store_url, user_name


def test_the_environment_names_the_store(tmp_path: Path) -> None:
    (tmp_path / ".flowc").mkdir()
    assert default_store_url({"FLOWC_STORE": "s3://b/p"}, str(tmp_path)) == "s3://b/p"


def test_the_nearest_store_upward_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / ".flowc").mkdir()
    assert default_store_url({}, str(below)) == f"file://{tmp_path}/.flowc"
    (tmp_path / "a" / ".flowc").mkdir()
    assert default_store_url({"FLOWC_STORE": ""}, str(below)) == f"file://{tmp_path}/a/.flowc"


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / ".flowc").write_text("")
    (tmp_path / "a").mkdir()
    assert default_store_url({}, str(tmp_path / "a")) == f"file://{tmp_path}/a/.flowc"


def test_the_search_ends_at_the_root() -> None:
    assert default_store_url({}, "/no/such/folder") == "file:///no/such/folder/.flowc"


@pytest.mark.parametrize("name", ["FLOWC_USER", "USERNAME", "USER", "LOGNAME"])
def test_the_environment_names_the_user(name: str) -> None:
    assert user_name({name: "alice", "LOGNAME": "alice"}) == "alice"


def test_the_first_variable_counts_and_the_system_answers_without_any() -> None:
    assert user_name({"USER": "bob", "FLOWC_USER": "alice"}) == "alice"
    assert user_name({"USER": ""}) == getpass.getuser() or user_name({})
