from flowc import FlowSpec, schedule, step


@schedule(cron="0 10 ? * 6#3 *")
class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
