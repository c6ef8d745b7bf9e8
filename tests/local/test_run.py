"""`flowc run`: what is run, printed, recorded and returned."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from compiler.backends.local.journal import newest
from runtime_shim import layout
from runtime_shim.store.folder import FolderStore
from tests.cli.shell import run
from tests.local.running import (
    ENVIRON,
    HEAD,
    LINE,
    answer_of,
    counts,
    flow,
    line,
    log,
    manifest,
    record,
    start,
    value,
    wide,
)


def test_the_answer_is_what_steps_print_and_the_way_stands_beside_it(tmp_path: Path) -> None:
    line(tmp_path, "print('careful', file=sys.stderr)")
    answer = start(tmp_path)
    assert answer.status == 0
    assert [text.partition("] ")[2] for text in answer.out.splitlines()] == ["[end] x is 1"]
    assert "[middle] careful\n" in answer.err
    assert "middle: done in " in answer.err
    assert "TinyFlow/1 succeeded in " in answer.err
    assert "flowc show TinyFlow/1" in answer.err


def test_quiet_leaves_what_steps_print(tmp_path: Path) -> None:
    line(tmp_path, "print('careful', file=sys.stderr)")
    answer = start(tmp_path, "--quiet")
    assert [text.partition("] ")[2] for text in answer.err.splitlines()] == ["[middle] careful"]
    assert answer.out.endswith("[end] x is 1\n")


def test_a_run_is_recorded_with_everything_that_was_asked_for(tmp_path: Path) -> None:
    body = "    alpha = Parameter('alpha', default=0.5)\n    beta = Parameter('beta', default=1)\n"
    path = flow(tmp_path, body + LINE.replace("{middle}", "pass"))
    start(tmp_path, "--tag", "tuned", "--tag", "small", "--alpha", "0.25")
    found = record(tmp_path, "run.json")
    assert found["user"] == "ada"
    assert found["tags"] == ["tuned", "small"]
    assert {"user:ada", "runtime:local", "flowc_version:0.1.0"} <= set(found["system_tags"])
    assert found["parameters"] == {"alpha": "0.25"}
    assert (found["target"], found["origin"]) == ("local", None)
    assert (found["start"], found["end"]) == ("start", "end")
    assert found["source"]["path"] == str(path)
    assert len(found["source"]["digest"]) == 64
    assert found["steps"] == [
        {"name": "start", "from": "", "to": "middle"},
        {"name": "middle", "from": "start", "to": "end"},
        {"name": "end", "from": "middle", "to": ""},
    ]
    ended = record(tmp_path, "ended.json")
    assert (ended["status"], ended["reason"]) == ("succeeded", None)


def test_runs_are_numbered_and_a_number_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    line(tmp_path)
    store = FolderStore(str(tmp_path / ".flowc"))
    assert answer_of(tmp_path)["run"] == "1"
    store.create(layout.run_record("TinyFlow", "2"), b'{"created": 5}')
    assert answer_of(tmp_path)["run"] == "3"
    store.create(layout.recent_entry("TinyFlow", "argo-x7", 10**11), b"")
    assert newest(store, "TinyFlow") == 3
    assert answer_of(tmp_path)["run"] == "4"


def test_the_summary_as_json_has_counts_and_no_word_beside_it(tmp_path: Path) -> None:
    wide(tmp_path, "print('working')")
    answer = start(tmp_path, "--output", "json")
    summary = json.loads(answer.out)
    assert summary["format"] == "flowc.result/1"
    assert (summary["flow"], summary["run"], summary["status"]) == ("TinyFlow", "1", "succeeded")
    assert summary["store"] == f"file://{tmp_path}/.flowc"
    assert counts(summary) == {"start": 1, "work": 3, "join": 1, "end": 1}
    assert "[work/2] working" in answer.err


def test_the_run_id_is_written_into_a_file(tmp_path: Path) -> None:
    line(tmp_path)
    start(tmp_path, "--run-id-file", "id.txt")
    assert (tmp_path / "id.txt").read_text() == "1\n"


@pytest.mark.parametrize("isolation", ["fork", "spawn", "process"])
def test_however_a_task_is_started_it_does_and_leaves_the_same(
    tmp_path: Path, isolation: str
) -> None:
    wide(tmp_path, "print('working on', self.input)", "os.system('echo from a shell')")
    answer = start(tmp_path, "--isolation", isolation)
    assert answer.status == 0, answer.err
    assert "[end] numbers are [0, 1, 2]\n" in answer.out
    assert "[work/1] working on 1\n" in answer.out
    assert log(tmp_path, "work/1") == [("stdout", "working on 1"), ("stdout", "from a shell")]
    assert manifest(tmp_path, "work/1")["attempt"] == 0


@pytest.mark.parametrize("isolation", ["fork", "spawn", "process"])
def test_a_line_is_passed_on_before_its_step_has_ended(tmp_path: Path, isolation: str) -> None:
    line(tmp_path, "print('begun', 1)", "time.sleep(0.01)", "os._exit(0)")
    answer = start(tmp_path, "--isolation", isolation)
    assert "[middle] begun 1\n" in answer.out


def test_a_step_sees_the_folder_and_the_environment_of_the_shell(tmp_path: Path) -> None:
    line(tmp_path, "self.folder = os.getcwd()", "self.colour = os.environ['COLOUR']")
    (tmp_path / "elsewhere").mkdir()
    environ = {**ENVIRON, "COLOUR": "green", "FLOWC_ORIGIN": "a run that started this shell"}
    answer = run(tmp_path / "elsewhere", "run", "../flow.py", environ=environ)
    assert answer.status == 0, answer.err
    store = tmp_path / "elsewhere"
    assert value(store, "middle/0", "folder") == str(store)
    assert value(store, "middle/0", "colour") == "green"


def test_variables_of_a_step_are_there_when_its_file_is_imported(tmp_path: Path) -> None:
    head = HEAD.replace("class TinyFlow", "MODE = os.environ.get('MODE')\n\n\nclass TinyFlow")
    decorators = "    @environment(vars={'MODE': 'fast', 'KEY': os.environ.get('KEY', 'none')})\n"
    path = line(tmp_path, "self.mode = [MODE, os.environ['KEY']]", decorators=decorators)
    path.write_text(path.read_text().replace(HEAD, head))
    start(tmp_path, KEY="secret")
    assert value(tmp_path, "middle/0", "mode") == ["fast", "secret"]
    assert "secret" not in (tmp_path / ".flowc/TinyFlow/runs/1/run.json").read_text()


@pytest.mark.parametrize("isolation", ["fork", "spawn", "process"])
def test_modules_are_found_beside_the_flow_and_at_the_root_of_the_project(
    tmp_path: Path, isolation: str
) -> None:
    (tmp_path / "flowc.toml").touch()
    (tmp_path / "common.py").write_text("NAME = 'common'\n")
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "near.py").write_text("NAME = 'near'\n")
    path = line(folder, "self.names = [common.NAME, near.NAME]")
    path.write_text(f"import common\nimport near\n{path.read_text()}")
    answer = start(folder, "--isolation", isolation)
    assert answer.status == 0, answer.err
    assert value(folder, "middle/0", "names") == ["common", "near"]


def test_variables_given_for_reading_are_given_to_tasks(tmp_path: Path) -> None:
    line(tmp_path, "self.mode = os.environ['MODE']")
    start(tmp_path, "--env", "MODE=fast")
    assert value(tmp_path, "middle/0", "mode") == "fast"


def test_what_the_file_prints_when_it_is_imported_is_shown_once(tmp_path: Path) -> None:
    path = wide(tmp_path)
    path.write_text(path.read_text() + "\n\nprint('imported')\n")
    assert start(tmp_path).out.count("imported") == 1


def test_a_file_that_cannot_be_imported_shows_its_own_traceback_alone(tmp_path: Path) -> None:
    path = line(tmp_path)
    path.write_text(path.read_text() + "\n\ndef broken():\n    1 / 0\n\n\nbroken()\n")
    answer = start(tmp_path)
    assert answer.status == 6
    lines = answer.err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert f'File "{path}", line' in lines[1]
    assert "runtime_shim" not in answer.err
    assert "`flow.py` cannot be imported: nothing was run" in answer.err
    assert not (tmp_path / ".flowc").exists()


def test_a_flow_with_errors_is_not_run(tmp_path: Path) -> None:
    line(tmp_path, "print(self.nothing)")
    answer = start(tmp_path)
    assert answer.status == 1
    assert "FLC203 [unassigned-artifact]" in answer.out
    assert not (tmp_path / ".flowc").exists()


def test_a_flow_that_starts_threads_is_not_forked(tmp_path: Path) -> None:
    path = line(tmp_path, "self.pid = os.getppid()")
    waits = "threading.Thread(target=threading.Event().wait, daemon=True)"
    path.write_text(f"{path.read_text()}\nimport threading\n\n{waits}.start()\n")
    answer = start(tmp_path)
    assert answer.status == 0, answer.err
    assert "not forked: `flow.py` starts threads when it is imported" in answer.err


def test_a_flow_that_opens_connections_is_not_forked(tmp_path: Path) -> None:
    path = line(tmp_path)
    path.write_text(path.read_text() + "\nimport socket\n\npair = socket.socketpair()\n")
    answer = start(tmp_path)
    assert answer.status == 0, answer.err
    assert "not forked: `flow.py` opens connections when it is imported" in answer.err


def test_tasks_draw_random_numbers_of_their_own(tmp_path: Path) -> None:
    path = wide(tmp_path, "self.drawn = [random.random(), float(numpy.random.random())]")
    path.write_text(path.read_text() + "\nimport random\n\nimport numpy\n")
    start(tmp_path)
    drawn = [value(tmp_path, f"work/{item}", "drawn") for item in range(3)]
    assert len({number for each in drawn for number in each}) == 6


@pytest.mark.parametrize("isolation", ["fork", "spawn"])
def test_generators_that_the_file_seeds_are_the_same_in_each_task(
    tmp_path: Path, isolation: str
) -> None:
    path = wide(tmp_path, "self.drawn = [random.random(), float(numpy.random.random())]")
    seeds = "\nimport random\n\nimport numpy\n\nrandom.seed(7)\nnumpy.random.seed(7)\n"
    path.write_text(path.read_text() + seeds)
    start(tmp_path, "--isolation", isolation)
    drawn = [value(tmp_path, f"work/{item}", "drawn") for item in range(3)]
    assert drawn == [[0.32383276483316237, 0.07630828937395717]] * 3


def test_no_more_tasks_run_at_once_than_there_are_workers(tmp_path: Path) -> None:
    wide(tmp_path, "self.span = [time.time(), (time.sleep(0.02), time.time())[1]]")
    start(tmp_path, "--max-workers", "1")
    spans = sorted(value(tmp_path, f"work/{item}", "span") for item in range(3))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_the_nodes_of_a_gang_run_together_whatever_the_number_of_workers(tmp_path: Path) -> None:
    work = (
        "Path(f'here-{self.index}').touch()",
        "while len(list(Path().glob('here-*'))) < 3: time.sleep(0.01)",
    )
    path = wide(tmp_path, *work, decorators="    @parallel\n")
    text = path.read_text().replace('self.work, foreach="items"', "self.work, num_parallel=3")
    path.write_text(text)
    assert start(tmp_path, "--max-workers", "1").status == 0


def test_a_foreach_that_is_too_wide_says_which_option_helps(tmp_path: Path) -> None:
    wide(tmp_path)
    answer = start(tmp_path, "--max-num-splits", "2")
    assert answer.status == 6
    assert (
        "`start` announces 3 items, and a local run takes 2: add `--max-num-splits 3`" in answer.err
    )
    assert start(tmp_path, "--max-num-splits", "3", command="resume").status == 0


def test_exit_hooks_are_called_after_the_run(tmp_path: Path) -> None:
    body = LINE.replace("{middle}", "assert 'FAIL' not in os.environ")
    head = HEAD.replace(
        "class TinyFlow",
        "def well(run):\n    print('well', run.successful)\n\n\n"
        "def badly():\n    print('badly')\n\n\n"
        "@exit_hook(on_success=[well], on_error=[badly])\nclass TinyFlow",
    )
    flow(tmp_path, body, head)
    assert "[well] well True\n" in start(tmp_path).out
    assert "[badly] badly\n" in start(tmp_path, FAIL="1").out


def test_an_exit_hook_that_fails_is_named(tmp_path: Path) -> None:
    head = HEAD.replace(
        "class TinyFlow",
        "def well():\n    raise ValueError('no mail')\n\n\n"
        "@exit_hook(on_success=[well])\nclass TinyFlow",
    )
    flow(tmp_path, LINE.replace("{middle}", "pass"), head)
    answer = start(tmp_path)
    assert answer.status == 6
    assert "[well] ValueError: no mail" in answer.err
    assert "the exit hook `well` failed" in answer.err
    assert record(tmp_path, "ended.json")["status"] == "succeeded"


def test_nothing_is_left_among_temporary_files(tmp_path: Path) -> None:
    wide(tmp_path, "assert self.input != 1")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    start(tmp_path, TMPDIR=str(temporary))
    assert list(temporary.iterdir()) == []


def test_the_store_may_be_anywhere(tmp_path: Path) -> None:
    line(tmp_path)
    start(tmp_path, "--store", "kept/here")
    assert (tmp_path / "kept/here/TinyFlow/runs/1/ended.json").exists()
    start(tmp_path, FLOWC_STORE=str(tmp_path / "there"))
    assert (tmp_path / "there/TinyFlow/runs/1/ended.json").exists()


def test_a_store_that_cannot_be_written_is_no_failure_of_the_flow(tmp_path: Path) -> None:
    line(tmp_path)
    (tmp_path / "file").touch()
    answer = start(tmp_path, "--store", "file/below")
    assert answer.status == 5
    assert answer.err.endswith("not a directory\n")


def test_a_step_that_kills_what_starts_tasks_fails_the_run(tmp_path: Path) -> None:
    line(tmp_path, "os.kill(os.getppid(), signal.SIGKILL)", "time.sleep(60)")
    answer = start(tmp_path, "--isolation", "fork")
    assert answer.status == 6
    assert "the process that starts tasks has ended" in answer.err
    assert record(tmp_path, "ended.json")["status"] == "failed"


def test_packages_and_secrets_that_are_not_here_are_noted(tmp_path: Path) -> None:
    decorators = (
        "    @pypi(packages={'no-such-thing': '1.0', 'pytest': ''})\n"
        "    @secrets(sources=['warehouse'])\n"
    )
    line(tmp_path, decorators=decorators)
    answer = start(tmp_path)
    assert answer.status == 0
    assert "FLC502 [missing-package] step `middle` asks for `no-such-thing` 1.0" in answer.err
    assert "`pytest`" not in answer.err
    assert "FLC503 [absent-secret]" in answer.err
    assert "FLC50" not in start(tmp_path, "--quiet").err


def test_a_decorator_can_be_added_to_every_step(tmp_path: Path) -> None:
    line(
        tmp_path, "Path('tries').open('a').write('.')", "assert len(Path('tries').read_text()) > 1"
    )
    assert start(tmp_path, "--with", "retry:times=1,minutes_between_retries=0").status == 0


def test_a_file_with_several_flows_needs_a_name(tmp_path: Path) -> None:
    path = line(tmp_path)
    path.write_text(path.read_text() + "\n\n" + LINE_FLOW)
    answer = start(tmp_path)
    assert answer.status == 2
    assert (
        "`flow.py` has several flows: add `--flow` with one of `TinyFlow`, `OtherFlow`"
        in answer.err
    )
    assert start(tmp_path, "--flow", "OtherFlow").status == 0
    assert [path.name for path in (tmp_path / ".flowc").iterdir()] == ["OtherFlow"]


LINE_FLOW = "class OtherFlow(FlowSpec):\n" + LINE.replace("{middle}", "pass")
