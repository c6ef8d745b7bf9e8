"""What a step assigns, changes, deletes or leaves alone, and what the next one finds of it."""

from __future__ import annotations

from pathlib import Path

from tests.shim.conftest import Drive
from tests.shim.driving import Driver

BIG = 100_000
"""More bytes than a record holds, so that there is a blob."""

LINE = """
    class F(FlowSpec):
        {members}

        @step
        def start(self):
            {start}
            self.next(self.middle)

        @step
        def middle(self):
            {middle}
            self.next(self.end)

        @step
        def end(self):
            {end}
    """


def line(
    drive: Drive, start: str, middle: str = "pass", end: str = "pass", members: str = "x_ = 0"
) -> Driver:
    """Return the driver of a flow of three steps that do what is given."""
    text = LINE.replace("{members}", members.replace("\n", "\n        "))
    for name, body in (("start", start), ("middle", middle), ("end", end)):
        text = text.replace(f"{{{name}}}", body.replace("\n", "\n            "))
    return drive(text)


def corrupt(driver: Driver, step: str, name: str) -> None:
    """Break the blob of an artifact, so that loading it fails."""
    blob = driver.manifest(step)["artifacts"][name]["pickle"]["blob"]
    path = Path(driver.store.path(f"F/blobs/{blob[:2]}/{blob}"))
    path.write_bytes(b"broken" + path.read_bytes()[6:])


def test_an_artifact_that_no_step_reads_is_not_loaded_and_handed_on_by_reference(
    drive: Drive,
) -> None:
    driver = line(drive, f"self.big = list(range({BIG}))\nself.small = 1", "print(self.small)")
    driver.task("start")
    blobs = driver.blobs()
    assert len(blobs) == 1
    corrupt(driver, "start", "big")
    assert driver.task("middle").status == 0
    assert driver.task("end").status == 0
    assert driver.manifest("end")["artifacts"] == driver.manifest("start")["artifacts"]
    assert driver.blobs() == blobs


def test_an_artifact_that_is_damaged_is_named_with_the_task_that_left_it(drive: Drive) -> None:
    driver = line(drive, f"self.big = list(range({BIG}))", "self.big")
    driver.task("start")
    corrupt(driver, "start", "big")
    ended = driver.task("middle")
    assert ended.status == 4
    assert "`big` of `F/r1/start/0` cannot be loaded" in ended.err
    assert "damaged" in ended.err
    assert driver.manifest_or_none("middle") is None


def test_an_artifact_that_is_only_read_keeps_its_ref(drive: Drive) -> None:
    driver = line(drive, f"self.big = {{i: str(i) for i in range({BIG})}}", "len(self.big)")
    driver.task("start")
    blobs = driver.blobs()
    driver.task("middle")
    assert driver.manifest("middle")["artifacts"] == driver.manifest("start")["artifacts"]
    assert driver.blobs() == blobs


def test_a_change_in_place_is_saved_and_the_earlier_step_s_value_stays(drive: Drive) -> None:
    driver = line(
        drive,
        "self.rows = [1]\nself.deep = {'a': {'b': []}}\nself.set = {1}",
        "self.rows.append(2)\nself.deep['a']['b'].append(3)\nself.set.add(2)",
        "self.rows.append(3)",
    )
    driver.run()
    assert driver.value("start", "rows") == [1]
    assert driver.value("middle", "rows") == [1, 2]
    assert driver.value("middle", "deep") == {"a": {"b": [3]}}
    assert driver.value("end", "deep") == {"a": {"b": [3]}}
    assert driver.value("end", "set") == {1, 2}
    assert driver.value("end", "rows") == [1, 2, 3]


def test_a_change_of_an_array_in_place_is_saved(drive: Drive) -> None:
    driver = line(
        drive,
        "import numpy\nself.array = numpy.zeros(200_000)\nself.other = numpy.ones(200_000)",
        "self.array[7] = 5\nself.other.sum()",
        "print(int(self.array[7]))",
    )
    tasks = driver.run()
    assert tasks[-1][2].out == "5\n"
    assert driver.value("start", "array")[7] == 0
    refs = [driver.manifest(step)["artifacts"] for step in ("start", "middle", "end")]
    assert refs[0]["array"] != refs[1]["array"] == refs[2]["array"]
    assert refs[0]["other"] == refs[1]["other"] == refs[2]["other"]


def test_a_deleted_artifact_is_gone_for_the_steps_after(drive: Drive) -> None:
    driver = line(
        drive,
        f"self.big = list(range({BIG}))\nself.read = 1\nself.own = 2\ndel self.own",
        "del self.big\nself.read\ndel self.read",
        "print(hasattr(self, 'big'), hasattr(self, 'read'), hasattr(self, 'own'))",
    )
    driver.task("start")
    corrupt(driver, "start", "big")  # deleting loads nothing
    assert driver.task("middle").status == 0
    assert driver.task("end").out == "False False False\n"
    assert driver.names("start") == {"big", "read"}
    assert driver.names("middle") == driver.names("end") == set()


def test_a_deleted_artifact_may_be_assigned_again(drive: Drive) -> None:
    driver = line(drive, "self.x = 1", "del self.x\nself.x = 2", "del self.x\nself.x = self.x_")
    driver.run()
    assert driver.value("middle", "x") == 2
    assert driver.value("end", "x") == 0


def test_what_does_not_exist_is_named(drive: Drive) -> None:
    for body in ("self.nothing", "del self.nothing", "getattr(self, 'nothing')"):
        driver = line(drive, body)
        ended = driver.task("start")
        assert ended.status == 1
        assert "flow `F` has no attribute `nothing` in the task `start/0`" in ended.err
        assert "flowspec.py" not in ended.err


def test_hasattr_and_getattr_have_defaults(drive: Drive) -> None:
    driver = line(
        drive,
        "self.x = None",
        "print(hasattr(self, 'x'), hasattr(self, 'y'), getattr(self, 'y', 5), self.x)",
    )
    driver.task("start")
    assert driver.task("middle").out == "True False 5 None\n"


def test_an_artifact_hides_a_member_of_the_class_as_an_attribute_does(drive: Drive) -> None:
    driver = line(
        drive,
        "print(self.limit)\nself.limit += 1\nself.rows = self.rows + [2]",
        "print(self.limit, self.rows)\ndel self.limit",
        "print(self.limit, self.rows)",
        members="limit = 5\nrows = [1]\nunused = {}",
    )
    outs = [ended.out for _, _, ended in driver.run()]
    assert outs == ["5\n", "6 [1, 2]\n", "5 [1, 2]\n"]
    assert driver.names("start") == {"limit", "rows"}


def test_an_artifact_that_is_called_like_a_step_does_not_hide_it(drive: Drive) -> None:
    driver = line(drive, "self.start = 1\nself.end = 2", "print(self.start.__name__)")
    driver.task("start")
    ended = driver.task("middle")
    assert (ended.status, ended.out) == (0, "start\n")
    assert driver.task("end").status == 0


PROPERTIES = """
@property
def total(self):
    return sum(self.rows)

@property
def first(self):
    return self.rows[0]

@first.setter
def first(self, value):
    self.rows[0] = value

@first.deleter
def first(self):
    del self.rows[0]

@property
def broken(self):
    return self.missing_rows
"""


def test_properties_are_read_set_and_deleted_and_are_no_artifacts(drive: Drive) -> None:
    driver = line(
        drive,
        "self.rows = [1, 2]",
        "self.first = 5\nprint(self.total, self.first)\ndel self.first",
        "print(self.total)",
        members=PROPERTIES.strip(),
    )
    assert [ended.out for _, _, ended in driver.run()] == ["", "7 5\n", "2\n"]
    assert driver.names("end") == {"rows"}


def test_an_attribute_that_a_property_misses_is_the_one_that_is_named(drive: Drive) -> None:
    driver = line(drive, "self.broken", members=PROPERTIES.strip())
    ended = driver.task("start")
    assert ended.status == 1
    assert "no attribute `missing_rows`" in ended.err


INIT = """
def __init__(self, *args, **kwargs):
    super().__init__(*args, **kwargs)
    self.made = []
    self.kept = 1
"""


def test_what_the_constructor_assigns_is_there_unless_a_step_assigned_it(drive: Drive) -> None:
    driver = line(
        drive,
        "self.made.append(1)\nself.kept = 2",
        "self.made.append(2)\nprint(self.kept)",
        "print(self.made, self.kept)",
        members=INIT.strip(),
    )
    outs = [ended.out for _, _, ended in driver.run()]
    assert outs[1:] == ["2\n", "[1, 2] 2\n"]


def test_parameters_and_configs_can_be_neither_assigned_nor_deleted(drive: Drive) -> None:
    for body in ("self.alpha = 1", "del self.alpha", "self.config = 1", "del self.config"):
        driver = line(
            drive, body, members="alpha = Parameter('alpha', default=3)\nconfig = Config('config')"
        )
        config = {"FLOWC_CONFIG": '{"config": {"a": 1}}'}
        arguments = ["step", "start", "--to", "middle"]
        ended = driver.shim(*arguments, **config)
        assert ended.status == 1
        assert "AttributeError" in ended.err
        name = body.split("self.")[1].split()[0]
        assert f"`{name}`" in ended.err
        assert "cannot be" in ended.err


def test_a_parameter_is_an_artifact_of_every_step_and_loaded_as_one(drive: Drive) -> None:
    driver = line(
        drive,
        "pass",
        "print(self.alpha, self.data[:3])",
        "print(hasattr(self, 'alpha'))",
        members="alpha = Parameter('alpha', default=3)\n"
        "data = IncludeFile('data', default='data.txt')",
    )
    (driver.folder / "data.txt").write_text("abc" * BIG)
    tasks = driver.run(FLOWC_PARAMS='{"alpha": "5"}')
    assert [ended.out for _, _, ended in tasks] == ["", "5 abc\n", "True\n"]
    assert driver.manifest("end")["parameters"] == ["alpha", "data"]
    assert driver.names("end") == {"alpha", "data"}
    assert len(driver.blobs()) == 1


def test_configs_are_read_in_every_step(drive: Drive) -> None:
    driver = line(
        drive,
        "print(self.config.a.b, self.config['a'], type(self.config.a).__name__)",
        "print(self.config.get('c', 7))",
        members="config = Config('config', default_value={})",
    )
    tasks = driver.run(FLOWC_CONFIG='{"config": {"a": {"b": 1}}}')
    assert [ended.out for _, _, ended in tasks][:2] == ["1 {'b': 1} ConfigValue\n", "7\n"]


def test_the_instance_itself_cannot_become_an_artifact(drive: Drive) -> None:
    for body in ("self.me = self", "self.all = [self]", "self.bound = self.middle"):
        driver = line(drive, body)
        ended = driver.task("start")
        assert ended.status == 1
        assert "cannot be saved" in ended.err
        assert "assign the artifacts that you need" in ended.err


def test_an_artifact_that_cannot_be_pickled_is_named_with_the_task(drive: Drive) -> None:
    driver = line(drive, "self.fine = 1\nself.model = {'f': lambda: 1}")
    ended = driver.task("start")
    assert ended.status == 1
    assert "`model` of `F/r1/start/0` cannot be saved" in ended.err
    assert "a lambda" in ended.err
    assert "Traceback" not in ended.err
    assert driver.manifest_or_none("start") is None
    record = driver.record("start", "0.failed.json")
    assert record is not None
    assert record["held"] == ["fine", "model"]
    assert "`model`" in record["message"]


def test_an_artifact_whose_class_moved_is_named_and_others_load(drive: Drive) -> None:
    driver = line(drive, "self.old = Old()\nself.fine = 1", "print(self.fine)", "self.old")
    driver.write(driver.path.read_text().replace("class F", "class Old: pass\nclass F", 1))
    assert driver.task("start").status == 0
    driver.write(driver.path.read_text().replace("class Old", "class New").replace("Old()", "1"))
    assert driver.task("middle").out == "1\n"
    ended = driver.task("end")
    assert ended.status == 1
    assert (
        "`old` of `F/r1/middle/0` cannot be loaded: `flow.Old` is not there any more" in ended.err
    )
    assert "in end\n    self.old" in ended.err


def test_classes_of_the_flow_s_own_file_come_back(drive: Drive) -> None:
    driver = line(
        drive,
        "self.point = Point(1, 2)",
        "print(self.point == Point(1, 2), type(self.point) is Point)",
    )
    driver.write(
        driver.path.read_text().replace(
            "class F",
            "from dataclasses import dataclass\n@dataclass\nclass Point:\n"
            "    x: int\n    y: int\n\nclass F",
            1,
        )
    )
    driver.task("start")
    assert driver.task("middle").out == "True True\n"


def test_private_attributes_are_artifacts_too(drive: Drive) -> None:
    driver = line(drive, "self._x = 1\nself.__y = 2", "print(self._x, self.__y)")
    driver.task("start")
    assert driver.task("middle").out == "1 2\n"
    assert driver.names("start") == {"_x", "_F__y"}


def test_equal_content_is_stored_once(drive: Drive) -> None:
    driver = line(drive, f"self.a = 'x' * {BIG}", f"self.b = 'x' * {BIG}")
    driver.run()
    assert len(driver.blobs()) == 1
    ((_, size, _),) = driver.store.walk("F/blobs")
    assert size < 2 * BIG
