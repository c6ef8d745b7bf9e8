"""One card of a step: its components, and when and how it becomes HTML."""

from __future__ import annotations

from flowc.cards.component import MetaflowCardComponent, warn
from flowc.cards.kinds import BUILT_IN, ErrorCard, HtmlCard, MetaflowCard, all_kinds
from flowc.cards.naming import card_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    Write = Callable[[str, bytes], None]
    Clock = Callable[[], float]

_OFTEN = 1.0
"""Seconds between two writings of a card that is refreshed."""


class Components:
    """The components of a card, in order, each under an id of its own."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[str, MetaflowCardComponent] = {}
        self._made = 0

    def append(self, component: Any, id: str | None = None) -> None:
        """Add a component; under an id that is taken it replaces the one that had it."""
        if not isinstance(component, MetaflowCardComponent):
            warn(f"{component!r:.80} is no component of cards, and is left out")
            return
        self._made += 1
        name = id or component.component_id or f"{type(component).__name__.lower()}_{self._made}"
        component.component_id = name
        self._held[name] = component

    def extend(self, components: Iterable[Any]) -> None:
        """Add several components."""
        for component in components:
            self.append(component)

    def clear(self) -> None:
        """Leave out all of them."""
        self._held.clear()

    def keys(self) -> list[str]:
        """Return the ids, in order."""
        return list(self._held)

    def values(self) -> list[MetaflowCardComponent]:
        """Return the components, in order."""
        return list(self._held.values())

    def __getitem__(self, id: str) -> MetaflowCardComponent:
        return self._held[id] if id in self._held else _Nothing(id)

    def __setitem__(self, id: str, component: Any) -> None:
        if id in self._held:
            warn(f"the component `{id}` stays: update it, or clear the card and append others")
        else:
            self.append(component, id)

    def __delitem__(self, id: str) -> None:
        del self._held[id]

    def __contains__(self, id: object) -> bool:
        return id in self._held

    def __iter__(self) -> Iterator[MetaflowCardComponent]:
        return iter(self.values())

    def __len__(self) -> int:
        return len(self._held)


class _Nothing(MetaflowCardComponent):
    """What is found under an id that no component has: updating it says so."""

    def __init__(self, id: str) -> None:
        self._id = id

    def update(self, *args: Any, **kwargs: Any) -> None:
        self._warn(f"the card has no component `{self._id}`")


class StepCard:
    """One card of the step, as its `@card` declares it."""

    def __init__(
        self, number: int, declared: Mapping[str, Any], write: Write, clock: Clock
    ) -> None:
        """Begin without components."""
        self.type = str(declared.get("type") or "default")
        self.id: str | None = declared.get("id")
        self.options: dict[str, Any] = declared.get("options") or {}
        self.customize = str(declared.get("customize")) == "True"
        self.saves_errors = declared.get("save_errors", True) is not False
        self.kind = all_kinds().get(self.type)
        self.components = Components()
        self._name = card_name(number, self.type, self.id)
        self._write = write
        self._clock = clock
        self._written: float | None = None

    @property
    def is_editable(self) -> bool:
        """Say whether components can be appended."""
        return self.kind is not None and self.kind.ALLOW_USER_COMPONENTS

    def append(self, component: Any, id: str | None = None) -> None:
        """Add a component."""
        self.components.append(component, id)

    def extend(self, components: Iterable[Any]) -> None:
        """Add several components."""
        self.components.extend(components)

    def clear(self) -> None:
        """Leave out all components."""
        self.components.clear()

    def __iter__(self) -> Iterator[MetaflowCardComponent]:
        return iter(self.components)

    def __len__(self) -> int:
        return len(self.components)

    def refresh(self, data: Any = None, force: bool = False) -> None:
        """Write the card as it is now, unless that was done in the last second.

        `data` is for cards of one's own, which get it in `render_runtime`.
        """
        now = self._clock()
        is_recent = self._written is not None and now - self._written < _OFTEN
        if self.kind is None or not self.kind.RUNTIME_UPDATABLE or (is_recent and not force):
            return
        self._written = now
        try:
            self._store(self._made(self.kind).render_runtime(_running_task(self.kind), data))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a card stops no step
            warn(f"{self._shown()} cannot be written: {_told(error)}")

    def finish(self, task: Any, client: Callable[[], Any], *, has_failed: bool) -> None:
        """Write the card of a task that has ended; one that fails becomes an `error` card."""
        try:
            self._store(self._rendered(task, client, has_failed=has_failed))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the task is what it is
            warn(f"{self._shown()} cannot be made: {_told(error)}")
            if self.saves_errors:
                self._save_error(task, error)

    def _rendered(self, task: Any, client: Callable[[], Any], *, has_failed: bool) -> Any:
        if self.kind is None:
            from flowc.exception import MetaflowNotFound

            known = ", ".join(f"`{name}`" for name in sorted(all_kinds()))
            raise MetaflowNotFound(f"there is no type `{self.type}`; there is {known}")
        is_ours = self.kind in BUILT_IN
        if has_failed and (not is_ours or self.kind is HtmlCard):
            return ErrorCard().render(task)
        return self._made(self.kind).render(task if is_ours else client())

    def _made(self, kind: type[MetaflowCard]) -> MetaflowCard:
        """Return the card, made with those arguments that its class takes."""
        from flowc.cards.components import html_of

        given: dict[str, Any] = {"options": self.options, "components": html_of(self.components)}
        if kind in BUILT_IN:
            return kind(**given)
        from inspect import Parameter, signature  # half of what a small card would cost

        given |= {"graph": None, "flow": None}
        taken = signature(kind).parameters.values()
        if not any(one.kind is Parameter.VAR_KEYWORD for one in taken):
            given = {one.name: given[one.name] for one in taken if one.name in given}
        return kind(**given)

    def _store(self, html: Any) -> None:
        if isinstance(html, str):
            html = html.encode(errors="replace")
        if not isinstance(html, bytes):
            raise TypeError(f"its HTML is of type `{type(html).__qualname__}`, expected `str`")
        self._write(self._name, html)

    def _save_error(self, task: Any, error: BaseException) -> None:
        from runtime_shim.failures import shown

        details = _told(error) if _is_ours(error) else shown(error)
        try:
            self._store(ErrorCard().render(task, details))
        except Exception as again:  # noqa: BLE001 - said; there is nothing left to try
            warn(f"{self._shown()} cannot be written: {again}")

    def _shown(self) -> str:
        return f"the card `{self.id or self.type}`"


def _told(error: BaseException) -> str:
    """Return what went wrong; what is ours to say needs no name of a class."""
    return str(error) if _is_ours(error) else f"{type(error).__name__}: {error}"


def _is_ours(error: BaseException) -> bool:
    from flowc.exception import MetaflowException
    from runtime_shim.errors import ShimError

    return isinstance(error, MetaflowException | ShimError)


def _running_task(kind: type[MetaflowCard]) -> Any:
    """Return the task that runs now, as a card takes it."""
    from flowc.cards.report import TaskFacts
    from flowc.current import current

    pathspec = current.get("pathspec", "")
    return TaskFacts({}, {}, pathspec) if kind in BUILT_IN else client_task(pathspec)


def client_task(pathspec: str) -> Any:
    """Return a task as the client has it, whosever it is."""
    from importlib import import_module

    return import_module("flowc.client").Task(pathspec, _namespace_check=False)
