"""A flow with a long name, in a project with another."""

from flowc import FlowSpec, project, step


@project(name="municipal_animal_shelters_of_the_north")
class ForecastOfAdmissionsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
