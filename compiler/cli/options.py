"""The options that several commands share, and what they mean as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.world import UsageError, World
from compiler.frontends.base import DecoratorSpec, ReadOptions

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from compiler.cli.projects import Project

FORMATS = ("text", "concise", "json", "github", "sarif")


_REPEATED = (
    (
        "--with",
        "DECORATOR",
        "add a decorator to every step that lacks it: retry, or retry:times=3,…",
    ),
    (
        "--env",
        "NAME=VALUE",
        "an environment variable that the flow reads, instead of this shell's",
    ),
    ("--config", "NAME=PATH", "the file of a Config of the flow"),
    ("--config-value", "NAME=JSON", "the value of a Config of the flow"),
)


def reading_options(
    parser: ArgumentParser, operand: str = "files of flows, or folders of them"
) -> None:
    """Declare which flows are read, and everything their reading may depend on."""
    parser.add_argument("flows", nargs="*", metavar="FILE", help=operand)
    group = parser.add_argument_group("what the flow is read with")
    group.add_argument("--flow", metavar="NAME", help="only this flow (a class) of the file")
    for option, metavar, text in _REPEATED:
        group.add_argument(option, action="append", default=[], metavar=metavar, help=text)
    group.add_argument(
        "--hermetic", action="store_true", help="refuse flows that read environment variables"
    )
    group.add_argument("--branch", metavar="NAME", help="the branch of a flow with @project")
    group.add_argument(
        "--production", action="store_true", help="the production deployment of its @project"
    )


def target_options(parser: ArgumentParser) -> None:
    """Declare for which targets, and with which settings of theirs."""
    group = parser.add_argument_group("what it is compiled for")
    group.add_argument(
        "-t",
        "--target",
        action="append",
        default=[],
        metavar="NAME",
        help="the target; may be repeated (flowc targets lists them)",
    )
    group.add_argument("--image", help="the container image of steps that name none")
    group.add_argument("--store", help="where artifacts are kept: s3://bucket/prefix")
    group.add_argument("--name", help="the name of the flow on the target, instead of its own")


def store_place(stated: str | None, world: World) -> str:
    """Return where the store is that `--store` states, or the default one."""
    from runtime_shim.where import default_store_url

    url = stated or default_store_url(world.environ, str(world.cwd))
    return url if "://" in url else str(world.path(url))


def output_option(parser: ArgumentParser, choices: tuple[str, ...] = ("text", "json")) -> None:
    """Declare the form in which the answer is printed."""
    parser.add_argument(
        "--output", choices=choices, default="text", help="the form of the answer (default: text)"
    )


def strictness(parser: ArgumentParser) -> None:
    """Declare how much is said, and what counts as failure."""
    parser.add_argument("--strict", action="store_true", help="fail for warnings, too")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but findings")


def read_options(arguments: Namespace, project: Project, world: World) -> ReadOptions:
    """Return what a reading of a flow of `project` may depend on."""
    settings = project.settings
    specs = [*settings.decorators, *getattr(arguments, "with")]
    return ReadOptions(
        root=project.root,
        search_path=_search_path(project, world),
        folder=world.cwd,
        environment=_environment(arguments, project, world),
        config_values=_pairs("--config-value", arguments.config_value),
        config_files={k: world.path(v) for k, v in _pairs("--config", arguments.config).items()},
        with_decorators=tuple(decorator_spec(text) for text in specs),
        branch=arguments.branch or settings.branch,
        production=arguments.production,
        bake_environment=settings.bake,
    )


def decorator_spec(text: str) -> DecoratorSpec:
    """Read `retry` or `retry:times=3,minutes_between=1`."""
    name, _, listed = text.partition(":")
    parts = _split(listed)
    for part in parts:
        if "=" not in part:
            raise UsageError(f"`--with {text}`: `{part}` is no NAME=VALUE")
    if not name.isidentifier():
        raise UsageError(f"`--with {text}`: write a decorator's name, as in `--with retry:times=3`")
    _refuse_unknown(text, name)
    pairs = tuple((k.strip(), v.strip()) for k, _, v in (part.partition("=") for part in parts))
    return DecoratorSpec(name=name, arguments=pairs)


def _refuse_unknown(text: str, name: str) -> None:
    from compiler.language.kinds import STEP_DECORATORS
    from compiler.language.plugins import plugin
    from compiler.names import suggest

    if name in STEP_DECORATORS or plugin(name) is not None:
        return
    near = suggest(name, STEP_DECORATORS)
    hint = f"; did you mean `{near}`?" if near else ""
    raise UsageError(f"`--with {text}`: steps have no decorator `{name}`{hint}")


def _split(text: str) -> list[str]:
    """Split at commas that stand outside of brackets and quotes, so that JSON values stay whole."""
    parts, depth, quoted, start = [], 0, False, 0
    for i, char in enumerate(text):
        quoted ^= char == '"'
        depth += (char in "[{(") - (char in ")}]")
        if char == "," and not quoted and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def _environment(arguments: Namespace, project: Project, world: World) -> dict[str, str] | None:
    if arguments.hermetic:
        return None
    return {**world.environ, **project.settings.env, **_pairs("--env", arguments.env)}


def _search_path(project: Project, world: World) -> tuple[Path, ...]:
    configured = project.settings.search_path
    if configured is None:
        return world.search_path
    return tuple(project.root / folder for folder in configured)


def _pairs(option: str, texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"`{option} {name}` needs a value: {option} NAME=VALUE")
        pairs[name] = value
    return pairs
