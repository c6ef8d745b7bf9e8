"""Completion scripts for shells, written from the commands' argument parsers."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from compiler.records import dataclass
from compiler.registry import BACKENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compiler.cli.parser import Parser
    from compiler.cli.table import Command

_CHOICES = {"-t": tuple(BACKENDS), "--target": tuple(BACKENDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What may follow a command.

    `values` are the choices of options that take a value, none if it is free: text or a path.
    """

    command: str
    summary: str
    options: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]
    operands: tuple[str, ...]

    @classmethod
    def of(cls, command: Command, parser: Parser) -> Words:
        """Return the words of `command`, from its parser."""
        actions = [action for action in parser._actions if action.option_strings]  # noqa: SLF001
        operands = [action for action in parser._actions if not action.option_strings]  # noqa: SLF001
        return cls(
            command=command.name,
            summary=command.summary,
            options=tuple((o, a.help or "") for a in actions for o in a.option_strings),
            values=tuple(
                (o, tuple(str(choice) for choice in a.choices or _CHOICES.get(o, ())))
                for a in actions
                if a.nargs != 0
                for o in a.option_strings
            ),
            operands=tuple(str(c) for a in operands for c in a.choices or ()),
        )


def bash(commands: tuple[Words, ...]) -> str:
    """Return the script for bash."""
    arms = "\n".join(_bash_arm(words) for words in commands)
    names = " ".join(words.command for words in commands)
    return f"""\
# Completion of flowc for bash.
_flowc() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=
  if [[ $COMP_CWORD -eq 1 ]]; then
    words={shlex.quote(names + " --help --version")}
  else
    case ${{COMP_WORDS[1]}} in
{arms}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _flowc flowc
"""


def _bash_arm(words: Words) -> str:
    listed = " ".join((*words.operands, *(option for option, _ in words.options)))
    cases = "".join(
        f"        {option}) words={shlex.quote(' '.join(values))} ;;\n"
        for option, values in words.values
    )
    return (
        f"    {words.command})\n      case $before in\n{cases}"
        f"        *) words={shlex.quote(listed)} ;;\n      esac ;;"
    )


def zsh(commands: tuple[Words, ...]) -> str:
    """Return the script for zsh."""
    described = "\n".join(
        f"      {shlex.quote(_colons(words.command) + ':' + words.summary)}" for words in commands
    )
    arms = "\n".join(_zsh_arm(words) for words in commands)
    return f"""\
#compdef flowc
# Completion of flowc for zsh.
_flowc() {{
  if (( CURRENT == 2 )); then
    local -a commands=(
{described}
    )
    _describe command commands
    return
  fi
  case $words[2] in
{arms}
  esac
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _flowc "$@"; else compdef _flowc flowc; fi
"""


def _zsh_arm(words: Words) -> str:
    values = dict(words.values)
    specs = [_zsh_option(option, text, values.get(option)) for option, text in words.options]
    operands = f"({' '.join(words.operands)})" if words.operands else "_files"
    listed = " \\\n      ".join([*specs, shlex.quote(f"*:operand:{operands}")])
    return f"    {words.command}) _arguments \\\n      {listed} ;;"


def _zsh_option(option: str, text: str, values: tuple[str, ...] | None) -> str:
    clean = text.replace("[", "(").replace("]", ")").replace(":", " -")
    after = "" if values is None else f":value:({' '.join(values)})" if values else ":value:_files"
    return shlex.quote(f"{option}[{clean}]{after}")


def fish(commands: tuple[Words, ...]) -> str:
    """Return the script for fish."""
    lines = ["# Completion of flowc for fish."]
    for words in commands:
        lines.append(
            f"complete -c flowc -f -n __fish_use_subcommand -a {words.command} "
            f"-d {_fish(words.summary)}"
        )
        seen = f"-n '__fish_seen_subcommand_from {words.command}'"
        if words.operands:
            lines.append(f"complete -c flowc {seen} -f -a {_fish(' '.join(words.operands))}")
        values = dict(words.values)
        for option, text in words.options:
            lines.append(_fish_option(seen, option, text, values.get(option)))
    return "\n".join(lines) + "\n"


def _fish_option(seen: str, option: str, text: str, values: tuple[str, ...] | None) -> str:
    kind = "-l" if option.startswith("--") else "-s" if len(option) == 2 else "-o"
    free = "" if values is None else " -r -F"
    chosen = f" -x -a {_fish(' '.join(values))}" if values else free
    return f"complete -c flowc {seen} {kind} {option.lstrip('-')}{chosen} -d {_fish(text)}"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _colons(text: str) -> str:
    return text.replace(":", "\\:")


SHELLS: Mapping[str, Callable[[tuple[Words, ...]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
