"""Drawings of a flow: each shows every step, and every way between steps."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from compiler.drawing.dot import draw_dot
from compiler.drawing.figure import Box, Frame, lay_out
from compiler.drawing.graph_json import draw_json
from compiler.drawing.links import Link, links
from compiler.drawing.mermaid import draw_mermaid
from compiler.drawing.svg import draw_svg
from compiler.drawing.tree import ASCII, draw_tree
from compiler.ir.nodes import Arm, Block, Choice, Flow, Loop, Map, Origin, Parallel, Task


def task(name: str, doc: str = "") -> Task:
    return Task(name=name, doc=doc)


def flow(*body: Task | Parallel | Map | Choice | Loop) -> Flow:
    return Flow(name="ZooFlow", body=body, origin=Origin(path="flow.py", entrypoint="ZooFlow"))


def arm(*body: Task | Parallel | Map | Choice | Loop, key: str) -> Arm:
    return Arm(keys=(key,), body=body)


LINEAR = flow(task("start", "Begin."), task("end"))
SPLIT = flow(
    task("start"),
    Parallel(arms=((task("a"),), (task("b"), task("c"))), join=task("j")),
    task("end"),
)
FOREACH = flow(
    task("start"), Map(over="rows", body=(task("each"),), join=task("j"), limit=4), task("end")
)
SWITCH = flow(
    task("start"),
    Choice(on="kind", arms=(arm(task("x"), key="x"), arm(key="skip"))),
    task("end"),
)
LOOP = flow(
    task("start"),
    Loop(body=(task("try_"), task("look")), on="state", again=("again",)),
    Choice(on="state", arms=(arm(task("good"), key="ok"), arm(task("bad"), key="no"))),
    task("end"),
)
ALL = (LINEAR, SPLIT, FOREACH, SWITCH, LOOP)


def names(block: Block) -> set[str]:
    from compiler.ir.walk import tasks  # noqa: PLC0415 - only the tests' own oracle needs it

    return {each.name for each in tasks(block)}


def pairs(subject: Flow) -> list[tuple[str, str]]:
    return [(link.source, link.target) for link in links(subject)]


def test_the_tree_reads_from_top_to_bottom() -> None:
    assert draw_tree(LINEAR) == "ZooFlow\n├─ start   Begin.\n└─ end\n"
    assert draw_tree(SPLIT) == (
        "ZooFlow\n"
        "├─ start\n"
        "├─ side by side\n"
        "│  ├─ a\n"
        "│  └─ arm\n"
        "│     ├─ b\n"
        "│     └─ c\n"
        "├─ j   joins the arms\n"
        "└─ end\n"
    )


def test_the_tree_says_how_often_and_when() -> None:
    assert "├─ for each item of rows, 4 at a time\n│  └─ each\n" in draw_tree(FOREACH)
    assert '├─ one of, by kind\n│  ├─ "x": x\n│  └─ "skip": straight on\n' in draw_tree(SWITCH)
    assert '├─ again while state is "again"\n│  ├─ try_\n│  └─ look\n' in draw_tree(LOOP)


def test_the_tree_can_be_drawn_without_box_characters() -> None:
    assert draw_tree(SPLIT, ASCII).isascii()


def test_links_are_the_transitions() -> None:
    assert pairs(SPLIT) == [
        ("start", "a"),
        ("start", "b"),
        ("b", "c"),
        ("a", "j"),
        ("c", "j"),
        ("j", "end"),
    ]
    assert Link(source="start", target="end", text='"skip"') in links(SWITCH)
    assert pairs(LOOP)[:3] == [("start", "try_"), ("try_", "look"), ("look", "try_")]
    assert {("look", "good"), ("look", "bad"), ("good", "end"), ("bad", "end")} < set(pairs(LOOP))


@pytest.mark.parametrize("subject", ALL)
def test_every_drawing_has_every_step(subject: Flow) -> None:
    drawings = [draw_tree(subject), draw_mermaid(subject), draw_dot(subject), draw_svg(subject)]
    for name in names(subject.body):
        assert all(re.search(rf"\b{name}\b", drawing) for drawing in drawings)
    assert {step["name"] for step in json.loads(draw_json(subject))["steps"]} == names(subject.body)


@pytest.mark.parametrize("subject", ALL)
def test_every_drawing_of_a_graph_has_every_way(subject: Flow) -> None:
    count = len(links(subject))
    assert draw_mermaid(subject).count(" -->") == count
    assert draw_dot(subject).count(" -> ") == count
    assert len(json.loads(draw_json(subject))["links"]) == count


@pytest.mark.parametrize("subject", ALL)
def test_the_picture_is_well_formed_and_its_steps_do_not_overlap(subject: Flow) -> None:
    ET.fromstring(draw_svg(subject))
    figure = lay_out(subject.body)
    boxes = [shape for shape in figure.shapes if isinstance(shape, Box)]
    for i, one in enumerate(boxes):
        assert one.x >= 0
        assert one.y + one.height <= figure.height
        assert all(_apart(one, other) for other in boxes[i + 1 :])


def test_a_frame_holds_the_body_and_not_the_join() -> None:
    figure = lay_out(FOREACH.body)
    [frame] = [shape for shape in figure.shapes if isinstance(shape, Frame)]
    inside = {
        shape.text
        for shape in figure.shapes
        if isinstance(shape, Box) and frame.y <= shape.y <= frame.y + frame.height
    }
    assert inside == {"each"}


def test_text_of_an_author_cannot_break_out_of_a_drawing() -> None:
    hostile = 'x"] --> y <b>&\n}; "'
    subject = flow(
        task("start", hostile),
        Choice(
            on="kind", arms=(Arm(keys=(hostile,), body=(task("a"),)), Arm(keys=("k",), body=()))
        ),
        task("end"),
    )
    ET.fromstring(draw_svg(subject))
    assert len(draw_mermaid(subject).splitlines()) == len(draw_mermaid(SWITCH).splitlines())
    assert draw_dot(subject).count("\n") == draw_dot(SWITCH).count("\n")
    json.loads(draw_json(subject))


def test_long_flows_are_drawn_in_linear_time() -> None:
    subject = flow(*(task(f"s{i}") for i in range(2000)))
    assert draw_svg(subject).count("<rect") == 2000
    assert draw_tree(subject).count("\n") == 2001


def _apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )
