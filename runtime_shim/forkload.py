"""Imports a flow in the fork server, and says whether its tasks can be forked from there.

A task that is forked must not differ from one that is started anew. Where the import has begun
something that a fork would tear in two (threads, connections), tasks have to be started anew.
"""

from __future__ import annotations

import os
import sys

from runtime_shim.flows import load_flow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BREAKING = (
    *("jax", "jaxlib", "tensorflow", "polars", "ray", "grpc._cython.cygrpc"),
    *("cupy", "cudf", "mxnet", "pyspark"),
)
"""Modules whose own threads do not outlive a fork, or that say themselves not to fork."""

_HARMLESS = ("jemalloc_bg_thd",)
"""Threads that take care of forks by themselves."""


_OF_A_TASK = (
    *("runtime_shim.__main__", "runtime_shim.attempt", "runtime_shim.step"),
    *("runtime_shim.failures", "flowc.running", "random"),
)
"""What every task imports, and no task has to if the server has."""


class Unsafe(Exception):
    """The tasks of this flow must not be forked; the message says why."""


def warm_up() -> None:
    """Import what tasks need besides the flow; there is time while the flow is compiled."""
    from importlib import import_module

    for module in _OF_A_TASK:
        import_module(module)


def load(path: str, name: str, root: str, *, always: bool) -> None:
    """Import the flow `name` of the file at `path`; `root` is another folder of its modules, or "".

    Raises Unsafe, unless tasks are to be forked `always`. What the file raises comes through.
    """
    if not hasattr(os, "fork") or (sys.platform == "darwin" and not always):
        raise Unsafe("on this system, libraries may break in forked processes")
    before = _connections()
    if root:
        # As `python -m` in the project's root has it, which is how containers start tasks.
        sys.path.insert(0, root)
    sys.argv = [path]
    with SEEDS:
        load_flow(path, name)
    reason = None if always else _reason(os.path.basename(path), before)
    if reason is not None:
        raise Unsafe(reason)


def _reason(file: str, before: set[str]) -> str | None:
    for module in _BREAKING:
        if module in sys.modules:
            return f"`{module.partition('.')[0]}` does not work in forked processes"
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        return f"`{file}` uses a GPU when it is imported"
    if _threads() or _foreign_threads():
        return f"`{file}` starts threads when it is imported"
    if _connections() - before:
        return f"`{file}` opens connections when it is imported"
    return None


def _threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _foreign_threads() -> bool:
    """Say whether there are threads with names of their own, as those of runtimes have.

    Threads of numerical libraries carry the program's name, and are made anew after a fork.
    """
    names = set()
    try:
        for thread in os.listdir("/proc/self/task"):
            with open(f"/proc/self/task/{thread}/comm") as file:
                names.add(file.read().strip())
        with open("/proc/self/comm") as file:
            own = file.read().strip()
    except OSError:
        return False
    return bool(names - {own, *_HARMLESS})


def _connections() -> set[str]:
    """Return the sockets that are open."""
    found: set[str] = set()
    try:
        handles = os.listdir("/proc/self/fd")
    except OSError:
        return found
    for handle in handles:
        try:
            target = os.readlink(f"/proc/self/fd/{handle}")
        except OSError:
            continue
        if target.startswith("socket:"):
            found.add(target)
    return found


class Seeds:
    """Lets each task draw its own random numbers, unless the flow's file has seeded generators.

    Python's generator is seeded anew in each child, numpy's in none. A program that is started anew
    has fresh ones of both; one whose file seeds them has the same numbers each time.
    """

    def __init__(self) -> None:
        """Know of no seed."""
        self._seed: Any = None
        self._state: Any = None
        self._is_seeded = False

    def __enter__(self) -> None:
        import random

        self._seed = random.seed
        random.seed = self._note

    def __exit__(self, *_: object) -> None:
        import random

        random.seed = self._seed
        if self._is_seeded:
            self._state = random.getstate()

    def _note(self, *seed: Any, **how: Any) -> None:
        self._is_seeded = bool(seed and seed[0] is not None) or bool(how)
        self._seed(*seed, **how)

    def restore(self) -> None:
        """Give a child what a program that was started anew would have."""
        if self._state is not None:
            import random

            random.setstate(self._state)
        numpy = sys.modules.get("numpy.random")
        if numpy is not None and _was_seeded_by_chance(numpy):
            numpy.seed()


def _was_seeded_by_chance(numpy: Any) -> bool:
    # A generator that was given a number has no sequence of seeds.
    return getattr(numpy.mtrand._rand._bit_generator, "_seed_seq", None) is not None  # noqa: SLF001


SEEDS = Seeds()
