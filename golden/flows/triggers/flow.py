"""Runs that start when something happened: events, or the ends of other flows."""

from flowc import FlowSpec, Parameter, step, trigger, trigger_on_finish


@trigger(events=["prices_updated", {"name": "stock_updated", "parameters": {"table": "table_name"}}])
@trigger_on_finish(flow="IngestFlow")
class TriggersFlow(FlowSpec):
    """Starts when both events occurred, and when the flow that ingests ended well."""

    table = Parameter("table", default="stock")

    @step
    def start(self):
        print(self.table)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    TriggersFlow()
