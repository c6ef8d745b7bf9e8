"""What is said of a step: where its inputs come from, what it does, how it is run."""

from __future__ import annotations

from compiler.explanation import StepFacts, explain_steps
from compiler.ir.nodes import (
    Access,
    Arm,
    Choice,
    Flow,
    InputAccess,
    Loop,
    Map,
    Merge,
    Node,
    Origin,
    Parallel,
    Task,
)
from compiler.ir.settings import (
    Catch,
    Compute,
    Dependencies,
    EnvVar,
    Retry,
    Secret,
    Timeout,
    literal,
)


def facts(*body: Node) -> dict[str, StepFacts]:
    flow = Flow(name="ZooFlow", body=body, origin=Origin(path="flow.py", entrypoint="ZooFlow"))
    return {step.name: step for step in explain_steps(flow)}


def inputs(*body: Node) -> dict[str, str]:
    return {name: step.inputs for name, step in facts(*body).items()}


def task(name: str) -> Task:
    return Task(name=name)


def test_the_first_step_has_no_inputs_and_the_next_has_the_one_before() -> None:
    assert inputs(task("start"), task("end")) == {
        "start": "nothing: the run starts here",
        "end": "start",
    }


def test_the_join_of_a_split_has_every_arm() -> None:
    split = Parallel(arms=((task("a"),), (task("b"),)), join=task("join"))
    assert inputs(task("start"), split)["join"] == "a, and b"


def test_a_foreach_gives_items_and_its_join_has_every_one() -> None:
    each = Map(over="rows", body=(task("each"),), join=task("join"))
    found = inputs(task("start"), each)
    assert found["each"] == "start, as one of its items"
    assert found["join"] == "every item of each"


def test_after_a_switch_the_input_is_whichever_ran() -> None:
    arms = (Arm(keys=("x",), body=(task("a"),)), Arm(keys=("y",), body=()))
    found = inputs(task("start"), Choice(on="kind", arms=arms), task("end"))
    assert found["end"] == "whichever ran: a or start"


def test_a_loop_starts_from_its_last_iteration_and_ends_with_it() -> None:
    loop = Loop(body=(task("try_"), task("look")), on="state", again=("again",))
    found = inputs(task("start"), loop, task("end"))
    assert found["try_"] == "whichever ran: look of the iteration before or start"
    assert found["end"] == "the last iteration of look"


def test_reads_are_what_a_step_is_given() -> None:
    step = Task(
        name="start",
        reads=(
            Access(artifact="rows"),
            Access(artifact="own", certain=False),
            Access(artifact="maybe", certain=False),
        ),
        writes=(Access(artifact="own"), Access(artifact="model")),
        deletes=(Access(artifact="rows"),),
        catch=Catch(var="failure"),
    )
    [found] = facts(step).values()
    assert found.reads == ("rows", "maybe")
    assert found.writes == ("own", "model", "failure", "deletes rows")


def test_what_a_step_assigns_and_then_announces_is_nothing_that_it_reads() -> None:
    rows = Access(artifact="rows")
    start = Task(name="start", reads=(rows,), writes=(rows,))
    each = Map(over="rows", body=(task("each"),), join=task("join"))
    assert facts(start, each)["start"].reads == ()
    look = Task(name="look", reads=(Access(artifact="state"),), writes=(Access(artifact="state"),))
    loop = Loop(body=(look,), on="state", again=("again",))
    assert facts(task("start"), loop, task("end"))["look"].reads == ()


def test_a_join_says_what_it_reads_and_merges_of_its_inputs() -> None:
    def reads(merge: Merge | None, *, opaque: bool = False) -> tuple[str, ...]:
        read = (InputAccess(artifact="x"), InputAccess(artifact="y", step="a"))
        [found] = facts(Task(name="j", input_reads=read, merge=merge, opaque=opaque)).values()
        return found.reads

    assert reads(None) == ("x of its inputs", "y of a")
    assert reads(Merge())[2:] == ("merges everything of its inputs",)
    assert reads(Merge(exclude=("z",)))[2:] == ("merges everything but z of its inputs",)
    assert reads(Merge(include=("p", "q")))[2:] == ("merges p, q of its inputs",)
    assert reads(Merge(known=False))[2:] == ("merges its inputs",)
    assert reads(None, opaque=True)[2:] == (
        "may read anything: `self` goes to code that was not seen",
    )


def test_settings_are_said_in_words_and_values_of_variables_are_not() -> None:
    step = Task(
        name="start",
        compute=Compute(
            cpu="2",
            shared_memory="64",
            labels=(("team", "zoo"),),
            tolerations=(literal({"key": "gpu"}),),
            target_options=(("batch", "queue", literal("fast")),),
        ),
        retry=Retry(times=1, minutes_between=0.5),
        timeout=Timeout(seconds=60),
        catch=Catch(),
        environment=(EnvVar(name="MODE", value="hunter2"), EnvVar(name="KEY", reference="KEY")),
        secrets=(Secret(name="db"),),
        dependencies=Dependencies(pypi=(("pandas", "2.1"), ("numpy", "")), python="3.12"),
    )
    [found] = facts(step).values()
    compute, *others = found.settings
    assert compute.startswith('cpu 2, shared memory 64, tolerations {"key":"gpu"}, labels team zoo')
    assert compute.endswith(', target options batch queue "fast"')
    assert others == [
        "1 retry, 0.5 min apart",
        "ends after 60 s",
        "goes on after the last failure",
        "environment MODE, KEY (kept outside)",
        "secrets db",
        "packages pandas 2.1, numpy, python 3.12",
    ]


def test_retries_that_are_switched_off_are_said() -> None:
    [found] = facts(Task(name="start", retry=Retry(times=0))).values()
    assert found.settings == ("no retries",)
