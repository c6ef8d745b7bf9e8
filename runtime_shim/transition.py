"""What `self.next` said, checked against what was compiled.

self.next(self.a, self.b)              Transition("split", ("a", "b"))
self.next(self.a, foreach="rows")      Transition("foreach", ("a",)) with as many splits as rows
"""

from __future__ import annotations

from runtime_shim.errors import StepError
from runtime_shim.flows import is_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from runtime_shim.protocol import Targets


class Transition:
    """Where a step goes; `chosen` is the one of `steps` that a switch takes.

    `over` is the artifact of a foreach ("" for a gang whose width is no artifact), `splits` how
    many items it has; `items` is the list of them: the artifact's own value, if that is a list.
    """

    __slots__ = ("chosen", "how", "items", "over", "splits", "steps")

    def __init__(self, how: str, steps: tuple[str, ...]) -> None:
        """Go to `steps`."""
        self.how = how
        self.steps = steps
        self.chosen: str | None = None
        self.over: str | None = None
        self.splits: int | None = None
        self.items: Sequence[Any] | None = None


def read_transition(
    step: str, targets: tuple[Any, ...], how: Mapping[str, Any], value: Callable[[str], Any]
) -> Transition:
    """Return what `self.next(*targets, **how)` means in `step`; `value` reads an artifact.

    Raises StepError.
    """
    unknown = set(how) - {"foreach", "num_parallel", "condition"}
    if unknown:
        raise StepError(f"step `{step}`: `self.next` has no argument `{sorted(unknown)[0]}`")
    if how.get("condition") is not None or (targets and isinstance(targets[0], dict)):
        return _switch(step, targets, how, value)
    names = tuple(_name(step, target) for target in targets)
    if not names:
        raise StepError(f"step `{step}`: `self.next` names no step")
    if how.get("foreach") is not None and how.get("num_parallel") is not None:
        raise StepError(f"step `{step}`: `self.next` takes `foreach` or `num_parallel`, not both")
    if how.get("foreach") is not None:
        return _foreach(step, names, how["foreach"], value)
    if how.get("num_parallel") is not None:
        return _gang(step, names, how["num_parallel"])
    return Transition("linear" if len(names) == 1 else "split", names)


def check_transition(step: str, found: Transition | None, compiled: Targets | None) -> None:
    """Raise StepError if the step went elsewhere than where it was compiled to go."""
    if compiled is None:
        return
    if found is None:
        raise StepError(
            f"step `{step}` ended without `self.next`; as compiled it goes to {_shown(compiled)}"
        )
    # A switch whose cases all lead to one step is compiled as what it is: a way there.
    ways = {found.how, compiled.how}
    same = len(ways) == 1 or (ways == {"linear", "switch"} and len(found.steps) == 1)
    if not same or set(found.steps) != set(compiled.steps):
        raise StepError(
            f"step `{step}` went to {_shown(found)}; as compiled it goes to {_shown(compiled)}: "
            "compile the flow again, or run it in the image that it was compiled for"
        )


def _shown(way: Transition | Targets) -> str:
    names = ", ".join(f"`{name}`" for name in way.steps)
    kinds = {"switch": "one of ", "foreach": "each item of a foreach in "}
    return kinds.get(way.how, "") + names


def _name(step: str, target: Any) -> str:
    name = getattr(target, "__name__", None)
    function = getattr(target, "__func__", target)
    if name is None or not is_step(function):
        raise StepError(
            f"step `{step}`: `self.next` takes steps such as `self.end`, not {target!r}"
        )
    return str(name)


def _switch(
    step: str, targets: tuple[Any, ...], how: Mapping[str, Any], value: Callable[[str], Any]
) -> Transition:
    condition = how.get("condition")
    is_more = any(how.get(other) is not None for other in ("foreach", "num_parallel"))
    is_switch = len(targets) == 1 and isinstance(targets[0], dict) and not is_more
    if not is_switch or not isinstance(condition, str):
        raise StepError(
            f"step `{step}`: a switch is `self.next({{case: self.step, …}}, condition='artifact')`"
        )
    cases = {key: _name(step, target) for key, target in targets[0].items()}
    found = Transition("switch", tuple(dict.fromkeys(cases.values())))
    key = value(condition)
    try:
        found.chosen = cases[key]
    except (KeyError, TypeError):
        listed = ", ".join(map(repr, cases))
        raise StepError(
            f"step `{step}`: `{condition}` is {_brief(key)}, which is none of the cases: {listed}"
        ) from None
    return found


def _foreach(
    step: str, names: tuple[str, ...], over: Any, value: Callable[[str], Any]
) -> Transition:
    if not isinstance(over, str) or len(names) != 1:
        raise StepError(f"step `{step}`: a foreach is `self.next(self.step, foreach='artifact')`")
    items = value(over)
    found = Transition("foreach", names)
    found.over = over
    # Of anything but a list, each task would have to go through it again, maybe in another order.
    found.items = items if isinstance(items, list | tuple) else _listed(step, over, items)
    found.splits = len(found.items)
    if not found.splits:
        raise StepError(f"step `{step}`: `{over}` has no items: a foreach needs at least one")
    return found


def _listed(step: str, over: str, items: Any) -> list[Any]:
    try:
        return list(items)
    except TypeError:
        raise StepError(
            f"step `{step}`: `{over}` is {_brief(items)}, which has no items to go through"
        ) from None


def _gang(step: str, names: tuple[str, ...], width: Any) -> Transition:
    number = _whole(width)
    if number < 1 or len(names) != 1:
        raise StepError(
            f"step `{step}`: `num_parallel` is {_brief(width)}; it takes one step and a number "
            "from 1 on"
        )
    found = Transition("foreach", names)
    found.over, found.splits = "", number
    return found


def _whole(width: Any) -> int:
    """Return a whole number of any type, 0 for what is none."""
    try:
        return 0 if isinstance(width, bool) else int(width.__index__())
    except (AttributeError, TypeError):
        return 0


def _brief(value: Any) -> str:
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - the author's own __repr__ may raise
        text = f"a {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "…"
