"""Reads everything that the tasks of a run refer to, and says what of it is damaged.

The digest of every blob is compared, and so are records and what small artifacts hold.
"""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from dataclasses import field
from typing import TYPE_CHECKING, Any

from compiler.records import dataclass
from compiler.storage.references import MANIFEST, blobs_of, read_manifests, task_of
from runtime_shim import layout
from runtime_shim.errors import StoreError
from runtime_shim.store.chunks import CHUNK, length
from runtime_shim.store.workers import each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime_shim.store.base import Store

_AT_ONCE = 64
_THREADS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A blob, and the artifacts whose content it is: (task, name) each."""

    blob: dict[str, Any]
    users: list[tuple[str, str]] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Return how many bytes its content has."""
        return length(self.blob["parts"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something that cannot be read; `artifact` is "" for a task's record.

    `users` is how many artifacts of the run have that content.
    """

    task: str
    artifact: str
    reason: str
    users: int = 1


def manifests_of(store: Store, flow: str, run: str, step: str = "", task: str = "") -> list[str]:
    """Return the keys of the manifests of a run, of one of its steps, or of a task."""
    if task:
        return [layout.manifest(flow, run, step, task)]
    folder = layout.step_key(flow, run, step) if step else f"{layout.run_key(flow, run)}/tasks"
    return sorted(key for key, _, _ in store.walk(folder) if key.endswith(MANIFEST))


def find_checks(store: Store, manifests: Sequence[str]) -> tuple[list[Check], list[Damage]]:
    """Return what has to be read, each blob once, and what is damaged of the manifests."""
    checks: dict[str, Check] = {}
    damages = []
    for key, manifest in read_manifests(store, manifests):
        task = task_of(key)
        if isinstance(manifest, StoreError):
            damages.append(Damage(task=task, artifact="", reason=str(manifest)))
            continue
        damages += _small(task, manifest)
        for name, blob in blobs_of(manifest):
            users = checks.setdefault(blob["blob"], Check(blob=blob)).users
            if (task, name) not in users:
                users.append((task, name))
    return list(checks.values()), damages


def run_checks(
    store: Store, flow: str, checks: Sequence[Check]
) -> Iterator[tuple[Check, Damage | None]]:
    """Read each blob; yield it with what is wrong with it, None if it is whole."""
    folder = layout.blobs_key(flow)

    def check(one: Check) -> Damage | None:
        return _check(store, folder, one)

    small = [one for one in checks if one.bytes <= CHUNK]
    for begin in range(0, len(small), _AT_ONCE):
        some = small[begin : begin + _AT_ONCE]
        yield from zip(some, each(check, some, _THREADS), strict=True)
    # The chunks of a large one are read at once: no more than one such blob at a time.
    for one in checks:
        if one.bytes > CHUNK:
            yield one, check(one)


def _check(store: Store, folder: str, one: Check) -> Damage | None:
    try:
        store.verify(folder, one.blob)
    except StoreError as error:
        task, name = one.users[0]
        return Damage(task=task, artifact=name, reason=str(error), users=len(one.users))
    return None


def _small(task: str, manifest: dict[str, Any]) -> Iterator[Damage]:
    """Yield the artifacts that lie in the manifest itself and cannot be what was written."""
    for name, ref in manifest["artifacts"].items():
        body = ref.get("pickle", ref.get("bytes"))
        if isinstance(body, str):
            try:
                a2b_base64(body, strict_mode=True)
            except Base64Error as error:
                yield Damage(task=task, artifact=name, reason=f"its ref is damaged: {error}")
