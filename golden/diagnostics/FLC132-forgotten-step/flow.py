from base import FetchFlow

from flowc import retry, step


class PetsFlow(FetchFlow):
    @step
    def start(self):
        self.next(self.fetch)

    def fetch(self):
        self.pets = ["cat"]
        self.next(self.end)

    @retry(times=3)
    def clean(self):
        self.pets = []

    @step
    def end(self):
        pass
