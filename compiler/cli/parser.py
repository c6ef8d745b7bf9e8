"""An argument parser that raises instead of exiting, and says what an unknown option may mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from compiler.cli.world import UsageError
from compiler.names import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence


class Finished(Exception):
    """The arguments asked for help only; `text` is it."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        self.text = text
        super().__init__(text)


WIDTH = 100


def _formatter(prog: str) -> argparse.HelpFormatter:
    # argparse formats while arguments are declared; without a width it imports shutil to ask for
    # the terminal's, and with it three libraries for compression.
    return argparse.RawDescriptionHelpFormatter(prog, width=WIDTH, max_help_position=28)


class Parser(argparse.ArgumentParser):
    """One command's arguments.

    `words` names a list of words that may also stand after options: argparse itself ends a list at
    the first option, as in `flowc logs flow.py --flow TrainFlow 12/train`. `may_be_empty` are the
    arguments for which an empty text is as good as another.
    """

    words = ""

    def __init__(self, command: str, summary: str) -> None:
        """Make the parser of `flowc COMMAND`."""
        self.may_be_empty: set[str] = set()
        super().__init__(
            prog=f"flowc {command}",
            description=summary,
            allow_abbrev=False,
            formatter_class=_formatter,
        )

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """Return the arguments in `argv`; raises UsageError or Finished."""
        arguments, extra = self.parse_known_args(argv)
        if self.words and extra and not any(word.startswith("-") for word in extra):
            getattr(arguments, self.words).extend(extra)
        elif extra:
            self.error(self._unknown(extra[0]))
        self._refuse_empty(arguments)
        return arguments

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - argparse's
        """Stop, with the help."""
        raise Finished(self.format_help())

    def _refuse_empty(self, arguments: argparse.Namespace) -> None:
        # Most often a shell's variable that is not set: nothing is what nobody means.
        for action in self._actions:
            value = getattr(arguments, action.dest, None)
            if action.dest in self.may_be_empty:
                continue
            if value == "" or (isinstance(value, list) and "" in value):
                name = (action.option_strings or [str(action.metavar or action.dest)])[-1]
                self.error(f"`{name}` is given an empty text")

    def _unknown(self, word: str) -> str:
        if not word.startswith("-"):
            return f"unexpected argument `{word}`"
        option = word.partition("=")[0]
        near = suggest(option, self._option_string_actions)
        return f"there is no option `{option}`" + (f"; did you mean `{near}`?" if near else "")
