from datetime import date

from flowc import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    day = Parameter("day", default=str(date.today()))
    author = Parameter("author", default=lambda context: context.user_name)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.day, self.author)
