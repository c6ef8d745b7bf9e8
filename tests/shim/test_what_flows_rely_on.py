"""What flows written for Metaflow take for granted, and that was once otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.shim.driving import Driver

if TYPE_CHECKING:
    from pathlib import Path

JOIN = """
class JoinFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        {a}
        self.next(self.join)

    @step
    def b(self):
        {b}
        self.next(self.join)

    @step
    def join(self, inputs):
        from flowc.exception import UnhandledInMergeArtifactsException
        try:
            self.merge_artifacts(inputs, {how})
        except UnhandledInMergeArtifactsException as error:
            self.refused = type(error).__name__[:7], sorted(error.artifact_names)
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def joined(folder: Path, a: str, b: str, how: str = "") -> Driver:
    driver = Driver(folder, JOIN.format(a=a, b=b, how=how))
    driver.run()
    return driver


def test_values_that_python_takes_for_equal_are_a_conflict(tmp_path: Path) -> None:
    driver = joined(
        tmp_path, "self.x, self.y = [True], {'k': 1}", "self.x, self.y = [1], {'k': 1.0}"
    )
    assert driver.value("join", "refused") == ("Unhandl", ["x", "y"])


def test_not_a_number_agrees_with_itself(tmp_path: Path) -> None:
    driver = joined(tmp_path, "self.x = [float('nan')]", "self.x = [float('nan')]")
    assert "refused" not in driver.names("join")
    assert repr(driver.value("join", "x")) == "[nan]"


def test_a_conflict_is_said_before_what_is_missing(tmp_path: Path) -> None:
    driver = joined(tmp_path, "self.x = 1", "self.x = 2", "include=['x', 'nowhere']")
    assert driver.value("join", "refused") == ("Unhandl", ["x"])


def test_a_flow_knows_its_name_unless_an_artifact_is_called_so(tmp_path: Path) -> None:
    driver = Driver(
        tmp_path,
        """
        class NamedFlow(FlowSpec):
            @step
            def start(self):
                self.before = self.name
                self.name = "mine"
                self.next(self.end)

            @step
            def end(self):
                self.after = self.name
        """,
    )
    driver.run()
    assert driver.value("start", "before") == "NamedFlow"
    assert driver.value("end", "after") == "mine"


def test_an_artifact_called_name_is_merged(tmp_path: Path) -> None:
    driver = joined(tmp_path, "self.name = 'mine'", "self.name = 'mine'")
    assert driver.value("join", "name") == "mine"


def test_current_knows_the_parameters_names(tmp_path: Path) -> None:
    driver = Driver(
        tmp_path,
        """
        class ParametersFlow(FlowSpec):
            alpha = Parameter("alpha", default=1)
            dry_run = Parameter("dry-run", default=False)

            @step
            def start(self):
                self.names = current.parameter_names
                self.next(self.end)

            @step
            def end(self):
                self.names_later = current.parameter_names
        """,
    )
    driver.run()
    assert driver.value("start", "names") == ["alpha", "dry_run"]
    assert driver.value("end", "names_later") == ["alpha", "dry_run"]


def test_what_was_caught_names_its_class_with_the_module(tmp_path: Path) -> None:
    driver = Driver(
        tmp_path,
        """
        class CaughtFlow(FlowSpec):
            @catch(var="failure")
            @step
            def start(self):
                [].pop()
                self.next(self.own)

            @catch(var="own_failure")
            @step
            def own(self):
                raise Own("mine")
                self.next(self.end)

            @step
            def end(self):
                pass

        class Own(Exception):
            pass
        """,
        file="caught.py",
    )
    driver.run()
    assert driver.value("end", "failure").type == "builtins.IndexError"
    assert driver.value("end", "own_failure").type == "caught.Own"


def test_configs_are_artifacts_of_every_task(tmp_path: Path) -> None:
    driver = Driver(
        tmp_path,
        """
        class ConfiguredFlow(FlowSpec):
            settings = Config("my-config", default_value={"size": {"wide": 7}, "names": ["x"]})

            @step
            def start(self):
                self.names = current.parameter_names
                self.next(self.a, self.b)

            @step
            def a(self):
                self.next(self.join)

            @step
            def b(self):
                self.next(self.join)

            @step
            def join(self, inputs):
                self.wide = self.settings.size.wide
                self.next(self.end)

            @step
            def end(self):
                pass
        """,
        FLOWC_CONFIG='{"my-config": {"size": {"wide": 7}, "names": ["x"]}}',
    )
    driver.run()
    assert driver.value("start", "names") == ["settings"]
    for step in ("start", "a", "join", "end"):
        value = driver.value(step, "settings")
        assert (type(value), value) == (dict, {"size": {"wide": 7}, "names": ["x"]})
    assert driver.value("end", "wide") == 7
