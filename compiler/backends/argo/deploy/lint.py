"""Holds compiled files against Argo's own validator, by a program that has it.

    argo                 Argo's command line: `argo lint --offline --output simple FILE`
    argo-lint            a program that prints a line of JSON for each document, with its `error`

Only documents of Argo Workflows are shown to it: it knows no others.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from compiler.backends.deploying import DeployError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compiler.backends.base import OutputFile

KINDS = ("WorkflowTemplate", "CronWorkflow", "Workflow", "ClusterWorkflowTemplate")
_LINT = ("lint", "--offline", "--no-color", "--output", "simple")
_SECONDS = 120
_BOUNDARY = re.compile(r"^---[ \t]*\n", re.MULTILINE)


def objections(program: str, files: Sequence[OutputFile]) -> list[str]:
    """Return what Argo has against `files`, a line each; raises DeployError without a verdict."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [_written(file, Path(folder)) for file in files]
        own = Path(program).name.startswith("argo-lint")
        command = [program, *(() if own else _LINT)]
        try:
            done = subprocess.run(  # noqa: S603 - the program is the one that the user names
                [*command, *map(str, paths)],
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DeployError(
                f"`{program}` cannot be run: {error}",
                help="`--argo-lint` names Argo's command line, `argo`, from its releases",
            ) from error
    if done.returncode not in {0, 1}:
        raise DeployError(f"`{program}` failed: {(done.stderr or done.stdout).strip()}")
    if not done.returncode:
        return []
    if own:
        return _of_documents(done.stdout)
    said = (done.stdout + done.stderr).replace(f"{folder}{os.sep}", "")
    return [line for line in said.splitlines() if line.strip()]


def lintable(text: str) -> str:
    """Return the documents in a compiled file that Argo's validator knows."""
    documents = _BOUNDARY.split(text)
    return "---\n".join(one for one in documents if _kind(one) in KINDS)


def _kind(text: str) -> str:
    found = yaml.safe_load(text)
    return str(found.get("kind", "")) if isinstance(found, dict) else ""


def _written(file: OutputFile, folder: Path) -> Path:
    path = folder / Path(file.path).name
    path.write_text(lintable(file.text), encoding="utf-8")
    return path


def _of_documents(text: str) -> list[str]:
    found = [json.loads(line) for line in text.splitlines()]
    return [f"{one['kind']} {one['name']}: {one['error']}" for one in found if one["error"]]
