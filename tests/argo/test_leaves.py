"""What a step becomes: the container template with its command, retries, resources, variables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compiler.backends.argo.settings import ArgoSettings
from compiler.ir.nodes import Task
from compiler.ir.settings import (
    Catch,
    Compute,
    EnvVar,
    Parameter,
    Retry,
    Secret,
    Timeout,
    literal,
)
from tests.argo.flows import arm, choice, each, flow, loop, lowered, task, templates

IMAGE = "pets-flow:0f3b9c51aa02"


def leaf(of: Task, **options: Any) -> dict[str, Any]:
    """Return the template of `of` without its name."""
    found = dict(templates(flow(of), **options)[of.name])
    del found["name"]
    return found


def container(of: Task, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = leaf(of, **options)["container"]
    return found


def test_a_plain_step_is_an_image_and_a_command() -> None:
    found = templates(flow(task("start"), task("train_all")))
    assert found["train-all"] == {
        "name": "train-all",
        "container": {"image": IMAGE, "args": ["step", "train_all", "--from", "start"]},
    }


def test_a_plain_step_takes_few_bytes() -> None:
    of = lowered(flow(*(task(f"step_{n}") for n in range(100))))["WorkflowTemplate"]
    assert len(json.dumps(of["spec"]["templates"], separators=(",", ":"))) < 300 * 100


def test_six_steps_in_nested_maps_take_three_kilobytes() -> None:
    inner = each(task("leaf"), join="inner_join")
    of = flow(task("start"), each(task("inner"), inner, join="join"), task("end"))
    found = lowered(of)["WorkflowTemplate"]
    assert len(json.dumps(found, separators=(",", ":"))) < 3000


def test_a_step_that_announces_items_writes_their_number() -> None:
    found = templates(flow(task("start"), each(task("train"), join="join")))
    assert found["start"]["container"]["args"][-2:] == ["--control", "/tmp/flowc"]
    assert found["start"]["outputs"] == {
        "parameters": [{"name": "splits", "valueFrom": {"path": "/tmp/flowc/splits"}}]
    }
    assert found["train"]["container"]["args"][-2:] == ["--at", "{{inputs.parameters.at}}"]


@pytest.mark.parametrize("block", [choice(arm(task("a")), arm(key="y")), loop(task("start"))])
def test_a_step_that_decides_writes_where_it_goes_to(block: Any) -> None:
    before = () if block.__class__.__name__ == "Loop" else (task("start"),)
    found = templates(flow(*before, block, task("end")))
    assert found["start"]["outputs"]["parameters"][0]["name"] == "next"
    assert "--control" not in found["end"]["container"]["args"]


def test_a_retried_step_is_told_its_attempt_and_how_many_there_are() -> None:
    found = leaf(task("start", retry=Retry(times=2, minutes_between=1.5, backoff=2)))
    assert found["retryStrategy"] == {
        "limit": "2",
        "retryPolicy": "Always",
        "backoff": {"duration": "90s", "factor": "2"},
    }
    args = found["container"]["args"]
    assert args == ["step", "start", "--attempt", "{{retries}}", "--of", "3"]


def test_a_catch_is_given_one_attempt_more() -> None:
    found = leaf(task("start", catch=Catch(var="failure")))
    assert found["retryStrategy"] == {"limit": "1", "retryPolicy": "Always"}
    assert found["container"]["args"][-2:] == ["--of", "2"]


def test_argo_ends_a_step_only_after_the_shim_should_have() -> None:
    assert leaf(task("start", timeout=Timeout(seconds=60)))["activeDeadlineSeconds"] == "360"


def test_memory_is_limited_to_what_was_asked_for_and_cores_are_not() -> None:
    compute = Compute(cpu="2", memory="4096", disk="10240", gpu="1", gpu_vendor="amd")
    assert container(task("start", compute=compute))["resources"] == {
        "requests": {"cpu": "2", "memory": "4096M", "ephemeral-storage": "10240M"},
        "limits": {"memory": "4096M", "amd.com/gpu": "1"},
    }


def test_guaranteed_pods_are_limited_to_their_requests() -> None:
    options = (("kubernetes", "qos", literal("Guaranteed")),)
    compute = Compute(cpu="2", memory="64", target_options=options)
    found = container(task("start", compute=compute))["resources"]
    assert found["limits"] == found["requests"] == {"cpu": "2", "memory": "64M"}


def test_no_device_is_asked_for_if_none_is_wanted() -> None:
    assert "resources" not in container(task("start", compute=Compute(gpu="0")))


def test_volumes_are_declared_and_mounted() -> None:
    compute = Compute(
        shared_memory="512", tmpfs=True, tmpfs_size="64", volumes=(("features", "/mnt/f"),)
    )
    found = leaf(task("start", compute=compute))
    assert found["volumes"] == [
        {"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": "512M"}},
        {"name": "tmpfs", "emptyDir": {"medium": "Memory", "sizeLimit": "64M"}},
        {"name": "claim-0", "persistentVolumeClaim": {"claimName": "features"}},
    ]
    assert found["container"]["volumeMounts"] == [
        {"name": "shared-memory", "mountPath": "/dev/shm"},
        {"name": "tmpfs", "mountPath": "/flowc-tmp"},
        {"name": "claim-0", "mountPath": "/mnt/f"},
    ]
    assert found["container"]["env"] == [{"name": "FLOWC_TEMPDIR", "value": "/flowc-tmp"}]


def test_a_pod_is_placed_as_the_author_says() -> None:
    toleration = {"key": "gpu", "operator": "Exists"}
    found = leaf(
        task(
            "start",
            compute=Compute(
                node_selector=(("disk", "fast"),),
                tolerations=(literal(toleration),),
                labels=(("team", "pets"),),
                annotations=(("note", "x"),),
                service_account="scorer",
                image_pull_policy="Always",
            ),
        )
    )
    assert found["nodeSelector"] == {"disk": "fast"}
    assert found["tolerations"] == [toleration]
    assert found["metadata"] == {"labels": {"team": "pets"}, "annotations": {"note": "x"}}
    assert found["serviceAccountName"] == "scorer"
    assert found["container"]["imagePullPolicy"] == "Always"


def test_options_of_kubernetes_are_spelt_as_kubernetes_has_them() -> None:
    options = (
        ("kubernetes", "port", literal(8080)),
        ("kubernetes", "security_context", literal({"run_as_user": 1000, "privileged": False})),
    )
    found = container(task("start", compute=Compute(target_options=options)))
    assert found["ports"] == [{"containerPort": 8080}]
    assert found["securityContext"] == {"runAsUser": 1000, "privileged": False}


def test_a_secret_is_only_ever_referred_to() -> None:
    variable = EnvVar(name="API_TOKEN", reference="TOKEN")
    found = container(
        task("start", secrets=(Secret(name="warehouse"),), environment=(variable,)),
        settings=ArgoSettings(env_secret="flows-env"),
    )
    assert found["envFrom"] == [{"secretRef": {"name": "warehouse"}}]
    reference = {"name": "flows-env", "key": "TOKEN", "optional": True}
    assert found["env"] == [{"name": "API_TOKEN", "valueFrom": {"secretKeyRef": reference}}]


def test_a_reference_keeps_the_default_that_the_source_gives() -> None:
    variable = EnvVar(name="MODE", reference="MODE", value="careful")
    found = container(task("start", environment=(variable,)))
    assert [one["name"] for one in found["env"]] == ["MODE", "FLOWC_DEFAULTS"]
    assert found["env"][1]["value"] == '{"MODE":"careful"}'


def test_a_variable_that_argo_would_change_is_carried_as_json() -> None:
    texts = {"A": "plain $HOME", "B": "$(HOME) $$", "C": "{{=1+1}}", "D": "\x1b[31m", "E": "$é"}
    variables = tuple(EnvVar(name=name, value=text) for name, text in texts.items())
    env = {one["name"]: one["value"] for one in container(task("s", environment=variables))["env"]}
    assert env["A"] == "plain $HOME"
    assert env["B"] == "$$(HOME) $$$"
    assert env["E"] == "$$é"
    assert "{{" not in env["FLOWC_ENV"]
    assert json.loads(env["FLOWC_ENV"]) == {"C": "{{=1+1}}", "D": "\x1b[31m"}


def test_only_the_first_step_is_given_the_parameters() -> None:
    parameters = (Parameter(name="alpha", attribute="alpha"),)
    found = templates(flow(task("start"), task("end"), parameters=parameters))
    assert found["start"]["container"]["env"] == [
        {"name": "FLOWC_PARAMS", "value": "{{workflow.parameters.json}}"}
    ]
    assert "env" not in found["end"]["container"]


def test_a_parameter_named_json_does_not_hide_all_of_them() -> None:
    parameters = (Parameter(name="json", attribute="json"),)
    found = templates(flow(task("start"), parameters=parameters))
    assert found["start"]["container"]["env"] == [
        {"name": "FLOWC_PARAMS", "value": "{{workflow.parameters}}"}
    ]


def test_a_first_step_that_is_repeated_is_given_the_parameters() -> None:
    parameters = (Parameter(name="alpha", attribute="alpha"),)
    found = templates(flow(loop(task("start")), task("end"), parameters=parameters))
    assert [one["name"] for one in found["start"]["container"]["env"]] == ["FLOWC_PARAMS"]


def test_a_docstring_becomes_a_description_that_argo_does_not_expand() -> None:
    found = leaf(task("start", doc="Begin {{x}}.\n\nAt length."))
    assert found["annotations"] == {"workflows.argoproj.io/description": "Begin { {x}}."}
