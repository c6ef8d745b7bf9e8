"""What components become: the data is there, and is never markup."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest

from flowc.cards import (
    Artifact,
    Error,
    EventsTimeline,
    Image,
    JSONViewer,
    Markdown,
    MetaflowCardComponent,
    PageComponent,
    ProgressBar,
    PythonCode,
    Table,
    ValueBox,
    VegaChart,
    YAMLViewer,
)
from flowc.cards.components import html_of
from tests.cards.test_markdown import Elements

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EVIL = "<script>alert('x')</script>\" onload=alert(1) '&"


def timeline(text: str) -> EventsTimeline:
    made = EventsTimeline(title=text)
    made.update({"said": text, text: 1}, style_theme=text, priority=text)
    made.update({"timestamp": text}, payloads={text: Markdown(text)})
    return made


MADE_OF_TEXT: list[Callable[[str], MetaflowCardComponent]] = [
    Markdown,
    Artifact,
    lambda text: Artifact({text: [text]}, name=text, compressed=False),
    lambda text: Table([[text, Markdown(text)], [{text: text}, None]], headers=[text]),
    lambda text: Image(PNG, text),
    lambda text: Image(text, text),
    lambda text: ProgressBar(label=text, unit=text, metadata=text),
    lambda text: ValueBox(title=text, value=text, subtitle=text, theme=text, change_indicator=text),
    lambda text: Error(ValueError(text), title=text),
    lambda text: PythonCode(code_string=text),
    lambda text: PythonCode(code_string=f"x = {text!r}  # {text}"),
    lambda text: JSONViewer({text: text}, title=text, max_height=text),
    lambda text: YAMLViewer({text: [text, {text: text}]}, title=text, max_height=text),
    YAMLViewer,
    timeline,
    lambda text: PageComponent(title=text, subtitle=text, contents=[Markdown(text)]),
    lambda text: VegaChart({text: text, "mark": text, "title": text}),
    lambda text: VegaChart(chart(text)),
    lambda text: VegaChart({**chart(text), "mark": "arc"}),
]


def chart(text: str) -> dict[str, Any]:
    channel = {"field": text, "title": text, "type": "nominal"}
    values = [{text: text, "n": 1}, {text: f"{text} 2", "n": 2}]
    encoding = {"x": channel, "color": channel, "y": {"field": "n", "type": "quantitative"}}
    return {"title": text, "data": {"values": values}, "mark": "bar", "encoding": encoding}


@pytest.mark.parametrize("make", MADE_OF_TEXT)
def test_data_is_never_markup(make: Callable[[str], MetaflowCardComponent]) -> None:
    (html,) = html_of([make(EVIL)])
    parsed = Elements()
    parsed.feed(html)
    assert parsed.found
    assert not [tag for tag, _ in parsed.found if tag in {"script", "iframe", "style", "object"}]
    names = {name for _, attributes in parsed.found for name in attributes}
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("make", MADE_OF_TEXT)
def test_any_text_can_be_shown(make: Callable[[str], MetaflowCardComponent]) -> None:
    for text in ("", "\x00\ud800", "\N{SNOWMAN}", "a" * 5000):
        (html,) = html_of([make(text)])
        assert "cannot be shown" not in html or isinstance(make(text), Image)
        assert html.encode()


def test_cells_are_texts_numbers_and_components() -> None:
    html = Table([["a", 1, 2.5, None, True, Artifact({"b": 2})]], ["x", "y"]).render()
    assert '<th>x</th><th class="number">y</th>' in html
    assert '<td>a</td><td class="number">1</td><td class="number">2.5</td><td></td>' in html
    assert "<td>True</td>" in html
    assert "{&#39;b&#39;: 2}" in html


def test_a_table_without_rows_is_one() -> None:
    assert "<tbody></tbody>" in Table().render()
    assert "<th>only</th>" in Table(headers=["only"]).render()


def test_a_data_frame_is_a_table_of_its_first_rows() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"n": range(25), "name": ["<b>"] * 25})
    short, whole = Table.from_dataframe(frame).render(), Table.from_dataframe(frame, False).render()
    assert (short.count("<tr>"), whole.count("<tr>")) == (21, 26)
    assert "… and 5 more rows" in short
    assert "more rows" not in whole
    assert "&#60;b&#62;" in short
    assert "<td class" in Artifact(frame).render()


def test_what_is_no_data_frame_is_told() -> None:
    assert "`dict` is no data frame" in Table.from_dataframe({}).render()


def test_an_image_is_kept_in_the_card() -> None:
    html = Image(PNG, "a <b>").render()
    url = html.partition('src="data:image/png;base64,')[2].partition('"')[0]
    assert b64decode(url) == PNG
    assert "<figcaption>a &#60;b&#62;</figcaption>" in html


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg+xml"),
        (bytearray(PNG), "png"),
    ],
)
def test_the_kind_of_an_image_is_in_its_bytes(data: bytes, kind: str) -> None:
    assert f"data:image/{kind};base64," in Image(data).render()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "it is given no `src`"),
        (b"nothing of the kind", "no PNG, JPEG"),
        ("http://example.org/a.png", "no `data:image/…` URL"),
        (7, "of type `int`"),
    ],
)
def test_what_is_no_image_says_so_in_its_place(source: Any, said: str) -> None:
    html = Image(source).render()
    assert "the image cannot be shown" in html
    assert said in html


class Figure:
    """What matplotlib and PIL have in common here: it writes itself to a file."""

    def savefig(self, target: Any, format: str) -> None:  # noqa: A002 - theirs
        assert format == "png"
        target.write(PNG)


class Axes:
    """Knows its figure, as axes do."""

    def get_figure(self) -> Figure:
        return Figure()


class Picture:
    """Is saved as PIL's images are."""

    def save(self, target: Any, format: str) -> None:  # noqa: A002 - theirs
        target.write(PNG)


@pytest.mark.parametrize(
    "image",
    [
        lambda: Image.from_matplotlib(Figure()),
        lambda: Image.from_matplotlib(Axes()),
        lambda: Image.from_pil_image(Picture()),
    ],
)
def test_drawings_become_images(image: Callable[[], Image]) -> None:
    assert "data:image/png;base64," in image().render()


def test_an_image_is_updated_only_if_it_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    fixed, free = Image(PNG, "one"), Image(PNG, "one", disable_updates=False)
    for image in (fixed, fixed, free):
        image.update(b"GIF89a", "two")
    assert "image/png" in fixed.render()
    assert "image/gif" in free.render()
    assert "two" in free.render()
    assert capsys.readouterr().err.count("disable_updates=False") == 1


def test_updates_are_shown() -> None:
    text, bar, box = Markdown("one"), ProgressBar(max=10, unit="rows"), ValueBox("t", 1, "s")
    text.update("two")
    bar.update(4, "fast")
    box.update(value=1234567, change_indicator="up")
    assert "two" in text.render()
    assert 'max="10" value="4"' in bar.render()
    assert "4 / 10 rows" in bar.render()
    assert all(part in box.render() for part in ("1,234,567", ">t<", ">s<", ">up<"))


def test_long_objects_are_shortened_unless_asked_otherwise() -> None:
    numbers = list(range(2000))
    assert len(Artifact(numbers).render()) < 2000
    assert "1999" in Artifact(numbers, compressed=False).render()


def test_an_object_whose_repr_raises_is_named() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise OSError

    assert "Broken instance" in Artifact(Broken()).render()
    assert "Broken, whose repr raises OSError" in Artifact(Broken(), compressed=False).render()


def test_an_exception_is_shown_with_its_traceback() -> None:
    with pytest.raises(ValueError, match="no rows") as caught:
        int("no rows")
    html = Error(caught.value, "It failed").render()
    assert "It failed" in html
    assert "Traceback" in html
    assert "ValueError: invalid literal for int()" in html


def test_source_is_marked_and_kept() -> None:
    def double(x: int) -> int:
        return x * 2  # twice

    html = PythonCode(double).render()
    assert '<span class="keyword">return</span>' in html
    assert '<span class="comment"># twice</span>' in html
    assert html.startswith('<pre class="code"><span class="keyword">def</span> double')


@pytest.mark.parametrize("source", ["def f(:\n  '''", "x = (", "", "\n", "  a\n b", "a\n  # c"])
def test_source_that_does_not_parse_is_shown_whole(source: str) -> None:
    from html import unescape  # noqa: PLC0415
    from re import sub  # noqa: PLC0415
    from textwrap import dedent  # noqa: PLC0415

    shown = unescape(sub(r"<[^>]*>", "", PythonCode(code_string=source).render()))
    assert shown == dedent(source).strip("\n")


def test_data_is_laid_out_as_json() -> None:
    html = JSONViewer('{"a": [1, null]}').render()
    assert "&#34;a&#34;: [\n    1,\n    null\n  ]" in html
    assert "<details open>" in html
    assert "<details" not in JSONViewer([], collapsible=False).render()
    assert 'style="max-height:20rem;' in JSONViewer([], max_height="20rem").render()
    assert "style" not in JSONViewer([], max_height="1px;background:url(x)").render()


YAML_VALUES: list[Any] = [
    {"host": "localhost", "port": 5432, "on": True, "none": None, "ratio": 0.5},
    {"words": ["yes", "no", "null", "~", "12", "1e3", "a: b", "# c", "- d", "", " x ", "ä", "0x1"]},
    {"deep": [{"a": [{"b": {}}, []], "c": "two\nlines"}], 1: 2, "true": "x"},
    ["a\n", "\na", "a\n\nb", "tab\there", "quote\"'", "\\"],
    [[1, [2]], [], {}, "text", None],
]


@pytest.mark.parametrize("value", YAML_VALUES)
def test_yaml_is_what_yaml_reads(value: Any) -> None:
    yaml = pytest.importorskip("yaml")
    from flowc.cards.viewers import yaml_lines  # noqa: PLC0415

    assert yaml.safe_load("\n".join(yaml_lines(value))) == value


def test_data_that_holds_itself_is_cut() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert "…" in YAMLViewer(endless).render()
    assert "has no JSON" in JSONViewer(endless).render()


def test_events_are_shown_newest_first_and_counted() -> None:
    events = EventsTimeline("Work", max_events=2)
    for number in range(3):
        events.update({"step": f"number {number}"})
    html = events.render()
    assert html.index("number 2") < html.index("number 1")
    assert "number 0" not in html
    assert "3 events, going on" in html
    events.update({"step": "last"}, finished=True)
    assert "4 events, finished" in events.render()
    stats = events.get_stats()
    assert (stats["total_events"], stats["displayed_events"], stats["finished"]) == (4, 2, True)


def test_an_event_takes_components_only() -> None:
    with pytest.raises(TypeError, match="the payload `x` is a `str`"):
        EventsTimeline().update({}, payloads={"x": "text"})


def test_a_component_that_fails_says_so_in_its_place() -> None:
    class Failing(MetaflowCardComponent):
        def render(self) -> str:
            raise KeyError("nothing")

    class Unwritten(MetaflowCardComponent):
        pass

    failing, unwritten, whole = html_of([Failing(), Unwritten(), Markdown("x")])
    assert "`Failing` cannot be shown" in failing
    assert "has no method `render`" in unwritten
    assert "<p>x</p>" in whole


def test_a_component_of_ones_own_is_html() -> None:
    class Own(MetaflowCardComponent):
        def render(self) -> str:
            return "<b>own</b>"

    class Plain(MetaflowCardComponent):
        def render(self) -> dict[str, str]:
            return {"type": "<b>"}

    assert html_of([Own()]) == ["<b>own</b>"]
    assert "&#60;b&#62;" in html_of([Plain()])[0]
