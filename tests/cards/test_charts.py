"""Charts: what is drawn, where it lies, and what is shown as a table instead."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc.cards import VegaChart
from flowc.cards.chart_axes import Bands, Line, nice_step, number_text
from flowc.cards.chart_spec import layers_of

ROWS = [
    {"genre": genre, "year": year, "gross": gross}
    for genre, year, gross in (("b", 1, 10), ("a", 1, 20), ("a", 2, 30), ("c", 1, 5))
]


def spec(mark: Any, x: Any, y: Any, rows: Any = None, **more: Any) -> dict[str, Any]:
    channels = {"x": x, "y": y, **more.pop("channels", {})}
    encoding = {name: {"field": c} if isinstance(c, str) else c for name, c in channels.items()}
    return {"data": {"values": rows or ROWS}, "mark": mark, "encoding": encoding, **more}


def drawn(chart: dict[str, Any]) -> str:
    """Return the picture of a chart; it has to be drawn."""
    html = VegaChart(chart).render()
    assert "shown as its data" not in html
    return html.partition("<svg")[2].partition("</svg>")[0]


def attributes(svg: str, element: str, *names: str) -> list[tuple[float, ...]]:
    found = re.findall(rf"<{element} [^>]*>", svg)
    return [
        tuple(float(re.search(rf'\b{name}="([-\d.]+)"', one)[1]) for name in names)  # type: ignore[index]
        for one in found
    ]


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_bars_are_as_high_as_their_values() -> None:
    svg = drawn(spec("bar", {"field": "genre", "sort": None}, "gross", ROWS[:2]))
    low, high = (height for (height,) in attributes(svg, "rect", "height"))
    assert high == pytest.approx(2 * low, rel=0.01)
    assert words(svg)[-2:] == ["genre", "gross"]


def test_names_are_in_the_order_that_is_asked_for() -> None:
    def order(sort: Any) -> list[str]:
        x = {"field": "genre", "type": "nominal", "sort": sort}
        chart = spec("bar", x, {"field": "gross", "aggregate": "sum"})
        return [word for word in words(drawn(chart)) if word in {"a", "b", "c"}]

    assert order("ascending") == ["a", "b", "c"]
    assert order("descending") == ["c", "b", "a"]
    assert order(None) == ["b", "a", "c"]
    assert order(["c", "a"]) == ["c", "a", "b"]
    assert order("-y") == ["a", "b", "c"]
    assert order("y") == ["c", "b", "a"]


def test_numbers_as_names_are_in_the_order_of_their_sizes() -> None:
    rows = [{"n": n, "v": 1} for n in (10, 9, 100)]
    svg = drawn(spec("bar", {"field": "n", "type": "ordinal"}, "v", rows))
    assert [word for word in words(svg) if word in {"9", "10", "100"}] == ["9", "10", "100"]


def test_rows_are_added_up() -> None:
    for how, expected in (("sum", 50), ("mean", 25), ("max", 30), ("count", 2), ("median", 25)):
        (layer,) = layers_of(spec("bar", "genre", {"field": "gross", "aggregate": how}))
        assert {mark.x: mark.y for mark in layer.rows}["a"] == expected


def test_colours_are_stacked_and_explained() -> None:
    chart = spec("bar", "genre", "gross", channels={"color": {"field": "year", "type": "nominal"}})
    svg = drawn(chart)
    bars = [(x, y, h) for x, y, h in attributes(svg, "rect", "x", "y", "height")]
    first, second = sorted(bar for bar in bars if bar[0] == min(x for x, _, _ in bars))
    assert first[1] + first[2] == pytest.approx(second[1], abs=0.2)
    assert "var(--c0)" in svg
    assert "var(--c1)" in svg
    html = VegaChart(chart).render()
    assert '<i style="background:var(--c1)"></i>2</span>' in html


def test_bars_lie_down_where_the_names_are_along_y() -> None:
    svg = drawn(spec("bar", "gross", "genre", ROWS[:2]))
    (a, b) = attributes(svg, "rect", "x", "width")
    assert a[0] == b[0]
    assert {round(max(a[1], b[1]) / min(a[1], b[1]))} == {2}


def test_bars_of_negative_values_hang_down() -> None:
    rows = [{"k": "a", "v": 10}, {"k": "b", "v": -10}]
    svg = drawn(spec("bar", "k", "v", rows))
    (a, b) = attributes(svg, "rect", "y", "height")
    assert a[0] + a[1] == pytest.approx(b[0], abs=0.2)


def test_a_histogram_counts_every_row_once() -> None:
    rows = [{"v": value / 7} for value in range(100)]
    x = {"field": "v", "bin": True}
    (layer,) = layers_of(spec("bar", x, {"aggregate": "count"}, rows))
    assert sum(mark.y for mark in layer.rows) == 100
    spans = sorted((mark.x, mark.x_end) for mark in layer.rows)
    assert all(end == pytest.approx(begin) for (_, end), (begin, _) in pairwise(spans))
    assert len(attributes(drawn(spec("bar", x, {"aggregate": "count"}, rows)), "rect", "x")) == 8


def test_a_line_goes_through_its_points_in_the_order_of_x() -> None:
    rows = [{"t": t, "v": t * t} for t in (2, 0, 1)]
    svg = drawn(spec({"type": "line", "point": True}, "t", "v", rows))
    (points,) = re.findall(r'points="([^"]*)"', svg)
    places = [tuple(map(float, pair.split(","))) for pair in points.split()]
    assert places == sorted(places)
    assert sorted(attributes(svg, "circle", "cx", "cy")) == places


def test_times_are_read_and_named() -> None:
    rows = [{"t": f"2024-{month:02}-01", "v": month} for month in range(1, 7)]
    rows.append({"t": "2024-07-01T00:00:00Z", "v": 7})
    svg = drawn(spec("line", {"field": "t", "type": "temporal"}, "v", rows))
    assert words(svg)[-9:-2] == [
        f"{name} 2024" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")
    ]


def test_milliseconds_are_times_as_well() -> None:
    rows = [{"t": 1_700_000_000_000 + hour * 3_600_000, "v": hour} for hour in range(5)]
    svg = drawn(spec("line", {"field": "t", "type": "temporal"}, "v", rows))
    assert "23:00" in words(svg)


def test_areas_and_points_are_drawn() -> None:
    assert len(re.findall("<polygon", drawn(spec("area", "year", "gross", ROWS[1:3])))) == 1
    for mark in ("point", "circle"):
        assert len(attributes(drawn(spec(mark, "year", "gross")), "circle", "cx")) == 4
    assert len(attributes(drawn(spec("square", "year", "gross")), "rect", "x")) == 4


def test_layers_share_their_axes() -> None:
    base = spec("bar", "genre", "gross", ROWS[:2])
    layered = {**base, "layer": [{"mark": "bar"}, {"mark": "point"}]}
    svg = drawn({name: value for name, value in layered.items() if name != "mark"})
    bars = sorted(attributes(svg, "rect", "y"))
    points = sorted(attributes(svg, "circle", "cy"))
    assert bars == points


def test_data_by_name_is_found() -> None:
    chart = {**spec("bar", "genre", "gross"), "data": {"name": "d"}, "datasets": {"d": ROWS}}
    assert attributes(drawn(chart), "rect", "x")


def test_rows_without_a_number_are_left_out() -> None:
    rows = [
        {"x": 1, "y": 2},
        {"x": None, "y": 3},
        {"x": 2},
        {"x": 3, "y": float("nan")},
        {"x": 4, "y": 1},
    ]
    quantitative = {"field": "y", "type": "quantitative"}
    svg = drawn(spec("point", {"field": "x", "type": "quantitative"}, quantitative, rows))
    assert len(attributes(svg, "circle", "cx")) == 2


@pytest.mark.parametrize(
    ("chart", "reason"),
    [
        (spec("arc", "genre", "gross"), "marks of type `arc`"),
        ({**spec("bar", "genre", "gross"), "transform": [{"filter": "x"}]}, "`transform`"),
        ({"hconcat": [spec("bar", "genre", "gross")]}, "`hconcat`"),
        ({**spec("bar", "genre", "gross"), "data": {"url": "http://x"}}, "data is elsewhere"),
        ({**spec("bar", "genre", "gross"), "data": {}}, "no data"),
        (spec("bar", "genre", "gross", channels={"size": {"field": "year"}}), "the channel `size`"),
        (spec("bar", {"field": "year", "timeUnit": "month"}, "gross"), "units of time"),
        (
            spec("bar", "genre", {"field": "gross", "scale": {"type": "log"}}),
            "scales of type `log`",
        ),
        (spec("bar", "genre", {"field": "gross", "aggregate": "stdev"}), "`stdev` is not computed"),
        (spec("line", {"field": "genre", "type": "temporal"}, "gross"), "is no time"),
        ("no chart", "is no dict"),
        ({"mark": "bar", "data": {"values": 3}, "encoding": []}, "no list of rows"),
        ({"mark": "bar", "data": {"values": [{}]}, "encoding": {"x": 3}}, "cannot be read"),
    ],
)
def test_what_is_not_drawn_is_shown_as_its_data_with_the_reason(chart: Any, reason: str) -> None:
    html = VegaChart(chart).render()
    assert "this chart is shown as its data" in html
    assert reason in html
    assert "<summary>Vega-Lite</summary>" in html


def test_the_data_is_in_the_table() -> None:
    html = VegaChart(spec("arc", "genre", "gross", ROWS * 10)).render()
    assert "the first 20 of 40 rows" in html
    assert '<td class="number">30</td>' in html


def test_a_chart_of_altair_is_what_it_describes() -> None:
    class Chart:
        def to_dict(self) -> dict[str, Any]:
            return spec("bar", "genre", "gross")

    assert "<svg" in VegaChart.from_altair_chart(Chart()).render()
    with pytest.raises(ValueError, match="`dict` is no chart of altair"):
        VegaChart.from_altair_chart({})


def test_an_updated_chart_is_another() -> None:
    chart = VegaChart(spec("bar", "genre", "gross"))
    chart.update(spec("line", "year", "gross"))
    assert "<polyline" in chart.render()


FINITE = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)
VALUES = st.one_of(
    FINITE, st.integers(-(10**12), 10**12), st.text(max_size=4), st.none(), st.booleans()
)
CHANNELS = st.fixed_dictionaries(
    {"field": st.sampled_from(["a", "b", "c"])},
    optional={
        "type": st.sampled_from(["quantitative", "nominal", "ordinal", "temporal"]),
        "aggregate": st.sampled_from(["sum", "mean", "count"]),
        "bin": st.just(True),
        "sort": st.sampled_from(["x", "-y", None, "descending"]),
    },
)


@given(
    st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES), max_size=8),
    st.sampled_from(["area", "bar", "circle", "line", "point", "square", "tick"]),
    st.dictionaries(st.sampled_from(["x", "y", "color"]), CHANNELS),
)
def test_every_chart_is_drawn_in_its_frame_or_shown_as_its_data(
    rows: list[dict[str, Any]], mark: str, encoding: dict[str, Any]
) -> None:
    html = VegaChart({"data": {"values": rows}, "mark": mark, "encoding": encoding}).render()
    assert "cannot be read" not in html
    svg = html.partition("<svg")[2].partition("</svg>")[0]
    assert not re.search(r"\bnan\b|\binf\b", svg.partition(">")[2].split("<text")[0])
    for x, y in attributes(svg, "circle", "cx", "cy"):
        assert 0 <= x <= 700
        assert 0 <= y <= 1300


@given(FINITE, FINITE)
def test_the_axis_of_numbers_holds_them_and_has_some_ticks(one: float, other: float) -> None:
    low, high = sorted((one, other))
    axis = Line(low, high, is_time=False)
    assert -1e-6 <= axis.place(low) <= axis.place(high) <= 1 + 1e-6
    places = [place for place, _ in axis.ticks(8)]
    assert 1 <= len(places) <= 12
    assert places == sorted(places)


@given(st.floats(min_value=-1e9, max_value=4e9), st.floats(min_value=0.01, max_value=4e9))
def test_the_axis_of_times_has_few_ticks_inside(begin: float, span: float) -> None:
    axis = Line(begin, begin + span, is_time=True)
    places = [place for place, _ in axis.ticks(8)]
    assert len(places) <= 10
    assert all(-1e-6 <= place <= 1 + 1e-6 for place in places)


def test_steps_are_round() -> None:
    assert [nice_step(span, 5) for span in (1, 7, 23, 0.04)] == pytest.approx([0.2, 2, 5, 0.01])


def test_numbers_beside_an_axis_are_short() -> None:
    found = [number_text(value) for value in (0, 0.1 + 0.2, 1234, 250000, 2.5e6, 3e10, 1e-7)]
    assert found == ["0", "0.3", "1,234", "250k", "2,500k", "30G", "1e-07"]


def test_too_many_names_are_thinned_out() -> None:
    names = Bands([str(number) for number in range(100)])
    assert len(names.ticks(40)) == 34
