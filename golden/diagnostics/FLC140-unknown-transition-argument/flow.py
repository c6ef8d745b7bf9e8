from flowc import FlowSpec, step

OPTIONS = {"foreach": "grid"}


class SearchFlow(FlowSpec):
    @step
    def start(self):
        self.grid = [1, 2, 3]
        self.next(self.train, for_each="grid")

    @step
    def train(self):
        self.next(self.check, **OPTIONS)

    @step
    def check(self):
        self.next(*[self.end])

    @step
    def end(self):
        pass
