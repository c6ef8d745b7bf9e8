"""Cards of runs that were executed: written by tasks, read by the client and by `flowc card`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc import client
from flowc.cards import get_cards
from flowc.exception import MetaflowInvalidPathspec, MetaflowNotFound
from runtime_shim import layout, records
from runtime_shim.store.folder import FolderStore
from tests.cli.shell import Answer, run
from tests.client.test_real_runs import about, task

FLOW = """
from metaflow import FlowSpec, card, current, step
from metaflow.cards import Markdown, MetaflowCard, ProgressBar


class OwnCard(MetaflowCard):
    type = "own"

    def render(self, task):
        return f"<p>{task.pathspec} {task.data.rows} {self.options['word']}</p>"


class CardFlow(FlowSpec):
    @card
    @card(type="own", id="mine", options={"word": "<b>"})
    @step
    def start(self):
        self.rows = [1, 2, 3]
        current.card.append(Markdown("# Started"))
        current.card.refresh()
        self.next(self.train)

    @card(type="blank")
    @step
    def train(self):
        bar = ProgressBar(max=2)
        current.card.append(bar)
        for value in (1, 2):
            bar.update(value)
            current.card.refresh(force=True)
        self.next(self.end)

    @card
    @step
    def end(self):
        current.card.append(Markdown("before"))
        raise ValueError("nothing works")
"""
STEPS = (
    (0, "start", "--to", "train"),
    (0, "train", "--from", "start", "--to", "end"),
    (1, "end", "--from", "train"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose `.flowc` has a run, and one that was resumed from it."""
    folder = tmp_path_factory.mktemp("cards")
    (folder / "flow.py").write_text(FLOW)
    environ = about(folder, "flow.py:CardFlow", "1")
    assert [task(folder, environ, *words) for _, *words in STEPS] == [s for s, *_ in STEPS]
    store = FolderStore(str(folder / ".flowc"))
    record = records.read(store, layout.run_record("CardFlow", "1"))
    assert record is not None
    assert records.create_run(store, {**record, "run": "2", "origin": "1"})
    again = {**about(folder, "flow.py:CardFlow", "2"), "FLOWC_ORIGIN": "1"}
    assert [task(folder, again, *words) for _, *words in STEPS] == [s for s, *_ in STEPS]
    return folder


@pytest.fixture(autouse=True)
def _here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("FLOWC_STORE", "FLOWC_RUN", "FLOWC_FLOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FLOWC_USER", "alice")
    client.metadata(str(folder))
    yield
    client.default_metadata()
    client.default_namespace()


def flowc(folder: Path, *argv: str) -> Answer:
    return run(folder, "card", *argv, environ={"FLOWC_USER": "alice"})


def test_the_cards_of_a_task_are_read_in_the_order_of_its_decorators() -> None:
    cards = get_cards("CardFlow/1/start/0")
    assert [(card.type, card.id) for card in cards] == [("default", None), ("own", "mine")]
    assert "<h1>Started</h1>" in cards[0].get()
    assert cards[1].get() == "<p>CardFlow/1/start/0 [1, 2, 3] <b></p>"
    assert len(cards) == 2


def test_cards_are_chosen_by_id_and_type() -> None:
    task = client.Task("CardFlow/1/start/0")
    assert [card.id for card in get_cards(task, id="mine")] == ["mine"]
    assert [card.type for card in get_cards(task, type="default")] == ["default"]
    assert not len(get_cards(task, id="other"))


def test_a_card_that_was_refreshed_is_the_last() -> None:
    (card,) = get_cards("CardFlow/1/train/0")
    assert 'max="2" value="2"' in card.get()


def test_a_step_that_failed_has_its_card() -> None:
    (card,) = get_cards("CardFlow/1/end/0")
    html = card.get()
    assert "<p>before</p>" in html
    assert "ValueError: nothing works" in html
    assert '<span class="state bad">failed</span>' in html


def test_a_task_that_was_cloned_has_the_cards_of_the_one_that_ran() -> None:
    assert [card.path for card in get_cards("CardFlow/2/start/0", id="mine")] == [
        "CardFlow/runs/1/tasks/start/0/own.1.mine.card.html"
    ]
    assert not len(get_cards("CardFlow/2/start/0", follow_resumed=False))


def test_notebooks_show_cards_in_frames_of_their_own() -> None:
    html = get_cards("CardFlow/1/start/0")._repr_html_()
    assert html.count('<iframe sandbox=""') == 2
    assert "<p>" not in html


def test_what_is_no_task_has_no_cards() -> None:
    with pytest.raises(MetaflowNotFound):
        get_cards("CardFlow/1/nowhere/0")
    with pytest.raises(MetaflowInvalidPathspec):
        get_cards("CardFlow/1")
    with pytest.raises(TypeError, match="is no Task"):
        get_cards(client.Run("CardFlow/1"))


def test_the_command_lists_the_cards_of_a_run(folder: Path) -> None:
    rows = [line.split() for line in flowc(folder, "list", "CardFlow/1").out.splitlines()]
    assert rows[1:] == [
        ["CardFlow/1/start/0", "default"],
        ["CardFlow/1/start/0", "own", "mine"],
        ["CardFlow/1/train/0", "blank"],
        ["CardFlow/1/end/0", "default"],
    ]
    answer = flowc(folder, "list", "CardFlow/1/start", "--id", "mine", "--output", "json")
    assert json.loads(answer.out) == {
        "format": "flowc.cards/1",
        "cards": [
            {
                "task": "CardFlow/1/start/0",
                "type": "own",
                "id": "mine",
                "path": "CardFlow/runs/1/tasks/start/0/own.1.mine.card.html",
            }
        ],
    }


def test_the_command_prints_and_saves_a_card(folder: Path, tmp_path: Path) -> None:
    card = "<p>CardFlow/1/start/0 [1, 2, 3] <b></p>"
    assert flowc(folder, "get", "CardFlow/1", "--type", "own").out == card
    answer = flowc(folder, "get", "flow.py", "1/start/0", "--id", "mine", "-o", str(tmp_path / "x"))
    assert (answer.status, answer.out) == (0, "")
    assert (tmp_path / "x").read_text() == card


def test_the_command_says_where_the_file_is_if_nobody_can_see_a_browser(folder: Path) -> None:
    answer = flowc(folder, "view", "CardFlow/1/train")
    path = Path(answer.out.strip())
    assert 'max="2" value="2"' in path.read_text()
    path.unlink()


def test_the_command_opens_a_browser_where_there_is_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    target = tmp_path / "card.html"
    argv = ["card", "view", "CardFlow/1/train/0", "-o", str(target)]
    assert run(folder, *argv, environ={"DISPLAY": ":0"}).status == 0
    assert opened == [f"file://{target}"]


def test_a_name_that_means_several_cards_or_none_is_refused_with_what_there_is(
    folder: Path,
) -> None:
    several = flowc(folder, "get", "CardFlow/1")
    assert several.status == 1
    assert "has 4 cards, name one of them:\n  CardFlow/1/start/0 --type default\n" in several.err
    assert "\n  CardFlow/1/start/0 --id mine\n" in several.err
    none = flowc(folder, "view", "CardFlow/1", "--id", "other")
    assert (none.status, "has no such card" in none.err) == (1, True)
    assert flowc(folder, "get", "CardFlow/1/train", "--output", "json").status == 2
