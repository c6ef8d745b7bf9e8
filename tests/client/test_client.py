"""What notebooks ask of flows, runs, steps and tasks."""

from __future__ import annotations

import pickle
from datetime import datetime
from itertools import islice

import pytest

from flowc.client import DataArtifact, Flow, Metaflow, Run, Step, Task, metadata, namespace
from flowc.client.objects import local_time
from flowc.exception import (
    MetaflowInvalidPathspec,
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
)
from tests.client.building import CREATED, Builder, folder_builder, plain, train_run


def test_runs_of_a_flow_are_listed_newest_first(store: Builder) -> None:
    train_run(store, "10")
    assert [run.id for run in Flow("TrainFlow")] == ["10", "2", "1"]


def test_the_latest_run_is_the_newest(store: Builder) -> None:
    assert Flow("TrainFlow").latest_run == Run("TrainFlow/2")


def test_the_latest_successful_run_passes_over_those_that_failed(store: Builder) -> None:
    store.run("3")
    store.failed("3/start/0")
    store.ended("3")
    flow = Flow("TrainFlow")
    assert flow.latest_run == flow["3"]
    assert flow.latest_successful_run == flow["2"]


def test_a_flow_none_of_whose_runs_succeeded_has_no_latest_successful_run(empty: Builder) -> None:
    for name in map(str, range(40)):
        empty.run(name)
    assert Flow("TrainFlow").latest_successful_run is None


def test_a_failure_that_the_last_step_catches_is_no_success(store: Builder) -> None:
    store.run("3")
    caught = {"type": "ValueError", "message": "no", "traceback": "ValueError: no"}
    store.done("3/end/0", caught=caught)
    run = Flow("TrainFlow")["3"]
    assert (run.finished, run.successful) == (True, False)
    assert Flow("TrainFlow").latest_successful_run == Run("TrainFlow/2")


def test_runs_are_chosen_by_all_of_several_tags(store: Builder) -> None:
    Run("TrainFlow/1").add_tag("good")
    Run("TrainFlow/2").add_tag("good")
    flow = Flow("TrainFlow")
    assert [run.id for run in flow.runs("good")] == ["2", "1"]
    assert [run.id for run in flow.runs("good", "old")] == ["1"]
    assert [run.id for run in flow.runs("runtime:local", "user:alice")] == ["2", "1"]


def test_runs_whose_record_was_removed_are_passed_over(store: Builder) -> None:
    store.store.delete("TrainFlow/runs/2/run.json")
    assert [run.id for run in Flow("TrainFlow")] == ["1"]
    assert Flow("TrainFlow").latest_run == Run("TrainFlow/1")


def test_what_is_in_a_folder_of_runs_and_lists_none_is_passed_over(store: Builder) -> None:
    store.store.write("TrainFlow/recent/.DS_Store", b"")
    assert [run.id for run in Flow("TrainFlow")] == ["2", "1"]


def test_steps_of_a_run_are_listed_last_first(store: Builder) -> None:
    run = Run("TrainFlow/1")
    assert [step.id for step in run] == ["end", "join", "train", "start"]
    assert [step.id for step in run.steps()] == ["end", "join", "train", "start"]
    assert list(run.steps("old")) == list(run)
    assert list(run.steps("new")) == []


def test_steps_that_never_began_are_not_there(store: Builder) -> None:
    store.run("3")
    store.done("3/start/0")
    run = Run("TrainFlow/3")
    assert [step.id for step in run] == ["start"]
    assert "train" not in run
    with pytest.raises(KeyError, match=r"Run\('TrainFlow/3'\) has no `train` in file://"):
        run["train"]


def test_tasks_of_a_step_are_listed_by_number_last_first(empty: Builder) -> None:
    train_run(empty, "1", items=12)
    step = Run("TrainFlow/1")["train"]
    assert [task.id for task in step] == [str(item) for item in range(11, -1, -1)]
    assert step.task == step["11"]
    assert [task.data.x for task in step] == list(range(11, -1, -1))


def test_paths_of_nested_items_and_iterations_are_ordered_by_their_numbers(empty: Builder) -> None:
    empty.run("1")
    for path in ("2.~0", "10.~1", "10.~10", "2.~1", "10.~9"):
        empty.done(f"1/train/{path}")
    listed = [task.id for task in Step("TrainFlow/1/train")]
    assert listed == ["10.~10", "10.~9", "10.~1", "2.~1", "2.~0"]


def test_artifacts_are_read_as_attributes(store: Builder) -> None:
    task = Run("TrainFlow/1")["train"]["2"]
    assert (task.data.x, task.data.score, task.data.alpha) == (2, 20, 0.5)
    assert "x" in task.data
    assert "y" not in task.data
    assert set(dir(task.data)) >= {"x", "score", "alpha", "xs"}
    assert repr(task.data) == "<MetaflowData: xs, alpha, x, score>"


def test_an_artifact_that_is_not_there_is_named_with_what_is_near(store: Builder) -> None:
    data = Task("TrainFlow/1/train/2").data
    with pytest.raises(AttributeError, match=r"has no artifact `scor`; did you mean `score`\?"):
        _ = data.scor
    assert not hasattr(data, "_repr_latex_")


def test_the_data_of_a_run_are_those_of_its_last_task(store: Builder) -> None:
    run = Run("TrainFlow/1")
    assert run.end_task == Task("TrainFlow/1/end/0")
    assert run.data is not None
    assert run.data.scores == [0, 10, 20]


def test_the_last_step_is_the_one_that_the_run_was_made_with(empty: Builder) -> None:
    empty.extra = {"end": "finale"}
    empty.run("1")
    empty.done("1/finale/0", {"x": plain(1)})
    run = Run("TrainFlow/1")
    assert run.successful
    assert run.data is not None
    assert run.data.x == 1


def test_a_run_that_has_not_ended_has_no_data(empty: Builder) -> None:
    empty.run("1")
    empty.done("1/start/0")
    run = Run("TrainFlow/1")
    assert (run.data, run.end_task, run.finished_at) == (None, None, None)
    assert (run.finished, run.successful) == (False, False)


def test_a_run_is_finished_as_soon_as_its_last_task_is(empty: Builder) -> None:
    empty.run("1")
    run = Run("TrainFlow/1")
    before = run.finished
    empty.done("1/end/0")
    assert (before, run.finished, run.successful) == (False, True, True)


def test_times_are_of_this_machines_zone_without_naming_it(store: Builder) -> None:
    run = Run("TrainFlow/1")
    assert run.created_at == local_time(CREATED)
    assert run.finished_at == local_time(CREATED + 24)
    assert run.created_at.tzinfo is None
    assert run["train"].created_at == local_time(CREATED + 2)
    assert run["train"].finished_at == local_time(CREATED + 6)
    assert run["train"]["0"].created_at == local_time(CREATED + 2)
    assert run["train"]["0"].finished_at == local_time(CREATED + 4)
    assert Flow("TrainFlow").created_at == local_time(CREATED)


def test_a_step_is_finished_when_all_of_its_tasks_are(empty: Builder) -> None:
    empty.run("1")
    empty.done("1/train/0")
    empty.began("1/train/1")
    step = Step("TrainFlow/1/train")
    assert step.finished_at is None


def test_a_task_with_a_result_is_finished(store: Builder) -> None:
    task = Task("TrainFlow/1/start/0")
    assert (task.finished, task.successful, task.exception) == (True, True, None)


def test_a_failed_task_tells_of_its_exception(empty: Builder) -> None:
    empty.run("1")
    empty.failed("1/start/0", "bad\nvalue")
    task = Task("TrainFlow/1/start/0")
    assert (task.finished, task.successful, task.finished_at) == (False, False, None)
    failure = task.exception
    assert failure is not None
    assert (failure.type, failure.message) == ("builtins.ValueError", "bad\nvalue")
    assert failure.exception == "bad\nvalue"
    assert str(failure) == failure.stacktrace
    assert failure.last_line == "ValueError: bad"


def test_an_attempt_that_runs_hides_the_failure_before_it(empty: Builder) -> None:
    empty.run("1")
    empty.failed("1/start/0", "first")
    empty.began("1/start/0", attempt=1)
    task = Task("TrainFlow/1/start/0")
    assert (task.current_attempt, task.attempts, task.exception) == (1, [0, 1], None)
    first = Task("TrainFlow/1/start/0", attempt=0)
    assert first.exception is not None
    assert first.exception.message == "first"


def test_the_attempt_that_committed_is_the_current_one(empty: Builder) -> None:
    empty.run("1")
    empty.failed("1/start/0", start=CREATED)
    empty.done("1/start/0", {"x": plain(1)}, start=CREATED + 60, attempt=1)
    task = Task("TrainFlow/1/start/0")
    assert (task.current_attempt, task.attempt, task.exception) == (1, 1, None)
    assert task.created_at == local_time(CREATED)
    failed = Task("TrainFlow/1/start/0", attempt=0)
    assert (failed.finished, list(failed)) == (False, [])
    assert repr(failed) == "Task('TrainFlow/1/start/0', attempt=0)"


def test_an_attempt_that_never_was_is_not_found(store: Builder) -> None:
    with pytest.raises(MetaflowNotFound, match="its attempts are 0"):
        Task("TrainFlow/1/start/0", attempt=1)
    with pytest.raises(MetaflowNotFound, match="a number from 0"):
        Task("TrainFlow/1/start/0", attempt=-1)


def test_the_output_of_a_task_is_split_by_stream(store: Builder) -> None:
    store.printed("1/start/0", ("stdout", "one\n"), ("stderr", "oops\n"), ("stdout", "two"))
    task = Task("TrainFlow/1/start/0")
    assert (task.stdout, task.stderr) == ("one\ntwo", "oops\n")
    assert (task.stdout_size, task.stderr_size) == (7, 5)
    lines = list(task.loglines("stdout"))
    assert [line for _, line in lines] == ["one", "two"]
    assert lines[0][0] == datetime(2023, 11, 14, 22, 13, 20)  # noqa: DTZ001 - as notebooks have it
    assert [line for _, line in task.loglines("stderr", as_unicode=False)] == [b"oops"]
    with pytest.raises(ValueError, match="no stream 'out'"):
        next(task.loglines("out"))


def test_a_task_without_output_has_printed_nothing(store: Builder) -> None:
    task = Task("TrainFlow/1/start/0")
    assert (task.stdout, task.stderr, list(task.loglines("stdout"))) == ("", "", [])


def test_the_output_of_a_task_that_runs_is_that_of_its_last_attempt(empty: Builder) -> None:
    empty.run("1")
    empty.failed("1/start/0")
    empty.printed("1/start/0", ("stdout", "first\n"))
    empty.began("1/start/0", attempt=1)
    empty.printed("1/start/0", ("stdout", "second\n"), attempt=1)
    assert Task("TrainFlow/1/start/0").stdout == "second\n"
    assert Task("TrainFlow/1/start/0", attempt=0).stdout == "first\n"


def test_a_cloned_task_has_the_output_and_the_origin_of_the_one_it_was_taken_from(
    store: Builder,
) -> None:
    store.printed("1/start/0", ("stdout", "hello\n"))
    store.extra = {"origin": "1"}
    store.run("3")
    store.done("3/start/0", cloned="1")
    run = Run("TrainFlow/3")
    task = run["start"].task
    assert task is not None
    assert task.stdout == "hello\n"
    assert run.origin_pathspec == "TrainFlow/1"
    assert run["start"].origin_pathspec == "TrainFlow/1/start"
    assert task.origin_pathspec == "TrainFlow/1/start/0"
    assert task.metadata_dict["origin-run-id"] == "1"
    assert Run("TrainFlow/2").origin_pathspec is None
    assert Task("TrainFlow/1/start/0").origin_pathspec is None


def test_tasks_know_the_tasks_before_and_after_them(store: Builder) -> None:
    train = Task("TrainFlow/1/train/1")
    assert list(train.parent_tasks) == [Task("TrainFlow/1/start/0")]
    assert list(train.child_tasks) == [Task("TrainFlow/1/join/0")]
    start = Task("TrainFlow/1/start/0")
    assert list(start.parent_task_pathspecs) == []
    assert list(start.child_task_pathspecs) == [f"TrainFlow/1/train/{item}" for item in range(3)]
    assert len(list(Task("TrainFlow/1/join/0").parent_tasks)) == 3
    assert list(Task("TrainFlow/1/end/0").child_tasks) == []


def test_tasks_that_run_are_children_too(empty: Builder) -> None:
    empty.run("1")
    empty.done("1/start/0")
    empty.began("1/train/0", inputs=["start/0"])
    assert list(Task("TrainFlow/1/start/0").child_tasks) == [Task("TrainFlow/1/train/0")]


def test_steps_know_the_steps_before_and_after_them(store: Builder) -> None:
    run = Run("TrainFlow/1")
    assert list(run["train"].parent_steps) == [run["start"]]
    assert list(run["train"].child_steps) == [run["join"]]
    assert list(run["start"].parent_steps) == []
    assert list(run["end"].child_steps) == []


def test_the_order_of_steps_is_seen_from_the_tasks_if_the_run_does_not_say_it(
    empty: Builder,
) -> None:
    empty.extra = {"steps": [{"name": name} for name in ("start", "train", "join", "end")]}
    train_run(empty, "1")
    run = Run("TrainFlow/1")
    assert [step.id for step in run] == ["end", "join", "train", "start"]
    assert list(run["train"].parent_steps) == [run["start"]]
    assert list(run["train"].child_steps) == [run["join"]]
    assert list(run["train"]["1"].child_tasks) == [run["join"]["0"]]


def test_a_foreach_numbers_its_tasks(store: Builder) -> None:
    run = Run("TrainFlow/1")
    assert [task.index for task in run["train"]] == [2, 1, 0]
    assert Task("TrainFlow/1/start/0").index is None


def test_the_control_task_of_a_gang_is_its_first(store: Builder) -> None:
    store.run("3")
    for item in range(3):
        frame = {"step": "start", "artifact": "", "index": item, "count": 3, "items": None}
        store.done(f"3/train/{item}", frames=[frame], inputs=["start/0"])
    step = Step("TrainFlow/3/train")
    assert step.control_task == step["0"]
    assert list(step.control_tasks()) == [step["0"]]
    assert Step("TrainFlow/1/train").control_task is None


def test_metadata_have_the_names_that_notebooks_know(store: Builder) -> None:
    task = Task("TrainFlow/1/train/2")
    known = task.metadata_dict
    assert known["attempt"] == "0"
    assert known["attempt_ok"] == "True"
    assert known["ds-type"] == "local"
    assert f"file://{known['ds-root']}" == store.store.url
    assert known["python_version"] == "3.11.7"
    assert known["foreach-indices"] == "2"
    first = task.metadata[0]
    assert (first.name, first.value, first.task) == ("attempt", "0", task)
    assert task.runtime_name == "local"
    assert task.environment_info == {"type": "local", "python_version": "3.11.7", "host": "box"}


def test_metadata_of_a_failed_attempt_say_so(empty: Builder) -> None:
    empty.run("1")
    empty.failed("1/start/0")
    assert Task("TrainFlow/1/start/0").metadata_dict["attempt_ok"] == "False"
    empty.began("1/train/0")
    assert "attempt_ok" not in Task("TrainFlow/1/train/0").metadata_dict


def test_an_artifact_is_an_object_of_its_own(store: Builder) -> None:
    artifact = Run("TrainFlow/1")["train"]["2"]["score"]
    assert artifact == DataArtifact("TrainFlow/1/train/2/score")
    assert (artifact.id, artifact.data, artifact.size, artifact.type) == ("score", 20, 2, "int")
    assert artifact.created_at == artifact.finished_at == artifact.parent.finished_at
    assert artifact.sha == Run("TrainFlow/2")["train"]["2"]["score"].sha
    assert artifact.sha != Run("TrainFlow/1")["train"]["1"]["score"].sha


def test_the_artifacts_of_a_task_are_a_named_tuple(store: Builder) -> None:
    task = Task("TrainFlow/1/train/2")
    assert task.artifacts.score.data == 20
    assert [artifact.id for artifact in task.artifacts] == ["xs", "alpha", "x", "score"]
    assert list(task) == list(task.artifacts)


def test_the_size_of_a_blob_is_its_refs(empty: Builder) -> None:
    empty.run("1")
    blob = {"pickle": {"blob": "ab12", "parts": [100, 4000]}, "type": "ndarray", "size": 4100}
    empty.done("1/start/0", {"x": blob, "y": {"bytes": "YWJj", "type": "bytes"}})
    task = Task("TrainFlow/1/start/0")
    assert (task["x"].size, task["x"].sha) == (4100, "ab12")
    assert task["y"].size == 3


def test_objects_are_written_as_what_makes_them(store: Builder) -> None:
    assert repr(Flow("TrainFlow")) == "Flow('TrainFlow')"
    assert repr(Run("TrainFlow/1")) == "Run('TrainFlow/1')"
    assert str(Step("TrainFlow/1/train")) == "Step('TrainFlow/1/train')"
    assert repr(Task("TrainFlow/1/train/2")) == "Task('TrainFlow/1/train/2')"
    artifact = DataArtifact("TrainFlow/1/train/2/x")
    assert repr(artifact) == "DataArtifact('TrainFlow/1/train/2/x')"
    assert repr(Metaflow()) == "Metaflow()"


def test_objects_know_their_path_and_their_parent(store: Builder) -> None:
    task = Task("TrainFlow/1/train/2")
    assert task.pathspec == "TrainFlow/1/train/2"
    assert task.path_components == ["TrainFlow", "1", "train", "2"]
    assert task.parent == Step("TrainFlow/1/train")
    assert task.parent.parent == Run("TrainFlow/1")
    assert task.parent.parent.parent == Flow("TrainFlow")
    assert Flow("TrainFlow").parent is None


def test_objects_are_equal_if_they_are_the_same_of_the_same_store(
    store: Builder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = Run("TrainFlow/1")
    folder = tmp_path_factory.mktemp("other")
    train_run(folder_builder(folder), "1")
    metadata(str(folder))
    assert Run("TrainFlow/1") != here
    assert len({here, Run("TrainFlow/1")}) == 2


@pytest.mark.parametrize(
    ("kind", "path", "message"),
    [
        (Flow, "TrainFlo", r"Flow\('TrainFlo'\) does not exist in file://.*mean `TrainFlow`\?"),
        (Run, "TrainFlow/7", r"Run\('TrainFlow/7'\) does not exist in file://.*is `2`, `1`"),
        (Run, "Train/7", r"Flow\('Train'\) does not exist"),
        (Step, "TrainFlow/1/trian", r"Step\('TrainFlow/1/trian'\) does not .*mean `train`\?"),
        (Step, "TrainFlow/7/train", r"Run\('TrainFlow/7'\) does not exist"),
        (Task, "TrainFlow/1/train/3", r"Task\('TrainFlow/1/train/3'\) does not .*`2`, `1`, `0`"),
        (Task, "TrainFlow/1/tran/0", r"Step\('TrainFlow/1/tran'\) does not exist"),
        (DataArtifact, "TrainFlow/1/train/0/scor", r"scor'\) does not exist .*mean `score`\?"),
    ],
)
def test_what_is_not_there_is_named_with_its_store_and_what_is(
    store: Builder, kind: type[Run], path: str, message: str
) -> None:
    with pytest.raises(MetaflowNotFound, match=message):
        kind(path)


@pytest.mark.parametrize(
    ("kind", "path"),
    [(Flow, "A/1"), (Run, "A"), (Step, "A/1"), (Task, "A/1/b"), (Run, "A//"), (Run, "/1")],
)
def test_a_path_of_the_wrong_depth_is_refused(empty: Builder, kind: type[Run], path: str) -> None:
    with pytest.raises(MetaflowInvalidPathspec, match=rf"expected {kind.__name__}\('FlowName"):
        kind(path)


def test_children_that_are_not_there_are_key_errors_and_not_found(store: Builder) -> None:
    for error in (KeyError, MetaflowNotFound):
        with pytest.raises(error):
            Flow("TrainFlow")["7"]
        with pytest.raises(error):
            Run("TrainFlow/1")["trian"]
        with pytest.raises(error):
            Task("TrainFlow/1/train/0")["scor"]
    assert "7" not in Flow("TrainFlow")
    assert "1" in Flow("TrainFlow")
    assert "score" in Task("TrainFlow/1/train/0")


def test_ids_may_be_numbers(store: Builder) -> None:
    assert Flow("TrainFlow")[1] == Run("TrainFlow/1")  # type: ignore[index]


def test_runs_of_others_are_not_in_the_namespace(store: Builder) -> None:
    train_run(store, "3", user="bob")
    assert [run.id for run in Flow("TrainFlow")] == ["2", "1"]
    with pytest.raises(MetaflowNamespaceMismatch, match="not in the namespace `user:alice`"):
        Run("TrainFlow/3")
    with pytest.raises(MetaflowNamespaceMismatch):
        Flow("TrainFlow")["3"]
    with pytest.raises(MetaflowNamespaceMismatch):
        Task("TrainFlow/3/start/0")
    namespace("user:bob")
    assert [run.id for run in Flow("TrainFlow")] == ["3"]
    namespace(None)
    assert [run.id for run in Flow("TrainFlow")] == ["3", "2", "1"]
    assert Run("TrainFlow/3").is_in_namespace()


def test_production_runs_are_in_the_namespace_of_their_flow(store: Builder) -> None:
    train_run(store, "argo-x7k2p", user=None)
    namespace("production:TrainFlow")
    assert [run.id for run in Flow("TrainFlow")] == ["argo-x7k2p"]


def test_a_flow_without_a_run_in_the_namespace_is_refused(store: Builder) -> None:
    namespace("user:carol")
    with pytest.raises(MetaflowNamespaceMismatch, match="no run in the namespace `user:carol`"):
        Flow("TrainFlow")
    assert Metaflow().flows == []


def test_a_tag_of_a_persons_own_is_a_namespace_as_well(store: Builder) -> None:
    Run("TrainFlow/1").add_tag("team:vision")
    namespace("team:vision")
    assert [run.id for run in Flow("TrainFlow")] == ["1"]


def test_an_object_is_seen_in_the_namespace_that_counted_when_it_was_made(store: Builder) -> None:
    run = Run("TrainFlow/1")
    namespace("user:bob")
    assert run["train"].task is not None
    assert run.parent.latest_run == run.parent["2"]
    assert not run.is_in_namespace()


def test_the_namespace_can_be_passed_over_for_one_object(store: Builder) -> None:
    namespace("user:bob")
    assert Run("TrainFlow/1", _namespace_check=False).successful


def test_all_flows_of_a_store_are_listed(store: Builder) -> None:
    store.flow = "OtherFlow"
    store.run("1")
    store.store.write("notes/readme", b"no flow")
    assert Metaflow().flows == [Flow("OtherFlow"), Flow("TrainFlow")]
    assert Metaflow()["TrainFlow"] == Flow("TrainFlow")


def test_runs_can_be_kept_as_artifacts(store: Builder) -> None:
    run = Run("TrainFlow/1")
    again = pickle.loads(pickle.dumps(run))
    namespace("user:bob")
    assert again == run
    assert again["train"].task.data.x == 2
    task = pickle.loads(pickle.dumps(Task("TrainFlow/1/start/0", 0, _namespace_check=False)))
    assert task.current_attempt == 0


def test_notebooks_complete_the_names_of_children(store: Builder) -> None:
    assert Flow("TrainFlow")._ipython_key_completions_() == ["2", "1"]
    assert Run("TrainFlow/1")._ipython_key_completions_() == ["end", "join", "train", "start"]
    assert "score" in Task("TrainFlow/1/train/0")._ipython_key_completions_()


def test_a_long_list_of_runs_is_read_as_far_as_it_is_asked_for(store: Builder) -> None:
    for number in range(3, 100):
        store.run(str(number))
    assert [run.id for run in islice(Flow("TrainFlow"), 3)] == ["99", "98", "97"]
    assert len(list(Flow("TrainFlow"))) == 99
