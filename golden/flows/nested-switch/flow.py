"""A way of a switch that decides again."""

from flowc import FlowSpec, step


class NestedSwitchFlow(FlowSpec):
    @step
    def start(self):
        self.animal = "dog"
        self.next({"dog": self.dog, "cat": self.cat, "none": self.end}, condition="animal")

    @step
    def dog(self):
        self.age = "old"
        self.next({"old": self.rest, "young": self.play}, condition="age")

    @step
    def rest(self):
        self.place = "the sofa"
        self.next(self.feed)

    @step
    def play(self):
        self.place = "the garden"
        self.next(self.feed)

    @step
    def feed(self):
        self.food = f"meat in {self.place}"
        self.next(self.end)

    @step
    def cat(self):
        self.food = "fish"
        self.next(self.end)

    @step
    def end(self):
        print(getattr(self, "food", "nothing"))


if __name__ == "__main__":
    NestedSwitchFlow()
