"""What a child of the fork server is: a process group of its own that lives as a program would."""

from __future__ import annotations

import os
import signal
import sys

from runtime_shim.errors import flush

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Child:
    """How children live; made in the server, used in them."""

    def __init__(self) -> None:
        """Load what a child needs, once for all of them."""
        self.handler: Any = signal.SIG_DFL
        self._libc = _libc()
        self._seeds: Any = None
        self._die_with_parent(signal.SIGTERM)

    def prepare(self, seeds: Any) -> None:
        """Make ready for forking, once everything is imported; `seeds` is what children restore."""
        import gc

        self._seeds = seeds
        for stream in (sys.stdout, sys.stderr):
            # Lines are shown as they are printed: the stream is a pipe, and never a terminal.
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        import warnings

        # Python warns of threads that numerical libraries start, and make anew after a fork.
        warnings.filterwarnings("ignore", r".*use of fork\(\)", DeprecationWarning)
        gc.collect()
        gc.freeze()

    def flush(self) -> None:
        """Leave nothing in buffers that every child would print again."""
        flush()
        if self._libc is not None:
            self._libc.fflush(None)

    def _die_with_parent(self, number: int) -> None:
        """Let the kernel, where it can, send a signal to this process when its parent ends."""
        if self._libc is not None and sys.platform == "linux":
            self._libc.prctl(_DIE_WITH_PARENT, int(number), 0, 0, 0)

    def live(
        self, server: int, streams: tuple[int, int], environ: dict[str, str], run: Callable[[], int]
    ) -> NoReturn:
        """Be a child of the process `server`: call `run` and end with its status."""
        status = 1
        try:
            os.setsid()
            self._die_with_parent(signal.SIGKILL)
            if os.getppid() != server:
                os._exit(1)
            self._reset_signals()
            _connect(streams)
            os.environ.update(environ)
            status = run()
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 1
        except BaseException:  # noqa: BLE001 - a child never returns into the server
            import traceback

            traceback.print_exc()
        finally:
            self._end(status)

    def call(self, main: str, argv: Sequence[str]) -> int:
        """Call the function `main` of the module that it is named with, as a program would."""
        from importlib import import_module

        if self._seeds is not None:
            self._seeds.restore()
        module = import_module(main)
        sys.argv = [getattr(module, "__file__", None) or main, *argv]
        status: int = module.main(argv)
        return status

    def _reset_signals(self) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, self.handler or signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _end(self, status: int) -> NoReturn:
        """End as an interpreter does, but for what the server's own end is there for."""
        try:
            if "threading" in sys.modules:
                sys.modules["threading"]._shutdown()  # noqa: SLF001 - waits for the step's threads
            import atexit

            atexit._run_exitfuncs()  # noqa: SLF001 - a program's own end would call them
        finally:
            self.flush()
            os._exit(status)


def become(argv: Sequence[str], environ: dict[str, str]) -> int:
    """Replace this process by the program `argv`; return the exit status if that cannot be."""
    try:
        os.execve(argv[0], list(argv), environ)  # noqa: S606 - a vector of arguments, no shell
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        os.write(2, f"flowc: the task cannot be started: {reason}\n".encode())
    return 2


def _connect(streams: tuple[int, int]) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, handle in enumerate((nothing, *streams)):
        os.dup2(handle, number)
        os.close(handle)


def _libc() -> Any:
    try:
        import ctypes

        return ctypes.CDLL(None)
    except (ImportError, OSError):
        return None
