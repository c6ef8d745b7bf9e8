"""Answers `import metaflow` with flowc, so that a flow written for Metaflow runs without it.

    from metaflow import FlowSpec, step        the modules of flowc itself, not copies
    import metaflow.cards                      `metaflow.cards is flowc.cards`
    from metaflow import Runner                an ImportError that says what to use instead

Metaflow's modules lie in other places than ours: where one of theirs is several of ours, a gathered
module looks its names up in all of them.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from typing import Any

SAME = {
    "cards": "flowc.cards",
    "client": "flowc.client",
    "client.core": "flowc.client",
    "datatools.s3": "flowc.s3",
    "decorators": "flowc.decorators",
    "exception": "flowc.exception",
    "flowspec": "flowc.flowspec",
    "includefile": "flowc.parameters",
    "metaflow_current": "flowc.current",
    "metaflow_profile": "flowc.profiling",
    "multicore_utils": "flowc.multicore",
    "parameters": "flowc.parameters",
    "plugins.cards.card_client": "flowc.cards",
    "plugins.cards.card_modules.basic": "flowc.cards",
    "plugins.cards.card_modules.card": "flowc.cards",
    "plugins.cards.card_modules.components": "flowc.cards",
    "plugins.datatools.s3": "flowc.s3",
    "plugins.namespaced_events": "flowc.event_names",
    "plugins.parsers": "flowc.parsers",
    "plugins.pypi.parsers": "flowc.parsers",
    "user_configs.config_parameters": "flowc.parameters",
    "user_decorators.user_flow_decorator": "flowc.custom",
    "user_decorators.user_step_decorator": "flowc.custom",
}
"""Modules below `metaflow` that are one of ours, under another name."""

GATHERED: dict[str, tuple[str, ...]] = {
    "datatools": ("flowc.s3",),
    "plugins": (),
    "plugins.cards": (),
    "plugins.cards.card_modules": ("flowc.cards",),
    "plugins.datatools": ("flowc.s3",),
    "plugins.pypi": ("flowc.parsers",),
    "user_configs": ("flowc.parameters",),
    "user_decorators": ("flowc.custom",),
}
"""Modules below `metaflow` that gather names of several of ours, or only hold modules."""

_made: dict[str, ModuleType] = {}


class Gathered(ModuleType):
    """A module of Metaflow's whose names are found in several of ours."""

    def __init__(self, name: str, doc: str) -> None:
        """Be a package, for other modules lie below."""
        super().__init__(name, doc)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        """Return what one of our modules has under `name`; raises AttributeError if none has."""
        below = f"{self.__name__.partition('.')[2]}.{name}"
        if not name.startswith("__"):
            for source in GATHERED[below.rpartition(".")[0]]:
                found = vars(_imported(source)).get(name, self)
                if found is not self:
                    return found
        raise AttributeError(refusal(below))


class Loader:
    """Hands over a module that exists already, and leaves it as it is."""

    def __init__(self, module: ModuleType) -> None:
        """Keep the module."""
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Give the module back the spec that it was imported with."""
        module.__spec__ = self._spec


class Alias:
    """Finds `metaflow` and every module below it in flowc."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to import `metaflow…`; raises ModuleNotFoundError for what flowc lacks."""
        if name != "metaflow" and not name.startswith("metaflow."):
            return None
        below = name[len("metaflow.") :]
        module = _imported("flowc") if not below else module_of(below)
        if module is None:
            raise _missing(below)
        from importlib.machinery import ModuleSpec  # noqa: PLC0415 - importing this costs nothing

        loader: Any = Loader(module)
        return ModuleSpec(name, loader, is_package=hasattr(module, "__path__"))


class Refusal:
    """Says of `from flowc import x` why there is no such name.

    Python looks for a name that a package does not have among the modules below it.
    """

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        """Raise ModuleNotFoundError if no other finder knew `flowc.name`."""
        if name.startswith("flowc.") and name.count(".") == 1:
            raise _missing(name[len("flowc.") :])


def install() -> None:
    """Let this process import flowc as `metaflow`, whether or not Metaflow is installed."""
    if Alias in sys.meta_path:
        return
    for name in [name for name in sys.modules if name.startswith("metaflow.")]:
        del sys.modules[name]
    sys.modules["metaflow"] = _imported("flowc")
    sys.meta_path.insert(0, Alias)


def explain() -> None:
    """Let `from flowc import x` say why there is no `x`."""
    if Refusal not in sys.meta_path:
        sys.meta_path.append(Refusal)


def module_of(below: str) -> ModuleType | None:
    """Return the module that `metaflow.<below>` is, None if flowc has none."""
    if below in SAME:
        return _imported(SAME[below])
    if below in GATHERED and below not in _made:
        _made[below] = Gathered(f"metaflow.{below}", f"What flowc has of `metaflow.{below}`.")
    return _made.get(below)


def _imported(name: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    from importlib import import_module  # noqa: PLC0415 - the module may be there already

    return import_module(name)


def _missing(below: str) -> ModuleNotFoundError:
    # Under a name other than the module's Python does not take it for a mere missing submodule.
    return ModuleNotFoundError(refusal(below), name="metaflow")


def refusal(below: str) -> str:
    """Return why there is no `metaflow.<below>`, and what to use instead."""
    # Not from the package, which asks for a refusal of every name that it does not have.
    refusals: Any = _imported("flowc.refusals")
    found: str = refusals.refusal(below)
    return found
