"""The commands beside check and compile: each does what its line of help says."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from compiler.cli.main import main
from compiler.cli.table import COMMANDS
from compiler.cli.world import World
from compiler.registry import backend_names
from tests.cli.shell import BROKEN, FLOW, project, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path, flow_dot_py=FLOW)


def test_explain_prints_the_page_of_a_code_or_of_its_name(tmp_path: Path) -> None:
    by_code = run(tmp_path, "explain", "flc203")
    assert by_code.out.startswith("# FLC203 unassigned-artifact (error)\n\nA step reads")
    assert run(tmp_path, "explain", "unassigned-artifact").out == by_code.out
    assert (
        json.loads(run(tmp_path, "explain", "FLC203", "--output", "json").out)["code"] == "FLC203"
    )


def test_explain_says_of_each_step_what_it_is_given_does_and_becomes(folder: Path) -> None:
    out = run(folder, "explain", "flow.py", "--target", "argo").out
    assert out.startswith("TinyFlow, in flow.py\nA tiny flow.\n")
    assert "\nstart  Begin.\n  inputs    nothing: the run starts here\n  writes    rows\n" in out
    assert "\nend\n  inputs    start\n  reads     rows\n" in out
    assert out.count("  on argo   ") == 2


def test_explain_as_json_has_the_sources_of_each_step(folder: Path) -> None:
    document = json.loads(run(folder, "explain", "flow.py", "--output", "json").out)
    steps = document["flows"][0]["steps"]
    assert [(step["name"], step["source"]) for step in steps] == [("start", ""), ("end", "start")]


def test_explain_says_what_a_flow_is_started_with(folder: Path) -> None:
    source = """\
import os
from flowc import Config, FlowSpec, Parameter, schedule, step, trigger


@schedule(cron="0 4 * * *", timezone="Europe/Berlin")
@trigger(events=["fed", "cleaned"])
class TinyFlow(FlowSpec):
    alpha = Parameter("alpha", default=0.5)
    when = Parameter("when", default=lambda context: "now")
    name = Parameter("name", type=str, default=os.environ.get("ANIMAL", "cat"))
    zoo = Config("zoo", default_value={"a": 1})

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""
    project(folder, flow_dot_py=source)
    lines = run(folder, "explain", "flow.py").out.splitlines()
    assert "  parameter alpha  float, default 0.5" in lines
    assert any(line.startswith("  parameter when   str, default computed when") for line in lines)
    assert "  config zoo  from a value given" in lines
    assert "  reads the environment variable ANIMAL when it is compiled" in lines
    assert "  scheduled 0 4 * * * (Europe/Berlin)" in lines
    assert "  started by fed and cleaned" in lines


def test_explain_shows_pages_nicely_on_a_terminal(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    main(["explain", "FLC203"], World(cwd=tmp_path, out=out, err=io.StringIO()))
    assert "FLC203 unassigned-artifact" in out.getvalue()
    assert "```" not in out.getvalue()


def test_ir_is_text_or_valid_json(folder: Path) -> None:
    assert "TinyFlow" in run(folder, "ir", "flow.py").out
    document = json.loads(run(folder, "ir", "flow.py", "--output", "json").out)
    schema = json.loads(run(folder, "schema", "ir").out)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_a_flow_with_a_mistake_can_be_drawn_and_printed(folder: Path) -> None:
    project(folder, flow_dot_py=BROKEN)
    assert run(folder, "graph", "flow.py").out == "TinyFlow\n├─ start   Begin.\n└─ end\n"
    assert run(folder, "ir", "flow.py").status == 0


def test_a_flow_without_structure_is_refused_where_structure_is_needed(folder: Path) -> None:
    project(folder, flow_dot_py=FLOW.replace("self.next(self.end)", "self.next(self.ende)"))
    for command in ("graph", "ir", "explain"):
        answer = run(folder, command, "flow.py")
        assert (answer.status, answer.out) == (1, "")
        assert "`ende`" in answer.err


@pytest.mark.parametrize(
    ("form", "start"),
    [("mermaid", "flowchart TD"), ("dot", "digraph"), ("svg", "<svg"), ("json", "{")],
)
def test_graph_draws_in_several_forms(folder: Path, form: str, start: str) -> None:
    assert run(folder, "graph", "flow.py", "--format", form).out.startswith(start)


def test_targets_are_listed_with_what_they_make_of_each_construct(tmp_path: Path) -> None:
    out = run(tmp_path, "targets").out
    assert all(f"{name}: " in out for name in backend_names())
    document = json.loads(run(tmp_path, "targets", "argo", "--output", "json").out)
    assert {c["support"] for c in document["targets"][0]["capabilities"]} <= {
        "yes",
        "not yet",
        "never",
    }


def test_the_schema_of_the_configuration_has_the_targets(tmp_path: Path) -> None:
    document = json.loads(run(tmp_path, "schema", "config").out)
    assert "namespace" in document["properties"]["argo"]["properties"]


def test_init_makes_a_project_that_passes_its_own_ci(tmp_path: Path) -> None:
    answer = run(tmp_path, "init", "new project", environ={"CI": "1"})
    assert (answer.status, answer.err) == (0, "")
    new = tmp_path / "new project"
    assert run(new, "check").status == 0
    assert run(new, "compile", "--check").status == 0
    assert run(new, "golden", "check", environ={"CI": "1"}).status == 0
    assert run(new, "doctor").status == 0


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    project(tmp_path, flowc_dot_toml="# mine\n")
    answer = run(tmp_path, "init")
    assert answer.status == 2
    assert "`flowc.toml` exist" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["flowc.toml"]


def test_image_writes_a_dockerfile_for_exactly_the_image_that_is_named(folder: Path) -> None:
    answer = run(folder, "image", "flow.py")
    assert answer.status == 0
    text = (folder / "tiny-flow.Dockerfile").read_text()
    image = text.partition("--tag ")[2].partition(" ")[0]
    assert image in run(folder, "compile", "flow.py", "-t", "argo", "--stdout").out
    ignored = (folder / "tiny-flow.Dockerfile.dockerignore").read_text()
    assert ignored.splitlines()[1:] == ["*", "!flow.py"]


def test_image_is_printed_or_written_elsewhere(folder: Path) -> None:
    run(folder, "image", "flow.py", "-o", "docker", "--image", "acme/tiny:1")
    written = (folder / "docker/tiny-flow.Dockerfile").read_text()
    assert "--tag acme/tiny:1 ." in written
    answer = run(folder, "image", "flow.py", "--stdout", "--image", "acme/tiny:1")
    assert answer.out == written


def test_no_image_is_made_of_a_flow_with_mistakes_or_with_images_of_its_own(folder: Path) -> None:
    own = FLOW.replace("step\n", "kubernetes, step\n", 1).replace(
        "@step", "@kubernetes(image='acme/i:1')\n    @step"
    )
    project(folder, flow_dot_py=BROKEN, own_dot_py=own)
    assert run(folder, "image", "flow.py").status == 1
    assert "nothing to build" in run(folder, "image", "own.py").err


def test_golden_files_are_updated_compared_and_never_written_in_ci(tmp_path: Path) -> None:
    project(tmp_path, golden__flows__tiny__flow_dot_py=FLOW)
    home = tmp_path / "golden/flows/tiny"
    assert run(tmp_path, "golden", "check").status == 1
    assert run(tmp_path, "golden", "update", environ={"CI": "true"}).status == 2
    assert run(tmp_path, "golden", "update").status == 0
    assert sorted(p.relative_to(home).as_posix() for p in home.rglob("*") if p.is_file()) == [
        "flow.py",
        "want/argo/tiny-flow.yaml",
        "want/ir.txt",
    ]
    assert run(tmp_path, "golden", "check").out == "1 golden case as expected\n"
    (home / "want/ir.txt").write_text("other\n")
    (home / "want/stale.txt").write_text("")
    answer = run(tmp_path, "golden", "check")
    assert answer.status == 1
    assert "ir.txt is different" in answer.err
    assert "stale.txt is stale" in answer.err
    listed = json.loads(run(tmp_path, "golden", "check", "--output", "json").out)["files"]
    assert [file["state"] for file in listed] == ["different", "stale"]
    run(tmp_path, "golden", "update")
    assert not (home / "want/stale.txt").exists()
    assert run(tmp_path, "golden", "check").status == 0


def test_golden_diagnostics_are_one_report(tmp_path: Path) -> None:
    project(tmp_path, golden__diagnostics__FLC203__flow_dot_py=BROKEN)
    run(tmp_path, "golden", "update")
    want = (tmp_path / "golden/diagnostics/FLC203/want.txt").read_text()
    assert want.startswith("flow.py:15:15: FLC203 [unassigned-artifact]")


def test_doctor_says_what_is_missing(tmp_path: Path) -> None:
    assert "configuration  none from here upward" in run(tmp_path, "doctor").out
    project(tmp_path, flowc_dot_toml='target = "argp"\n')
    answer = run(tmp_path, "doctor")
    assert answer.status == 1
    assert "there is no such target" in answer.out
    assert json.loads(run(tmp_path, "doctor", "--output", "json").out)["format"] == "flowc.doctor/1"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command(tmp_path: Path, shell: str) -> None:
    script = run(tmp_path, "completion", shell).out
    assert all(command.name in script for command in COMMANDS)
    assert "hermetic" in script
    found = shutil.which(shell)
    if found:
        subprocess.run([found, "-n"], input=script, text=True, check=True)


def test_bash_completes_commands_options_and_values(tmp_path: Path) -> None:
    script = run(tmp_path, "completion", "bash").out

    def complete(*words: str) -> list[str]:
        listed = " ".join(f"'{word}'" for word in words)
        call = f"COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _flowc; echo ${{COMPREPLY[*]}}"
        done = subprocess.run(
            ["bash", "-c", f"{script}\n{call}"], capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    assert complete("flowc", "comp") == ["compile", "completion"]
    assert complete("flowc", "check", "--herm") == ["--hermetic"]
    assert "sarif" in complete("flowc", "check", "--output", "")
    assert complete("flowc", "schema", "c") == ["config"]
    assert complete("flowc", "compile", "-t", "") == ["argo"]
    assert complete("flowc", "compile", "-o", "") == [], "the shell's own: files"
