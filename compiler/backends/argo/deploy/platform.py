"""What the platform gives to the flows of a namespace, as far as it concerns who deploys them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from compiler.backends.argo.deploy.kinds import CONFIG_MAP

if TYPE_CHECKING:
    from compiler.backends.argo.deploy.api import Api


def store(api: Api, config_map: str) -> str | None:
    """Return the store of flows without their own; None if none is named, or not reached from here.

    A folder is one of the pods: here it is there only if it is mounted at the same place.
    """
    found = api.get(CONFIG_MAP, config_map)
    data: dict[str, str] = (found or {}).get("data") or {}
    url = data.get("store")
    if url is None:
        return None
    is_remote = "://" in url and not url.startswith("file://")
    return url if is_remote or Path(url.removeprefix("file://")).is_dir() else None
