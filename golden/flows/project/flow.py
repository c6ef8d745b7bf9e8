"""A flow of a project, deployed on a branch, that says how its runs ended."""

from flowc import FlowSpec, exit_hook, project, step


def tell_the_team(run):
    print(f"{run} is done")


def wake_someone(run):
    print(f"{run} failed")


@exit_hook(on_success=[tell_the_team], on_error=[wake_someone])
@project(name="pet_prices")
class ProjectFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ProjectFlow()
