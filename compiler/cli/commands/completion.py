"""`flowc completion`: print a script that completes commands and options in a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compiler.cli.completion import SHELLS, Words
from compiler.cli.table import COMMANDS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from compiler.cli.world import World


def arguments(parser: ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.epilog = (
        'bash: eval "$(flowc completion bash)"   in ~/.bashrc\n'
        'zsh:  eval "$(flowc completion zsh)"    in ~/.zshrc, after compinit\n'
        "fish: flowc completion fish > ~/.config/fish/completions/flowc.fish"
    )
    parser.add_argument("shell", choices=tuple(SHELLS), help="the shell")


def run(args: Namespace, world: World) -> int:
    """Print the script."""
    world.emit(SHELLS[args.shell](_words()))
    return 0


def _words() -> tuple[Words, ...]:
    from compiler.cli.main import parser_of

    return tuple(Words.of(command, parser_of(command)) for command in COMMANDS)
