"""The commands of flowc: name, group and the line that `flowc --help` shows; no code of theirs."""

from __future__ import annotations

from compiler.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command; `compiler.cli.commands.<name>` has its `arguments` and its `run`."""

    name: str
    group: str
    summary: str


COMMANDS = (
    Command(
        name="check", group="Look at a flow", summary="Find what would fail, without running it"
    ),
    Command(
        name="explain",
        group="Look at a flow",
        summary="Say what each step is given and becomes; or what a code such as FLC203 means",
    ),
    Command(name="graph", group="Look at a flow", summary="Draw the steps and their order"),
    Command(name="ir", group="Look at a flow", summary="Print the tree that flowc made of it"),
    Command(
        name="compile", group="Ship a flow", summary="Write the files that a scheduler runs it from"
    ),
    Command(
        name="image", group="Ship a flow", summary="Write the Dockerfile of the image it runs in"
    ),
    Command(
        name="deploy", group="Run in production", summary="Put a flow on the service that runs it"
    ),
    Command(name="trigger", group="Run in production", summary="Start a run of a deployed flow"),
    Command(name="status", group="Run in production", summary="Say how a run stands, or watch it"),
    Command(name="terminate", group="Run in production", summary="End a run now"),
    Command(
        name="suspend",
        group="Run in production",
        summary="Let a run start no further tasks, or switch a schedule off",
    ),
    Command(
        name="unsuspend",
        group="Run in production",
        summary="Let a suspended run go on, or switch a schedule on",
    ),
    Command(
        name="delete", group="Run in production", summary="Remove a deployment, or forget a run"
    ),
    Command(
        name="golden", group="Ship a flow", summary="Compare, or update, committed expected output"
    ),
    Command(
        name="diff",
        group="Ship a flow",
        summary="Say what two versions differ in, or a flow and what is deployed of it",
    ),
    Command(
        name="plan", group="Run in production", summary="Say what deploying would change there"
    ),
    Command(
        name="drift",
        group="Run in production",
        summary="Say what somebody else has changed since a flow was deployed",
    ),
    Command(name="history", group="Run in production", summary="List the deployments of a flow"),
    Command(
        name="rollback",
        group="Run in production",
        summary="Deploy again what was deployed before",
    ),
    Command(name="run", group="Run a flow", summary="Run a flow on this machine"),
    Command(
        name="resume", group="Run a flow", summary="Go on with a run: take over what is done in it"
    ),
    Command(
        name="list", group="Look at runs", summary="List flows with runs, or the runs of a flow"
    ),
    Command(
        name="show", group="Look at runs", summary="Say how a run, step or task stands, or failed"
    ),
    Command(name="logs", group="Look at runs", summary="Print what a task or a run printed"),
    Command(
        name="artifacts", group="Look at runs", summary="List artifacts, or print or save a value"
    ),
    Command(name="dump", group="Look at runs", summary="Print a line of each artifact's value"),
    Command(name="card", group="Look at runs", summary="List, open or save the cards of tasks"),
    Command(name="tag", group="Look at runs", summary="List or change the tags of a run"),
    Command(
        name="verify",
        group="Keep the store",
        summary="Read all artifacts of a run, and name what is damaged",
    ),
    Command(
        name="gc",
        group="Keep the store",
        summary="Remove old runs, and what no run refers to",
    ),
    Command(
        name="init", group="Set up", summary="Start a project: flow, configuration, golden, CI"
    ),
    Command(name="doctor", group="Set up", summary="Say what is installed, configured and missing"),
    Command(
        name="targets", group="Set up", summary="List the targets and what each can and cannot do"
    ),
    Command(
        name="schema", group="Set up", summary="Print the JSON Schema of the IR or configuration"
    ),
    Command(name="completion", group="Set up", summary="Print a completion script for a shell"),
)
