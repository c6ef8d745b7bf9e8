from flowc import FlowSpec, environment, step


class TrainFlow(FlowSpec):
    @environment(vars={"DB_USER": "reports", "DB_PASSWORD": "tiger-1987"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
