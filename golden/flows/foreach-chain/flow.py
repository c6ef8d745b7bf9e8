"""A foreach whose items go through several steps, and a second foreach after it."""

from flowc import FlowSpec, step


class ForeachChainFlow(FlowSpec):
    @step
    def start(self):
        self.texts = ["a b", "c d e"]
        self.next(self.split, foreach="texts")

    @step
    def split(self):
        self.words = self.input.split()
        self.next(self.shout)

    @step
    def shout(self):
        self.words = [word.upper() for word in self.words]
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.words = [word for i in inputs for word in i.words]
        self.next(self.rank)

    @step
    def rank(self):
        self.words = sorted(self.words)
        self.next(self.number, foreach="words")

    @step
    def number(self):
        self.line = f"{self.index} {self.input}"
        self.next(self.write)

    @step
    def write(self, inputs):
        self.lines = [i.line for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("\n".join(self.lines))


if __name__ == "__main__":
    ForeachChainFlow()
