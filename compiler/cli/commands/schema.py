"""`flowc schema`: print the JSON Schema of the IR (`flowc.ir/1`) or of the configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("of", choices=("ir", "config"), help="which schema")


def run(args: Namespace, world: World) -> int:
    """Print the schema."""
    world.emit(json.dumps(_schema(args.of), indent=2, ensure_ascii=False) + "\n")
    return 0


def _schema(of: str) -> dict[str, Any]:
    if of == "config":
        from compiler.config.schema import configuration_schema
        from compiler.registry import backend, backend_names

        backends = [found for name in backend_names() if (found := backend(name)) is not None]
        return configuration_schema({found.name: found.settings for found in backends})
    from compiler.ir.schema import ir_schema

    return ir_schema()
