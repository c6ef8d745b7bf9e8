from metaflow import FlowSpec, Runner, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    with Runner(__file__).run() as running:
        print(running.run)
