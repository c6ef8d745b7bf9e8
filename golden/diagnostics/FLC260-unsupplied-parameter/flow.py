from flowc import FlowSpec, Parameter, schedule, step


@schedule(daily=True)
class ReportFlow(FlowSpec):
    table = Parameter("table", required=True)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.table)
