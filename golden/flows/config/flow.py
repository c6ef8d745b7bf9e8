"""Settings from a file that is read when the flow is compiled."""

import os

from flowc import Config, FlowSpec, Parameter, config_expr, environment, kubernetes, schedule, step


@schedule(cron=config_expr("config.schedule.cron"))
class ConfigFlow(FlowSpec):
    config = Config("config", default="config.toml")
    thresholds = Config("thresholds", default_value={"low": 1, "high": 9})

    rows = Parameter("rows", default=config.rows)

    @kubernetes(image=config.image, cpu=config.get("cpu", 1), memory=config["memory"])
    @environment(vars={"MODE": config.mode, "API_TOKEN": os.environ.get("API_TOKEN")})
    @step
    def start(self):
        self.route = "wide" if self.rows > self.thresholds.low else "narrow"
        self.next(
            {
                self.config.routes.wide: self.wide,
                self.config.routes.narrow: self.narrow,
            },
            condition="route",
        )

    @step
    def wide(self):
        self.next(self.end)

    @step
    def narrow(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ConfigFlow()
