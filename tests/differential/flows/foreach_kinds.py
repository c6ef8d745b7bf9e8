"""What a foreach goes through beside a list: a text, a tuple, a range, a set."""

from metaflow import FlowSpec, step


class ForeachKindsFlow(FlowSpec):
    @step
    def start(self):
        self.kinds = "ab", (None,), range(3, 4), frozenset({42})
        self.next(self.each, foreach="kinds")

    @step
    def each(self):
        self.items = self.input
        self.next(self.item, foreach="items")

    @step
    def item(self):
        self.found = self.input
        self.seen = self.index, len(self.foreach_stack()), self.foreach_stack()[-1][:2]
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.found = [(type(i.found).__name__, i.found) for i in inputs]
        self.next(self.join)

    @step
    def join(self, inputs):
        self.found = [i.found for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ForeachKindsFlow()
