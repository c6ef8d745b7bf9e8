from flowc import FlowSpec, retry, schedule, step


@retry(times=3)
class TrainFlow(FlowSpec):
    @schedule(daily=True)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
