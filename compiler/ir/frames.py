"""Frames: what a block that is being built is part of, and where it has to end."""

from __future__ import annotations

from enum import Enum, auto

from compiler.records import dataclass


class Inside(Enum):
    """What a block is a part of."""

    FLOW = auto()
    ARM = auto()
    CASE = auto()
    ITEMS = auto()
    LOOP = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a block is inside of, by numbers of steps; -1 stands for none.

    `owner` is the step that opened it: the one that splits or decides, or a loop's first. The
    block ends before `stop`, the body of a loop after `last`, and the body of a foreach at the
    first join; it has to come before `stop`.
    """

    inside: Inside
    owner: int
    stop: int
    last: int = -1
    depth: int = 0
    outer: Frame | None = None

    def inner(self, inside: Inside, owner: int, stop: int, last: int = -1) -> Frame:
        """Return the frame of a block inside this one."""
        return Frame(
            inside=inside, owner=owner, stop=stop, last=last, depth=self.depth + 1, outer=self
        )

    def within(self, inside: Inside) -> bool:
        """Say whether this frame is such a one, apart from loops inside of it."""
        frame = self
        while frame.inside is Inside.LOOP and frame.outer is not None:
            frame = frame.outer
        return frame.inside is inside
