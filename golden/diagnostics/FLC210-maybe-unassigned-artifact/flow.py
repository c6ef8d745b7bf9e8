from flowc import FlowSpec, Parameter, step


class ReportFlow(FlowSpec):
    verbose = Parameter("verbose", default=False)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        if self.verbose:
            print(self.report)
