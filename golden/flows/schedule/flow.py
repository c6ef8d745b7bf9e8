"""Runs that start by the clock."""

from flowc import FlowSpec, Parameter, schedule, step


@schedule(cron="30 6 * * 1-5", timezone="Europe/Berlin")
class ScheduleFlow(FlowSpec):
    """Report on the day before, every working day."""

    days = Parameter("days", default=1, help="how far back to look")

    @step
    def start(self):
        print(f"the last {self.days} days")
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ScheduleFlow()
