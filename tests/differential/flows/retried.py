"""Steps that succeed in their second or third attempt; nothing of the failed ones is left."""

from metaflow import FlowSpec, current, retry, step


class RetriedFlow(FlowSpec):
    @retry(times=2, minutes_between_retries=0)
    @step
    def start(self):
        self.attempt = current.retry_count
        setattr(self, f"left_by_{current.retry_count}", True)
        if current.retry_count < 2:
            raise RuntimeError("not yet")
        self.items = ["x", "y"]
        self.next(self.item, foreach="items")

    @retry(times=1, minutes_between_retries=0)
    @step
    def item(self):
        self.attempt = current.retry_count
        if self.input == "y" and not current.retry_count:
            self.broken = True
            raise ValueError(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.attempts = [i.attempt for i in inputs]
        self.broke = [hasattr(i, "broken") for i in inputs]
        self.left = [hasattr(inputs[0], f"left_by_{number}") for number in range(3)]
        self.attempt = current.retry_count
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    RetriedFlow()
