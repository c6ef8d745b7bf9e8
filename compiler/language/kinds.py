"""The decorators of the authoring language: where each may stand and which arguments it takes."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from compiler.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Level(StrEnum):
    """What a decorator stands on."""

    STEP = "step"
    FLOW = "flow"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecoratorKind:
    """One decorator of the language; all of its arguments are passed by keyword.

    `repeatable` says that it may stand several times on one thing. `quiet` ones mean nothing to
    a compiler: they are accepted, and act inside the task if at all.
    """

    name: str
    level: Level
    arguments: tuple[str, ...] = ()
    repeatable: bool = False
    quiet: bool = False


_SHARED_COMPUTE = ("cpu", "gpu", "memory", "image", "shared_memory")
_TMPFS = ("use_tmpfs", "tmpfs_tempdir", "tmpfs_size", "tmpfs_path")
_PACKAGES = ("packages", "libraries", "python", "disabled")


def _step(
    name: str, *arguments: str, repeatable: bool = False, quiet: bool = False
) -> DecoratorKind:
    return DecoratorKind(
        name=name, level=Level.STEP, arguments=arguments, repeatable=repeatable, quiet=quiet
    )


def _flow(name: str, *arguments: str, repeatable: bool = False) -> DecoratorKind:
    return DecoratorKind(name=name, level=Level.FLOW, arguments=arguments, repeatable=repeatable)


def _by_name(kinds: Iterable[DecoratorKind]) -> Mapping[str, DecoratorKind]:
    return MappingProxyType({kind.name: kind for kind in kinds})


STEP_DECORATORS = _by_name(
    (
        _step("retry", "times", "minutes_between_retries"),
        _step("catch", "var", "print_exception"),
        _step("timeout", "seconds", "minutes", "hours"),
        _step("environment", "vars"),
        _step("secrets", "sources", "role", "allow_override"),
        _step("resources", "cpu", "gpu", "disk", "memory", "shared_memory"),
        _step("titus", "cpu", "gpu", "memory", "network"),
        _step(
            "kubernetes",
            *_SHARED_COMPUTE,
            *_TMPFS,
            "disk",
            "image_pull_policy",
            "image_pull_secrets",
            "service_account",
            "secrets",
            "node_selector",
            "namespace",
            "gpu_vendor",
            "tolerations",
            "labels",
            "annotations",
            "persistent_volume_claims",
            "port",
            "compute_pool",
            "executable",
            "hostname_resolution_timeout",
            "qos",
            "extended_resources",
            "security_context",
        ),
        _step(
            "batch",
            *_SHARED_COMPUTE,
            *_TMPFS,
            "queue",
            "iam_role",
            "execution_role",
            "max_swap",
            "swappiness",
            "inferentia",
            "trainium",
            "efa",
            "host_volumes",
            "efs_volumes",
            "aws_batch_tags",
            "ephemeral_storage",
            "log_driver",
            "log_options",
            "executable",
            "privileged",
        ),
        _step(
            "card",
            "type",
            "id",
            "options",
            "scope",
            "rank",
            "timeout",
            "save_errors",
            "customize",
            "refresh_interval",
            repeatable=True,
        ),
        _step("conda", *_PACKAGES),
        _step("pypi", *_PACKAGES),
        _step("parallel", quiet=True),
        _step("pytorch_parallel", "master_port"),
        _step("unbounded_test_foreach_internal", quiet=True),
        _step("argo_workflows_internal", "auto-emit-argo-events", quiet=True),
        _step("step_functions_internal", quiet=True),
        _step("airflow_internal", quiet=True),
    )
)

FLOW_DECORATORS = _by_name(
    (
        _flow("schedule", "hourly", "daily", "weekly", "cron", "timezone"),
        _flow("trigger", "event", "events", "options", repeatable=True),
        _flow("trigger_on_finish", "flow", "flows", "options", repeatable=True),
        _flow("project", "name", "branch", "production"),
        _flow("exit_hook", "on_success", "on_error", "options", repeatable=True),
        _flow("conda_base", *_PACKAGES),
        _flow("pypi_base", *_PACKAGES),
        _flow(
            "airflow_external_task_sensor",
            *("name", "description", "timeout", "poke_interval", "mode"),
            *("exponential_backoff", "pool", "soft_fail", "external_dag_id", "external_task_ids"),
            *("allowed_states", "failed_states", "execution_delta", "check_existence"),
            repeatable=True,
        ),
        _flow(
            "airflow_s3_key_sensor",
            *("name", "description", "timeout", "poke_interval", "mode"),
            *("exponential_backoff", "pool", "soft_fail", "bucket_key", "bucket_name"),
            *("wildcard_match", "aws_conn_id", "verify"),
            repeatable=True,
        ),
    )
)
