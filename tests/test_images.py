"""Images are named after the sources and the packages they hold."""

from __future__ import annotations

import pytest

from compiler.images import base_image, environment_key, environments, images
from compiler.ir.settings import Compute, Dependencies
from tests.argo.flows import flow, task

TORCH = Dependencies(pypi=(("torch", "2.5"), ("numpy", "")))
TORCH_AGAIN = Dependencies(pypi=(("numpy", ""), ("torch", "2.5")))


def test_an_image_is_named_after_the_flow_and_its_sources() -> None:
    assert images(flow(task("start"))) == {"start": "pets-flow:0f3b9c51aa02"}


def test_the_order_of_packages_does_not_matter() -> None:
    assert environment_key(TORCH) == environment_key(TORCH_AGAIN) != ""


@pytest.mark.parametrize(
    "wanted", [None, Dependencies(), Dependencies(pypi=(("a", ""),), disabled=True)]
)
def test_no_packages_need_no_image_of_their_own(wanted: Dependencies | None) -> None:
    assert environment_key(wanted) == ""


@pytest.mark.parametrize(
    ("image", "named"),
    [
        ("pets:1", "pets:1-KEY"),
        ("host:5000/pets", "host:5000/pets:KEY"),
        ("pets@sha256:00", "pets@sha256:00"),
    ],
)
def test_packages_are_told_apart_in_the_tag(image: str, named: str) -> None:
    of = flow(task("start", dependencies=TORCH))
    assert images(of, image)["start"] == named.replace("KEY", environment_key(TORCH))


def test_steps_are_grouped_by_what_their_image_holds() -> None:
    of = flow(
        task("start"),
        task("a", dependencies=TORCH),
        task("own", compute=Compute(image="own:1"), dependencies=TORCH),
        task("b", dependencies=TORCH_AGAIN),
    )
    key = environment_key(TORCH)
    assert environments(of) == {"": (None, ("start",)), key: (TORCH, ("a", "b"))}


def test_a_step_that_asks_for_nothing_has_the_base_image() -> None:
    own = task("start", compute=Compute(image="acme/own:1"))
    mixed = flow(own, task("end"))
    assert images(mixed) == {"start": "acme/own:1", "end": base_image(mixed)}
