"""The `flowc` command: finds the command named, runs it, and turns what happened into a status.

0 fine · 1 findings, or goldens differ · 2 usage · 3 changes are pending · 5 a store or service
failed · 6 the run failed · 70 our bug · 130 interrupted
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from compiler.cli.parser import Finished, Parser
from compiler.cli.table import COMMANDS, Command
from compiler.cli.world import UsageError, World, process_world
from compiler.names import suggest
from compiler.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE, BUG, INTERRUPTED = 2, 70, 130
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def entry() -> None:
    """Run `flowc` with this process's arguments and exit with its status."""
    # Compiling makes many objects and hardly a cycle: with the usual threshold, a third of the
    # time of a large flow goes into looking for some.
    gc.set_threshold(200_000)
    status = main(sys.argv[1:])
    _leave(status)


def _leave(status: int) -> NoReturn:
    """End the process without taking its three hundred modules apart: that costs 10 ms."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


def main(argv: Sequence[str], world: World | None = None) -> int:
    """Run the command line `argv` and return the exit status."""
    try:
        world = world or process_world()
        status = _dispatch(list(argv), world)
        world.out.flush()
    except UsageError as error:
        print(f"flowc: {error}", file=world.err if world else sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("flowc: interrupted", file=world.err if world else sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: nothing is lost, all is reported
        return _failed(error, world or process_world())
    return status


def parser_of(command: Command) -> Parser:
    """Return the argument parser of `command`."""
    parser = Parser(command.name, command.summary)
    import_module(f"compiler.cli.commands.{command.name}").arguments(parser)
    return parser


def _dispatch(argv: list[str], world: World) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        return _help(argv[1:], world)
    if argv[0] in ("-V", "--version"):
        world.say(f"flowc {VERSION}")
        return 0
    command = _command(argv[0])
    parser, module = parser_of(command), import_module(f"compiler.cli.commands.{command.name}")
    try:
        if hasattr(module, "answer"):
            # Some of its options come from the flow that it is given.
            answer: int = module.answer(parser, argv[1:], world)
            return answer
        arguments = parser.read(argv[1:])
    except Finished as finished:
        world.say(finished.text.rstrip())
        return 0
    status: int = module.run(arguments, world)
    return status


def _command(name: str) -> Command:
    by_name = {command.name: command for command in COMMANDS}
    if name in by_name:
        return by_name[name]
    if name.endswith(".py"):
        raise UsageError(f"`{name}` is no command; did you mean `flowc check {name}`?")
    near = suggest(name, by_name)
    hint = f"did you mean `flowc {near}`?" if near else "`flowc --help` lists the commands"
    raise UsageError(f"there is no command `{name}`; {hint}")


def _help(rest: list[str], world: World) -> int:
    if rest:
        return _dispatch([rest[0], "--help"], world)
    world.say("flowc reads data-science flows and compiles them for production schedulers.\n")
    world.say("usage: flowc COMMAND [OPTIONS]   (flowc COMMAND --help for its options)")
    for group in dict.fromkeys(command.group for command in COMMANDS):
        world.say(f"\n{group}:")
        for command in COMMANDS:
            if command.group == group:
                world.say(f"  {command.name:<11} {command.summary}")
    world.say("\nStatus: 0 fine, 1 findings, 2 wrong usage, 3 changes are pending, 5 a store or a")
    world.say("        service failed, 6 the run failed, 70 a bug in flowc, 130 interrupted.")
    return 0


def _failed(error: Exception, world: World) -> int:
    if isinstance(error, OSError) and error.errno in _UNWRITABLE:
        world.tell(f"flowc: the answer cannot be written: {os.strerror(error.errno).lower()}")
        _close_quietly()
        return USAGE
    from compiler.cli.crash import report_crash

    report_crash(error, world)
    return BUG


def _close_quietly() -> None:
    """Let the interpreter's own flush at exit find no broken pipe."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
