"""What happens when a step fails: it is tried again, given up on, or stopped in time."""

from flowc import FlowSpec, catch, current, retry, step, timeout


class RetryCatchTimeoutFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 0, 2]
        self.next(self.flaky)

    @retry(times=2, minutes_between_retries=0)
    @step
    def flaky(self):
        """Fails once, and succeeds when it is tried again."""
        if current.retry_count == 0:
            raise ConnectionError("the service does not answer")
        self.next(self.divide, foreach="items")

    @catch(var="failure")
    @retry(times=1, minutes_between_retries=1)
    @timeout(minutes=2, seconds=30)
    @step
    def divide(self):
        """Fails for one item; the failure becomes an artifact, and the others go on."""
        self.quotient = 10 / self.input
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.quotients = [i.quotient for i in inputs if not i.failure]
        self.next(self.end)

    @timeout(hours=1)
    @step
    def end(self):
        print(self.quotients)


if __name__ == "__main__":
    RetryCatchTimeoutFlow()
