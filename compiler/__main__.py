"""`python -m compiler` is `flowc`."""

from __future__ import annotations

from compiler.cli.main import entry

if __name__ == "__main__":
    entry()
