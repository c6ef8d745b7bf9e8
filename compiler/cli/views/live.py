"""A run on a terminal: what tasks print goes by, and below it stands a line for each step."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, assert_never

from compiler.backends.local.events import Began, Done, Expected, Failed, Printed, Said, Stopped
from compiler.cli.views.held import Held
from compiler.cli.views.words import done_words, failed_words, label, unprinted

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from compiler.backends.local.events import Event
    from compiler.cli.views.tally import StepTally, Tally
    from compiler.cli.world import World

_COLOURS = ("cyan", "magenta", "blue", "yellow", "green", "bright_cyan", "bright_magenta")
_HEIGHT = 0.5
"""The share of the terminal's lines that steps may take."""


class Live:
    """Draws the steps anew several times a second, below what was printed."""

    interval = 0.1

    def __init__(self, world: World, tally: Tally, title: str) -> None:
        """Take over the terminal until `end`."""
        from rich.console import Console
        from rich.live import Live as Region

        self._tally = tally
        self.title = title
        self._console: Console = Console(
            file=world.out, no_color=bool(world.environ.get("NO_COLOR")) or None
        )
        self._held = Held(self._print)
        self._lines: list[Text] = []
        self._utf = "utf" in self._console.encoding
        self._region = Region(console=self._console, auto_refresh=False, transient=True)
        self._region.start()

    def see(self, event: Event) -> None:
        """Print what happened, where the lines of the steps do not show it."""
        match event:
            case Printed():
                self._held.see(event)
            case Done(job=job, caught=caught):
                self._held.end(job.name, unprinted(event))
                if caught is not None:
                    self._say(f"{label(job)}: {done_words(event)}", "yellow")
            case Failed(job=job, failure=failure, wait=wait):
                self._held.end(job.name, failure.traceback)
                style = "bold red" if wait is None else "yellow"
                self._say(f"{label(job)}: {failed_words(event)}", style)
            case Stopped(job=job, failure=failure):
                self._held.end(job.name, failure.traceback)
            case Said(text=text):
                self._say(text, "bold")
            case Began() | Expected():
                pass
            case _:
                assert_never(event)

    def tick(self) -> None:
        """Print what has come, and draw the steps as they are now."""
        self._held.tick()
        self._region.update(self._steps())
        if self._lines:
            # All at once: with each print, the steps below are drawn anew.
            self._console.print(_joined(self._lines), soft_wrap=True)
            self._lines.clear()
        else:
            self._region.refresh()

    def end(self) -> None:
        """Leave the terminal with what was printed."""
        self._held.end_all()
        self.tick()
        self._region.stop()

    def _say(self, words: str, style: str) -> None:
        from rich.text import Text

        self._lines.append(Text(words, style=style))

    def _print(self, line: Printed) -> None:
        from rich.text import Text

        name = label(line.source)
        text = Text().append(f"[{name}] ", style=_colour(name.partition("/")[0]))
        # What a program colours itself stays coloured.
        said = Text.from_ansi(line.text, style="red" if line.stream == "stderr" else "")
        self._lines.append(text.append_text(said))

    def _steps(self) -> RenderableType:
        from rich.table import Table
        from rich.text import Text

        now = self._tally.began + self._tally.seconds
        table = Table.grid(padding=(0, 2), expand=True)
        for _ in range(4):
            table.add_column(no_wrap=True)
        # What a task said last has the room that is left.
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_row("", Text(self.title, style="bold"), "", _clock(self._tally.seconds), "")
        for name, step in self._shown():
            table.add_row(
                self._mark(step),
                Text(name, style=_colour(name)),
                _counts(step),
                _clock(step.seconds(now)) if step.first is not None else "",
                Text(step.said, style="dim"),
            )
        return table

    def _shown(self) -> list[tuple[str, StepTally]]:
        """Return the steps that fit: those under way, then those that were last."""
        steps = list(self._tally.steps.items())
        most = max(3, int(self._console.height * _HEIGHT) - 1)
        if len(steps) <= most:
            return steps
        running = [place for place, (_, step) in enumerate(steps) if step.running]
        first = max(0, min(running[0] if running else len(steps), len(steps) - most))
        return steps[first : first + most]

    def _mark(self, step: StepTally) -> Text:
        from rich.text import Text

        if step.failed:
            return Text("✗" if self._utf else "x", style="bold red")
        if step.running:
            return Text("▸" if self._utf else ">", style="cyan")
        is_done = step.done and step.done == step.total
        return Text(("✓" if self._utf else "+") if is_done else " ", style="green")


def _joined(lines: list[Text]) -> Text:
    from rich.text import Text

    return Text("\n").join(lines)


def _counts(step: StepTally) -> Text:
    from rich.text import Text

    if not step.total:
        return Text("")
    text = Text(f"{step.done}/{step.total}")
    for count, word, style in (
        (step.failed, "failed", "bold red"),
        (step.caught, "caught", "yellow"),
        (step.cloned, "cloned", "dim"),
        (step.running if step.is_wide else 0, "running", "dim"),
    ):
        if count:
            text.append(f"  {count} {word}", style=style)
    return text


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _colour(name: str) -> str:
    return _COLOURS[zlib.crc32(name.encode()) % len(_COLOURS)]
