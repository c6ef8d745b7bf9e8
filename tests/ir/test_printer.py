"""The text of the IR shows all that matters, one thing a line."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import given

from compiler.ir.nodes import Flow, Origin
from compiler.ir.printer import print_block, print_flow
from tests.ir.everything import EVERYTHING
from tests.ir.graphs import block, choice, items, loop, split
from tests.strategies import blocks

if TYPE_CHECKING:
    from compiler.ir.nodes import Block

TEXT = """\
flow TrainFlow  train.py:TrainFlow
  "Trains\\nmodels."
  files lib/base.py
  environment REGION
  parameter test-mode: bool = false attribute=test_mode options=[[is_flag, true]]
    "Whether to test."
  parameter day: str = computed by "lambda c: today()"
  parameter rows: file required=yes file={path=rows.csv is_text=no}
  config model = {"n":1} path=m.json
  members lib, rate, …
  trigger options=[[wait, 1]]
    event name=rows parameters=[[day, date]]
    event flow=LoadFlow project=p branch=prod
  schedule crons=["0 5 * * *"] timezone=Europe/Berlin
  project name=churn branch=test
  hook function=notify outcome=error
  extension name=owner
  tags ml, daily
"""


def test_a_flow_without_settings_is_its_blocks() -> None:
    flow = Flow(
        name="PetsFlow",
        origin=Origin(path="pets.py", entrypoint="PetsFlow"),
        body=block(
            "start",
            items("collect", "clean"),
            split("join", "a b", ""),
            choice(x_y="c", z=""),
            loop("d", "again"),
            "end",
        ),
    )
    assert print_flow(flow) == (
        "flow PetsFlow  pets.py:PetsFlow\n"
        "  start\n"
        "  map over items\n"
        "    clean\n"
        "  join collect\n"
        "  split\n"
        "    arm\n"
        "      a\n"
        "      b\n"
        "    arm straight on\n"
        "  join join\n"
        "  choice on kind\n"
        '    "x" or "y":\n'
        "      c\n"
        '    "z": straight on\n'
        '  loop while kind is "again"\n'
        "    d\n"
        "  end\n"
    )


def test_the_settings_of_a_flow_come_before_its_blocks() -> None:
    assert print_flow(EVERYTHING).startswith(TEXT)


def test_the_settings_of_a_step_stand_below_it() -> None:
    assert print_block(EVERYTHING.body[:1]) == (
        "start  calls begin  reads alpha, beta?  writes rows, kind?  deletes old  opaque\n"
        '  "Reads the \\"rows\\"."\n'
        "  compute cpu=2 memory=4096 tmpfs=yes image_pull_secrets=[registry] "
        'node_selector=[[disk, ssd]] tolerations=[{"key":"gpu"}] '
        'target_options=[[batch, queue, "default"]]\n'
        "  retry times=2 minutes_between=0.5 backoff=2\n"
        "  timeout seconds=3600\n"
        "  catch var=failure print_exception=no\n"
        '  dependencies pypi=[[pandas, 2.2], [numpy, ""]] python=3.11\n'
        "  envvar name=LEVEL value=info\n"
        "  envvar name=TOKEN reference=TOKEN\n"
        '  secret name=db options=[[role, "reader"]]\n'
        "  card type=html id=report\n"
        '  extension name=slack arguments=[[channel, "#ml"]]\n'
    )


def test_every_setting_of_a_flow_is_in_its_text() -> None:
    whole = print_flow(EVERYTHING)
    for field in fields(Flow):
        if field.compare and field.name not in ("body", "origin"):
            emptied = replace(EVERYTHING, **{field.name: _empty(getattr(EVERYTHING, field.name))})
            assert print_flow(emptied) != whole, field.name


def test_every_setting_of_a_step_is_in_its_text() -> None:
    (start, *_) = EVERYTHING.body
    assert is_dataclass(start)
    for field in fields(start):
        value = getattr(start, field.name)
        if field.compare and value not in (None, ()):
            emptied: Any = replace(start, **{field.name: _empty(value)})
            assert print_block((emptied,)) != print_block((start,)), field.name


@given(blocks(), blocks())
def test_different_blocks_have_different_texts(one: Block, other: Block) -> None:
    assert (print_block(one) == print_block(other)) == (one == other)


def _empty(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str | tuple):
        return type(value)()
    return type(value)() if type(value).__name__ == "Compute" else None
