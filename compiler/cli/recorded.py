"""Finds the recorded deployments that a command names, and the store that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.backends.base import OutputFile
from compiler.backends.deploying import NotFound, Release
from compiler.cli.deploying import project_here, service_options
from compiler.cli.deployments import deployments_of
from compiler.cli.lookup import is_file
from compiler.cli.options import store_place
from compiler.cli.production import flow_in, production_store, project_of, service_for
from compiler.cli.world import UsageError
from runtime_shim.store.open import open_store

if TYPE_CHECKING:
    from argparse import Namespace

    from compiler.cli.deploying import Service
    from compiler.cli.parser import Parser
    from compiler.cli.world import World
    from compiler.storage.deployments import Deployment
    from runtime_shim.store.base import Store


def recorded_options(parser: Parser, words: str) -> None:
    """Declare what names a deployment, and where its records are; `words` is the usage."""
    parser.usage = f"{parser.prog} {words} [OPTIONS]"
    parser.words = "words"
    parser.add_argument(
        "words",
        nargs="+",
        metavar="NAME",
        help="a flow, by its file or its name, or the name of a deployment",
    )
    parser.add_argument("--flow", metavar="NAME", help="which flow of FILE, if it has several")
    parser.add_argument("--name", metavar="NAME", help="the deployment of this name, of several")
    parser.add_argument(
        "--store",
        metavar="URL",
        help="where deployments are recorded (default: the configured one, else the service's)",
    )
    service_options(parser)


def word_and_number(args: Namespace) -> tuple[str, int | None]:
    """Return what is named, and the number of a deployment if one is given."""
    word, *rest = args.words
    if len(rest) > 1:
        raise UsageError(f"unexpected argument `{rest[1]}`")
    if rest and not (rest[0].isascii() and rest[0].isdecimal()):
        raise UsageError(f"`{rest[0]}` is no number of a deployment: `flowc history` lists them")
    return word, int(rest[0]) if rest else None


def store_for(word: str, args: Namespace, world: World) -> Store:
    """Return the store with the records; a service is asked only if nothing else names one."""
    stated = args.store or (project_of(word, world) or project_here(world)).settings.store
    if stated:
        return open_store(store_place(stated, world))
    return store_of(service_for(word, args, world), args, world)


def store_of(service: Service, args: Namespace, world: World) -> Store:
    """Return the store with the records of a service's deployments."""
    found = production_store(args, service, world)
    if found is None:
        raise NotFound(
            f"neither the configuration nor {service.deployer.place} names a store",
            help="add `--store`: deployments are recorded where artifacts are kept",
        )
    return found


def recorded(
    word: str, args: Namespace, store: Store, world: World, most: int | None = None
) -> list[list[Deployment]]:
    """Return the `most` newest deployments of what `word` names, oldest first.

    Each list is of one name on one target. Raises NotFound if there are none.
    """
    name = flow_in(word, args, world).name if is_file(word, world) else word
    found = [
        each
        for each in deployments_of(store, name, most)
        if args.name in (None, each[0].name) and args.service in (None, each[0].target)
    ]
    if not found:
        raise NotFound(
            f"no deployment of `{args.name or name}` is recorded in {store.url}",
            help="`flowc deploy` records each; `--store` says where to look",
        )
    return found


def recorded_on(
    word: str, args: Namespace, service: Service, world: World
) -> tuple[Store, list[Deployment]]:
    """Return the store, and the deployments of `word` on `service` under one name, oldest first.

    Raises NotFound, or UsageError if it has several names.
    """
    store = store_of(service, args, world)
    place = service.deployer.place
    groups = [
        [one for one in each if one.identity == service.deployer.identity]
        for each in recorded(word, args, store, world)
        if each[0].target == service.name
    ]
    found = [each for each in groups if each]
    if not found:
        raise NotFound(
            f"`{word}` was never deployed to {place}",
            help=f"`flowc history {word}` says where it was",
        )
    if len(found) > 1:
        listed = ", ".join(f"`{each[0].name}`" for each in found)
        raise UsageError(f"`{word}` is deployed as {listed}: add `--name` with one of them")
    return store, found[0]


def release_of(deployment: Deployment) -> Release:
    """Return the release that was recorded."""
    return Release(
        flow=deployment.flow,
        name=deployment.name,
        files=tuple(OutputFile(path=path, text=text) for path, text in deployment.files),
    )


def numbered(deployments: list[Deployment], number: int) -> Deployment:
    """Return the deployment of a number; raises NotFound."""
    for one in deployments:
        if one.number == number:
            return one
    name = deployments[-1].name
    raise NotFound(
        f"`{name}` has no deployment {number}", help=f"`flowc history {name}` lists them"
    )
