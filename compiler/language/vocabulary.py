"""The public names of the authoring language, so that an unknown one is told from a known one."""

from __future__ import annotations

from compiler.language.kinds import FLOW_DECORATORS, STEP_DECORATORS

FLOWS = frozenset({"FlowSpec", "step", "current", "profile"})
MEMBERS = frozenset(
    {"Parameter", "JSONType", "JSONTypeClass", "IncludeFile", "Config", "ConfigValue"}
    | {"config_expr"}
)
CLIENT = frozenset(
    {"Metaflow", "Flow", "Run", "Step", "Task", "DataArtifact", "inspect_spin"}
    | {"namespace", "get_namespace", "default_namespace"}
    | {"metadata", "get_metadata", "default_metadata"}
)
DATA = frozenset({"S3", "datatools", "parallel_map", "parallel_imap_unordered"})
CUSTOM_DECORATORS = frozenset(
    {"user_step_decorator", "UserStepDecorator", "StepMutator", "FlowMutator", "USER_SKIP_STEP"}
)
RUNNERS = frozenset({"Runner", "NBRunner", "Deployer", "DeployedFlow", "NBDeployer"})
PACKAGING = frozenset({"package_sources"})
PARSERS = frozenset(
    {"yaml_parser", "requirements_txt_parser", "pyproject_toml_parser"}
    | {"conda_environment_yml_parser", "namespaced_event_name"}
)
CARDS = frozenset(
    {"Artifact", "Table", "Image", "Error", "Markdown", "VegaChart", "ProgressBar", "ValueBox"}
    | {"PythonCode", "EventsTimeline", "JSONViewer", "YAMLViewer"}
    | {"DefaultCard", "PageComponent", "ErrorCard", "BlankCard"}
    | {"MetaflowCard", "MetaflowCardComponent", "get_cards"}
)
MODULES = frozenset(
    {"cards", "client", "datastore", "decorators", "events", "exception", "flowspec", "includefile"}
    | {"integrations", "metaflow_config", "metaflow_current", "metaflow_profile"}
    | {"multicore_utils", "parameters", "plugins", "runner", "user_configs"}
    | {"user_decorators", "util"}
)

PUBLIC_NAMES = (
    FLOWS
    | MEMBERS
    | CLIENT
    | DATA
    | CUSTOM_DECORATORS
    | RUNNERS
    | PACKAGING
    | PARSERS
    | MODULES
    | frozenset(STEP_DECORATORS)
    | frozenset(FLOW_DECORATORS)
)


def is_known(name: str) -> bool:
    """Say whether the public dotted `name` (`retry`, `cards.Markdown`) belongs to the language.

    What lies below a module other than `cards` is taken to exist: only running code uses it.
    """
    head, _, rest = name.partition(".")
    if head == "cards":
        return not rest or rest in CARDS
    return head in PUBLIC_NAMES
