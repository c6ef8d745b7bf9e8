"""What the flows of this company have in common."""

from flowc import FlowSpec, Parameter, resources, step

SMALL = {"cpu": 1, "memory": 1000}


class CompanyFlow(FlowSpec):
    factor = Parameter("factor", default=2)

    def scale(self, number):
        return number * self.factor

    @resources(**SMALL)
    @step
    def start(self):
        self.next(self.work)

    @step
    def work(self):
        self.next(self.end)

    @step
    def end(self):
        print(getattr(self, "answer", "nothing"))
