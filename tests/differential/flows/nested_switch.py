"""A choice inside an arm of a choice, with a foreach in another arm and a split in a third."""

from metaflow import FlowSpec, Parameter, step


class NestedSwitchFlow(FlowSpec):
    way = Parameter("way", default="deep", help="deep, wide or both")
    kind = Parameter("kind", default="b")

    @step
    def start(self):
        self.trail = ("start",)
        self.way_to_go = self.way
        self.next({"deep": self.deep, "wide": self.wide, "both": self.both}, condition="way_to_go")

    @step
    def deep(self):
        self.trail += ("deep",)
        self.chosen = self.kind
        self.next({"a": self.a, "b": self.b}, condition="chosen")

    @step
    def a(self):
        self.trail += ("a",)
        self.next(self.inner)

    @step
    def b(self):
        self.trail += ("b",)
        self.next(self.inner)

    @step
    def inner(self):
        self.trail += ("inner",)
        self.next(self.last)

    @step
    def wide(self):
        self.items = [1, 2]
        self.next(self.item, foreach="items")

    @step
    def item(self):
        self.value = self.input * 10
        self.next(self.join_items)

    @step
    def join_items(self, inputs):
        self.trail = tuple(i.value for i in inputs)
        self.next(self.last)

    @step
    def both(self):
        self.next(self.one, self.other)

    @step
    def one(self):
        self.next(self.join_both)

    @step
    def other(self):
        self.next(self.join_both)

    @step
    def join_both(self, inputs):
        self.trail = (*inputs.one.trail, "both")
        self.next(self.last)

    @step
    def last(self):
        self.trail += ("last",)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NestedSwitchFlow()
