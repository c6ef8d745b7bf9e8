"""Objects of the flow's own classes, exceptions, enumerations, dates, cycles: as artifacts."""

import datetime as dt
import decimal
import enum
from collections import Counter, OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass, field
from functools import partial

from metaflow import FlowSpec, step


@dataclass
class Pet:
    """A dataclass of the flow's file."""

    name: str
    toys: list = field(default_factory=list)


class Size(enum.Enum):
    """An enumeration of the flow's file."""

    SMALL = 1
    LARGE = 2


class Broken(Exception):
    """An exception of the flow's file, with a state of its own."""

    def __init__(self, text, code=0):
        super().__init__(text)
        self.code = code


class Node:
    """An object that may refer to itself."""

    def __init__(self, name):
        self.name = name
        self.next = self


Point = namedtuple("Point", "x y")


def add(a, b):
    """Add."""
    return a + b


class ObjectsFlow(FlowSpec):
    @step
    def start(self):
        self.pet = Pet("Rex", ["ball"])
        self.size = Size.LARGE
        self.error = Broken("it broke", 7)
        self.builtin_error = KeyError("key", 1)
        self.node = Node("loop")
        self.point = Point(1, y=2.0)
        self.function = add
        self.partial = partial(max, 1)
        self.kind = Pet
        self.numbers = [0, -1, 2**80, 1e308, float("inf"), float("nan"), -0.0, 1j, True]
        self.texts = ["", "\x00", "ünï 🦊", b"\xff\x00", bytearray(b"ab"), "line\n" * 3]
        self.keys = {1: "int", "1": "text", None: 0, (1, 2): [], True and 2.5: "float"}
        self.counted = Counter("abca")
        self.ordered = OrderedDict([("z", 1), ("a", 2)])
        self.grouped = defaultdict(list, {"x": [1]})
        self.when = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
        self.price = decimal.Decimal("1.10")
        self.sets = {1, 2}, frozenset("ab"), range(3), slice(1, 2), ...
        shared = ["shared"]
        self.sharing = [shared, shared]
        self.next(self.use)

    @step
    def use(self):
        self.pet.toys.append("bone")
        self.is_same = self.node.next is self.node, self.sharing[0] is self.sharing[1]
        self.is_large = self.size is Size.LARGE, isinstance(self.pet, Pet), self.kind is Pet
        self.code = self.error.code, str(self.error), self.builtin_error.args
        self.called = self.partial(5), self.partial(0), self.grouped["y"]
        self.has_function = hasattr(self, "function")
        self.next(self.end)

    @step
    def end(self):
        try:
            raise self.error
        except Broken as error:
            self.raised = error.code


if __name__ == "__main__":
    ObjectsFlow()
