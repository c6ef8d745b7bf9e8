"""What a command may touch, given to it: streams, environment, working folder."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TextIO

from compiler.records import dataclass
from compiler.report.palette import COLOURS, PLAIN, Palette


class UsageError(Exception):
    """The command line asks for something that cannot be; the message says what and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The process around a command. `search_path` are the folders of installed packages.

    `typed` is what somebody types, None if nobody does.
    """

    cwd: Path
    out: TextIO
    err: TextIO
    typed: TextIO | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    search_path: tuple[Path, ...] = ()

    def say(self, text: str = "") -> None:
        """Print a line of the answer."""
        self.out.write(text + "\n")

    def tell(self, text: str) -> None:
        """Print a line about the work, beside the answer."""
        self.err.write(text + "\n")

    def emit(self, text: str) -> None:
        """Print a file's content: UTF-8 with `\\n`, whatever the terminal's encoding."""
        buffer = getattr(self.out, "buffer", None)
        if buffer is None:
            self.out.write(text)
        else:
            self.out.flush()
            buffer.write(text.encode("utf-8", "surrogateescape"))
            buffer.flush()

    def can_ask(self) -> bool:
        """Say whether a person is there to answer."""
        return self.typed is not None and self.typed.isatty() and self.err.isatty()

    def ask(self, question: str) -> bool:
        """Ask a person, whose answer is no unless it is yes."""
        self.err.write(f"{question} [y/N] ")
        self.err.flush()
        answer = self.typed.readline() if self.typed else ""
        return answer.strip().lower() in ("y", "yes")

    def path(self, text: str) -> Path:
        """Return the absolute path that `text` means in the working folder."""
        return Path(os.path.normpath(self.cwd / Path(text).expanduser()))

    def shown(self, path: Path) -> str:
        """Return `path` as a person here would write it."""
        try:
            relative = path.relative_to(self.cwd)
        except ValueError:
            return path.as_posix()
        return relative.as_posix()

    def is_terminal(self, stream: TextIO) -> bool:
        """Say whether a person with a capable terminal looks at `stream`."""
        return stream.isatty() and self.environ.get("TERM") != "dumb"

    def palette(self, stream: TextIO) -> Palette:
        """Return the colours for `stream`."""
        # NO_COLOR counts if it is present and not empty (no-color.org).
        if self.environ.get("NO_COLOR") or not self.is_terminal(stream):
            return PLAIN
        return COLOURS


def process_world() -> World:
    """Return the world of this process."""
    return World(
        cwd=_working_folder(),
        out=_stream(sys.stdout),
        err=_stream(sys.stderr),
        typed=sys.stdin,
        environ=os.environ,
        search_path=installed_packages(os.environ),
    )


def installed_packages(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders of packages of this Python, and of the environment that is active."""
    own = {str(Path(os.__file__).parent), str(Path.cwd()), ""}
    own.add(str(Path(sys.argv[0]).parent) if sys.argv else "")
    found = [Path(entry) for entry in sys.path if entry not in own]
    active = environ.get("VIRTUAL_ENV")
    if active:
        found += sorted(Path(active).glob("lib/python3*/site-packages"))
    known = dict.fromkeys(found)
    return tuple(path for path in known if path.name != "lib-dynload" and path.is_dir())


def _stream(stream: TextIO | None) -> TextIO:
    # A process that was started without the stream (`>&-`) has None in its place.
    if stream is None:
        return io.StringIO()
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the working folder does not exist any more: change to another") from None
