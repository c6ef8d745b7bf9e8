"""One arm goes to a step of the other."""

from flowc import FlowSpec, step


class CrossFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.users, self.orders)

    @step
    def users(self):
        self.next(self.features)

    @step
    def orders(self):
        self.next(self.features, self.revenue)

    @step
    def features(self, inputs):
        self.next(self.report)

    @step
    def revenue(self):
        self.next(self.report)

    @step
    def report(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
