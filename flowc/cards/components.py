"""The components that cards are made of, with the arguments that Metaflow gives them."""

from __future__ import annotations

from flowc.cards import markup
from flowc.cards.component import MetaflowCardComponent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

_ROWS_OF_A_FRAME = 20


class Markdown(MetaflowCardComponent):
    """Text in Markdown; what is common to the beginnings of all lines is taken off."""

    REALTIME_UPDATABLE = True

    def __init__(self, text: str | None = None) -> None:
        """Keep the text."""
        self._text = text

    def update(self, text: str | None = None) -> None:
        """Show another text."""
        self._text = text

    def render(self) -> str:
        """Return the text as HTML; markup in it is shown as it is written."""
        from flowc.cards.markdown import to_html

        return markup.element("div", to_html(str(self._text or "")), "markdown")


class Artifact(MetaflowCardComponent):
    """Any object, as Python shows it; long ones are shortened unless `compressed` is false."""

    REALTIME_UPDATABLE = True

    def __init__(self, artifact: Any, name: str | None = None, compressed: bool = True) -> None:
        """Keep the object."""
        self._artifact = artifact
        self._name = name
        self._compressed = compressed

    def update(self, artifact: Any) -> None:
        """Show another object."""
        self._artifact = artifact

    def render(self) -> str:
        """Return the object's name, type and representation; a data frame is a table."""
        from flowc.cards.shown import object_html, type_of

        head = markup.text("b", self._name) + markup.text("code", type_of(self._artifact))
        body = object_html(self._artifact, self._compressed)
        return markup.element("div", markup.element("div", head, "label") + body, "artifact")


class Table(MetaflowCardComponent):
    """A table: rows of texts, numbers, other plain values and components."""

    REALTIME_UPDATABLE = True

    def __init__(
        self,
        data: Sequence[Sequence[Any]] | None = None,
        headers: Sequence[str] | None = None,
        disable_updates: bool = False,
    ) -> None:
        """Keep the rows."""
        self._rows = data or []
        self._headers = headers or []
        self._note = ""

    @classmethod
    def from_dataframe(cls, dataframe: Any = None, truncate: bool = True) -> Table:
        """Return the table of a pandas DataFrame: all of it, or its first rows if `truncate`."""
        if not hasattr(dataframe, "itertuples") or not hasattr(dataframe, "columns"):
            kind = type(dataframe).__qualname__
            return cls(headers=[f"`{kind}` is no data frame"])
        some = dataframe.head(_ROWS_OF_A_FRAME) if truncate else dataframe
        names = ["", *map(str, dataframe.columns)]
        made = cls([list(row) for row in some.itertuples(name=None)], names)
        left = len(dataframe) - len(some)
        made._note = f"… and {left:,} more rows" if left else ""
        return made

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Say that the components in a table can be updated, and the table cannot."""
        self._warn("`Table` cannot be updated: update the components in it, or append another")

    def render(self) -> str:
        """Return the table."""
        from flowc.cards.shown import cell_html

        rows = (map(cell_html, row) for row in self._rows)
        table = markup.table([markup.escape(name) for name in self._headers], map(list, rows))
        return table + (markup.text("p", self._note, "note") if self._note else "")


class Image(MetaflowCardComponent):
    """An image: the bytes of a PNG, JPEG, GIF, WebP or SVG file, kept in the card itself."""

    REALTIME_UPDATABLE = True

    def __init__(
        self, src: Any = None, label: str | None = None, disable_updates: bool = True
    ) -> None:
        """Keep the image; `src` may be text as well, if it is a `data:image/…` URL."""
        self._source = src
        self._label = label
        self._fixed = disable_updates

    @classmethod
    def from_matplotlib(
        cls, plot: Any, label: str | None = None, disable_updates: bool = False
    ) -> Image:
        """Return the image of a figure of matplotlib, or of the figure of its axes."""
        return cls(_drawn(plot), label, disable_updates)

    @classmethod
    def from_pil_image(
        cls, pilimage: Any, label: str | None = None, disable_updates: bool = False
    ) -> Image:
        """Return the image of a `PIL.Image`."""
        return cls(_drawn(pilimage), label, disable_updates)

    def update(self, image: Any, label: str | None = None) -> None:
        """Show another image, of any kind that an image can be made of."""
        if self._fixed:
            self._warn("`Image` cannot be updated: make it with `disable_updates=False`")
            return
        self._source = image
        self._label = self._label if label is None else label

    def render(self) -> str:
        """Return the image and its label, or why it cannot be shown."""
        from flowc.cards.pictures import NotAnImage, data_url

        try:
            url = data_url(_drawn(self._source))
        except NotAnImage as error:
            return markup.text("p", f"the image cannot be shown: {error}", "failure")
        alt = markup.escape(self._label or "")
        caption = markup.text("figcaption", self._label)
        return f'<figure><img src="{markup.escape(url)}" alt="{alt}">{caption}</figure>'


def _drawn(source: Any) -> Any:
    """Return the bytes of what matplotlib or PIL drew; anything else as it is.

    This is done at once: a figure may be drawn on or closed before the card is written.
    """
    from flowc.cards.pictures import png_of

    return png_of(source)


class ProgressBar(MetaflowCardComponent):
    """How much of something is done, written again with each `current.card.refresh()`."""

    type = "progressBar"
    REALTIME_UPDATABLE = True

    def __init__(
        self,
        max: float = 100,
        label: str | None = None,
        value: float = 0,
        unit: str | None = None,
        metadata: str | None = None,
    ) -> None:
        """Begin at `value` of `max`."""
        self._max = max
        self._label = label
        self._value = value
        self._unit = unit
        self._metadata = metadata

    def update(self, new_value: float, metadata: str | None = None) -> None:
        """Go on to `new_value`."""
        self._value = new_value
        if metadata is not None:
            self._metadata = metadata

    def render(self) -> str:
        """Return the bar, its label and the numbers."""
        unit = f" {self._unit}" if self._unit else ""
        numbers = f"{self._value:g} / {self._max:g}{unit}"
        head = markup.text("b", self._label) + markup.text("span", numbers, "number")
        head += markup.text("span", self._metadata, "note")
        share = f'<progress max="{self._max:g}" value="{self._value:g}"></progress>'
        return markup.element("div", markup.element("div", head, "label") + share, "progress")


class ValueBox(MetaflowCardComponent):
    """A number, or a short text, that is to be seen first."""

    type = "valueBox"
    REALTIME_UPDATABLE = True
    VALID_THEMES = frozenset(
        {"default", "success", "warning", "danger", "bg-gradient-indigo-purple"}
    )

    def __init__(
        self,
        title: str | None = None,
        value: float | str = "",
        subtitle: str | None = None,
        theme: str | None = None,
        change_indicator: str | None = None,
    ) -> None:
        """Keep the texts; all but the value may be left out."""
        self._texts: dict[str, Any] = {"title": title, "value": value, "subtitle": subtitle}
        self._texts |= {"theme": theme, "change": change_indicator}

    def update(
        self,
        title: str | None = None,
        value: float | str | None = None,
        subtitle: str | None = None,
        theme: str | None = None,
        change_indicator: str | None = None,
    ) -> None:
        """Show other texts; those that are not given stay."""
        given = {"title": title, "value": value, "subtitle": subtitle, "theme": theme}
        given["change"] = change_indicator
        self._texts |= {name: text for name, text in given.items() if text is not None}

    def render(self) -> str:
        """Return the box."""
        value = self._texts["value"]
        shown = f"{value:,}" if isinstance(value, int) else value
        parts = [markup.text("div", self._texts["title"], "title")]
        parts += [markup.text("div", shown, "value")]
        parts += [markup.text("div", self._texts[name], name) for name in ("subtitle", "change")]
        return markup.element("div", "".join(parts), "box", self._texts["theme"])


class Error(MetaflowCardComponent):
    """An exception, with a title."""

    def __init__(self, exception: Any, title: str | None = None) -> None:
        """Keep the exception."""
        self._exception = exception
        self._title = title

    def render(self) -> str:
        """Return the exception, with its traceback if it was raised."""
        from flowc.cards.shown import failure_text

        return failure(self._title or "", failure_text(self._exception))


def failure(title: str, details: str) -> str:
    """Return a failure as HTML: a title and what is known of it, both text."""
    head = markup.text("b", title) if title else ""
    return markup.element("div", head + markup.text("pre", details), "failure")


class PythonCode(MetaflowCardComponent):
    """Source of Python: of a function, or as text."""

    def __init__(
        self,
        code_func: Callable[..., Any] | None = None,
        code_string: str | None = None,
    ) -> None:
        """Read the function's source now; it may not be there when the card is written."""
        if code_func is not None:
            from inspect import getsource

            code_string = getsource(code_func)
        self._source = code_string

    def render(self) -> str:
        """Return the source with its keywords, texts and comments marked."""
        from flowc.cards.code import python_html

        if self._source is None:
            return failure("`PythonCode` shows nothing", "give it `code_func` or `code_string`")
        return python_html(self._source)


class VegaChart(MetaflowCardComponent):
    """A chart by a specification of Vega-Lite, drawn when the card is written.

    Cards run no scripts, so this is no Vega: bars, lines, points and areas over data in the
    specification itself are drawn as Vega-Lite would, near enough. Everything else is shown as the
    table of its data. The specification is always there to be read, under the chart.
    """

    type = "vegaChart"
    REALTIME_UPDATABLE = True

    def __init__(self, spec: dict[str, Any], show_controls: bool = False) -> None:
        """Keep the specification; there are no controls to show."""
        self._spec = _spec_of(spec)

    @classmethod
    def from_altair_chart(cls, altair_chart: Any) -> VegaChart:
        """Return the chart that altair describes."""
        if not hasattr(altair_chart, "to_dict"):
            kind = type(altair_chart).__qualname__
            raise ValueError(f"`{kind}` is no chart of altair")
        return cls(altair_chart)

    def update(self, spec: Any = None) -> None:
        """Show another specification, or chart of altair."""
        if spec is not None:
            self._spec = _spec_of(spec)

    def render(self) -> str:
        """Return the chart, or the data's table with the reason why it is one."""
        from flowc.cards.charts import chart_html

        return chart_html(self._spec)


def _spec_of(spec: Any) -> dict[str, Any]:
    made: dict[str, Any] = spec.to_dict() if hasattr(spec, "to_dict") else spec
    return made


def html_of(components: Iterable[Any]) -> list[str]:
    """Return each component as HTML; one that fails says so in its place."""
    return [_html_of(component) for component in components]


def _html_of(component: Any) -> str:
    try:
        made = component.render()
    except Exception as error:  # noqa: BLE001 - an author's component may do anything
        from flowc.cards.shown import failure_text

        title = f"the component `{type(component).__name__}` cannot be shown"
        return failure(title, failure_text(error))
    if isinstance(made, str):
        return made
    from flowc.cards.shown import object_html

    return object_html(made, compressed=False)
