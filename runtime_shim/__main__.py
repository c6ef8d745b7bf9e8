"""`python -m runtime_shim`: runs one task, as a scheduler asks, and exits with its status."""

from __future__ import annotations

import os
import sys

from runtime_shim.command import USAGE, Settings, StepCommand, apply_environment, parse_command
from runtime_shim.errors import COMMITTED, ShimError, flush, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run the command line `argv` in this process's environment; return the exit status."""
    if not argv or argv[0] in {"-h", "--help"}:
        print(USAGE, end="")
        return COMMITTED
    try:
        command = parse_command(argv)
        apply_environment(os.environ)
        settings = Settings(os.environ)
        if isinstance(command, StepCommand):
            from runtime_shim.attempt import run_step

            return run_step(command, settings)
        from runtime_shim.hooks import run_hook

        return run_hook(command, settings)
    except ShimError as error:
        tell(error)
        return error.status


def entry() -> None:
    """Run this process's command line and end the process."""
    if sys.stdout is not None:
        # Whoever reads what a step prints reads it line by line, not once the step has ended.
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    status = main(sys.argv[1:])
    flush()
    sys.exit(status)


if __name__ == "__main__":
    entry()
