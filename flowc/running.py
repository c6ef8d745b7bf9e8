"""Tells `current` of the task that runs, and renders its cards when it has ended."""

from __future__ import annotations

from flowc.current import current
from flowc.decorators import SETTINGS
from runtime_shim import layout
from runtime_shim.errors import tell
from runtime_shim.task import state_of, task_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from runtime_shim.task import Task


class Parallel:
    """`current.parallel`: which node of a gang this task is."""

    def __init__(self, task: Task) -> None:
        """Take the innermost map's frame."""
        frame = task.frames[-1]
        self.node_index: int = frame["index"]
        self.num_nodes: int = frame["count"]
        # Each node is a task of its own here: none has another's address.
        self.main_ip = "127.0.0.1"
        self.control_task_id = ".".join((*task.task.split(".")[:-1], "0"))


def begin(flow: Any, task: Task) -> None:
    """Fill `current`."""
    settings = task.settings
    user = settings.user or "unknown"
    known: dict[str, Any] = {
        "flow_name": task.flow,
        "run_id": task.run,
        "step_name": task.step,
        "task_id": task.task,
        "retry_count": task.retry,
        "origin_run_id": settings.origin or None,
        "pathspec": task.pathspec,
        "username": user,
        "namespace": f"user:{user}" if settings.user else f"production:{task.flow}",
        "tags": set(settings.tags),
        "parameter_names": list(task.parameters),
        "tempdir": settings.tempdir or None,
        "trigger": None,
        **_project(flow, task, user),
    }
    if task.frames and task.frames[-1]["items"] is None:
        known["parallel"] = Parallel(task)
    lazy = {
        "card": lambda: _cards(flow, task),
        "run": lambda: _client("Run", f"{task.flow}/{task.run}"),
        "task": lambda: _client("Task", task.pathspec),
    }
    current.begin(known, lazy)


def end(flow: Any, failure: dict[str, Any] | None) -> None:
    """Render the cards of the step; a card that fails is said and harms nothing."""
    task, state = task_of(flow), state_of(flow)
    if task is None or state is None or not _declared(flow, task):
        return
    facts = {**task.manifest, "failure": failure}
    held = {name: (lambda name=name: getattr(flow, name)) for name in (*state.refs, *vars(flow))}
    values = {name: read for name, read in held.items() if not name.startswith("_")}
    try:
        current.card.finish(facts, values, task.pathspec)
    except Exception as error:  # noqa: BLE001 - the task is committed: a card changes nothing
        tell(f"the cards of `{task.pathspec}` cannot be kept: {error}")


def settings_of(decorated: Any) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return what decorators recorded on a step or a flow, outermost first."""
    found: tuple[tuple[str, dict[str, Any]], ...] = getattr(decorated, SETTINGS, ())
    return found


def _declared(flow: Any, task: Task) -> list[dict[str, Any]]:
    """Return the cards of the step: of the scheduler's `FLOWC_CARDS`, else of its decorators."""
    if task.settings.cards is not None:
        return task.settings.cards
    step = getattr(type(flow), task.step, None)
    return [arguments for name, arguments in settings_of(step) if name == "card"]


def _cards(flow: Any, task: Task) -> Any:
    from flowc.cards.collector import CardCollector  # noqa: PLC0415 - few steps have cards

    folder = layout.task_key(task.flow, task.run, task.step, task.task)

    def write(name: str, html: bytes) -> None:
        task.store.write(f"{folder}/{layout.segment(name)}.card.html", html)

    return CardCollector(_declared(flow, task), write)


def _project(flow: Any, task: Task, user: str) -> dict[str, Any]:
    """Return what `@project` adds to `current`; nothing without one."""
    stated = dict(settings_of(type(flow))).get("project", {}) | task.settings.project
    if not stated.get("name"):
        return {}
    branch, production = stated.get("branch"), bool(stated.get("production"))
    if production:
        name = f"prod.{branch}" if branch else "prod"
    else:
        name = f"test.{branch}" if branch else f"user.{user}"
    return {
        "project_name": stated["name"],
        "branch_name": name,
        "is_user_branch": not production and not branch,
        "is_production": production,
        "project_flow_name": f"{stated['name']}.{name}.{task.flow}",
    }


def _client(kind: str, pathspec: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 - few steps ask for their own run

    return getattr(import_module("flowc.client"), kind)(pathspec, _namespace_check=False)
