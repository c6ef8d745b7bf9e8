"""What `current` knows, as far as two runs can agree on it."""

from metaflow import FlowSpec, Parameter, current, project, retry, step


@project(name="zoo")
class CurrentlyFlow(FlowSpec):
    size = Parameter("size", default=1)

    @retry(times=1, minutes_between_retries=0)
    @step
    def start(self):
        self.facts = [self.known()]
        self.project = (
            current.project_name,
            current.branch_name,
            current.is_production,
            current.is_user_branch,
            current.project_flow_name,
        )
        self.items = [1, 2]
        self.next(self.item, foreach="items")

    @step
    def item(self):
        self.facts = self.known()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.facts = [i.facts for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        self.last = self.known()
        self.is_text = [
            isinstance(value, str) for value in (current.run_id, current.task_id, current.pathspec)
        ]
        self.own = current.task.pathspec == current.pathspec, current.run.id == current.run_id
        self.spec = current.pathspec == "/".join(
            (current.flow_name, current.run_id, current.step_name, current.task_id)
        )

    def known(self):
        return {
            "flow": current.flow_name,
            "step": current.step_name,
            "retry": current.retry_count,
            "origin": current.origin_run_id,
            "user": current.username,
            "namespace": current.namespace,
            "parameters": sorted(current.parameter_names),
            "tags": sorted(tag for tag in current.tags if tag.startswith("my_")),
            "is_running": current.is_running_flow,
            "has_parallel": "parallel" in current,
            "absent": current.get("absent", "none"),
        }


if __name__ == "__main__":
    CurrentlyFlow()
