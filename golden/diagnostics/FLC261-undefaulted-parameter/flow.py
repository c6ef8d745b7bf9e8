from flowc import FlowSpec, Parameter, schedule, step


@schedule(daily=True)
class ReportFlow(FlowSpec):
    days = Parameter("days", type=int)
    table = Parameter("table", default=None)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.days, self.table)
