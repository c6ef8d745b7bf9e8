"""The WorkflowTemplate around the steps: parameters, the run's environment, labels, hooks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compiler.backends.argo.settings import ArgoSettings
from compiler.ir.nodes import Flow
from compiler.ir.settings import (
    Compute,
    Config,
    Deferred,
    Dependencies,
    Hook,
    IncludedFile,
    Outcome,
    Parameter,
    ParameterType,
    Project,
    literal,
)
from tests.argo.flows import flow, lowered, task, templates


def spec(of: Flow, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = lowered(of, **options)["WorkflowTemplate"]["spec"]
    return found


def argument(**settings: Any) -> dict[str, Any]:
    """Return what one parameter becomes, without its name."""
    parameter = Parameter(**{"name": "p", "attribute": "p", **settings})
    found = spec(flow(task("start"), parameters=(parameter,)))["arguments"]["parameters"][0]
    assert found.pop("name") == parameter.name
    return dict(found)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ParameterType.STR, "world", "world"),
        (ParameterType.STR, "null", '"null"'),
        (ParameterType.STR, None, "null"),
        (ParameterType.STR, "{{x}}", '"\\u007b{x}}"'),
        (ParameterType.STR, "0123", "0123"),
        (ParameterType.INT, 3, "3"),
        (ParameterType.FLOAT, 0.5, "0.5"),
        (ParameterType.BOOL, True, "true"),
        (ParameterType.JSON, {"a": ["$(b)"]}, '{"a":["\\u0024(b)"]}'),
    ],
)
def test_a_default_travels_as_text(kind: ParameterType, value: object, text: str) -> None:
    assert argument(type=kind, default=literal(value)) == {"value": text}


def test_a_required_parameter_has_no_value() -> None:
    assert argument(required=True, help="give {{it}}") == {"description": "give { {it}}"}


def test_a_default_that_code_computes_is_left_to_the_first_step() -> None:
    assert argument(default=Deferred(source="lambda: now()")) == {"value": "null"}
    assert argument() == {"value": "null"}


def test_a_file_travels_as_its_path() -> None:
    file = IncludedFile(path="data/pets.csv")
    assert argument(type=ParameterType.FILE, file=file) == {"value": "data/pets.csv"}


def test_several_values_travel_as_a_list_or_as_one_text() -> None:
    values = literal(["a", "b"])
    assert argument(default=values, multiple=True) == {"value": '["a","b"]'}
    assert argument(default=values, separator=";") == {"value": "a;b"}
    assert argument(default=literal("a;b"), separator=";") == {"value": "a;b"}


def test_parameters_keep_the_order_and_the_names_of_the_author() -> None:
    names = ["zeta", "test-mode", "alpha"]
    parameters = tuple(Parameter(name=name, attribute="x") for name in names)
    found = spec(flow(task("start"), parameters=parameters))["arguments"]["parameters"]
    assert [one["name"] for one in found] == names


def test_every_task_is_told_the_flow_the_store_and_the_run() -> None:
    found = spec(flow(task("start")), store="s3://bucket/$(x)")["templateDefaults"]["container"]
    assert found["command"] == ["python", "-m", "runtime_shim"]
    assert found["env"] == [
        {"name": "FLOWC_FLOW", "value": "flows/pets.py:PetsFlow"},
        {"name": "FLOWC_STORE", "value": "s3://bucket/$$(x)"},
        {"name": "FLOWC_RUN", "value": "{{workflow.name}}"},
        {"name": "FLOWC_TARGET", "value": "argo"},
    ]


def test_without_a_store_the_platform_says_where_artifacts_are_kept() -> None:
    found = spec(flow(task("start")), settings=ArgoSettings(store_config_map="platform"))
    assert found["templateDefaults"]["container"]["env"][1] == {
        "name": "FLOWC_STORE",
        "valueFrom": {"configMapKeyRef": {"name": "platform", "key": "store"}},
    }


def test_configs_are_carried_to_every_task() -> None:
    config = Config(name="config", attribute="config", value=literal({"a": "{{b}}"}))
    env = spec(flow(task("start"), configs=(config,)))["templateDefaults"]["container"]["env"]
    assert json.loads(env[-1]["value"]) == {"config": {"a": "{{b}}"}}
    assert "{{" not in env[-1]["value"]


def test_an_image_is_named_for_each_set_of_packages() -> None:
    packages = Dependencies(pypi=(("torch", "2.5"),))
    steps = (
        task("start"),
        task("a", dependencies=packages),
        task("b", dependencies=packages),
        task("c", compute=Compute(image="own:1")),
    )
    found = templates(flow(*steps), image="registry.example.com:5000/pets:7")
    images = {name: one["container"]["image"] for name, one in found.items() if name != "main"}
    assert images["start"] == "registry.example.com:5000/pets:7"
    assert images["a"] == images["b"]
    assert images["a"].startswith("registry.example.com:5000/pets:7-")
    assert images["c"] == "own:1"


def test_runs_and_pods_are_found_by_flow_project_and_branch() -> None:
    project = Project(name="zoo", branch="try/1")
    found = lowered(flow(task("start"), project=project))["WorkflowTemplate"]
    labels = {
        "flowc.dev/flow": "PetsFlow",
        "flowc.dev/project": "zoo",
        "flowc.dev/branch": "try-1",
    }
    managed = {"app.kubernetes.io/managed-by": "flowc"}
    assert found["metadata"]["labels"] == {**managed, **labels}
    assert found["spec"]["workflowMetadata"] == {"labels": labels}
    assert found["spec"]["podMetadata"] == {"labels": labels}


def test_a_flow_is_described_in_its_annotations() -> None:
    of = flow(task("start"), doc="Pets {{x}}.\n\nMore.", tags=("a", "{{b}}"))
    found = lowered(of)["WorkflowTemplate"]["metadata"]["annotations"]
    assert found["workflows.argoproj.io/title"] == "PetsFlow"
    assert found["workflows.argoproj.io/description"] == "Pets { {x}}.\n\nMore."
    assert found["flowc.dev/source-digest"].startswith("sha256:0f3b9c51aa02")
    assert json.loads(found["flowc.dev/tags"]) == ["a", "{{b}}"]


def test_the_configuration_says_what_is_the_same_for_every_run() -> None:
    settings = ArgoSettings(
        namespace="flows",
        service_account="runner",
        parallelism=20,
        pod_gc="OnWorkflowSuccess",
        ttl_seconds_after_success=60,
        image_pull_secrets=["registry"],
        priority_class="batch",
        workflow_labels={"team": "pets"},
        pod_annotations={"sidecar": "no"},
    )
    compute = Compute(image_pull_secrets=("own", "registry"))
    found = lowered(flow(task("start", compute=compute)), settings=settings)["WorkflowTemplate"]
    assert found["metadata"]["namespace"] == "flows"
    assert found["spec"]["serviceAccountName"] == "runner"
    assert found["spec"]["parallelism"] == 20
    assert found["spec"]["podGC"] == {"strategy": "OnWorkflowSuccess"}
    assert found["spec"]["ttlStrategy"] == {"secondsAfterSuccess": 60}
    assert found["spec"]["imagePullSecrets"] == [{"name": "own"}, {"name": "registry"}]
    assert found["spec"]["podPriorityClassName"] == "batch"
    assert found["spec"]["workflowMetadata"]["labels"]["team"] == "pets"
    assert found["spec"]["podMetadata"]["annotations"] == {"sidecar": "no"}


def test_nothing_is_said_that_nobody_asked_for() -> None:
    assert list(spec(flow(task("start")))) == [
        *("entrypoint", "workflowMetadata", "podMetadata", "templateDefaults", "templates")
    ]


def test_hooks_run_by_how_the_run_ended() -> None:
    hooks = (
        Hook(function="celebrate", outcome=Outcome.SUCCESS),
        Hook(function="pets.notify", outcome=Outcome.ERROR),
    )
    of = flow(task("start"), hooks=hooks)
    assert spec(of)["onExit"] == "on-exit"
    found = templates(of)
    steps = found["on-exit"]["steps"][0]
    assert [one["when"] for one in steps] == [
        "'{{workflow.status}}' == 'Succeeded'",
        "'{{workflow.status}}' != 'Succeeded'",
    ]
    assert steps[1]["name"] == "error-pets-notify"
    assert steps[1]["arguments"]["parameters"] == [
        {"name": "hook", "value": "pets.notify"},
        {"name": "outcome", "value": "error"},
    ]
    assert found["exit-hook"]["container"]["args"] == [
        *("hook", "{{inputs.parameters.hook}}", "--outcome", "{{inputs.parameters.outcome}}")
    ]
    assert found["exit-hook"]["container"]["env"] == [
        {
            "name": "FLOWC_FAILURES",
            "value": "{{=len(workflow.failures) > 100000 ? '[]' : fromJSON(workflow.failures)}}",
        }
    ]
