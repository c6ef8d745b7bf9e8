"""The small things beside the language: timing, names of events, decorators of packages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import flowc
from flowc import namespaced_event_name, profile
from flowc.current import Current
from flowc.decorators import SETTINGS


def test_a_block_is_timed_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    with profile("load"):
        print("inside")
    first, second, third = capsys.readouterr().out.splitlines()
    assert (first, second) == ("PROFILE: load starting", "inside")
    assert third.startswith("PROFILE: load completed in ")
    assert third.endswith("ms")


def test_times_are_added_up_where_they_are_collected(capsys: pytest.CaptureFixture[str]) -> None:
    found: dict[str, int] = {"load": 1000}
    with pytest.raises(KeyError), profile("load", found):
        raise KeyError
    assert found["load"] >= 1000
    assert capsys.readouterr().out == ""


def test_an_event_is_named_after_project_and_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    name = namespaced_event_name("ready")
    assert name() == "mfns.ready"
    running = Current()
    monkeypatch.setattr("flowc.event_names.current", running)
    running._known = {"project_name": "shop", "branch_name": "user.ann@x/y"}
    assert name() == "mfns.shop.user.annxy.ready"


def test_what_is_no_name_of_an_event_is_refused() -> None:
    with pytest.raises(ValueError, match="`event_name` is None"):
        namespaced_event_name(None)  # type: ignore[arg-type]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package that registers a decorator."""
    folder = tmp_path / "company-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: company\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[flowc.decorators]\non_spot = company:on_spot\n")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("package")
def test_a_decorator_that_a_package_registers_can_be_imported_and_records() -> None:
    names: dict[str, Any] = {}
    try:
        exec("from flowc import on_spot, step", names)
    finally:
        vars(flowc).pop("on_spot", None)

    def bare() -> None: ...
    def called() -> None: ...

    names["on_spot"](bare)
    names["on_spot"](price=3)(called)
    assert vars(bare)[SETTINGS] == (("on_spot", {}),)
    assert vars(called)[SETTINGS] == (("on_spot", {"price": 3}),)
