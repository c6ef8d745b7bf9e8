"""The decorators of steps and flows: each records what was asked for and changes nothing else.

What a decorator records is a pair of its name and its arguments, in `SETTINGS` of the function or
class it stands on. Arguments that are not named here are recorded as they are: organisations have
decorators and arguments of their own.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SETTINGS = "__flowc_settings__"


def retry(
    target: Any = None, /, *, times: int = 3, minutes_between_retries: float = 2, **more: Any
) -> Any:
    """Run a failed step again, up to `times` more, after a wait of minutes."""
    more |= {"times": times, "minutes_between_retries": minutes_between_retries}
    return _record("retry", target, more)


def catch(
    target: Any = None, /, *, var: str | None = None, print_exception: bool = True, **more: Any
) -> Any:
    """Go on after the last failed attempt, with the exception in the artifact `var`."""
    more |= {"var": var, "print_exception": print_exception}
    return _record("catch", target, more)


def timeout(
    target: Any = None, /, *, seconds: int = 0, minutes: int = 0, hours: int = 0, **more: Any
) -> Any:
    """End an attempt of a step after the sum of the given times."""
    more |= {"seconds": seconds, "minutes": minutes, "hours": hours}
    return _record("timeout", target, more)


def resources(target: Any = None, /, **more: Any) -> Any:
    """Ask for `cpu` (cores), `gpu` (devices), `memory`, `disk` and `shared_memory` (MB)."""
    return _record("resources", target, more)


def titus(target: Any = None, /, **more: Any) -> Any:
    """Ask for `cpu` (cores), `gpu` (devices), `memory` (MB) and `network` (Mbit/s)."""
    return _record("titus", target, more)


def kubernetes(target: Any = None, /, **more: Any) -> Any:
    """Ask for compute as `resources` does, and say how the pod of a step is to be made."""
    return _record("kubernetes", target, more)


def batch(target: Any = None, /, **more: Any) -> Any:
    """Ask for compute as `resources` does, and say how the AWS Batch job is to be made."""
    return _record("batch", target, more)


def environment(target: Any = None, /, *, vars: dict[str, str] | None = None, **more: Any) -> Any:
    """Set environment variables for a step."""
    return _record("environment", target, more | {"vars": vars or {}})


def secrets(target: Any = None, /, *, sources: list[Any] | None = None, **more: Any) -> Any:
    """Give a step the secrets `sources`, by name, as environment variables."""
    return _record("secrets", target, more | {"sources": sources or []})


def card(target: Any = None, /, *, type: str = "default", **more: Any) -> Any:
    """Render a card (report) of `type` after a step."""
    return _record("card", target, more | {"type": type})


def parallel(target: Any = None, /, **more: Any) -> Any:
    """Say that a step runs as the nodes of one gang (`num_parallel`)."""
    return _record("parallel", target, more)


def pytorch_parallel(target: Any = None, /, **more: Any) -> Any:
    """Say that a step runs as the nodes of one gang that PyTorch makes a process group of."""
    return _record("pytorch_parallel", target, more)


def conda(target: Any = None, /, **more: Any) -> Any:
    """Give a step conda packages: `packages` as {name: version}, and `python`."""
    return _record("conda", target, more)


def conda_base(target: Any = None, /, **more: Any) -> Any:
    """Give every step of a flow the same conda packages."""
    return _record("conda_base", target, more)


def pypi(target: Any = None, /, **more: Any) -> Any:
    """Give a step packages of the Python index: `packages` as {name: version}, and `python`."""
    return _record("pypi", target, more)


def pypi_base(target: Any = None, /, **more: Any) -> Any:
    """Give every step of a flow the same packages of the Python index."""
    return _record("pypi_base", target, more)


def schedule(target: Any = None, /, **more: Any) -> Any:
    """Start runs by the clock: `cron`, or `hourly`, `daily`, `weekly`; and a `timezone`."""
    return _record("schedule", target, more)


def trigger(target: Any = None, /, **more: Any) -> Any:
    """Start a run when an `event`, or all of `events`, occurred."""
    return _record("trigger", target, more)


def trigger_on_finish(target: Any = None, /, **more: Any) -> Any:
    """Start a run when a `flow`, or all of `flows`, ended successfully."""
    return _record("trigger_on_finish", target, more)


def project(target: Any = None, /, **more: Any) -> Any:
    """Name the project that deployments of several flows share."""
    return _record("project", target, more)


def exit_hook(
    target: Any = None,
    /,
    *,
    on_success: list[Callable[..., Any]] | None = None,
    on_error: list[Callable[..., Any]] | None = None,
    **more: Any,
) -> Any:
    """Call functions after a run, by how it ended."""
    more |= {"on_success": on_success or [], "on_error": on_error or []}
    return _record("exit_hook", target, more)


def airflow_external_task_sensor(target: Any = None, /, **more: Any) -> Any:
    """Begin a run on Airflow when tasks of another DAG have ended."""
    return _record("airflow_external_task_sensor", target, more)


def airflow_s3_key_sensor(target: Any = None, /, **more: Any) -> Any:
    """Begin a run on Airflow when an object exists in S3."""
    return _record("airflow_s3_key_sensor", target, more)


def registered(name: str) -> Callable[..., Any] | None:
    """Return the decorator that a package registers as `name`; None if no package does.

    What it asks for was settled when the flow was compiled: here it records only.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - seldom asked for

    if not entry_points(group="flowc.decorators", name=name):
        return None
    return lambda target=None, /, **settings: _record(name, target, settings)


def __getattr__(name: str) -> Any:
    """Return what `metaflow.decorators` has besides; raises ImportError for what flowc refuses."""
    if name.startswith("__"):
        # Python itself asks whether this is a package.
        raise AttributeError(f"module `flowc.decorators` has no attribute `{name}`")
    if name == "step":
        from flowc.flowspec import step  # noqa: PLC0415 - that module needs this one

        return step
    import flowc.refusals as refusals  # noqa: PLC0415, PLR0402 - only an error needs it

    if refusals.instead_of(f"decorators.{name}") is not None:
        raise ImportError(refusals.refusal(f"decorators.{name}"))
    raise AttributeError(f"module `flowc.decorators` has no attribute `{name}`")


def _record(name: str, target: Any, settings: dict[str, Any]) -> Any:
    """Record `settings` on `target`; without one, return the decorator that does so."""
    if target is None:
        return lambda decorated: _record(name, decorated, settings)
    earlier = vars(target).get(SETTINGS, ())
    setattr(target, SETTINGS, ((name, settings), *earlier))
    return target
