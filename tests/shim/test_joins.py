"""What a join finds in `inputs`, and what `merge_artifacts` makes of them."""

from __future__ import annotations

import pytest

from tests.shim.conftest import Drive
from tests.shim.driving import Driver

BRANCH = """
    class F(FlowSpec):
        alpha = Parameter('alpha', default=1)

        @step
        def start(self):
            self.common = [1]
            self.old = 1
            self.next(self.a, self.b)

        @step
        def a(self):
            self.x = 'a'
            {a}
            self.next(self.join)

        @step
        def b(self):
            self.x = 'b'
            {b}
            self.next(self.join)

        @step
        def join(self, inputs):
            {join}
            self.next(self.end)

        @step
        def end(self):
            {end}
    """
FOREACH = """
    class F(FlowSpec):
        @step
        def start(self):
            self.rows = {rows}
            self.next(self.each, foreach='rows')

        @step
        def each(self):
            self.value = self.input
            {each}
            self.next(self.join)

        @step
        def join(self, inputs):
            {join}
            self.next(self.end)

        @step
        def end(self):
            {end}
    """


def flow(drive: Drive, text: str, **bodies: str) -> Driver:
    """Return the driver of `text`, with what its steps do."""
    for name in ("a", "b", "join", "each", "end"):
        text = text.replace(f"{{{name}}}", bodies.get(name, "pass").replace("\n", "\n" + " " * 12))
    return drive(text.replace("{rows}", bodies.get("rows", "[10, 20, 30]")))


def run_until(driver: Driver, step: str) -> None:
    """Run all tasks up to the step `step`, which is not run."""
    driver.task("start")
    if "each" in driver.commands:
        for item in range(int(driver.control("start").joinpath("splits").read_text())):
            driver.task("each", str(item))
    else:
        driver.task("a")
        driver.task("b")
    if step == "end":
        assert driver.task("join").status == 0


def said(driver: Driver) -> str:
    """Return what the join prints."""
    run_until(driver, "join")
    ended = driver.task("join")
    assert ended.status == 0, ended.err
    return ended.out


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("inputs.a.x, inputs.b.x", "('a', 'b')"),
        ("inputs[0].x, inputs[1].x, inputs[-1].x", "('a', 'b', 'b')"),
        ("[i.x for i in inputs]", "['a', 'b']"),
        ("[i.x for i in inputs[::-1]], len(inputs[:1]), inputs[5:]", "(['b', 'a'], 1, [])"),
        ("len(inputs), inputs[0] is inputs.a", "(2, True)"),
        ("inputs.a.common, inputs.b.alpha, self.alpha", "([1], 1, 1)"),
        ("hasattr(self, 'common'), hasattr(inputs.a, 'nothing')", "(False, False)"),
        ("inputs.a.index, inputs.a.input, inputs.a.foreach_stack()", "(None, None, [])"),
        ("hasattr(inputs, 'c'), hasattr(inputs, 'start')", "(False, False)"),
    ],
)
def test_inputs_of_a_split(drive: Drive, expression: str, value: str) -> None:
    assert said(flow(drive, BRANCH, join=f"print(({expression}))")) == f"{value}\n"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("inputs.c", "no input comes from a step `c`; they come from `a`, `b`"),
        ("inputs[2]", "IndexError"),
        ("inputs[-3]", "IndexError"),
        ("inputs.a.nothing", "flow `F` has no attribute `nothing` in the task `a/0`"),
        ("inputs.a.next(self.end)", "`self.next` is called in a step"),
        ("self.common", "flow `F` has no attribute `common` in the task `join/0`"),
        ("self.x = inputs", "the inputs of a join are no artifact"),
        ("self.x = list(inputs)", "assign the artifacts that you need"),
    ],
)
def test_what_inputs_do_not_have_is_named(drive: Drive, expression: str, message: str) -> None:
    driver = flow(drive, BRANCH, join=expression)
    run_until(driver, "join")
    ended = driver.task("join")
    assert ended.status == 1
    assert message in ended.err


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[i.value for i in inputs], len(inputs)", "([10, 20, 30], 3)"),
        ("inputs[-1].value, [i.value for i in inputs[1:]]", "(30, [20, 30])"),
        ("[i.index for i in inputs], [i.input for i in inputs]", "([0, 1, 2], [10, 20, 30])"),
        ("inputs[2].foreach_stack(), inputs.each.value", "([(2, 3, 30)], 10)"),
        ("sum(i.value for i in inputs), max(inputs, key=lambda i: i.value).index", "(60, 2)"),
        ("self.index, self.input, self.foreach_stack()", "(None, None, [])"),
        ("[a.value + b.value for a, b in zip(inputs, inputs)]", "[20, 40, 60]"),
    ],
)
def test_inputs_of_a_foreach(drive: Drive, expression: str, value: str) -> None:
    assert said(flow(drive, FOREACH, join=f"print(({expression}))")) == f"{value}\n"


def test_inputs_of_many_items_come_in_the_order_of_their_numbers(drive: Drive) -> None:
    driver = flow(drive, FOREACH, rows="list(range(12))", join="print([i.value for i in inputs])")
    assert said(driver) == f"{list(range(12))}\n"


def test_an_input_that_is_not_read_is_not_loaded(drive: Drive) -> None:
    driver = flow(
        drive,
        FOREACH,
        each="self.big = list(range(50_000)) * (1 + self.input)",
        join="print(len(inputs[0].big), inputs[2].value)",
    )
    run_until(driver, "join")
    for item in ("1", "2"):
        blob = driver.manifest("each", item)["artifacts"]["big"]["pickle"]["blob"]
        driver.store.delete(f"F/blobs/{blob[:2]}/{blob}")
    assert driver.task("join").out == f"{50_000 * 11} 30\n"


def test_a_missing_item_is_named(drive: Drive) -> None:
    driver = flow(drive, FOREACH)
    driver.task("start")
    driver.task("each", "0")
    driver.task("each", "2")
    ended = driver.task("join")
    assert ended.status == 3
    assert "no task of `each` at `1` is done in run `r1`" in ended.err
    assert driver.record("join", "0.start.json") is None


MERGED: dict[str, tuple[dict[str, str], set[str]]] = {
    "all that agree": (
        {"join": "self.x = 1\nself.merge_artifacts(inputs)"},
        {"x", "common", "old", "alpha"},
    ),
    "all but": (
        {"join": "self.merge_artifacts(inputs, exclude=['x', 'old'])"},
        {"common", "alpha"},
    ),
    "only": ({"join": "self.merge_artifacts(inputs, include=['old'])"}, {"old", "alpha"}),
    "what one input has": (
        {"a": "self.only = 1", "join": "self.merge_artifacts(inputs, exclude=['x'])"},
        {"only", "common", "old", "alpha"},
    ),
    "what one input deleted": (
        {"a": "del self.old", "join": "self.merge_artifacts(inputs, exclude=['x'])"},
        {"common", "old", "alpha"},
    ),
    "some of the inputs": (
        {"join": "self.merge_artifacts(inputs[:1])"},
        {"x", "common", "old", "alpha"},
    ),
    "equal values of both": (
        {
            "a": "self.same = {'k': [1.5]}",
            "b": "self.same = {'k': [1.5]}",
            "join": "self.merge_artifacts(inputs, exclude=['x'])",
        },
        {"same", "common", "old", "alpha"},
    ),
}


@pytest.mark.parametrize("name", MERGED)
def test_what_is_merged(drive: Drive, name: str) -> None:
    bodies, names = MERGED[name]
    driver = flow(drive, BRANCH, **bodies)
    run_until(driver, "end")
    assert driver.names("join") == names


def test_merged_artifacts_are_handed_on_by_reference_and_not_loaded(drive: Drive) -> None:
    driver = flow(drive, BRANCH, a="pass", join="self.merge_artifacts(inputs, exclude=['x'])")
    driver.write(driver.path.read_text().replace("[1]", "list(range(50_000))"))
    driver.task("start")
    for key in driver.blobs():
        driver.store.write(key, b"broken")
    for step in ("a", "b", "join"):
        assert driver.task(step).status == 0
    assert (
        driver.manifest("join")["artifacts"]["common"]
        == (driver.manifest("start")["artifacts"]["common"])
    )


UNMERGED: dict[str, tuple[dict[str, str], str]] = {
    "what differs": (
        {"join": "self.merge_artifacts(inputs)"},
        "UnhandledInMergeArtifactsException: step `join` cannot merge `x`",
    ),
    "what differs in type alone": (
        {
            "a": "self.y = [1]",
            "b": "self.y = [True]",
            "join": "self.merge_artifacts(inputs, include=['y'])",
        },
        "cannot merge `y`: the inputs differ",
    ),
    "what no input has": (
        {"join": "self.merge_artifacts(inputs, include=['zzz', 'old'])"},
        "MissingInMergeArtifactsException: step `join` cannot merge `zzz`: no input has it",
    ),
    "both lists": (
        {"join": "self.merge_artifacts(inputs, include=['x'], exclude=['old'])"},
        "takes `include` or `exclude`, not both",
    ),
    "outside of a join": ({"end": "self.merge_artifacts([])"}, "step `end` is none"),
    "something else": ({"join": "self.merge_artifacts([1])"}, "takes the `inputs` of a join"),
}


@pytest.mark.parametrize("name", UNMERGED)
def test_what_cannot_be_merged_is_named(drive: Drive, name: str) -> None:
    bodies, message = UNMERGED[name]
    driver = flow(drive, BRANCH, **bodies)
    step = next(iter({"join", "end"} & bodies.keys()))
    run_until(driver, step)
    ended = driver.task(step)
    assert ended.status == 1
    assert message in ended.err


def test_the_names_that_cannot_be_merged_are_in_the_exception(drive: Drive) -> None:
    driver = flow(
        drive,
        BRANCH,
        a="self.y = 1",
        b="self.y = 2",
        join="from flowc.exception import UnhandledInMergeArtifactsException as U\n"
        "try:\n    self.merge_artifacts(inputs)\n"
        "except U as error:\n    print(sorted(error.artifact_names))",
    )
    assert said(driver) == "['x', 'y']\n"


def test_an_assignment_before_the_merge_decides(drive: Drive) -> None:
    driver = flow(drive, BRANCH, join="self.x = inputs.b.x\nself.merge_artifacts(inputs)")
    run_until(driver, "end")
    assert driver.value("join", "x") == "b"


def test_what_an_input_is_assigned_stays_with_it(drive: Drive) -> None:
    driver = flow(
        drive,
        BRANCH,
        join="inputs.a.common.append(2)\ninputs.a.old = 5\n"
        "self.merge_artifacts(inputs, exclude=['x'])\nprint(self.common, self.old)",
    )
    assert said(driver) == "[1] 1\n"
    assert driver.value("start", "common") == [1]
