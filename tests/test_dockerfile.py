"""The Dockerfile of a flow: the images it builds, what is in them, and whose text goes where."""

from __future__ import annotations

import json

from compiler.dockerfile import Recipe, context_files, dockerfile, dockerignore, stages
from compiler.images import images
from compiler.ir.nodes import Flow, Origin, Task
from compiler.ir.settings import (
    Compute,
    Dependencies,
    IncludedFile,
    Parameter,
    ParameterType,
    literal,
)

RECIPE = Recipe(version="1.2.3")
DIGEST = "0123456789ab" + "0" * 52


def flow(*tasks: Task, files: tuple[str, ...] = ("flow.py",)) -> Flow:
    origin = Origin(path="flow.py", entrypoint="ZooFlow", digest=DIGEST, files=files)
    return Flow(name="ZooFlow", body=tasks, origin=origin)


def pypi(*packages: tuple[str, str], python: str | None = None) -> Dependencies:
    return Dependencies(pypi=packages, python=python)


PLAIN = Task(name="start")
PANDAS = Task(name="train", dependencies=pypi(("pandas", "2.1"), ("torch", ">=2,<3")))
ALSO_PANDAS = Task(name="test", dependencies=pypi(("torch", ">=2,<3"), ("pandas", "2.1")))
OWN_IMAGE = Task(name="end", compute=Compute(image="acme/own:1"))


def words(text: str, instruction: str) -> list[list[str]]:
    """Return the words of every `instruction` in its JSON form."""
    lines = [line.partition(" ") for line in text.splitlines()]
    return [json.loads(rest) for word, _, rest in lines if word == instruction and rest[0] == "["]


def test_there_is_a_stage_for_each_distinct_set_of_packages() -> None:
    found = stages(flow(PLAIN, PANDAS, ALSO_PANDAS, OWN_IMAGE), RECIPE)
    assert [stage.steps for stage in found] == [("start",), ("train", "test")]
    assert found[0].name == "plain"
    assert found[1].name.startswith("packages-")


def test_stages_build_the_images_that_compiled_files_name() -> None:
    subject = flow(PLAIN, PANDAS, OWN_IMAGE)
    named = images(subject)
    for stage in stages(subject, RECIPE):
        assert {named[step] for step in stage.steps} == {stage.image}
        assert f"--target {stage.name} --tag {stage.image} ." in dockerfile(subject, RECIPE)


def test_versions_become_requirements() -> None:
    wanted = pypi(("a", "1.0"), ("b", ""), ("c", "~=2"), ("d", "@ git+https://example.com/d"))
    text = dockerfile(flow(Task(name="start", dependencies=wanted)), RECIPE)
    assert words(text, "RUN")[0][5:] == ["a==1.0", "b", "c~=2", "d @ git+https://example.com/d"]


def test_conda_packages_are_installed_before_those_of_pip() -> None:
    wanted = Dependencies(conda=(("gdal", "3.8"),), pypi=(("a", ""),), python="3.11.4")
    text = dockerfile(flow(Task(name="start", dependencies=wanted)), RECIPE)
    conda, pip, shim = words(text, "RUN")
    assert conda[-3:] == ["python=3.11.4", "pip", "gdal==3.8"]
    assert pip[-1] == "a"
    assert shim[-1] == "flowc==1.2.3"


def test_packages_come_before_the_sources_so_that_their_layers_are_kept() -> None:
    text = dockerfile(flow(PANDAS), RECIPE)
    assert text.index("pandas") < text.index("COPY . .")


def test_the_client_of_the_store_is_installed_if_the_store_is_remote() -> None:
    text = dockerfile(flow(PLAIN), Recipe(version="1.2.3", store="s3://bucket/x"))
    assert words(text, "RUN")[-1][-1] == "flowc[s3]==1.2.3"


def test_requirements_of_the_project_are_installed_in_every_stage() -> None:
    recipe = Recipe(version="1", requirements="requirements.txt")
    text = dockerfile(flow(PLAIN, PANDAS), recipe)
    assert text.count('"-r", "/tmp/requirements.txt"') == 2
    assert "!requirements.txt" in dockerignore(flow(PLAIN), recipe).splitlines()


def test_the_context_holds_the_files_of_the_digest_and_those_that_parameters_include() -> None:
    notes = Parameter(
        name="notes",
        attribute="notes",
        type=ParameterType.FILE,
        default=literal(None),
        file=IncludedFile(path="data/notes*.txt"),
    )
    subject = Flow(
        name="ZooFlow",
        body=(PLAIN,),
        origin=Origin(path="flow.py", entrypoint="ZooFlow", files=("base.py", "flow.py")),
        parameters=(notes,),
    )
    assert context_files(subject, RECIPE) == ("base.py", "data/notes*.txt", "flow.py")
    lines = dockerignore(subject, RECIPE).splitlines()
    assert lines[1:] == ["*", "!base.py", r"!data/notes\*.txt", "!flow.py"]


def test_text_of_an_author_never_reaches_a_shell() -> None:
    hostile = '"; rm -rf / #\nRUN evil $(x) `y`'
    wanted = Dependencies(conda=((hostile, ""),), pypi=((hostile, hostile),), python=hostile)
    text = dockerfile(flow(Task(name="start", dependencies=wanted)), RECIPE)
    assert not any(line.startswith("RUN evil") for line in text.splitlines())
    assert all(line.startswith('RUN ["') for line in text.splitlines() if line.startswith("RUN"))
    assert hostile in words(text, "RUN")[0]
