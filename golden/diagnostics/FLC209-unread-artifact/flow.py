from flowc import FlowSpec, step


class CountFlow(FlowSpec):
    @step
    def start(self):
        self.words = ["ant", "bee"]
        self.next(self.count, foreach="words")

    @step
    def count(self):
        self.scratch = sorted(self.input)
        self.letters = len(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(i.letters for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)
