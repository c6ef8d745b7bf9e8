from flowc import FlowSpec, Parameter, step, trigger


@trigger(event={"name": "stock_updated", "parameters": {"tabel": "name"}})
class ReportFlow(FlowSpec):
    table = Parameter("table", default="stock")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.table)
