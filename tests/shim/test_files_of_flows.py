"""Flows in files of any name, beside modules of their own, written for Metaflow or for flowc."""

from __future__ import annotations

import pytest

from tests.shim.conftest import Drive
from tests.shim.driving import Driver

FLOW = """
    class F(FlowSpec):
        {alpha}

        @step
        def start(self):
            {body}
            self.next(self.end)

        @step
        def end(self):
            print(getattr(self, 'x', None))

    class Kept:
        pass
    """


def flow(drive: Drive, body: str, alpha: str = "y = 1", file: str = "flow.py") -> Driver:
    """Return the driver of a flow whose first step does `body`."""
    text = FLOW.replace("{alpha}", alpha).replace("{body}", body.replace("\n", "\n            "))
    return drive(text, file=file)


@pytest.mark.parametrize(
    "file",
    [
        *("statistics.py", "json.py", "pickle.py", "traceback.py", "select.py", "random.py"),
        *("my flow.py", "my-flow.py", "größe.py", "v1.2.py", "class.py", "1st.py", "test.py"),
        *("flowc.py", "metaflow.py", "runtime_shim.py", "compiler.py", "__main__.py", "site.py"),
        *("numpy.py", "logging.py", "deep/er/flow.py", "queue.py", "string.py", "__init__.py"),
    ],
)
def test_a_file_may_have_any_name(drive: Drive, file: str) -> None:
    driver = flow(
        drive,
        "import statistics, json, pickle, traceback, select, random, logging, queue, string\n"
        "assert statistics.mean([1, 3]) == 2 and json.dumps(1) == '1' and logging.getLogger()\n"
        "self.kept = Kept()\nself.x = list(range(5000))[-1]",
        file=file,
    )
    folder = driver.folder
    (folder / "elsewhere").mkdir()
    # As in a container, the working folder is the root of the project, not that of the file.
    driver.folder = folder / "elsewhere"
    assert driver.run()[-1][2].out == "4999\n"
    assert type(driver.manifest("end")["artifacts"]["kept"]) is dict


def test_a_file_may_be_run_from_its_own_folder(drive: Drive) -> None:
    driver = flow(drive, "self.x = __file__", file="my flow.py")
    tasks = driver.run(FLOWC_FLOW="my flow.py:F")
    assert tasks[-1][2].out == f"{driver.path}\n"


def test_a_module_beside_the_flow_is_imported_from_there(drive: Drive) -> None:
    driver = flow(drive, "import helper\nself.x = helper.VALUE", file="flows/flow.py")
    (driver.path.parent / "helper.py").write_text("VALUE = 'beside'\n")
    (driver.folder / "helper.py").write_text("VALUE = 'working folder'\n")
    assert driver.run()[-1][2].out == "beside\n"


def test_a_module_of_the_working_folder_is_found_too(drive: Drive) -> None:
    driver = flow(drive, "import project.tool\nself.x = project.tool.VALUE", file="flows/flow.py")
    (driver.folder / "project").mkdir()
    (driver.folder / "project" / "tool.py").write_text("VALUE = 'root'\n")
    assert driver.run()[-1][2].out == "root\n"


def test_a_flow_that_is_made_at_the_end_of_its_file_runs(drive: Drive) -> None:
    driver = flow(drive, "self.x = __name__")
    driver.write(driver.path.read_text() + "\nF()\nif __name__ == '__main__':\n    1 / 0\n")
    assert driver.run()[-1][2].out == "flow\n"


METAFLOW = """
    from metaflow import FlowSpec, Parameter, current, step
    from metaflow.exception import MetaflowException
    import metaflow

    class F(FlowSpec):
        alpha = Parameter('alpha', default=1)

        @step
        def start(self):
            self.x = (issubclass(MetaflowException, Exception), metaflow.current.run_id, self.alpha)
            self.next(self.end)

        @step
        def end(self):
            print(self.x, metaflow.__name__, current is metaflow.current)

    if __name__ == '__main__':
        F()
    """


def test_a_flow_written_for_metaflow_runs_without_it(drive: Drive) -> None:
    assert drive(METAFLOW).run()[-1][2].out == "(True, 'r1', 1) flowc True\n"


def test_a_name_that_flowc_does_not_have_says_what_to_use(drive: Drive) -> None:
    driver = drive(METAFLOW)
    arguments = driver.arguments("start")
    driver.write(driver.path.read_text().replace("current, step", "current, step, Runner", 1))
    ended = driver.shim(*arguments)
    assert ended.status == 1
    assert "Runner" in ended.err
    assert "flowc" in ended.err


def test_a_flow_may_fork_and_spawn_programs_of_its_own(drive: Drive) -> None:
    driver = flow(
        drive,
        "from multiprocessing import get_context\n"
        "with get_context('fork').Pool(2) as pool: self.x = pool.map(abs, [-1, 2])\n"
        "with get_context('spawn').Pool(1) as pool: self.x += pool.map(abs, [-3])",
    )
    assert driver.run()[-1][2].out == "[1, 2, 3]\n"


DECORATED = """
    import functools

    def traced(function):
        @functools.wraps(function)
        def traced_function(self, *args):
            print('before', function.__name__)
            return function(self, *args)
        return traced_function

    class Base(FlowSpec):
        @step
        def end(self):
            print(self.x)

    class F(Base):
        @traced
        @step
        def start(self):
            self.x = 1
            self.next(self.a, self.b)

        @step
        @traced
        def a(self):
            self.next(self.join)

        @step
        def b(self):
            self.next(self.join)

        @traced
        @step
        def join(self, inputs):
            self.x = len(inputs)
            self.next(self.end)
    """


def test_steps_may_be_wrapped_and_inherited(drive: Drive) -> None:
    driver = drive(DECORATED, name="F")
    outs = [ended.out for *_, ended in driver.run()]
    assert outs == ["before start\n", "before a\n", "", "before join\n", "2\n"]
