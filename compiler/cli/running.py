"""Carries a run out: its processes, what is shown of it, its records, and the status at its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from compiler.backends.local import journal
from compiler.backends.local.environment import outside
from compiler.backends.local.events import Said
from compiler.backends.local.nursery import Lost, Nursery
from compiler.backends.local.scheduler import FAILED, INTERRUPTED, SUCCEEDED, Ending
from compiler.backends.local.session import Broken, Session
from compiler.cli.reporting import FINDINGS, show, tell
from compiler.cli.starting import (
    Refused,
    plan_of,
    read_request,
    words_for_store,
    words_to_resume,
)
from compiler.cli.views.plain import Plain
from compiler.cli.views.summary import Hints, document, tell_ending
from compiler.cli.views.tally import tally_of
from runtime_shim.errors import ShimError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from compiler.backends.local.events import Event
    from compiler.backends.local.plan import Plan
    from compiler.cli.parser import Parser
    from compiler.cli.starting import Request
    from compiler.cli.views.tally import Tally
    from compiler.cli.world import World

    class View(Protocol):
        """Shows a run called `title`; `interval` is how often, in seconds, `tick` is called."""

        title: str
        interval: float

        def see(self, event: Event) -> None:
            """Show what happened."""
            ...

        def tick(self) -> None:
            """Show what has become due."""
            ...

        def end(self) -> None:
            """Show what is left, and leave the terminal alone."""
            ...

    Prepare = Callable[[Request, Plan, World], Plan]

STORE_FAILED, RUN_FAILED, WAS_INTERRUPTED = 5, 6, 130
MAIN = "runtime_shim.__main__"
"""The module that runs a task, in a process of its own or in a forked one."""


def answer(
    parser: Parser,
    argv: Sequence[str],
    world: World,
    prepare: Prepare,
    *,
    with_parameters: bool = False,
) -> int:
    """Read the command line, run what it asks for, and return the exit status.

    `prepare` completes the plan: parameters, and what is resumed.
    """
    # Started before anything is read, so that both take place at once.
    nursery = Nursery(outside(world.environ), str(world.cwd), MAIN)
    try:
        request = read_request(parser, argv, world, with_parameters=with_parameters)
        plan = prepare(request, plan_of(request, world), world)
        return _Run(request, plan, world).carry_out(nursery)
    except Refused as refused:
        show(refused.report, world, refused.form)
        return FINDINGS
    except ShimError as error:
        world.tell(f"flowc: {error}")
        return STORE_FAILED
    finally:
        nursery.close()


class _Run:
    """One run, as the command line sees it."""

    def __init__(self, request: Request, plan: Plan, world: World) -> None:
        self._request = request
        self._arguments = request.arguments
        self._plan = plan
        self._world = world
        self._tally: Tally = tally_of(plan.flow)
        self._view: View | None = None

    def carry_out(self, nursery: Nursery) -> int:
        if not self._arguments.quiet:
            tell(self._request.report, self._world)
        with Session(nursery, self._see) as session:
            try:
                self._begin(session.load(self._plan))
                ending = self._run(session)
                self._record(ending)
                broken_hooks = self._call_hooks(session, ending)
            except Broken as broken:
                self._close_view()
                self._world.tell(broken.traceback.rstrip("\n"))
                self._world.tell(f"`{self._plan.path.name}` cannot be imported: nothing was run")
                return RUN_FAILED
            finally:
                self._close_view()
        return self._finish(ending, broken_hooks)

    def _begin(self, why: str | None) -> None:
        self._plan = journal.begin(self._plan)
        if self._arguments.run_id_file:
            self._world.path(self._arguments.run_id_file).write_text(
                self._plan.run + "\n", encoding="utf-8"
            )
        if self._view is not None:
            self._view.title = self._name
        resumes = f", which resumes run {self._plan.origin}" if self._plan.origin else ""
        self._tell(f"{self._name}{resumes}, in {self._plan.store.url}")
        if why is not None:
            self._tell(f"tasks are started as fresh interpreters, not forked: {why}")

    def _run(self, session: Session) -> Ending:
        def tick() -> None:
            view = self._shown()
            view.tick()
            session.loop.after(view.interval, tick)

        tick()
        try:
            return session.run(self._plan)
        except (ShimError, Lost) as error:
            return Ending(status=FAILED, reason=str(error))

    def _record(self, ending: Ending) -> None:
        try:
            journal.end(self._plan, ending)
        except ShimError as error:
            self._tell(f"flowc: the end of the run cannot be recorded: {error}")

    def _call_hooks(self, session: Session, ending: Ending) -> list[str]:
        if ending.status == INTERRUPTED or ending.reason is not None:
            return []
        return session.call_hooks(self._plan, ending)

    def _finish(self, ending: Ending, broken_hooks: Sequence[str]) -> int:
        world, plan = self._world, self._plan
        if not self._arguments.quiet or ending.status != SUCCEEDED:
            hints = Hints(
                resume=words_to_resume(self._request, world),
                store=words_for_store(self._arguments),
            )
            tell_ending(plan, ending, self._tally, hints, world)
        for name in broken_hooks:
            world.tell(f"the exit hook `{name}` failed")
        if self._arguments.output == "json":
            summary: dict[str, Any] = {"format": "flowc.result/1"}
            summary |= document(plan, ending, self._tally)
            world.emit(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
        if ending.status == INTERRUPTED:
            return WAS_INTERRUPTED
        return 0 if ending.status == SUCCEEDED and not broken_hooks else RUN_FAILED

    def _see(self, event: Event) -> None:
        self._tally.see(event)
        self._shown().see(event)

    def _shown(self) -> View:
        if self._view is None:
            self._view = self._new_view()
        return self._view

    def _new_view(self) -> View:
        world, arguments = self._world, self._arguments
        is_watched = world.is_terminal(world.out) and world.is_terminal(world.err)
        if is_watched and not (arguments.no_progress or arguments.quiet or world.environ.get("CI")):
            from compiler.cli.views.live import Live

            return Live(world, self._tally, self._name)
        is_answer = arguments.output == "json"
        return Plain(world, self._tally, quiet=arguments.quiet, to_stderr=is_answer)

    def _close_view(self) -> None:
        if self._view is not None:
            self._view.end()

    def _tell(self, text: str) -> None:
        if self._view is not None:
            self._view.see(Said(text=text))
        elif not self._arguments.quiet:
            self._world.tell(text)

    @property
    def _name(self) -> str:
        run = f"/{self._plan.run}" if self._plan.run else ""
        return f"{self._plan.flow.name}{run}"
