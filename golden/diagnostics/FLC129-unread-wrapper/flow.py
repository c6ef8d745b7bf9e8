from company_tools import on_gpu

from flowc import FlowSpec, step


class TrainFlow(FlowSpec):
    @on_gpu
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
