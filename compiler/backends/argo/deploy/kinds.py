"""The kinds of objects that flowc reads or writes on a cluster, and where the API has them."""

from __future__ import annotations

from compiler.records import dataclass

GROUP, VERSION = "argoproj.io", "v1alpha1"
ARGO, ARGO_EVENTS = "Argo Workflows", "Argo Events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of object; `product` is what brings it to a cluster that lacks it, "" if none has to.

    The group is "" for the kinds of Kubernetes' own core; `is_administrators` if only
    `--with-rbac` is about it.
    """

    name: str
    plural: str
    group: str = GROUP
    version: str = VERSION
    product: str = ""
    is_administrators: bool = False

    def path(self, namespace: str, name: str = "") -> str:
        """Return the path of all objects of the kind in a namespace, or of one of them."""
        root = f"/apis/{self.group}" if self.group else "/api"
        path = f"{root}/{self.version}/namespaces/{namespace}/{self.plural}"
        return f"{path}/{name}" if name else path


WORKFLOW = Kind(name="Workflow", plural="workflows", product=ARGO)
WORKFLOW_TEMPLATE = Kind(name="WorkflowTemplate", plural="workflowtemplates", product=ARGO)
CRON_WORKFLOW = Kind(name="CronWorkflow", plural="cronworkflows", product=ARGO)
SENSOR = Kind(name="Sensor", plural="sensors", product=ARGO_EVENTS)
EVENT_SOURCE = Kind(
    name="EventSource", plural="eventsources", product=ARGO_EVENTS, is_administrators=True
)
POD = Kind(name="Pod", plural="pods", group="", version="v1")
CONFIG_MAP = Kind(name="ConfigMap", plural="configmaps", group="", version="v1")
SERVICE_ACCOUNT = Kind(
    name="ServiceAccount",
    plural="serviceaccounts",
    group="",
    version="v1",
    is_administrators=True,
)
ROLE, ROLE_BINDING = (
    Kind(
        name=name,
        plural=f"{name.lower()}s",
        group="rbac.authorization.k8s.io",
        version="v1",
        is_administrators=True,
    )
    for name in ("Role", "RoleBinding")
)

KINDS = {
    kind.name: kind
    for kind in (
        WORKFLOW_TEMPLATE,
        CRON_WORKFLOW,
        SENSOR,
        EVENT_SOURCE,
        SERVICE_ACCOUNT,
        ROLE,
        ROLE_BINDING,
    )
}
"""What a release may hold, by name."""
