"""A foreach of two steps: item, number and stack in each; the join in the order of the items."""

from metaflow import FlowSpec, step


class ForeachFlow(FlowSpec):
    @step
    def start(self):
        self.shelter = "north"
        self.pets = ["fish", "cat", "dog"]
        self.next(self.feed, foreach="pets")

    @step
    def feed(self):
        self.pet = self.input
        self.seen = self.index, self.input, self.foreach_stack()
        self.next(self.walk)

    @step
    def walk(self):
        self.walked = self.index, self.input, self.foreach_stack()
        self.place = f"{self.shelter}: {self.pet}"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.places = [i.place for i in inputs]
        self.first_and_last = inputs[0].pet, inputs[-1].pet
        self.count = len(list(inputs))
        self.shelter = inputs[1].shelter
        self.seen = self.index, self.input, self.foreach_stack()
        self.next(self.end)

    @step
    def end(self):
        self.is_there = hasattr(self, "pets"), hasattr(self, "pet"), hasattr(self, "shelter")
        self.seen = self.index, self.input, self.foreach_stack()


if __name__ == "__main__":
    ForeachFlow()
