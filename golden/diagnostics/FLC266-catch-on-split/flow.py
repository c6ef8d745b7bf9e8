from flowc import FlowSpec, catch, step


class TrainFlow(FlowSpec):
    @catch(var="failure")
    @step
    def start(self):
        self.files = ["a.csv", "b.csv"]
        self.next(self.load, foreach="files")

    @catch(var="failure")
    @step
    def load(self):
        self.size = len(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.sizes = [i.size for i in inputs if not i.failure]
        self.next(self.end)

    @step
    def end(self):
        print(self.sizes)
