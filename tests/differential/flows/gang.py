"""Three nodes of a gang, each of which knows its number."""

from metaflow import FlowSpec, current, parallel, step


class GangFlow(FlowSpec):
    @step
    def start(self):
        self.width = 3
        self.next(self.train, num_parallel=self.width)

    @parallel
    @step
    def train(self):
        self.node = current.parallel.node_index
        self.nodes = current.parallel.num_nodes
        self.has_main = bool(current.parallel.main_ip)
        self.share = 10 + self.node
        self.seen = self.index, self.input, self.foreach_stack()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.shares = sorted(i.share for i in inputs)
        self.count = len(list(inputs))
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    GangFlow()
