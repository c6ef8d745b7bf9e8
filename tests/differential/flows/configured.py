"""A config that is read from a file, and one that is not given; used by parameters and steps."""

from metaflow import Config, FlowSpec, Parameter, config_expr, current, retry, step


class ConfiguredFlow(FlowSpec):
    config = Config("config", default="config.json")
    other = Config("other", default_value={"size": {"wide": 7}})

    alpha = Parameter("alpha", default=config.alpha)
    width = Parameter("width", default=config_expr("other.size.wide"))

    @retry(times=config.tries, minutes_between_retries=0)
    @step
    def start(self):
        self.names = list(self.config.names)
        self.nested = self.config.model.depth + self.other.size.wide, self.config["alpha"]
        self.got = self.config.get("absent", "none"), self.config.model.get("depth")
        self.is_there = "model" in self.config, "absent" in self.config
        self.items = sorted(self.config.model.items())
        self.next(self.end)

    @step
    def end(self):
        self.sum = self.alpha + self.width + len(self.config.names)
        self.parameters = sorted(current.parameter_names)


if __name__ == "__main__":
    ConfiguredFlow()
