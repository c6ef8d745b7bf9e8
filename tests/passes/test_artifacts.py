"""What is claimed about artifacts, and what is left alone for want of proof."""

from __future__ import annotations

from compiler.diagnostics import Diagnostic
from compiler.ir.nodes import (
    Access,
    Arm,
    Block,
    Choice,
    Flow,
    InputAccess,
    Loop,
    Map,
    Merge,
    Origin,
    Parallel,
    Task,
)
from compiler.ir.settings import Catch, Config, Parameter
from compiler.passes.artifacts import (
    check_artifacts,
    check_assigned_names,
    check_never_assigned,
)

ORIGIN = Origin(path="flow.py", entrypoint="F")


def flow(*body: object, **fields: object) -> Flow:
    return Flow(name="F", body=body, origin=ORIGIN, **fields)  # type: ignore[arg-type]


def task(name: str, reads: str = "", writes: str = "", deletes: str = "", **fields: object) -> Task:
    """Make a task; names are separated by blanks, a `?` after one means "not certain"."""
    return Task(
        name=name,
        reads=_accesses(reads),
        writes=_accesses(writes),
        deletes=_accesses(deletes),
        **fields,  # type: ignore[arg-type]
    )


def _accesses(names: str) -> tuple[Access, ...]:
    return tuple(Access(artifact=n.rstrip("?"), certain=n[-1] != "?") for n in names.split())


def join(name: str, inputs: str = "", **fields: object) -> Task:
    reads = tuple(InputAccess(artifact=n) for n in inputs.split())
    return task(name, input_reads=reads, **fields)  # type: ignore[arg-type]


def codes(checked: Flow) -> list[str]:
    return [found.rule.code for found in check_artifacts(checked)]


def only(checked: Flow) -> Diagnostic:
    (found,) = check_artifacts(checked)
    return found


def parallel(*arms: Block, join: Task) -> Parallel:
    return Parallel(arms=arms, join=join)


def test_an_artifact_assigned_before_is_fine() -> None:
    assert codes(flow(task("start", writes="rows"), task("end", reads="rows"))) == []


def test_an_artifact_assigned_only_afterwards_is_missing() -> None:
    found = only(flow(task("start", reads="rows"), task("end", writes="rows")))
    assert found.rule.code == "FLC203"
    assert found.message == "no step before `start` assigns `rows`"


def test_a_misspelt_artifact_is_answered_with_the_one_that_is_meant() -> None:
    found = only(flow(task("start", writes="records"), task("end", reads="recrods")))
    assert found.help == "did you mean `self.records`?"


def test_a_guarded_read_is_only_a_warning() -> None:
    assert codes(flow(task("start"), task("end", reads="rows?"))) == ["FLC210"]


def test_an_artifact_assigned_on_some_path_only_is_left_alone() -> None:
    choice = Choice(
        on="way",
        arms=(Arm(keys=("a",), body=(task("a", writes="x"),)), Arm(keys=("b",), body=())),
    )
    assert codes(flow(task("start", writes="way"), choice, task("end", reads="x"))) == []


def test_parameters_configs_members_and_what_self_has_are_never_missing() -> None:
    checked = flow(
        task("start", reads="alpha cfg helper input"),
        parameters=(Parameter(name="alpha", attribute="alpha"),),
        configs=(Config(name="cfg", attribute="cfg"),),
        members=("helper",),
    )
    assert codes(checked) == []


def test_nothing_is_claimed_after_an_opaque_step() -> None:
    assert codes(flow(task("start", opaque=True), task("end", reads="x"))) == []


def test_nothing_is_claimed_where_a_base_is_unknown() -> None:
    assert codes(flow(task("start", reads="x"), members_known=False)) == []


def test_a_join_drops_what_it_does_not_assign() -> None:
    split = parallel((task("a", writes="x"),), (task("b"),), join=join("j"))
    found = [f.rule.code for f in check_artifacts(flow(task("start"), split, task("e", reads="x")))]
    assert found == ["FLC204"]


def test_what_was_assigned_before_the_split_is_dropped_too() -> None:
    split = parallel((task("a"),), (task("b"),), join=join("j"))
    checked = flow(task("start", writes="x"), split, task("end", reads="x"))
    assert only(checked).message == "step `end` reads `x`, which the join `j` does not keep"


def test_merging_keeps_what_is_not_excluded() -> None:
    split = parallel((task("a", writes="x y"),), (task("b"),), join=join("j", merge=Merge()))
    assert codes(flow(task("start"), split, task("end", reads="x y"))) == []
    excluding = join("j", merge=Merge(exclude=("x",)))
    split = parallel((task("a", writes="x y"),), (task("b"),), join=excluding)
    assert codes(flow(task("start"), split, task("end", reads="x y"))) == ["FLC204"]


def test_merging_keeps_only_what_is_included() -> None:
    including = join("j", merge=Merge(include=("x",)))
    split = parallel((task("a", writes="x y"),), (task("b"),), join=including)
    assert codes(flow(task("start"), split, task("end", reads="x y"))) == ["FLC204"]


def test_a_merge_whose_lists_are_unknown_keeps_anything() -> None:
    split = parallel(
        (task("a", writes="x"),), (task("b"),), join=join("j", merge=Merge(known=False))
    )
    assert codes(flow(task("start"), split, task("end", reads="x"))) == []


def test_a_merge_warns_once_of_all_that_conflicts() -> None:
    arms = ((task("a", writes="x y z u"),), (task("b", writes="x y z u"),))
    found = only(flow(task("s"), parallel(*arms, join=join("j", writes="u", merge=Merge()))))
    assert "one of `x`, `y`, `z` differs" in found.message
    assert '["x", "y", "z"]' in found.help


def test_what_one_join_drops_unread_is_one_note() -> None:
    arms = ((task("a", writes="u v w x y"),), (task("b"),))
    found = only(flow(task("s"), parallel(*arms, join=join("j"))))
    message = "no later step reads `u`, `v`, `w` and 2 more, and the join `j` drops them"
    assert found.message == message


def test_a_merge_warns_of_what_several_inputs_assign() -> None:
    arms = ((task("a", writes="x"),), (task("b", writes="x"),))
    assert codes(flow(task("s"), parallel(*arms, join=join("j", merge=Merge())))) == ["FLC205"]
    own = join("j", merge=Merge(), writes="x")
    assert codes(flow(task("s"), parallel(*arms, join=own))) == []


def test_an_inherited_artifact_is_no_conflict() -> None:
    split = parallel((task("a"),), (task("b"),), join=join("j", merge=Merge()))
    assert codes(flow(task("s", writes="x"), split, task("end", reads="x"))) == []


def test_a_join_may_read_what_one_of_its_inputs_has() -> None:
    arms = ((task("a", writes="x"),), (task("b"),))
    assert codes(flow(task("s"), parallel(*arms, join=join("j", "x")))) == []
    found = only(flow(task("s"), parallel((task("a"),), (task("b"),), join=join("j", "x"))))
    assert found.rule.code == "FLC208"


def test_a_named_input_must_have_it_itself() -> None:
    reading = task("j", input_reads=(InputAccess(artifact="x", step="b"),))
    split = parallel((task("a", writes="x"),), (task("b"),), join=reading)
    assert "FLC208" in codes(flow(task("s"), split))


def test_a_foreach_needs_its_list() -> None:
    each = Map(over="grid", body=(task("train"),), join=join("j"))
    assert codes(flow(task("start"), each)) == ["FLC206"]
    assert codes(flow(task("start", writes="grid"), each)) == []


def test_a_switch_needs_its_condition() -> None:
    choice = Choice(on="way", arms=(Arm(keys=(1,), body=()), Arm(keys=(2,), body=(task("b"),))))
    assert codes(flow(task("start", reads="way"), choice, task("end"))) == ["FLC207"]


def test_a_loop_may_read_what_its_own_earlier_turn_assigned() -> None:
    loop = Loop(body=(task("a", reads="x"), task("b", writes="x go")), on="go", again=(True,))
    assert codes(flow(task("start"), loop, task("end"))) == []


def test_a_loop_needs_the_condition_it_ends_by() -> None:
    loop = Loop(body=(task("a"),), on="go", again=(True,))
    assert codes(flow(task("start"), loop, task("end"))) == ["FLC207"]


def test_deleting_makes_later_reads_fail() -> None:
    checked = flow(
        task("start", writes="raw"), task("clean", deletes="raw"), task("end", reads="raw")
    )
    assert codes(checked) == ["FLC211"]


def test_what_nothing_reads_and_a_join_drops_is_noted() -> None:
    split = parallel((task("a", writes="scratch"),), (task("b"),), join=join("j"))
    found = only(flow(task("start"), split, task("end")))
    assert found.rule.code == "FLC209"
    assert not found.is_error


def test_results_that_reach_the_end_are_no_waste() -> None:
    assert codes(flow(task("start", writes="score"), task("end"))) == []


def test_a_caught_step_may_not_have_assigned_anything() -> None:
    caught = task("a", writes="x", catch=Catch(var="failed"))
    assert codes(flow(caught, task("end", reads="x failed"))) == []


def test_parameters_and_steps_are_not_assigned() -> None:
    checked = flow(
        task("start", writes="alpha index end"),
        task("end", entrypoint="end"),
        parameters=(Parameter(name="alpha", attribute="alpha"),),
    )
    found = [f.rule.code for f in check_assigned_names(checked)]
    assert found == ["FLC201", "FLC202", "FLC212"]


def test_a_long_chain_takes_one_pass() -> None:
    chain = [task(f"s{i}", reads=f"x{i - 1}", writes=f"x{i}") for i in range(1, 5000)]
    assert codes(flow(task("start", writes="x0"), *chain)) == []


def test_before_the_graph_is_mended_only_what_no_step_assigns_is_missing() -> None:
    steps = (task("start", reads="rows later maybe?"), task("other", writes="later"))
    found = [d.message for d in check_never_assigned(flow(*steps))]
    assert found == ["no step before `start` assigns `rows`"]


def test_before_the_graph_is_mended_nothing_is_claimed_of_what_is_not_seen() -> None:
    start = task("start", reads="rows")
    assert not list(check_never_assigned(flow(start, task("other", opaque=True))))
    assert not list(check_never_assigned(flow(start, members_known=False)))
