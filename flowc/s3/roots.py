"""Says where a client's keys begin: at a run's own folder, at an address, or nowhere."""

from __future__ import annotations

from flowc.current import current
from flowc.s3.errors import MetaflowS3URLException
from flowc.s3.places import SCHEMES, is_address
from runtime_shim import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def root_of(run: Any, s3root: str | None, bucket: str | None, prefix: str | None) -> str | None:
    """Return the address that keys are relative to, without a slash at its end; None for none.

    `run` is a flow whose task runs, or a run of the client. Its objects lie in the flow's store,
    or below `bucket` and `prefix` if they are given.
    """
    if run is not None:
        store, flow, name = _run(run)
        if bucket is None:
            return f"{store}/{_with(prefix)}{layout.data_key(flow, name)}"
        scheme = "" if is_address(bucket) else "s3://"
        return f"{scheme}{bucket.rstrip('/')}/{_with(prefix)}{flow}/{name}"
    if s3root is None and bucket is not None:
        s3root = f"{'' if is_address(bucket) else 's3://'}{bucket.rstrip('/')}/{prefix or ''}"
    if s3root is None:
        return None
    if not is_address(str(s3root)):
        known = ", ".join(f"{scheme}://" for scheme in SCHEMES)
        raise MetaflowS3URLException(f"`s3root` is {s3root!r}: it has to begin with {known}")
    return s3root.rstrip("/")


def _run(run: Any) -> tuple[str, str, str]:
    """Return the store's address, the flow and the run's id."""
    if hasattr(run, "pathspec") and hasattr(run, "path_components"):
        from flowc.client.objects import store_of

        flow, name = run.path_components[:2]
        return store_of(run).url, flow, name
    from runtime_shim.task import place_of

    place = place_of(run) if hasattr(run, "__dict__") else None
    if place is None:
        known = f"`{current.flow_name}`" if current.is_running_flow else "a flow"
        raise MetaflowS3URLException(
            f"`S3(run=…)` takes {known} in a running task (`run=self`), or a `Run` of the client; "
            f"{type(run).__name__} is neither"
        )
    return place.store.url, place.flow, place.run


def _with(prefix: str | None) -> str:
    return f"{prefix.strip('/')}/" if prefix and prefix.strip("/") else ""
