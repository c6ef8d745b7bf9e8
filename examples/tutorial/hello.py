"""The smallest flow: three steps, one after the other."""

from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    """Say hello."""

    @step
    def start(self):
        """What is assigned to `self` is there in every later step, and after the run."""
        self.greeting = "Hello"
        self.next(self.greet)

    @step
    def greet(self):
        self.message = f"{self.greeting}, flows!"
        print(self.message)
        self.next(self.end)

    @step
    def end(self):
        print("That is all.")


if __name__ == "__main__":
    HelloFlow()
