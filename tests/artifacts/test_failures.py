"""What cannot be saved or loaded is named: the artifact, the task, the culprit and the reason."""

from __future__ import annotations

import sys
import threading
import types
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.artifacts.decode import load
from runtime_shim.artifacts.encode import save
from runtime_shim.errors import ArtifactError, StoreError
from runtime_shim.failures import TimeoutException
from runtime_shim.store.folder import FolderStore
from tests.store.blob import key


class Holder:
    def __init__(self, **attributes: object) -> None:
        self.__dict__.update(attributes)


class Angry:
    """Raises `error` when it is pickled or, once it was, when it is loaded."""

    def __init__(self, error: BaseException, *, late: bool = False) -> None:
        self.error = error
        self.late = late

    def __reduce__(self) -> Any:
        if self.late:
            return raise_again, (self.error,)
        raise self.error


def raise_again(error: BaseException) -> None:
    raise error


def local() -> tuple[type, object]:
    class Local:
        pass

    def function() -> None:
        """Do nothing."""

    return Local, function


LAMBDA = lambda: 1  # noqa: E731
LOCAL, FUNCTION = local()

UNPICKLABLE = [
    (LAMBDA, "it is a lambda; PicklingError: "),
    (FUNCTION, "it is a function that is defined inside another; "),
    (LOCAL, "it is a class that is defined inside a function; "),
    (LOCAL(), f"it is an object of a class that is defined inside a function, `{__name__}.local"),
    (threading.Lock(), "it is a `_thread.lock`; TypeError: cannot pickle '_thread.lock' object"),
    ((n for n in "a"), "it is a `generator`; TypeError: "),
    ([1, {"a": (2, LAMBDA)}], "`model[1]['a'][1]` is a lambda; "),
    (Holder(x=1, y=[threading.Lock()]), "`model.y[0]` is a `_thread.lock`; "),
    ({("k", 1): Holder(f=LAMBDA)}, "`model[('k', 1)].f` is a lambda; "),
    ({1, LAMBDA}, "it is a `set`; PicklingError: "),
    (Angry(ValueError("no")), f"it is a `{__name__}.Angry`; ValueError: no"),
    ([Angry(KeyError())], f"`model[0]` is a `{__name__}.Angry`; KeyError"),
]


@pytest.mark.parametrize(("value", "reason"), UNPICKLABLE, ids=[r[:40] for _, r in UNPICKLABLE])
def test_what_cannot_be_pickled_is_named(store: FolderStore, value: object, reason: str) -> None:
    with pytest.raises(ArtifactError) as raised:
        save(store, "Flow", value, "model")
    assert str(raised.value).startswith(f"`model` cannot be saved: {reason}")
    assert raised.value.__cause__ is not None
    assert list(store.walk("")) == list(store.leftovers("")) == []


def test_what_its_own_code_raises_is_the_cause(store: FolderStore) -> None:
    error = ValueError("no")
    with pytest.raises(ArtifactError) as raised:
        save(store, "Flow", Angry(error), "model")
    assert raised.value.__cause__ is error


def test_a_culprit_behind_much_is_not_searched_for(store: FolderStore) -> None:
    value = [b"x" * (20 << 20), LAMBDA]
    with pytest.raises(ArtifactError, match="`model` cannot be saved: it is a `list`; Pickling"):
        save(store, "Flow", value, "model")
    assert list(store.leftovers("")) == []


def test_what_is_nested_too_deeply_is_told(store: FolderStore) -> None:
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(ArtifactError, match=r"`model` cannot be saved: .* nested too deeply"):
        save(store, "Flow", nested, "model")


@pytest.mark.parametrize("error", [TimeoutException("late"), KeyboardInterrupt(), SystemExit(3)])
def test_what_ends_a_step_is_no_fault_of_an_artifact(
    store: FolderStore, error: BaseException
) -> None:
    with pytest.raises(type(error)) as raised:
        save(store, "Flow", [b"x" * (20 << 20), Angry(error)], "model")
    assert raised.value is error
    assert list(store.leftovers("")) == []
    ref = save(store, "Flow", Angry(error, late=True), "model")
    with pytest.raises(type(error)):
        load(store, "Flow", ref, "model")


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Return a module `train` with a class `Model`."""
    made = types.ModuleType("train")
    exec("class Model:\n    pass", made.__dict__)
    monkeypatch.setitem(sys.modules, "train", made)
    return made


def test_a_class_that_was_renamed_is_named(store: FolderStore, module: Any) -> None:
    ref = save(store, "Flow", module.Model(), "model")
    del module.Model
    with pytest.raises(ArtifactError) as raised:
        load(store, "Flow", ref, "model", "Flow/1/train/0")
    assert str(raised.value).startswith(
        "`model` of `Flow/1/train/0` cannot be loaded: `train.Model` is not there any more"
        " (AttributeError: "
    )
    assert str(raised.value).endswith("or run the step again")


def test_a_module_that_was_moved_is_named(
    store: FolderStore, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = save(store, "Flow", [module.Model()] * 2, "model")
    monkeypatch.delitem(sys.modules, "train")
    with pytest.raises(ArtifactError) as raised:
        load(store, "Flow", ref, "model")
    assert str(raised.value).startswith(
        "`model` cannot be loaded: `train.Model` is not there any more"
        " (ModuleNotFoundError: No module named 'train'); bring it back"
    )


def test_what_loading_raises_is_the_cause(store: FolderStore) -> None:
    ref = save(store, "Flow", Angry(AttributeError("inner"), late=True), "model")
    with pytest.raises(ArtifactError, match="cannot be loaded: AttributeError: inner") as raised:
        load(store, "Flow", ref, "model", "Flow/1/a/0")
    assert isinstance(raised.value.__cause__, AttributeError)


@pytest.mark.parametrize("size", [5000, 20 << 20])
@pytest.mark.parametrize("wrap", [bytes, lambda data: [data]], ids=["bytes", "pickle"])
def test_a_blob_that_is_cut_off_or_gone_is_named(store: FolderStore, size: int, wrap: Any) -> None:
    ref = save(store, "Flow", wrap(b"x" * size), "model")
    name = key(ref["bytes" if "bytes" in ref else "pickle"])
    path = Path(store.path(name))
    with path.open("r+b") as file:
        file.truncate(100)
    subject = "`model` of `Flow/1/a/0` cannot be loaded: "
    with pytest.raises(StoreError) as raised:
        load(store, "Flow", ref, "model", "Flow/1/a/0")
    assert str(raised.value).startswith(f"{subject}`{name}` in {store.url} is damaged: it has 100")
    path.unlink()
    with pytest.raises(StoreError) as raised:
        load(store, "Flow", ref, "model", "Flow/1/a/0")
    assert str(raised.value) == f"{subject}there is no `{name}` in {store.url}"


@pytest.mark.parametrize("wrap", [bytes, lambda data: [data]], ids=["bytes", "pickle"])
def test_a_flipped_bit_is_found(store: FolderStore, wrap: Any) -> None:
    ref = save(store, "Flow", wrap(b"x" * 5000), "model")
    path = Path(store.path(key(ref["bytes" if "bytes" in ref else "pickle"])))
    data = bytearray(path.read_bytes())
    data[4321] ^= 4
    path.write_bytes(data)
    with pytest.raises(
        StoreError, match=r"`model` cannot be loaded: .* is damaged: its content is"
    ):
        load(store, "Flow", ref, "model")


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ({"pickle": "!!!", "type": "x"}, "Error: Only base64 data is allowed"),
        ({"pickle": "gAU", "type": "x"}, "Error: Incorrect padding"),
        ({"pickle": "gAVLAQ==", "type": "x"}, "EOFError: "),
        (
            {"feather": "", "type": "x"},
            "TypeError: its ref has a form that this flowc does not know",
        ),
    ],
)
def test_a_damaged_ref_is_named(store: FolderStore, ref: dict[str, Any], reason: str) -> None:
    with pytest.raises(ArtifactError, match=f"`model` of `Flow/1/a/0` cannot be loaded: {reason}"):
        load(store, "Flow", ref, "model", "Flow/1/a/0")
