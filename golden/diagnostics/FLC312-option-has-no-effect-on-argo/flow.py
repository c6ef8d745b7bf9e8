"""An option of another platform."""

from flowc import FlowSpec, batch, step


class PetsFlow(FlowSpec):
    @batch(memory=512, queue="small")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
