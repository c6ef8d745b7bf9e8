"""Items, their numbers and the maps around a task; and ways through loops and switches."""

from __future__ import annotations

import pytest

from tests.shim.conftest import Drive

NESTED = """
    class F(FlowSpec):
        @step
        def start(self):
            self.xs = ['a', 'b']
            self.next(self.outer, foreach='xs')

        @step
        def outer(self):
            self.ys = [1, 2, 3]
            self.next(self.inner, foreach='ys')

        @step
        def inner(self):
            self.got = (self.input, self.index, self.foreach_stack())
            self.next(self.again)

        @step
        def again(self):
            del self.ys
            self.got2 = (self.input, self.index, self.foreach_stack())
            self.next(self.inner_join)

        @step
        def inner_join(self, inputs):
            self.all = [i.got for i in inputs]
            assert all(i.got == i.got2 for i in inputs)
            assert not hasattr(self, 'xs')
            self.got = (self.input, self.index, self.foreach_stack())
            self.next(self.after)

        @step
        def after(self):
            assert self.got == (self.input, self.index, self.foreach_stack())
            self.next(self.outer_join)

        @step
        def outer_join(self, inputs):
            self.outer = [i.got for i in inputs]
            self.inner = [i.all for i in inputs]
            self.next(self.end)

        @step
        def end(self):
            assert (self.input, self.index, self.foreach_stack()) == (None, None, [])
    """


def test_every_task_knows_the_items_around_it(drive: Drive) -> None:
    driver = drive(NESTED)
    driver.run()
    xs, ys = ["a", "b"], [1, 2, 3]
    assert driver.value("outer_join", "outer") == [
        (x, i, [(i, len(xs), x)]) for i, x in enumerate(xs)
    ]
    assert driver.value("outer_join", "inner") == [
        [(y, j, [(i, len(xs), x), (j, len(ys), y)]) for j, y in enumerate(ys)]
        for i, x in enumerate(xs)
    ]
    frames = driver.manifest("inner", "1.2")["frames"]
    assert [(f["step"], f["artifact"], f["index"], f["count"]) for f in frames] == [
        ("start", "xs", 1, 2),
        ("outer", "ys", 2, 3),
    ]
    assert driver.manifest("inner", "1.2")["inputs"] == ["outer/1"]
    assert driver.manifest("outer_join")["inputs"] == ["after/0", "after/1"]


EACH = """
    import enum

    class Kind(enum.Enum):
        A = 1
        B = 2

    class F(FlowSpec):
        member = ['m', 'n']

        @property
        def computed(self):
            return iter((7, 8))

        @step
        def start(self):
            {start}
            self.next(self.each, foreach='{over}')

        @step
        def each(self):
            self.got = self.input
            self.next(self.join)

        @step
        def join(self, inputs):
            self.got = [i.got for i in inputs]
            self.next(self.end)

        @step
        def end(self):
            pass
    """


@pytest.mark.parametrize(
    ("assigned", "value"),
    [
        ("self.rows = {3}", [3]),
        ("self.rows = {'x': 1, 'y': 2}", ["x", "y"]),
        ("self.rows = 'ab'", ["a", "b"]),
        ("self.rows = range(2, 4)", [2, 3]),
        ("self.rows = (None, [1])", [None, [1]]),
        ("import numpy; self.rows = numpy.array([1.5, 2.5])", [1.5, 2.5]),
        ("import pandas; self.rows = pandas.Series([5, 6])", [5, 6]),
        ("import pandas; self.rows = pandas.DataFrame({'x': [1], 'y': [2]})", ["x", "y"]),
        ("self.rows = [Kind.A.value, Kind.B.value]", [1, 2]),
        ("self.rows = [list(range(5000))] * 2", [list(range(5000))] * 2),
    ],
)
def test_items_of_many_kinds(drive: Drive, assigned: str, value: object) -> None:
    driver = drive(EACH.replace("{start}", assigned).replace("{over}", "rows"))
    driver.run()
    assert driver.value("end", "got") == value


@pytest.mark.parametrize(("over", "value"), [("member", ["m", "n"]), ("computed", [7, 8])])
def test_items_of_what_is_no_artifact(drive: Drive, over: str, value: object) -> None:
    driver = drive(EACH.replace("{start}", "pass").replace("{over}", over))
    driver.run()
    assert driver.value("end", "got") == value


def test_items_of_a_parameter(drive: Drive) -> None:
    text = EACH.replace("{start}", "pass").replace("{over}", "rows")
    parameter = "rows = Parameter('rows', type=JSONType, default=[1])"
    driver = drive(text.replace("member = ['m', 'n']", parameter))
    driver.run(FLOWC_PARAMS='{"rows": "[4, 5]"}')
    assert driver.value("end", "got") == [4, 5]


def test_items_stay_though_the_artifact_is_changed_after_the_foreach(drive: Drive) -> None:
    text = EACH.replace("{start}", "self.rows = [1, 2]").replace("{over}", "rows")
    text = text.replace("foreach='rows')", "foreach='rows')\n            self.rows = None")
    driver = drive(text)
    driver.commands  # noqa: B018 - the flow compiles
    driver.run()
    assert driver.value("end", "got") == [1, 2]


@pytest.mark.parametrize("assigned", ["self.rows = []", "self.rows = {}", "self.rows = ''"])
def test_an_empty_foreach_fails_by_name(drive: Drive, assigned: str) -> None:
    driver = drive(EACH.replace("{start}", assigned).replace("{over}", "rows"))
    ended = driver.task("start")
    assert ended.status == 1
    assert "step `start`: `rows` has no items: a foreach needs at least one" in ended.err
    assert "splits" not in ended.control
    assert driver.manifest_or_none("start") is None


def test_an_item_that_was_not_announced_is_missing(drive: Drive) -> None:
    driver = drive(EACH.replace("{start}", "self.rows = [1]").replace("{over}", "rows"))
    driver.task("start")
    ended = driver.task("each", "1")
    assert ended.status == 3
    assert "`start/0` announced 1 items: there is no item 1" in ended.err


LOOP = """
    class F(FlowSpec):
        @step
        def start(self):
            self.n = 0
            self.seen = []
            self.next(self.work)

        @step
        def work(self):
            self.n += 1
            self.seen.append(current.task_id)
            self.again = self.n < 3
            self.next({True: self.work, False: self.end}, condition='again')

        @step
        def end(self):
            print(self.n, self.seen)
    """


def test_a_loop_hands_on_what_it_left(drive: Drive) -> None:
    driver = drive(LOOP)
    tasks = driver.run()
    assert [(step, at) for step, at, _ in tasks] == [
        ("start", ""),
        ("work", "~0"),
        ("work", "~1"),
        ("work", "~2"),
        ("end", ""),
    ]
    assert tasks[-1][2].out == "3 ['~0', '~1', '~2']\n"
    assert [ended.control.get("next") for *_, ended in tasks] == [None, "work", "work", "end", None]
    assert driver.manifest("end")["inputs"] == ["work/~2"]


def test_a_loop_that_begins_a_flow_has_its_parameters_from_the_first_iteration(
    drive: Drive,
) -> None:
    driver = drive(
        """
        class F(FlowSpec):
            alpha = Parameter('alpha', default=1)

            @step
            def start(self):
                self.n = getattr(self, 'n', 0) + self.alpha
                self.again = 'yes' if self.n < 20 else 'no'
                self.next({'yes': self.start, 'no': self.end}, condition='again')

            @step
            def end(self):
                print(self.n, self.alpha)
        """
    )
    tasks = driver.run(FLOWC_PARAMS='{"alpha": "7"}')
    assert tasks[-1][2].out == "21 7\n"
    assert driver.manifest("start", "~0")["inputs"] == []
    assert driver.manifest("start", "~1")["inputs"] == ["start/~0"]


SWITCH = """
    import enum

    class Kind(enum.Enum):
        A = 'a'

    class F(FlowSpec):
        @step
        def start(self):
            self.kind = {value}
            self.next({{cases}}, condition='kind')

        @step
        def a(self):
            self.next(self.end)

        @step
        def b(self):
            self.next(self.end)

        @step
        def end(self):
            pass
    """


@pytest.mark.parametrize(
    ("value", "cases", "chosen"),
    [
        ("'x'", "'x': self.a, 'y': self.b", "a"),
        ("2", "1: self.a, 2: self.b", "b"),
        ("True", "True: self.a, False: self.b", "a"),
        ("False", "True: self.a, False: self.b", "b"),
        ("1.0", "1: self.a, 2: self.b", "a"),
    ],
)
def test_a_switch_chooses(drive: Drive, value: str, cases: str, chosen: str) -> None:
    text = SWITCH.replace("{value}", value).replace("{{cases}}", f"{{{cases}}}")
    driver = drive(text)
    tasks = driver.run()
    assert tasks[0][2].control["next"] == chosen
    assert [step for step, *_ in tasks] == ["start", chosen, "end"]
    assert driver.manifest("start")["next"] == chosen


def test_a_switch_may_have_members_of_an_enum_as_keys(drive: Drive) -> None:
    text = SWITCH.replace("{value}", "Kind.A").replace("{{cases}}", "{Kind.A: self.a}")
    driver = drive(text)
    ended = driver.shim("step", "start", "--to", "a|", "--control", str(driver.folder / "c"))
    assert (ended.status, ended.control["next"]) == (0, "a")


def test_a_key_that_is_no_case_fails_and_lists_the_cases(drive: Drive) -> None:
    text = SWITCH.replace("{value}", "'z'").replace("{{cases}}", "{'x': self.a, 'y': self.b}")
    ended = drive(text).task("start")
    assert ended.status == 1
    assert "`kind` is 'z', which is none of the cases: 'x', 'y'" in ended.err
    assert "next" not in ended.control
