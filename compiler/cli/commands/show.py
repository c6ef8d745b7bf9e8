"""`flowc show`: say how a run, a step or a task stands; or what the steps of a flow are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compiler.cli.columns import print_table
from compiler.cli.lookup import (
    find_only,
    flows_in,
    is_file,
    looking,
    lookup_options,
    place_argument,
)
from compiler.cli.options import output_option
from compiler.cli.records_json import print_json, run_document, step_document, task_document
from flowc.client.objects import store_of
from flowc.client.progress import RUNNING, run_states, step_states, task_state
from flowc.client.run import Run, record_of
from flowc.client.step import Step
from flowc.client.words import bytes_text, states_text, time_text, took_text
from flowc.exception import MetaflowNotFound

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from flowc.client.progress import RunState, StepState, TaskState
    from flowc.client.task import Task

_FAILURES = 10
_TASK = ("task", "status", "attempt", "started", "took", "failure")


def arguments(parser: Parser) -> None:
    """Declare the command's arguments."""
    place_argument(parser, "Flow/run, Flow/run/step, Flow/run/step/task, or a FILE alone")
    lookup_options(parser)
    output_option(parser)


@looking
def run(args: Namespace, world: World) -> int:
    """Print what is known of what is named."""
    if len(args.words) == 1 and is_file(args.words[0], world):
        _show_flows(args, world)
        return 0
    found = find_only(args, world)
    if isinstance(found, Run):
        _show_run(found, args, world)
    elif isinstance(found, Step):
        _show_step(found, args, world)
    else:
        _show_task(found, args, world)
    return 0


def _show_run(found: Run, args: Namespace, world: World) -> None:
    store, record = store_of(found), record_of(found)
    state = run_states(store, [record])[0]
    steps = step_states(store, record)
    if args.output == "json":
        listed = [step_document(step) for step in steps]
        print_json("show-run", {**run_document(found, state), "steps": listed}, world)
        return
    world.say(f"{found.pathspec}  {state.status}")
    _say_facts(_run_facts(found, state), world)
    world.say()
    rows = [
        (
            step.name,
            f"{len(step.tasks):,}",
            states_text(step.counts()),
            took_text(*step.span()),
        )
        for step in steps
    ]
    print_table(("step", "tasks", "status", "took"), rows, world)
    _say_failures(found, steps, world)


def _run_facts(found: Run, state: RunState) -> Iterator[tuple[str, str]]:
    record = record_of(found)
    took = "" if state.status == RUNNING else took_text(record["created"], state.ended)
    yield "started", time_text(record["created"]) + (took and f", took {took}")
    yield "by", record.get("user") or "the scheduler (production)"
    yield "on", record.get("target") or ""
    yield "resumes", found.origin_pathspec or ""
    yield "tags", ", ".join(sorted(found.user_tags))
    given = record.get("parameters") or {}
    yield "parameters", ", ".join(f"{name}={text}" for name, text in given.items())


def _say_failures(found: Run, steps: list[StepState], world: World) -> None:
    failures = [task for step in steps for task in step.tasks if task.failure]
    for task in failures[:_FAILURES]:
        reason = task.failure.last_line if task.failure else ""
        world.say(f"\n{task.step}/{task.task} {task.state}, attempt {task.attempt}: {reason}")
        world.say(f"  flowc logs {found.pathspec}/{task.step}/{task.task}")
    if len(failures) > _FAILURES:
        world.say(f"\nand {len(failures) - _FAILURES:,} more")


def _show_step(found: Step, args: Namespace, world: World) -> None:
    store, record = store_of(found), record_of(found.parent)
    step = step_states(store, record, found.id)[0]
    if args.output == "json":
        listed = [task_document(task) for task in step.tasks]
        print_json("show-step", {"pathspec": found.pathspec, "tasks": listed}, world)
        return
    world.say(f"{found.pathspec}  {states_text(step.counts())}\n")
    print_table(_TASK, [_task_row(task) for task in step.tasks], world)


def _task_row(task: TaskState) -> tuple[str, ...]:
    return (
        task.task,
        task.state,
        str(task.attempt),
        time_text(task.start),
        took_text(task.start, task.end),
        task.failure.last_line if task.failure else "",
    )


def _show_task(found: Task, args: Namespace, world: World) -> None:
    store, record = store_of(found), record_of(found.parent.parent)
    state = task_state(store, record, found.parent.id, found.id)
    if state is None:
        raise MetaflowNotFound(f"{found} has left no record in {store.url}")
    artifacts = [(a.id, a.type, a.size) for a in found]
    if args.output == "json":
        document: dict[str, Any] = {
            "pathspec": found.pathspec,
            **task_document(state),
            "attempts": found.attempts,
            "inputs": list(found.parent_task_pathspecs),
            "metadata": found.metadata_dict,
            "artifacts": [{"name": n, "type": t, "size": s} for n, t, s in artifacts],
        }
        print_json("show-task", document, world)
        return
    world.say(f"{found.pathspec}  {state.state}")
    attempts = ", ".join(map(str, found.attempts))
    times = {"start": time_text(state.start), "end": state.end and time_text(state.end)}
    facts = {"attempts": attempts, **found.metadata_dict, **times}
    _say_facts([(name, text) for name, text in facts.items() if text], world)
    if state.failure:
        world.say(f"\n{str(state.failure).rstrip()}")
    if artifacts:
        world.say()
        rows = [(name, kind, bytes_text(size)) for name, kind, size in artifacts]
        print_table(("artifact", "type", "size"), rows, world)


def _say_facts(facts: Iterator[tuple[str, str]] | list[tuple[str, str]], world: World) -> None:
    known = [(name, text) for name, text in facts if text]
    wide = max(len(name) for name, _ in known)
    for name, text in known:
        world.say(f"  {name:<{wide}}  {text}")


def _show_flows(args: Namespace, world: World) -> None:
    from compiler.cli.flow_text import flow_document, flow_lines

    flows = flows_in(args.words[0], world, args.flow)
    if args.output == "json":
        print_json("show-flows", {"flows": [flow_document(flow) for flow in flows]}, world)
        return
    for place, flow in enumerate(flows):
        world.say("\n" * bool(place) + "\n".join(flow_lines(flow)))
