"""Names of events that belong to one branch of a project."""

from __future__ import annotations

import re

from flowc.current import current

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_UNSAFE = re.compile(r"[^a-zA-Z0-9_.-]")


def namespaced_event_name(event_name: str) -> Callable[..., str]:
    """Return a function that gives `mfns.<project>.<branch>.<event_name>` of the running task.

    Without `@project` the name is `mfns.<event_name>`.
    """
    if not isinstance(event_name, str):
        raise ValueError(f"`event_name` is {event_name!r}, expected text")  # noqa: TRY004 - as theirs

    def name(context: object = None) -> str:
        project, branch = current.get("project_name"), current.get("branch_name")
        if not project or not branch:
            return f"mfns.{event_name}"
        return ".".join(("mfns", _UNSAFE.sub("", project), _UNSAFE.sub("", branch), event_name))

    return name
