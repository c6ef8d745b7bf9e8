"""Says what decorators ask for and a run on this machine does not give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.local.rules import ABSENT_SECRET, MISSING_PACKAGE
from compiler.diagnostics import Diagnostic
from compiler.ir.walk import tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from compiler.ir.nodes import Flow, Task

    Installed = Callable[[str], str | None]


def notes(flow: Flow, installed: Installed) -> Iterator[Diagnostic]:
    """Yield a note for each package that is not here, and for secrets; each is said once.

    `installed` returns the version of a package, None if there is none.
    """
    said: set[str] = set()
    for task in tasks(flow.body):
        for package, version in _packages(task):
            if package not in said:
                said.add(package)
                yield from _package(task, package, version, installed(package))
    yield from _secrets(flow)


def _packages(task: Task) -> list[tuple[str, str]]:
    needs = task.dependencies
    return [] if needs is None or needs.disabled else [*needs.conda, *needs.pypi]


def _package(task: Task, package: str, version: str, here: str | None) -> Iterator[Diagnostic]:
    if here is not None and (not version.strip("=") or _same(version, here)):
        return
    found = "is not installed here" if here is None else f"{here} is installed here"
    wanted = f"`{package}` {version}".rstrip()
    span = task.dependencies.span if task.dependencies else task.span
    yield Diagnostic(
        rule=MISSING_PACKAGE,
        message=f"step `{task.name}` asks for {wanted}, and {found}"
        if here
        else f"step `{task.name}` asks for {wanted}, which {found}",
        span=span,
        help="a local run installs nothing: its tasks use this Python",
    )


def _same(wanted: str, here: str) -> bool:
    """Say whether `here` may be what is wanted; ranges are not looked into."""
    return not wanted[0].isdigit() or here == wanted or here.startswith(f"{wanted}.")


def _secrets(flow: Flow) -> Iterator[Diagnostic]:
    for task in tasks(flow.body):
        if task.secrets:
            names = ", ".join(f"`{secret.name}`" for secret in task.secrets)
            yield Diagnostic(
                rule=ABSENT_SECRET,
                message=f"step `{task.name}` is not given the secrets {names}: "
                "a local run does not fetch them",
                span=task.secrets[0].span,
                help="set their variables in this shell",
            )
            return
