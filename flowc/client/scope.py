"""Which store the client looks into and which namespace counts, until something else is chosen."""

from __future__ import annotations

import os

from runtime_shim.store.open import open_store
from runtime_shim.where import FOLDER, default_store_url, user_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime_shim.store.base import Store

_DEFAULT = ""


class Scope:
    """A store, and the namespace whose runs are seen in it; None sees all of them."""

    __slots__ = ("namespace", "store")

    def __init__(self, store: Store, namespace: str | None = None) -> None:
        """Look into `store`."""
        self.store = store
        self.namespace = namespace

    def everything(self) -> Scope:
        """Return the scope of all runs of the same store."""
        return Scope(self.store)


class _Choice:
    """What was chosen in this process; "" where it is the default."""

    store = _DEFAULT
    namespace: str | None = _DEFAULT


_stores: dict[str, Store] = {}


def current_scope() -> Scope:
    """Return the scope that was chosen, or the default one."""
    return Scope(store_at(_Choice.store or default_store()), get_namespace())


def store_at(url: str) -> Store:
    """Return the store at `url`, the same one each time."""
    if url not in _stores:
        _stores[url] = open_store(url)
    return _stores[url]


def namespace(name: str | None) -> str | None:
    """See only the runs of a namespace, such as `user:alice`; with None, every run."""
    _Choice.namespace = name
    return name


def get_namespace() -> str | None:
    """Return the namespace whose runs are seen, None if all of them are."""
    chosen = _Choice.namespace
    return own_namespace(os.environ) if chosen == _DEFAULT else chosen


def default_namespace() -> str:
    """See the runs of the default namespace again, and return it."""
    _Choice.namespace = _DEFAULT
    return own_namespace(os.environ)


def own_namespace(environ: Mapping[str, str]) -> str:
    """Return whose namespace counts where nothing is chosen.

    It is the user's, but `production:<Flow>` in a task of a run that a scheduler started by itself,
    so that the task finds its own run.
    """
    flow = environ.get("FLOWC_FLOW", "").rpartition(":")[2]
    if flow and environ.get("FLOWC_RUN") and not environ.get("FLOWC_USER"):
        return f"production:{flow}"
    return f"user:{user_name(environ)}"


def metadata(place: str) -> str:
    """Look into the store at `place`, a URL or a folder (or one that has a `.flowc`).

    Returns the store's URL.
    """
    path = place.removeprefix("local@")
    inside = os.path.join(os.path.expanduser(path), FOLDER)
    if "://" not in path:
        path = os.path.abspath(inside if os.path.isdir(inside) else os.path.expanduser(path))
    _Choice.store = store_at(path).url
    return _Choice.store


def get_metadata() -> str:
    """Return the URL of the store that is looked into."""
    return current_scope().store.url


def default_metadata() -> str:
    """Look into the default store again, and return its URL."""
    _Choice.store = _DEFAULT
    return get_metadata()


def default_store() -> str:
    """Return the store of the task that runs here, else that of the working folder."""
    return default_store_url(os.environ, os.getcwd())
