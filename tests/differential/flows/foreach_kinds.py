"""What a foreach goes through beside a list: a text, a tuple, a range, a set, a dict."""

from metaflow import FlowSpec, step


class ForeachKindsFlow(FlowSpec):
    @step
    def start(self):
        self.kinds = "ab", (None,), range(3, 4), frozenset({42}), {"k": 1}
        self.next(self.each, foreach="kinds")

    @step
    def each(self):
        self.items = self.input
        self.next(self.item, foreach="items")

    @step
    def item(self):
        self.number = self.index
        try:
            self.found = self.input
        except KeyError:
            self.found = "not found"
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
