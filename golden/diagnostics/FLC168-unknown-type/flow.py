from datetime import date

from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    day = Parameter("day", type=date)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.day)
