"""A task as the author's code sees it: `self.next`, `self.input`, `self.foreach_stack()`.

`flowc.FlowSpec` hands these on to the task that its instance holds. The instances that a join finds
in `inputs` hold one, too: they know their item and their artifacts, and go nowhere.
"""

from __future__ import annotations

from runtime_shim.artifacts.decode import load
from runtime_shim.errors import StepError
from runtime_shim.flows import is_step
from runtime_shim.state import ATTRIBUTE, State, state_of
from runtime_shim.transition import Transition, read_transition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, NoReturn

    from runtime_shim.command import Settings
    from runtime_shim.store.base import Store

    Manifest = dict[str, Any]

TASK = "_flowc_task"
"""Where an instance of a flow holds its task."""


class Place:
    """Where a task stands in the run: its identity, and the maps around it."""

    def __init__(
        self, store: Store, flow: str, manifest: Manifest, configs: dict[str, Any]
    ) -> None:
        """Take what the manifest, or the part of it that is known yet, says."""
        self.configs = configs
        self.store = store
        self.flow = flow
        self.run: str = manifest["run"]
        self.step: str = manifest["step"]
        self.task: str = manifest["task"]
        self.frames: list[dict[str, Any]] = manifest["frames"]
        self._lists: dict[int, Any] = {}

    @property
    def pathspec(self) -> str:
        """Return the task's name in the store, as the client takes it."""
        return f"{self.flow}/{self.run}/{self.step}/{self.task}"

    def index(self) -> int | None:
        """Return the number of the innermost foreach's item, None outside of any."""
        return self.frames[-1]["index"] if self.frames else None

    def input(self) -> Any:
        """Return the innermost foreach's item, None outside of any."""
        return self._item(len(self.frames) - 1) if self.frames else None

    def stack(self) -> list[tuple[int, int, Any]]:
        """Return (index, number of items, item) for each foreach around, outermost first."""
        return [
            (frame["index"], frame["count"], self._item(depth))
            for depth, frame in enumerate(self.frames)
        ]

    def _item(self, depth: int) -> Any:
        frame = self.frames[depth]
        if frame["items"] is None:
            return frame["index"]
        if depth not in self._lists:
            name = frame["artifact"]
            self._lists[depth] = load(self.store, self.flow, frame["items"], name, self.pathspec)
        return self._lists[depth][frame["index"]]


class Task(Place):
    """The task that runs in this process; `transition` is what its step said comes next."""

    def __init__(
        self, store: Store, flow: str, manifest: Manifest, settings: Settings, retry: int
    ) -> None:
        """Begin at `manifest`, which holds the identity, the frames and the attempt's facts."""
        super().__init__(store, flow, manifest, settings.configs)
        self.manifest = manifest
        self.settings = settings
        self.retry = retry
        self.parameters: list[str] = manifest["parameters"]
        self.transition: Transition | None = None
        self.is_join = False

    def next(self, instance: Any, targets: tuple[Any, ...], how: dict[str, Any]) -> None:
        """Note where the step goes."""
        if self.transition is not None:
            raise StepError(f"step `{self.step}` calls `self.next` twice")
        self.transition = read_transition(
            self.step, targets, how, lambda name: getattr(instance, name)
        )


def make_instance(flow: type[Any], state: State, place: Place) -> Any:
    """Return an instance of the flow with the artifacts of `state`."""
    instance: Any = object.__new__(flow)
    held = vars(instance)
    held[ATTRIBUTE], held[TASK] = state, place
    if flow.__init__.__module__ != "flowc.flowspec":
        flow.__init__(instance)
        for name in state.refs:
            held.pop(name, None)
    for name in state.refs:
        # A member of the class would be found in the artifact's place. Parameters are members that
        # read their value themselves; a step stays one, whatever is called like it.
        member = getattr(flow, name, None)
        if hasattr(flow, name) and not (hasattr(member, "__set__") or is_step(member)):
            held[name] = state.value(name)
    return instance


class Inputs:
    """What a join is given: its inputs in order, by number, and by the name of the step."""

    def __init__(self, flow: type[Any], task: Task, manifests: Sequence[Manifest]) -> None:
        """Make no instance yet: a join of a thousand may read one."""
        self._flow = flow
        self._task = task
        self._manifests = list(manifests)
        self._made: list[Any] = [None] * len(self._manifests)

    def __len__(self) -> int:
        return len(self._manifests)

    def __iter__(self) -> Iterator[Any]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[place] for place in range(len(self))[number]]
        if self._made[number] is None:
            self._made[number] = self._instance(self._manifests[number])
        return self._made[number]

    def __getstate__(self) -> NoReturn:
        raise TypeError("the inputs of a join are no artifact: assign the artifacts that you need")

    def __getattr__(self, step: str) -> Any:
        if step.startswith("__"):
            raise AttributeError(step)
        for number, manifest in enumerate(self._manifests):
            if manifest["step"] == step:
                return self[number]
        steps = ", ".join(dict.fromkeys(f"`{found['step']}`" for found in self._manifests))
        raise AttributeError(f"no input comes from a step `{step}`; they come from {steps}")

    def _instance(self, manifest: Manifest) -> Any:
        store, flow = self._task.store, self._task.flow
        place = Place(store, flow, manifest, self._task.configs)
        state = State(store, flow, manifest["artifacts"], place.pathspec)
        return make_instance(self._flow, state, place)


def task_of(instance: Any) -> Task | None:
    """Return the task that runs on `instance`, None where none does."""
    found = vars(instance).get(TASK)
    return found if isinstance(found, Task) else None


def place_of(instance: Any) -> Place | None:
    """Return the place of `instance`, None where no task runs."""
    found: Place | None = vars(instance).get(TASK)
    return found


__all__ = ["Inputs", "Place", "State", "Task", "make_instance", "place_of", "state_of", "task_of"]
