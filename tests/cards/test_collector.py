"""`current.card`: which card is meant, when it is written, and what becomes of failures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flowc.cards import (
    Markdown,
    MetaflowCard,
    MetaflowCardComponent,
    ProgressBar,
    Table,
)
from flowc.cards.collector import CardCollector
from flowc.cards.naming import card_name, card_parts
from runtime_shim.errors import StoreError

TASK = "TrainFlow/12/train/2.0"
MANIFEST = {
    "start": 1_700_000_000.0,
    "end": 1_700_000_075.5,
    "user": "alice",
    "host": "node-7",
    "python": "3.11.7",
    "retry": 1,
    "frames": [{"artifact": "genres", "index": 2, "count": 8}],
    "inputs": ["start/0"],
    "parameters": ["alpha"],
    "artifacts": {
        "alpha": {"json": 0.5, "type": "float"},
        "rows": {"json": [1, 2], "type": "list"},
        "model": {"type": "torch.nn.Module", "size": 51_234_567, "pickle": {}},
        "lost": {"type": "pandas.DataFrame", "size": 100, "pickle": {}},
    },
}
FAILURE = {"type": "ValueError", "message": "bad", "traceback": "Traceback …\nValueError: <bad>"}


def never() -> Any:
    raise AssertionError("a large artifact was loaded")


def lost() -> Any:
    raise StoreError("the blob is gone")


READS: dict[str, Callable[[], Any]] = {
    "alpha": lambda: 0.5,
    "rows": lambda: [1, 2],
    "model": never,
    "lost": lost,
}


class Written:
    """Cards as a store keeps them, and a clock that is set by hand."""

    def __init__(self, *declared: dict[str, Any]) -> None:
        self.cards: dict[str, str] = {}
        self.count = 0
        self.now = 100.0
        self.collector = CardCollector(declared, self._write, lambda: self.now)

    def _write(self, name: str, html: bytes) -> None:
        self.cards[name] = html.decode()
        self.count += 1

    def finish(self, failure: dict[str, str] | None = None) -> dict[str, str]:
        self.collector.finish({**MANIFEST, "failure": failure}, READS, TASK)
        return self.cards


class CountingCard(MetaflowCard):
    type = "tests.counting"
    ALLOW_USER_COMPONENTS = True

    def render(self, task: Any) -> str:
        return f"{self.options} {len(self.components)}"


class PlainCard(MetaflowCard):
    """As cards written years ago: its constructor takes few things."""

    type = "tests.plain"

    def __init__(self, options: dict[str, Any]) -> None:
        self.name = options["name"]

    def render(self, task: Any) -> str:
        return f"<b>{self.name}</b>"


class BrokenCard(MetaflowCard):
    type = "tests.broken"

    def render(self, task: Any) -> Any:
        raise KeyError("no such <thing>")


class ExitingCard(MetaflowCard):
    type = "tests.exiting"

    def render(self, task: Any) -> Any:
        raise SystemExit(3)


class WordlessCard(MetaflowCard):
    type = "tests.wordless"

    def render(self, task: Any) -> Any:
        return {"not": "HTML"}


@pytest.fixture(autouse=True)
def _no_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards of one's own get the client's Task, which is tested where there is a store."""
    monkeypatch.setattr("flowc.cards.collector.client_task", lambda pathspec: pathspec)


def test_the_default_card_says_what_is_known_of_the_task() -> None:
    written = Written({"type": "default"})
    written.collector.append(Markdown("# Results"))
    html = written.finish()["default.0"]
    for part in ("<h1>train</h1>", TASK, "succeeded", "<h1>Results</h1>", "alice", "75.5 s"):
        assert part in html
    assert "<dt>Item of genres</dt><dd>3 of 8</dd>" in html
    assert "<dt>alpha</dt><dd><code>0.5</code></dd>" in html
    assert "<td>rows</td><td>list</td><td><code>[1, 2]</code></td>" in html
    assert "<td>model</td><td>torch.nn.Module</td><td><code>51.2 MB</code></td>" in html
    assert "cannot be shown: the blob is gone" in html


def test_a_card_is_one_file_without_scripts() -> None:
    html = Written({}).finish()["default.0"]
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert "<script" not in html
    assert "<link" not in html
    assert "@import" not in html
    assert "url(" not in html


def test_a_blank_card_has_the_components_alone() -> None:
    written = Written({"type": "blank", "options": {"title": "Mine <1>"}})
    written.collector.extend([Markdown("one"), Table([[1]])])
    html = written.finish()["blank.0"]
    assert "<h1>Mine &#60;1&#62;</h1>" in html
    assert "alice" not in html
    assert html.index("<p>one</p>") < html.index('<td class="number">1</td>')


def test_an_html_card_is_the_artifact_as_it_is() -> None:
    written = Written({"type": "html"}, {"type": "html", "options": {"artifact": "page"}})
    reads = {"html": lambda: "<b>own</b>", "page": lambda: b"<i>own</i>"}
    written.collector.finish(MANIFEST, reads, TASK)
    assert written.cards == {"html.0": "<b>own</b>", "html.1": "<i>own</i>"}


def test_an_html_card_without_its_artifact_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    html = Written({"type": "html"}).finish()["html.0"]
    assert "the step has no artifact `html`" in html
    assert "the card `html` cannot be made" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["default", "blank", "error", "html", "tests.counting"])
def test_a_step_that_failed_says_so_in_every_card(kind: str) -> None:
    (html,) = Written({"type": kind}).finish(FAILURE).values()
    assert "the step failed" in html
    assert "ValueError: &#60;bad&#62;" in html


def test_a_failure_that_was_caught_is_shown() -> None:
    written = Written({"type": "error"}, {})
    written.collector.finish({**MANIFEST, "caught": FAILURE}, READS, TASK)
    assert all("the failure was caught" in html for html in written.cards.values())


def test_an_error_card_of_a_step_that_succeeded_says_so() -> None:
    assert "the step did not fail" in Written({"type": "error"}).finish()["error.0"]


def test_a_card_of_ones_own_gets_options_and_components() -> None:
    written = Written({"type": "tests.counting", "options": {"a": 1}})
    written.collector.append(Markdown("x"))
    assert written.finish() == {"tests%2Ecounting.0": "{'a': 1} 1"}


def test_a_card_is_made_with_what_its_constructor_takes() -> None:
    written = Written({"type": "tests.plain", "options": {"name": "x"}})
    assert list(written.finish().values()) == ["<b>x</b>"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("tests.broken", "KeyError: &#39;no such &#60;thing&#62;&#39;"),
        ("tests.wordless", "its HTML is of type `dict`"),
        ("tests.exiting", "SystemExit: 3"),
        ("nowhere", "there is no type `nowhere`; there is `blank`, `default`"),
    ],
)
def test_a_card_that_fails_becomes_one_that_says_so(
    kind: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written = Written({"type": kind}, {"type": "blank"})
    first, second = written.finish().values()
    assert said in first
    assert "the card could not be made" in first
    assert "could not be made" not in second
    assert f"[@card WARNING] the card `{kind}` cannot be made" in capsys.readouterr().err


def test_errors_are_not_kept_if_that_is_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert Written({"type": "tests.broken", "save_errors": False}).finish() == {}
    assert "cannot be made" in capsys.readouterr().err


def test_a_store_that_fails_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(name: str, html: bytes) -> None:
        raise StoreError("the disk is full")

    collector = CardCollector([{}], refuse)
    collector.refresh()
    collector.finish(MANIFEST, READS, TASK)
    assert "the disk is full" in capsys.readouterr().err


def test_refreshing_writes_at_most_once_a_second_unless_forced() -> None:
    written = Written({"type": "blank"})
    bar = ProgressBar(max=10)
    written.collector.append(bar)
    counts = []
    for now, force in (
        (100.0, False),
        (100.9, False),
        (100.95, True),
        (101.5, False),
        (102.0, False),
    ):
        written.now = now
        bar.update(int(now) - 95)
        written.collector.refresh(force=force)
        counts.append(written.count)
    assert counts == [1, 1, 2, 2, 3]
    assert 'value="7"' in written.cards["blank.0"]


def test_a_card_that_is_refreshed_says_that_the_task_runs() -> None:
    written = Written({})
    written.collector.refresh()
    assert "running" in written.cards["default.0"]


def test_a_card_of_ones_own_is_refreshed_if_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowc.cards.step_card.client_task", lambda pathspec: "the task")

    class LiveCard(CountingCard):
        type = "tests.live"
        RUNTIME_UPDATABLE = True

        def render_runtime(self, task: Any, data: Any) -> str:
            return f"{task} {data}"

    written = Written({"type": "tests.live", "id": "live"}, {"type": "tests.counting"})
    for card in (written.collector["live"], *written.collector.get("tests.counting")):
        card.refresh({"n": 1})
    assert written.cards == {"tests%2Elive.0.live": "the task {'n': 1}"}


DECLARED = [
    ([{}], 0),
    ([{"id": "a"}], 0),
    ([{"type": "html"}, {"id": "a"}], 1),
    ([{"id": "a"}, {"type": "blank"}], 1),
    ([{"id": "a"}, {"id": "b"}], None),
    ([{}, {}], None),
    ([{}, {"id": "a", "customize": True}], 1),
    ([{"id": "a", "customize": True}, {"id": "b", "customize": True}], None),
    ([{"type": "html"}], None),
    ([{"type": "nowhere"}], None),
    ([], None),
]


@pytest.mark.parametrize(("declared", "number"), DECLARED)
def test_what_is_said_without_a_name_goes_to_one_card(
    declared: list[dict[str, Any]], number: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    collector = Written(*declared).collector
    for _ in range(2):
        collector.append(Markdown("x"))
        collector.extend([Markdown("y")])
    collector.refresh()
    cards = [
        card
        for kind in {c.get("type", "default"): 0 for c in declared}
        for card in collector.get(kind)
    ]
    assert sum(len(card) for card in cards) == (0 if number is None else 4)
    if number is not None:
        wanted = declared[number]
        assert any(len(card) == 4 and card.id == wanted.get("id") for card in cards)
    warned = capsys.readouterr().err.count("`current.card.append` does nothing")
    assert warned == (1 if number is None else 0)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ([], "the step has no card: write `@card` above `@step`"),
        ([{"type": "nowhere"}], "there is no card of type `nowhere`"),
        ([{"type": "html"}], "a card of type `html` takes no components"),
        ([{}, {}], "give them ids"),
    ],
)
def test_why_there_is_no_such_card_is_said(
    declared: list[dict[str, Any]], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    collector = Written(*declared).collector
    collector.append(Markdown("x"))
    assert len(collector.components) == 0
    collector.clear()
    assert said in capsys.readouterr().err


def test_a_card_is_found_by_its_id_and_by_its_type() -> None:
    collector = Written({"id": "a"}, {"id": "b", "type": "blank"}).collector
    collector["b"].append(Markdown("x"))
    assert [len(card) for card in collector.get(type="blank")] == [1]
    assert collector.get(type="nothing") == []
    assert len(collector["a"]) == 0
    collector["b"] = [Markdown("1"), Markdown("2")]
    assert len(collector["b"]) == 2


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ([{"id": "a"}], "the step has no `@card(id='z')`"),
        ([{"id": "z"}, {"id": "z"}], "2 cards have the id 'z'"),
    ],
)
def test_an_id_that_names_no_card_is_said_once(
    declared: list[dict[str, Any]], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written = Written(*declared)
    for _ in range(2):
        written.collector["z"].append(Markdown("x"))
        written.collector["z"] = [Markdown("y")]
    written.collector["z"].refresh()
    assert written.count == 0
    assert capsys.readouterr().err.count(said) == 1


def test_components_have_ids_of_their_own() -> None:
    components = Written({}).collector.components
    components.append(Markdown("one"), id="first")
    components.append(Markdown("two"))
    assert components.keys() == ["first", "markdown_2"]
    components["first"].update("three")
    assert "three" in components["first"].render()
    del components["first"]
    assert ("first" in components, len(components)) == (False, 1)
    components["new"] = Markdown("four")
    assert components["new"].component_id == "new"


def test_what_no_component_can_do_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    components = Written({}).collector.components
    components.append("text")
    components.append(Markdown("x"), id="taken")
    components["taken"] = Markdown("y")
    components["missing"].update("z")
    components.append(MetaflowCardComponent(), id="still")
    components["still"].update(1)
    told = capsys.readouterr().err
    for part in ("'text' is no component", "`taken` stays", "no component `missing`"):
        assert part in told
    assert "`MetaflowCardComponent` cannot be updated" in told
    assert components.keys() == ["taken", "still"]


def test_of_two_classes_of_a_type_the_later_counts() -> None:
    class Before(MetaflowCard):
        type = "tests.again"

    class After(MetaflowCard):
        type = "tests.again"

        def render(self, task: Any) -> str:
            return "after"

    assert list(Written({"type": "tests.again"}).finish().values()) == ["after"]


@pytest.mark.parametrize(
    ("number", "kind", "id"),
    [(0, "default", None), (12, "a.b", "c.d"), (1, "html", ""), (2, "ä/ö", "1.2%"), (3, "x", "0")],
)
def test_the_name_of_a_card_says_what_it_is(number: int, kind: str, id: str | None) -> None:  # noqa: A002
    assert card_parts(card_name(number, kind, id)) == (number, kind, id)


def test_other_names_are_no_cards() -> None:
    assert card_parts("report") is None
    assert card_parts("a.b.c") is None
