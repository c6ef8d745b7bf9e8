"""Which store and whose name count where nothing says otherwise."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ".flowc"


def default_store_url(environ: Mapping[str, str], folder: str) -> str:
    """Return the store that `FLOWC_STORE` names, else the nearest `.flowc` from `folder` upward.

    Where there is none it will be made in `folder`, an absolute path.
    """
    if environ.get("FLOWC_STORE"):
        return environ["FLOWC_STORE"]
    above = folder
    while True:
        path = os.path.join(above, FOLDER)
        if os.path.isdir(path):
            return f"file://{path}"
        if above == os.path.dirname(above):
            return f"file://{os.path.join(folder, FOLDER)}"
        above = os.path.dirname(above)


def user_name(environ: Mapping[str, str]) -> str:
    """Return who works here, as the environment or the system's accounts have it."""
    for variable in ("FLOWC_USER", "USERNAME", "USER", "LOGNAME"):
        if environ.get(variable):
            return environ[variable]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "unknown"
