"""Decorators that authors write themselves: code around a step, as a generator or as a class.

    @user_step_decorator
    def timed(step_name, flow, inputs=None, attributes=None):
        begin = time.time()
        yield                                   # the step runs here
        flow.seconds = time.time() - begin

Those nearest to the step run innermost. A decorator may run something else in the step's place,
skip it, catch what it raised, or change where it goes; where the step itself did not say where it
goes, its own `self.next` is read from its source.
"""

from __future__ import annotations

from flowc.flowspec import IS_STEP
from runtime_shim.task import task_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Step = Callable[..., Any]

USER_SKIP_STEP: dict[str, Any] = {}
"""What a generator yields to skip the step; a dict with entries is `self.next`'s arguments."""


class UserStepDecorator:
    """Code that runs before and after a step: derive from it, and write `pre_step`, `post_step`.

    `skip_step` is set to True to skip the step, or to a dict of the arguments for `self.next`.
    """

    skip_step: bool | dict[str, Any] = False

    def __new__(cls, *arguments: Any, **attributes: Any) -> Any:
        """Return the decorated step, if the decorator stands on it without a call."""
        made = super().__new__(cls)
        if _is_step(arguments):
            made.__init__()  # type: ignore[misc]
            return made(arguments[0])
        return made

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        """Keep what the decorator is called with."""
        self.attributes = attributes
        if arguments or attributes:
            self.init(*arguments, **attributes)

    def __call__(self, step: Step) -> Step:
        """Return the step with this decorator around it."""
        return _wrapped(step, self)

    def init(self, *arguments: Any, **attributes: Any) -> None:
        """Take the arguments that the decorator is called with; it takes none without this."""
        raise TypeError(f"`{type(self).__name__}` takes no arguments: it has no method `init`")

    def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Step | None:
        """Act before the step; a function that this returns runs in the step's place."""
        return None

    def post_step(self, step_name: str, flow: Any, exception: BaseException | None = None) -> Any:
        """Act after the step, whose `exception` is given if it raised.

        Return None to go on, an exception to raise, or both an exception, or None, and the
        arguments for `self.next` (None to leave them).
        """
        return exception, None


def user_step_decorator(generator: Callable[..., Iterator[Any]], /) -> type[Any]:
    """Make a generator function, `(step_name, flow, inputs, attributes)`, a decorator of steps.

    It yields once: nothing to run the step, a function to run in its place, or a dict to skip it.
    What the step raised is raised at the `yield`.
    """
    import inspect  # noqa: PLC0415 - only files that define decorators pay

    if not inspect.isgeneratorfunction(generator):
        raise TypeError(f"`{_name(generator)}` is no generator function: it has no `yield`")
    most = len(inspect.signature(generator).parameters)
    if most not in {3, 4}:
        raise TypeError(
            f"`{_name(generator)}` takes (step_name, flow, inputs) and, if it likes, attributes"
        )

    class Generated(UserStepDecorator):
        def init(self, **attributes: Any) -> None:
            if most != 4:
                raise TypeError(f"`{_name(generator)}` takes no `attributes`")

        def pre_step(self, step_name: str, flow: Any, inputs: Any = None) -> Any:
            given = (step_name, flow, inputs, self.attributes)[:most]
            self._running: Any = generator(*given)
            answer = next(self._running, USER_SKIP_STEP)
            if isinstance(answer, dict):
                self.skip_step = answer or True
                return None
            return answer

        def post_step(
            self, step_name: str, flow: Any, exception: BaseException | None = None
        ) -> Any:
            try:
                if exception is None:
                    next(self._running)
                else:
                    self._running.throw(exception)
            except StopIteration as ended:
                return ended.value
            raise RuntimeError(f"`{_name(generator)}` yields more than once")

    Generated.__name__ = Generated.__qualname__ = generator.__name__
    Generated.__module__, Generated.__doc__ = generator.__module__, generator.__doc__
    return Generated


class _Mutator:
    """A change of the flow that the compiler has not made, and has warned of: it does nothing."""

    def __new__(cls, *arguments: Any, **attributes: Any) -> Any:
        """Return what the decorator stands on, as it is."""
        stands_on_flow = len(arguments) == 1 and isinstance(arguments[0], type)
        if stands_on_flow or _is_step(arguments):
            return arguments[0]
        return super().__new__(cls)

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        """Take whatever the decorator is called with."""

    def __call__(self, decorated: Any) -> Any:
        """Return `decorated` as it is."""
        return decorated


class StepMutator(_Mutator):
    """A change of a step: not applied (`flowc explain FLC131`)."""


class FlowMutator(_Mutator):
    """A change of a flow: not applied (`flowc explain FLC131`)."""


def _is_step(arguments: tuple[Any, ...]) -> bool:
    return len(arguments) == 1 and callable(arguments[0]) and hasattr(arguments[0], IS_STEP)


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", repr(function))


def _wrapped(step: Step, decorator: UserStepDecorator) -> Step:
    import functools  # noqa: PLC0415
    from copy import copy  # noqa: PLC0415

    if not hasattr(step, IS_STEP):
        raise TypeError(f"`@{type(decorator).__name__}` stands on a step: write it above `@step`")

    @functools.wraps(step)
    def run(flow: Any, *inputs: Any) -> None:
        _run(copy(decorator), step, flow, inputs)

    return run


def _run(decorator: UserStepDecorator, step: Step, flow: Any, inputs: tuple[Any, ...]) -> None:
    name = step.__name__
    replacement = decorator.pre_step(name, flow, *inputs)
    raised: BaseException | None = None
    how: Any = decorator.skip_step
    if not how:
        try:
            answer = (replacement or step)(flow, *inputs)
            how = answer if replacement else None
        except Exception as error:  # noqa: BLE001 - the decorator says what becomes of it
            raised = error
    left, changed = _answer(decorator.post_step(name, flow, raised))
    if left is not None:
        raise left
    # What was raised and caught has kept the step from saying where it goes.
    _go_on(step, flow, changed if changed is not None else how or raised is not None)


def _answer(given: Any) -> tuple[BaseException | None, Any]:
    """Return the exception to raise and the arguments for `self.next` that `post_step` answers."""
    if given is None or isinstance(given, BaseException):
        return given, None
    if isinstance(given, tuple) and len(given) == 2:
        return given
    raise TypeError(f"a decorator answered {given!r}: expected an exception, or it and a dict")


def _go_on(step: Step, flow: Any, how: Any) -> None:
    """Say where the flow goes: as the step itself would if `how` is True or an empty dict."""
    if how is None or how is False:
        return
    targets, written = _own_next(step, flow)
    task = task_of(flow)
    if not targets or task is None:
        return
    if isinstance(how, dict) and how:
        written = how
    elif how is not True and how != {}:
        raise TypeError(f"a decorator answered {how!r} for `self.next`: expected True or a dict")
    task.transition = None
    flow.next(*targets, **written)


def _own_next(step: Step, flow: Any) -> tuple[list[Any], dict[str, Any]]:
    """Return the arguments of the `self.next` in the source of `step`; none of the last step."""
    import ast  # noqa: PLC0415 - only skipped steps pay
    import inspect  # noqa: PLC0415
    import textwrap  # noqa: PLC0415

    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(step))))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(), attr="next")):
                targets = [_target(argument, flow) for argument in node.args]
                return targets, {word.arg or "": _literal(word, step) for word in node.keywords}
            case _:
                continue
    return [], {}


def _target(node: Any, flow: Any) -> Any:
    import ast  # noqa: PLC0415

    match node:
        case ast.Attribute(attr=name):
            return getattr(flow, name)
        case ast.Dict(keys=keys, values=values):
            cases = zip(keys, values, strict=True)
            return {ast.literal_eval(key): _target(to, flow) for key, to in cases if key}
        case _:
            raise TypeError(f"`{ast.unparse(node)}` is no step that `self.next` can go to")


def _literal(word: Any, step: Step) -> Any:
    import ast  # noqa: PLC0415

    try:
        return ast.literal_eval(word.value)
    except ValueError:
        raise TypeError(
            f"step `{step.__name__}` was skipped, and `{word.arg}={ast.unparse(word.value)}` of its"
            f" `self.next` is no literal: give it, as in `yield {{'{word.arg}': …}}`"
        ) from None
