"""Clean the records of pet shelters side by side, and say what kinds of pets live where."""

from metaflow import FlowSpec, JSONType, Parameter, resources, retry, step

SHELTERS = {
    "north": ["dog: Rex ", "CAT: Tom", "dog: Rex "],
    "south": ["cat: Mia", "?: ", "fish: Bob"],
    "west": [],
}


class PetsFlow(FlowSpec):
    """Summarise the pets of several shelters.

    Each shelter's records are cleaned by a task of their own.
    """

    shelters = Parameter("shelters", type=JSONType, default='["north", "south", "west"]')
    kinds = Parameter("kinds", default="dog,cat,fish", separator=",", help="kinds to count")

    @step
    def start(self):
        """Decide which shelters to visit."""
        self.names = sorted(self.shelters)
        self.next(self.fetch, foreach="names")

    @retry(times=2)
    @step
    def fetch(self):
        """Get the records of one shelter."""
        self.name = self.input
        self.records = SHELTERS[self.name]
        self.next(self.clean)

    @resources(cpu=2, memory=2048)
    @step
    def clean(self):
        """Drop what is no record, and what is there twice."""
        pairs = (record.partition(":")[::2] for record in self.records)
        cleaned = {(kind.lower(), name.strip()) for kind, name in pairs if name.strip()}
        self.pets = sorted(cleaned)
        self.next(self.join)

    @step
    def join(self, inputs):
        """Count the pets of every kind."""
        self.pets = {i.name: i.pets for i in inputs}
        found = [kind for i in inputs for kind, _ in i.pets]
        self.counts = {kind: found.count(kind) for kind in self.kinds}
        self.next(self.summarise)

    @step
    def summarise(self):
        """Put the counts into words."""
        self.summary = ", ".join(f"{n} × {kind}" for kind, n in sorted(self.counts.items()))
        self.next(self.end)

    @step
    def end(self):
        """Print the summary."""
        print(f"{len(self.pets)} shelters: {self.summary}")


if __name__ == "__main__":
    PetsFlow()
