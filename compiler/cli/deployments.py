"""Records a deployment in the store, and finds those that a command names.

After a successful deploy, with the changes that the deployer returned:

    record_deployment(Delivery(store=…, target="argo", place=deployer.place,
                               identity=deployer.identity, release=release, changes=changes,
                               flow=flow), world)
"""

from __future__ import annotations

import json
import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from compiler.backends.deploying import Action
from compiler.cli.comparisons.model import differences_of
from compiler.cli.comparisons.text import difference_line
from compiler.cli.comparisons.wording import ACTION_WORDS
from compiler.records import dataclass
from compiler.registry import backend
from compiler.storage.deployments import (
    Deployment,
    add_deployment,
    deployed_flows,
    deployed_names,
    deployments,
)
from compiler.version import VERSION
from runtime_shim.errors import ShimError
from runtime_shim.where import user_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from compiler.backends.deploying import Change, Release
    from compiler.cli.world import World
    from compiler.ir.nodes import Flow
    from runtime_shim.store.base import Store

MOST_LINES = 20
MOST_IR = 256 * 1024
"""The longest IR that a record keeps, in characters: the store is read for every history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A release that the service has taken: `changes` are what its deployer did.

    `flow` is what it was compiled from. A release that was taken from the record `origin` has no
    flow at hand; it is said to go back to that one.
    """

    store: Store
    target: str
    place: str
    identity: str
    release: Release
    changes: Sequence[Change]
    flow: Flow | None = None
    origin: Deployment | None = None


def record_deployment(delivery: Delivery, world: World) -> Deployment:
    """Record a deployment under the next number, and return it; raises StoreError."""
    release, origin = delivery.release, delivery.origin
    digest, ir = _source(delivery.flow, origin)
    made = Deployment(
        flow=release.flow,
        target=delivery.target,
        name=release.name,
        place=delivery.place,
        identity=delivery.identity,
        files=tuple((file.path, file.text) for file in release.files),
        digest=digest,
        ir=ir,
        changes=changed_lines(delivery.changes, delivery.target),
        back_to=origin.number if origin else None,
        user=user_name(world.environ),
        version=VERSION,
        created=time.time(),
        uid=uuid.uuid4().hex,
    )
    return add_deployment(delivery.store, made)


@contextmanager
def told_if_not_recorded(world: World) -> Iterator[None]:
    """Say why a deployment is not recorded: that it cannot be undoes nothing."""
    try:
        yield
    except ShimError as error:
        world.tell(f"flowc: the deployment is not recorded for `flowc history`: {error}")


def deployments_of(store: Store, word: str, most: int | None = None) -> list[list[Deployment]]:
    """Return what was deployed of `word`, a flow's name or that of a deployment.

    Each list has the `most` newest of one flow under one name on one target, oldest first.
    """
    places = [(word, *place) for place in deployed_names(store, word)] or [
        (flow, target, name)
        for flow in deployed_flows(store)
        for target, name in deployed_names(store, flow)
        if name == word
    ]
    found = (deployments(store, *place, most=most) for place in places)
    return [each for each in found if each]


def changed_lines(changes: Sequence[Change], target: str) -> tuple[str, ...]:
    """Return what `changes` mean, a line each; if nobody can say, what becomes of the objects."""
    found = backend(target)
    differences = differences_of(changes, found) if found else ()
    lines = [difference_line(one) for one in differences[:MOST_LINES]]
    left = len(differences) - len(lines)
    if left:
        lines.append(f"{left} more changes")
    objects = (
        f"{one.kind} {one.name} {ACTION_WORDS[one.action]}"
        for one in changes
        if one.action is not Action.NONE
    )
    return tuple(lines or objects)


def _source(flow: Flow | None, origin: Deployment | None) -> tuple[str, Mapping[str, Any] | None]:
    """Return the digest of the sources, and the IR if it is short enough to keep."""
    if flow is None:
        return (origin.digest, origin.ir) if origin else ("", None)
    from compiler.ir.serialise import to_json

    ir = to_json(flow)
    return flow.origin.digest, ir if len(json.dumps(ir)) <= MOST_IR else None
