"""The pets again, by somebody in a hurry: six mistakes, found without running anything."""

from flowc import FlowSpec, Parameter, resources, retry, schedule, step


@schedule(cron="0 25 * * *")
class HurriedFlow(FlowSpec):
    limit = Parameter("limit", type=int, required=True)

    @step
    def start(self):
        self.shelters = ["north", "south"]
        self.next(self.fetch, foreach="shelter")

    @retry(time=3)
    @step
    def fetch(self):
        self.pets = [self.input] * self.limit
        self.next(self.join)

    @resources(memory="lots")
    @step
    def join(self, inputs):
        self.count = sum(len(i.pets) for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.count, self.pets)


if __name__ == "__main__":
    HurriedFlow()
