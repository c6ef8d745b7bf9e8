"""The Dockerfile of a flow: one stage for each distinct set of packages its steps ask for.

The images it builds are those that `compiler.images` names: the sources in the build context are
the ones that the name's digest covers, no others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from compiler.images import environments, images
from compiler.ir.settings import ParameterType
from compiler.records import dataclass

if TYPE_CHECKING:
    from compiler.ir.nodes import Flow
    from compiler.ir.settings import Dependencies

PYTHON = "3.12"
CONDA_IMAGE = "mambaorg/micromamba:2"
OPERATORS = ("<", ">", "=", "!", "~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the Dockerfile and the image it builds; `steps` run in it."""

    name: str
    image: str
    packages: Dependencies | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What an image is made from besides the flow itself."""

    version: str
    image: str | None = None
    store: str | None = None
    requirements: str | None = None


def stages(flow: Flow, recipe: Recipe) -> tuple[Stage, ...]:
    """Return the stages for `flow`, the one without packages of its own first."""
    named = images(flow, recipe.image)
    return tuple(
        Stage(
            name=f"packages-{key}" if key else "plain",
            image=named[steps[0]],
            packages=packages,
            steps=steps,
        )
        for key, (packages, steps) in sorted(environments(flow).items())
    )


def dockerfile(flow: Flow, recipe: Recipe) -> str:
    """Return the Dockerfile that builds every image of `flow` that has no name of its own."""
    parts = [_header(flow, recipe), *(_stage(stage, recipe) for stage in stages(flow, recipe))]
    return "\n".join(parts)


def dockerignore(flow: Flow, recipe: Recipe) -> str:
    """Return the ignore file: the context holds the flow's own files and nothing else."""
    lines = [f"!{_pattern(path)}" for path in context_files(flow, recipe)]
    return "\n".join(["# Everything, except what the flow is made of.", "*", *lines, ""])


def context_files(flow: Flow, recipe: Recipe) -> tuple[str, ...]:
    """Return the files that the image holds, relative to the project's root."""
    included = [
        parameter.file.path
        for parameter in flow.parameters
        if parameter.type is ParameterType.FILE and parameter.file and parameter.file.path
    ]
    extra = [recipe.requirements] if recipe.requirements else []
    return tuple(sorted({*(flow.origin.files or (flow.origin.path,)), *included, *extra}))


def _header(flow: Flow, recipe: Recipe) -> str:
    builds = [
        f"#   docker build --file THIS --target {stage.name} --tag {stage.image} ."
        for stage in stages(flow, recipe)
    ]
    lines = [
        "# syntax=docker/dockerfile:1",
        f"# The images that {flow.name} runs in; written by flowc {recipe.version}.",
        "# In the project's root folder:",
        *builds,
    ]
    return "\n".join([*lines, ""])


def _stage(stage: Stage, recipe: Recipe) -> str:
    wanted = stage.packages
    lines = _conda(stage) if wanted is not None and wanted.conda else _plain(stage)
    if recipe.requirements:
        lines.append(f"COPY {_exec([recipe.requirements, '/tmp/'])}")  # noqa: S108 - in the image
        lines.append(f"RUN {_exec([*PIP, '-r', f'/tmp/{_base(recipe.requirements)}'])}")  # noqa: S108
    if wanted is not None and wanted.pypi:
        lines.append(f"RUN {_exec([*PIP, *(_pip(*pair) for pair in wanted.pypi)])}")
    lines.append(f"RUN {_exec([*PIP, _shim(recipe)])}")
    lines += ["WORKDIR /flow", "COPY . .", "USER 1000:1000", ""]
    return "\n".join(lines)


PIP = ("python", "-m", "pip", "install", "--no-cache-dir")


def _plain(stage: Stage) -> list[str]:
    version = _python(stage.packages)
    return [
        f"# for {', '.join(stage.steps)}",
        f"FROM python:{version}-slim AS {stage.name}",
    ]


def _conda(stage: Stage) -> list[str]:
    wanted = stage.packages
    specs = [_conda_spec(*pair) for pair in wanted.conda] if wanted else []
    install = ["micromamba", "install", "--yes", "--name", "base", "--channel", "conda-forge"]
    return [
        f"# for {', '.join(stage.steps)}",
        f"FROM {CONDA_IMAGE} AS {stage.name}",
        # A scheduler replaces the image's entry point, which would have set the path.
        "ENV PATH=/opt/conda/bin:$PATH",
        "USER root",
        f"RUN {_exec([*install, f'python={_python(wanted)}', 'pip', *specs])}",
    ]


def _python(wanted: Dependencies | None) -> str:
    """Return the Python that was asked for, as a tag: digits and points alone."""
    asked = wanted.python if wanted else None
    found = re.search(r"\d+(\.\d+)*", asked or "")
    return found[0] if found else PYTHON


def _pip(name: str, version: str) -> str:
    if not version or version.startswith(OPERATORS):
        return name + version
    if version.startswith("@") or "://" in version:
        return f"{name} @ {version.removeprefix('@').strip()}"
    return f"{name}=={version}"


def _conda_spec(name: str, version: str) -> str:
    return name + version if not version or version.startswith(OPERATORS) else f"{name}=={version}"


def _shim(recipe: Recipe) -> str:
    remote = recipe.store is not None and re.match(r"(s3|gs|az)://", recipe.store)
    return f"flowc{'[s3]' if remote else ''}=={recipe.version}"


def _exec(words: Sequence[str]) -> str:
    """Return an instruction's words as JSON: no shell reads them."""
    return json.dumps(list(words), ensure_ascii=False)


def _pattern(path: str) -> str:
    return re.sub(r"([\\*?\[\]])", r"\\\1", path)


def _base(path: str) -> str:
    return path.rpartition("/")[2]
