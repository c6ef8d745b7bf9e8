"""What starts runs: schedules and sensors; and what runs may do."""

from __future__ import annotations

from typing import Any

from compiler.backends.argo.access import access
from compiler.backends.argo.context import context
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import Options
from compiler.ir.nodes import Flow
from compiler.ir.settings import Event, Parameter, Project, Schedule, Trigger, literal
from tests.argo.flows import flow, lowered, task

WEEKDAYS = Schedule(crons=("0 6 * * 1-5", "0 9 * * 6"), timezone="Europe/Berlin")


def sensor(*triggers: Trigger, **settings: Any) -> dict[str, Any]:
    found = lowered(flow(task("start"), triggers=triggers, **settings))["Sensor"]
    return dict(found["spec"])


def test_a_schedule_is_a_cron_workflow_of_the_template() -> None:
    assert lowered(flow(task("start"), schedule=WEEKDAYS))["CronWorkflow"]["spec"] == {
        "schedules": ["0 6 * * 1-5", "0 9 * * 6"],
        "timezone": "Europe/Berlin",
        "concurrencyPolicy": "Allow",
        "workflowSpec": {"workflowTemplateRef": {"name": "pets-flow"}},
    }


def test_the_configuration_says_how_schedules_behave() -> None:
    settings = ArgoSettings(
        concurrency_policy="Forbid",
        suspend=True,
        successful_history_limit=0,
        failed_history_limit=2,
        starting_deadline_seconds=60,
    )
    of = flow(task("start"), schedule=Schedule(crons=("@daily",)))
    found = lowered(of, settings=settings)["CronWorkflow"]["spec"]
    assert found["concurrencyPolicy"] == "Forbid"
    assert found["suspend"] is True
    assert found["successfulJobsHistoryLimit"] == 0
    assert found["failedJobsHistoryLimit"] == 2
    assert found["startingDeadlineSeconds"] == 60


def test_a_flow_without_triggers_is_one_document() -> None:
    assert list(lowered(flow(task("start")))) == ["WorkflowTemplate"]


def test_a_trigger_waits_for_all_of_its_events() -> None:
    found = sensor(Trigger(events=(Event(name="prices"), Event(name="stock_levels"))))
    assert found["dependencies"] == [
        {"name": "prices", "eventSourceName": "flowc", "eventName": "prices"},
        {"name": "stock-levels", "eventSourceName": "flowc", "eventName": "stock_levels"},
    ]
    assert found["triggers"][0]["template"]["conditions"] == "prices && stock-levels"


def test_any_trigger_starts_a_run() -> None:
    a, b = Event(name="a"), Event(name="b")
    found = sensor(Trigger(events=(a,)), Trigger(events=(a, b)))
    assert [one["template"]["conditions"] for one in found["triggers"]] == ["a", "a && b"]
    assert [one["template"]["name"] for one in found["triggers"]] == ["pets-flow", "pets-flow-2"]
    assert len(found["dependencies"]) == 2


def test_fields_of_an_event_become_parameters() -> None:
    parameters = (
        Parameter(name="day", attribute="day"),
        Parameter(name="table", attribute="table", default=literal("stock")),
    )
    event = Event(name="stock", parameters=(("table", "table_name"),))
    found = sensor(Trigger(events=(event,)), parameters=parameters)
    submit = found["triggers"][0]["template"]["argoWorkflow"]
    arguments = submit["source"]["resource"]["spec"]["arguments"]["parameters"]
    assert arguments == [{"name": "table", "value": "stock"}]
    assert submit["parameters"][-1] == {
        "src": {"dependencyName": "stock", "dataKey": "body.table_name", "value": "stock"},
        "dest": "spec.arguments.parameters.0.value",
    }


def test_an_event_that_comes_twice_names_the_same_run() -> None:
    found = sensor(Trigger(events=(Event(flow="IngestFlow"),)))
    submit = found["triggers"][0]["template"]["argoWorkflow"]
    assert submit["source"]["resource"]["metadata"]["name"] == "pets-flow"
    assert submit["parameters"] == [
        {
            "src": {
                "dependencyName": "ingest-flow-succeeded",
                "dataTemplate": "-{{ .Input.body.metadata.uid | sha256sum | trunc 8 }}",
            },
            "dest": "metadata.name",
            "operation": "append",
        }
    ]


def test_names_of_runs_leave_room_for_what_started_them() -> None:
    events = tuple(Event(name=f"event{n}") for n in range(6))
    found = sensor(Trigger(events=events), name="VeryLong" * 8)
    submit = found["triggers"][0]["template"]["argoWorkflow"]
    suffixes = [one for one in submit["parameters"] if one["dest"] == "metadata.name"]
    name = submit["source"]["resource"]["metadata"]["name"]
    assert len(name) + 9 * len(suffixes) <= 63


def labels_of(event: Event, **settings: Any) -> dict[str, str]:
    filters = sensor(Trigger(events=(event,)), **settings)["dependencies"][0]["filters"]["data"]
    return {one["path"].rpartition("/")[2]: one["value"][0].strip("^$") for one in filters}


def test_the_end_of_a_flow_means_that_of_the_same_project_and_branch() -> None:
    project = Project(name="zoo", branch="b1")
    own = {"project": "zoo", "branch": "b1"}
    ingest = Event(flow="IngestFlow")
    assert labels_of(ingest) == {"flow": "IngestFlow"}
    assert labels_of(ingest, project=project) == {"flow": "IngestFlow", **own}


def test_the_end_of_a_flow_may_mean_that_of_another_project() -> None:
    event = Event(flow="IngestFlow", project="farm", branch="prod")
    other = {"flow": "IngestFlow", "project": "farm", "branch": "prod"}
    assert labels_of(event, project=Project(name="zoo", branch="b1")) == other


def test_the_end_of_a_flow_means_none_with_a_longer_name() -> None:
    event = Event(flow="IngestFlow", project="farm", branch="test.b")
    filters = sensor(Trigger(events=(event,)))["dependencies"][0]["filters"]["data"]
    assert [one["value"] for one in filters] == [["^IngestFlow$"], ["^farm$"], [r"^test\.b$"]]


def granted(of: Flow, **settings: Any) -> list[tuple[str, str]]:
    options = Options(settings=ArgoSettings(**settings))
    return [(one["kind"], one["metadata"]["name"]) for one in access(context(of, options))]


def test_tasks_may_report_their_results_and_nothing_else() -> None:
    of = context(flow(task("start")), Options(settings=ArgoSettings(service_account="runner")))
    role = next(one for one in access(of) if one["kind"] == "Role")
    assert role["rules"] == [
        {
            "apiGroups": ["argoproj.io"],
            "resources": ["workflowtaskresults"],
            "verbs": ["create", "patch"],
        }
    ]


def test_the_default_service_account_is_not_made_again() -> None:
    kinds = granted(flow(task("start")))
    assert kinds == [
        ("Role", "flowc-default"),
        ("RoleBinding", "flowc-default"),
        ("Role", "flowc-deployer"),
    ]


def test_a_flow_that_waits_for_others_needs_what_reports_their_ends() -> None:
    triggers = (Trigger(events=(Event(flow="IngestFlow"),)),)
    found = granted(flow(task("start"), triggers=triggers))
    assert ("ServiceAccount", "flowc-sensor") in found
    assert ("EventSource", "flowc-runs") in found
