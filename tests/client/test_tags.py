"""Tags that people add and remove, beside those that a run began with."""

from __future__ import annotations

import pytest

from flowc.client import Flow, Run
from flowc.exception import MetaflowTaggingError
from tests.client.building import Builder


def tags(name: str = "1") -> list[str]:
    """Return the tags of a run as they are in the store."""
    return sorted(Run(f"TrainFlow/{name}").user_tags)


def test_a_run_has_the_tags_it_was_started_with(store: Builder) -> None:
    run = Run("TrainFlow/1")
    assert run.user_tags == {"old"}
    assert run.system_tags == {"user:alice", "runtime:local", "python_version:3.11.7"}
    assert run.tags == run.user_tags | run.system_tags
    assert run["train"].tags == run["train"]["0"].tags == run.tags


def test_tags_are_added_and_removed(store: Builder) -> None:
    run = Run("TrainFlow/1")
    run.add_tag("good")
    run.add_tags(["a", "b"])
    assert run.user_tags == {"old", "good", "a", "b"}
    run.remove_tag("old")
    run.remove_tags(["a", "never there"])
    assert run.user_tags == {"good", "b"}
    assert tags() == ["b", "good"]
    run.add_tag("old")
    assert tags() == ["b", "good", "old"]


def test_a_tag_is_replaced_by_another(store: Builder) -> None:
    run = Run("TrainFlow/1")
    run.replace_tag("old", "new")
    assert tags() == ["new"]
    run.replace_tags(["new"], ["x", "y"])
    assert tags() == ["x", "y"]


def test_a_tag_that_is_removed_and_added_stays(store: Builder) -> None:
    Run("TrainFlow/1").replace_tags(["old"], ["old"])
    assert tags() == ["old"]


@pytest.mark.parametrize("tag", ["a/b", "..", "ünï 🎉", "a%2Fb", "+x", "-x", "50 %"])
def test_any_text_is_a_tag(store: Builder, tag: str) -> None:
    run = Run("TrainFlow/1")
    run.add_tag(tag)
    assert tags() == sorted(["old", tag])
    assert [run.id for run in Flow("TrainFlow").runs(tag)] == ["1"]
    run.remove_tag(tag)
    assert tags() == ["old"]


def test_a_change_to_one_run_is_none_to_another_whose_id_begins_alike(store: Builder) -> None:
    store.run("10")
    Run("TrainFlow/10").add_tag("good")
    assert [run.id for run in Flow("TrainFlow").runs("good")] == ["10"]


def test_the_systems_own_tags_stay(store: Builder) -> None:
    run = Run("TrainFlow/1")
    with pytest.raises(MetaflowTaggingError, match="cannot be removed: `user:alice`"):
        run.remove_tags(["user:alice", "old"])
    run.add_tag("user:alice")
    assert tags() == ["old"]
    assert store.store.children("TrainFlow/tags/1") == []


@pytest.mark.parametrize(
    ("given", "message"),
    [(["x" * 501], "too long"), ([""], "is no tag"), ([3], "3 is no tag"), ("old", "a list")],
)
def test_what_can_be_no_tag_is_refused(store: Builder, given: list[str], message: str) -> None:
    with pytest.raises(MetaflowTaggingError, match=message):
        Run("TrainFlow/1").add_tags(given)


def test_a_removal_counts_while_a_tag_is_being_added_again(store: Builder) -> None:
    store.store.write("TrainFlow/tags/1/+x", b"")
    store.store.write("TrainFlow/tags/1/-x", b"")
    assert tags() == ["old"]


def test_a_tag_is_one_object(store: Builder) -> None:
    run = Run("TrainFlow/1")
    run.add_tag("x")
    assert store.store.children("TrainFlow/tags/1") == ["+x"]
    run.remove_tag("x")
    assert store.store.children("TrainFlow/tags/1") == ["-x"]
