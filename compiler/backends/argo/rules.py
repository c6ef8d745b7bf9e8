"""What may be wrong with a flow on Argo: FLC300 to FLC349."""

from __future__ import annotations

from compiler.diagnostics import Rule, Severity

INVALID_NAME = Rule(
    code="FLC300",
    slug="argo-name-not-allowed",
    page="""\
The name given for the flow cannot be the name of a Kubernetes object. It must be at most 57
characters long (runs add six, and 63 are allowed), of `a-z`, `0-9` and `-`, and begin with a
letter.

Only a name that was given (`--name`, `name =` in the configuration) is refused; a name made from
the name of the class is fitted.

    flowc compile flow.py --name My_Flow      # FLC300
    flowc compile flow.py --name my-flow
""",
)
SHORTENED_NAME = Rule(
    code="FLC301",
    slug="argo-name-shortened",
    severity=Severity.NOTE,
    page="""\
The name made from the project, the branch and the flow is too long for Kubernetes: 57 characters
for a WorkflowTemplate, 52 for a CronWorkflow. It is cut, and ends in a digest of the whole name,
so that it stays the same and unlike others.

Give a name of your own to have one that people can read:

    flowc compile flow.py --name pets-training
""",
)
TOO_MANY_PARAMETERS = Rule(
    code="FLC303",
    slug="too-many-parameters",
    page="""\
A workflow of Argo has at most 500 parameters; the cluster would refuse the WorkflowTemplate.

Put several values into one parameter:

    options = Parameter("options", type=JSONType, default={"alpha": 0.1, "beta": 2})
""",
)
EXPANDED_TEXT = Rule(
    code="FLC304",
    slug="text-that-argo-expands",
    page="""\
Argo replaces `{{…}}` in every text of a workflow, evaluates `{{=…}}`, and has no way to escape
them; control characters break the workflow altogether. Parameters and environment variables are
carried so that they arrive unchanged. An image, a label, the name of a node or the path of a
volume cannot be carried in such a way, so it must not contain them.

    @kubernetes(image="train:{{version}}")    # FLC304
    @kubernetes(image="train:1.4")
""",
)
LARGE_TEMPLATE = Rule(
    code="FLC305",
    slug="workflow-template-is-large",
    severity=Severity.WARNING,
    page="""\
The WorkflowTemplate takes more than 400 KB. Argo keeps two copies of it in each run, beside the
state of its tasks, and a cluster as it comes keeps no object of more than 1.5 MB: starting a run
may fail, although the WorkflowTemplate could be created. `kubectl apply` must be told
`--server-side`, as it would else store the whole again in an annotation of at most 256 KiB.

Split the flow into several that trigger one another (`@trigger_on_finish`), make steps that are
alike the items of a foreach, and move long texts out of parameters and configs into files.
""",
)
OVERSIZED_TEMPLATE = Rule(
    code="FLC306",
    slug="workflow-template-too-large",
    page="""\
The WorkflowTemplate takes more than 3 MiB, which every Kubernetes API server refuses.

Split the flow into several that trigger one another (`@trigger_on_finish`), make steps that are
alike the items of a foreach, and move long texts out of parameters and configs into files.
""",
)
TOO_MANY_TEMPLATES = Rule(
    code="FLC307",
    slug="too-many-templates",
    page="""\
Argo allows 200 templates in a workflow and 200 tasks in a DAG. Steps that ask for the same
resources, retries and so on share a template, and long DAGs are cut into parts; this flow is too
large or too varied even so. Each foreach over several steps, each loop and each arm of several
steps needs a template of its own, and so does each distinct set of settings.

Split the flow into several that trigger one another (`@trigger_on_finish`), or give steps the
same settings.
""",
)
TOO_DEEP = Rule(
    code="FLC308",
    slug="nested-too-deeply-for-argo",
    page="""\
Argo's controller ends a run with an error when templates call one another to a depth of 100. Each
foreach, loop and arm inside another takes one or two of them.

Move the inner part into a flow of its own, or fan out over pairs instead of twice:

    self.pairs = [(a, b) for a in self.rows for b in self.columns]
    self.next(self.work, foreach="pairs")
""",
)
BOUNDED_LOOP = Rule(
    code="FLC309",
    slug="loop-is-bounded-on-argo",
    severity=Severity.NOTE,
    page="""\
A loop becomes a template that calls itself, and Argo's controller ends a run with an error at a
depth of 100. A loop in the flow's body can run 97 times; one inside a foreach or another loop
fewer times, and the iterations of nested loops add up.

If it may take more, do several rounds in one task:

    for _ in range(10):
        self.train_once()
    self.next({"again": self.train, "done": self.end}, condition="state")

The operator of the cluster can lift the bound for all workflows (`DISABLE_MAX_RECURSION=true`).
""",
)
GANG = Rule(
    code="FLC310",
    slug="gang-is-not-scheduled-together",
    severity=Severity.WARNING,
    page="""\
The nodes of `num_parallel` run as pods of their own on Argo, each as soon as there is room for
it. Nothing makes the cluster start all of them or none, and nothing gives them each other's
addresses: code that waits for its peers may wait forever.

Use a foreach if the nodes do not talk to one another:

    self.shards = list(range(4))
    self.next(self.train, foreach="shards")
""",
)
FOREIGN_SECRET = Rule(
    code="FLC311",
    slug="secret-is-not-in-kubernetes",
    page="""\
On Argo, `@secrets` names Secrets of Kubernetes in the namespace of the runs; their keys become
environment variables. Secrets that are kept elsewhere cannot be referred to from a pod, and flowc
never copies a secret into a file.

Let the cluster copy it (for example with the External Secrets operator), and name the copy:

    @secrets(sources=["arn:aws:secretsmanager:eu-west-1:1:secret:warehouse"])    # FLC311
    @secrets(sources=["warehouse"])
""",
)
IGNORED_OPTION = Rule(
    code="FLC312",
    slug="option-has-no-effect-on-argo",
    severity=Severity.WARNING,
    page="""\
The option belongs to another platform, or to a feature that Argo does not have, and is left out:
everything that only AWS Batch knows (`queue`, `iam_role`, `efa` …), `network` of `@titus`,
`compute_pool` and `namespace` of `@kubernetes` (runs are in the namespace of their
WorkflowTemplate).

    @batch(memory=512, queue="small")    # FLC312: queue; the memory counts
    @resources(memory=512)
""",
)
LARGE_ENVIRONMENT = Rule(
    code="FLC313",
    slug="environment-value-too-large",
    page="""\
Linux takes at most 128 KiB for one environment variable; the pod would not start. Configs travel
in one variable, so do all parameters, and environment values with `{{` or control characters.

Keep large values in a file of the project, which is part of the image:

    with open(Path(__file__).parent / "labels.json") as file: ...
""",
)
INVALID_KUBERNETES_VALUE = Rule(
    code="FLC314",
    slug="not-allowed-by-kubernetes",
    page="""\
Kubernetes would refuse the value. Keys of labels, annotations and node selectors are
`[prefix/]name`, with at most 63 letters, digits, `-`, `_` and `.` in the name; values of labels
are the same or empty; names of Secrets, service accounts and volume claims are lower-case with
`-` and `.`; a volume is mounted at an absolute path without `:`; devices are whole; an image has no
spaces in it.

    @kubernetes(labels={"team": "pets & zoo"})    # FLC314
    @kubernetes(labels={"team": "pets-and-zoo"})
""",
)

RULES: tuple[Rule, ...] = (
    INVALID_NAME,
    SHORTENED_NAME,
    TOO_MANY_PARAMETERS,
    EXPANDED_TEXT,
    LARGE_TEMPLATE,
    OVERSIZED_TEMPLATE,
    TOO_MANY_TEMPLATES,
    TOO_DEEP,
    BOUNDED_LOOP,
    GANG,
    FOREIGN_SECRET,
    IGNORED_OPTION,
    LARGE_ENVIRONMENT,
    INVALID_KUBERNETES_VALUE,
)
