"""What Argo's documents mean is what the flow means that they were made of."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.context import context
from compiler.backends.argo.documents import documents
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.argo.summary import UNSEEN
from compiler.backends.base import Options
from compiler.cli.goldens import Case
from compiler.comparison.flows import flow_summary
from compiler.comparison.summary import Concealed, Settings, Step, Subject, Summary
from compiler.ir.nodes import Flow
from compiler.ir.settings import Compute, EnvVar, Retry, literal
from tests.argo.flows import flow, linear, random_flow, task
from tests.test_golden_flows import CASES, flows

OPTIONS_OF_TARGETS = ("batch ", "kubernetes ")
TYPE_IN_THE_FILE = ("type", "computed")


def deployed(of: Flow, **options: Any) -> list[Any]:
    """Return the documents of `of` as a service hands them out: as data, keys in their order."""
    made = documents(context(of, Options(**options)))
    return list(json.loads(json.dumps(made, sort_keys=True)))


def read_back(of: Flow, **options: Any) -> Summary:
    return BACKEND.summary(deployed(of, **options))


def seen(summary: Summary) -> Summary:
    """Return what Argo's documents can say of `summary`."""
    steps = tuple(replace(one, settings=_seen(one.settings)) for one in summary.steps)
    parameters = {
        name: {k: v for k, v in settings.items() if k not in TYPE_IN_THE_FILE}
        for name, settings in summary.parts.get(Subject.PARAMETER, {}).items()
    }
    given = {Subject.PARAMETER: parameters} if parameters else {}
    return Summary(steps=steps, parts={**summary.parts, **given})


def _seen(settings: Settings) -> Settings:
    return {
        name: value
        for name, value in settings.items()
        if name not in UNSEEN and not name.startswith(OPTIONS_OF_TARGETS)
    }


def step_of(summary: Summary, name: str) -> Step:
    return next(one for one in summary.steps if one.name == name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_documents_of_a_golden_flow_say_what_the_flow_says(case: Case) -> None:
    for one in flows(case):
        assert read_back(one) == seen(flow_summary(one))
        options = {"image": "registry.example.com:5000/all:2", "store": "s3://b/$(x)/$$"}
        assert read_back(one, **options) == seen(flow_summary(one, **options))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_committed_files_say_something(case: Case) -> None:
    for path in (case.want / "argo").glob("*.yaml"):
        read = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
        if not path.name.endswith("-rbac.yaml"):
            assert BACKEND.summary(read).steps[0].name == "start"


@pytest.mark.parametrize("seed", range(60))
def test_the_steps_of_any_flow_are_found_in_their_order(seed: int) -> None:
    of = random_flow(seed)
    assert read_back(of).steps == seen(flow_summary(of)).steps


@pytest.mark.parametrize("seed", range(3))
def test_steps_that_share_a_template_are_told_apart(seed: int) -> None:
    of = random_flow(seed, size=40)
    many = (task(f"m{number}", retry=Retry(times=2)) for number in range(450))
    joined = replace(of, body=(*many, *of.body))
    found = read_back(joined)
    assert found.steps == seen(flow_summary(joined)).steps
    templates = deployed(joined)[0]["spec"]["templates"]
    assert len(templates) < 300 < len(found.steps)


@pytest.mark.parametrize(
    "compute",
    [
        Compute(cpu="2", memory="4096", disk="10", gpu="2", gpu_vendor="amd"),
        Compute(gpu="1", gpu_vendor="example.org/fpga"),
        Compute(gpu="0", cpu="0.5"),
        Compute(shared_memory="64", tmpfs=True, tmpfs_size="20", tmpfs_path="/fast"),
        Compute(tmpfs=True, volumes=(("a", "/a"), ("b", "/b"))),
        Compute(image="other:1", image_pull_policy="Always", image_pull_secrets=("z", "a")),
        Compute(service_account="s", node_selector=(("z", "1"), ("a", "2"))),
        Compute(labels=(("z", "1"), ("a", "2")), annotations=(("n", "a, b=c"),)),
        Compute(tolerations=(literal({"operator": "Exists", "key": "k"}),)),
    ],
)
def test_what_a_step_asks_for_is_read_back(compute: Compute) -> None:
    of = flow(task("start", compute=compute), task("end"))
    assert read_back(of) == seen(flow_summary(of))


def test_the_value_of_a_variable_counts_and_is_not_in_its_text() -> None:
    def said(value: str) -> Summary:
        of = flow(task("start", environment=(EnvVar(name="TOKEN", value=value),)), task("end"))
        assert read_back(of) == flow_summary(of)
        return read_back(of)

    assert said("one") != said("two")
    assert "one" not in repr(said("one").steps[0].settings["environment TOKEN"])


@pytest.mark.parametrize("value", ["{{workflow.uid}}", "$(HOME) $$ $", "\x1b[1m", "a\nb", ""])
def test_a_variable_is_read_back_however_it_is_carried(value: str) -> None:
    of = flow(task("start", environment=(EnvVar(name="TEXT", value=value),)), task("end"))
    found = step_of(read_back(of), "start").settings
    assert found["environment TEXT"] == Concealed(value=value)


def test_what_the_platform_configures_is_told_in_the_spelling_of_argo() -> None:
    settings = ArgoSettings(
        parallelism=3, service_account="runner", pod_labels={"team": "pets"}, pod_gc="OnPodSuccess"
    )
    found = read_back(linear(2), settings=settings).parts[Subject.RUN][""]
    assert found["service account"] == "runner"
    assert found["parallelism"] == "3"
    assert found["podGC"] == '{"strategy":"OnPodSuccess"}'
    assert found["podMetadata.labels"] == '{"team":"pets"}'


def test_what_somebody_adds_to_a_step_is_seen() -> None:
    template, *_ = deployed(linear(2))
    leaf = template["spec"]["templates"][1]
    leaf["hostNetwork"] = True
    leaf["container"]["lifecycle"] = {"preStop": {}}
    leaf["container"]["env"] = [{"name": "DEBUG", "value": "1"}]
    found = BACKEND.summary([template]).steps[0].settings
    assert found["hostNetwork"] == "true"
    assert found["lifecycle"] == '{"preStop":{}}'
    assert found["environment DEBUG"] == Concealed(value="1")


@pytest.mark.parametrize(
    "documents",
    [
        [],
        [{}],
        [{"kind": "WorkflowTemplate"}],
        [{"kind": "WorkflowTemplate", "spec": None}],
        [{"kind": "WorkflowTemplate", "spec": {"entrypoint": "x", "templates": [{"name": "x"}]}}],
        [{"kind": "WorkflowTemplate", "spec": {"templates": [{"dag": None, "name": None}]}}],
        [{"kind": "Sensor", "spec": {"triggers": [{}], "dependencies": [{}]}}],
        [{"kind": "CronWorkflow", "spec": {}}],
    ],
)
def test_documents_of_somebody_else_do_no_harm(documents: list[Any]) -> None:
    assert BACKEND.summary(documents).steps == ()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything within `value`."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, key))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_field_of_any_type_does_no_harm(case: Case) -> None:
    dice = random.Random(case.name)
    documents = [one for of in flows(case) for one in deployed(of)]
    known = list(places(documents))
    for path in dice.sample(known, 25):
        for value in (None, "", 7, [], {}, "x", [None], ["x"], {"a": None}):
            changed = copy.deepcopy(documents)
            place = changed
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
            BACKEND.summary(changed)
