"""A flow that says something in every field of the IR."""

from __future__ import annotations

from compiler.ir.nodes import (
    Access,
    Arm,
    Choice,
    Flow,
    InputAccess,
    Loop,
    Map,
    Merge,
    Origin,
    Parallel,
    Task,
)
from compiler.ir.settings import (
    Card,
    Catch,
    Compute,
    Config,
    Deferred,
    Dependencies,
    EnvVar,
    Event,
    Extension,
    Hook,
    IncludedFile,
    Outcome,
    Parameter,
    ParameterType,
    Project,
    Retry,
    Schedule,
    Secret,
    Timeout,
    Trigger,
    literal,
)
from compiler.source import Span


def at(line: int, path: str = "train.py") -> Span:
    return Span(path=path, line=line, column=5, end_line=line, end_column=9)


START = Task(
    name="start",
    entrypoint="begin",
    doc='Reads the "rows".',
    reads=(Access(artifact="alpha", span=at(3)), Access(artifact="beta", certain=False)),
    writes=(Access(artifact="rows"), Access(artifact="kind", certain=False)),
    deletes=(Access(artifact="old"),),
    opaque=True,
    compute=Compute(
        cpu="2",
        memory="4096",
        tmpfs=True,
        image_pull_secrets=("registry",),
        node_selector=(("disk", "ssd"),),
        tolerations=(literal({"key": "gpu"}),),
        target_options=(("batch", "queue", literal("default")),),
        span=at(4),
    ),
    retry=Retry(times=2, minutes_between=0.5, backoff=2),
    timeout=Timeout(seconds=3600),
    catch=Catch(var="failure", print_exception=False),
    environment=(EnvVar(name="LEVEL", value="info"), EnvVar(name="TOKEN", reference="TOKEN")),
    secrets=(Secret(name="db", options=(("role", literal("reader")),)),),
    dependencies=Dependencies(pypi=(("pandas", "2.2"), ("numpy", "")), python="3.11"),
    cards=(Card(type="html", id="report"),),
    extensions=(Extension(name="slack", arguments=(("channel", literal("#ml")),)),),
    span=at(5),
)

JOIN = Task(
    name="join",
    input_reads=(InputAccess(artifact="score"), InputAccess(artifact="rows", step="fit")),
    merge=Merge(exclude=("score",)),
)

EVERYTHING = Flow(
    name="TrainFlow",
    origin=Origin(
        path="train.py",
        entrypoint="TrainFlow",
        digest="a" * 64,
        files=("train.py", "lib/base.py"),
        environment=("REGION",),
    ),
    doc="Trains\nmodels.",
    body=(
        START,
        Choice(
            on="kind",
            arms=(
                Arm(keys=("x", 1, True), body=(Task(name="a"),), span=at(6)),
                Arm(keys=("y",), body=()),
            ),
        ),
        Task(name="fan"),
        Parallel(arms=((Task(name="fit"),), ()), join=JOIN, span=at(7)),
        Map(
            over="grid",
            body=(Loop(on="more", again=(True,), body=(Task(name="train"),)),),
            join=Task(name="best"),
            limit=4,
        ),
        Map(over="", gang=True, width=2, body=(Task(name="node"),), join=Task(name="end")),
    ),
    parameters=(
        Parameter(
            name="test-mode",
            attribute="test_mode",
            type=ParameterType.BOOL,
            default=literal(False),
            help="Whether to test.",
            options=(("is_flag", literal(True)),),
        ),
        Parameter(name="day", attribute="day", default=Deferred(source="lambda c: today()")),
        Parameter(
            name="rows",
            attribute="rows",
            type=ParameterType.FILE,
            required=True,
            file=IncludedFile(path="rows.csv", is_text=False),
        ),
    ),
    configs=(Config(name="model", attribute="model", path="m.json", value=literal({"n": 1})),),
    members=("lib", "rate"),
    members_known=False,
    schedule=Schedule(crons=("0 5 * * *",), timezone="Europe/Berlin"),
    triggers=(
        Trigger(
            events=(
                Event(name="rows", parameters=(("day", "date"),)),
                Event(flow="LoadFlow", project="p", branch="prod"),
            ),
            options=(("wait", literal(1)),),
        ),
    ),
    project=Project(name="churn", branch="test"),
    hooks=(Hook(function="notify", outcome=Outcome.ERROR),),
    tags=("ml", "daily"),
    extensions=(Extension(name="owner"),),
    span=at(1, "lib/base.py"),
)
