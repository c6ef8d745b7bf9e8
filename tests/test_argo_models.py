"""The client library's models accept every WorkflowTemplate and CronWorkflow of the goldens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

models = pytest.importorskip("argo_workflows.model_utils")

FILES = sorted((Path(__file__).parent.parent / "golden/flows").glob("*/want/argo/*.yaml"))
KINDS = {"WorkflowTemplate": "workflow_template", "CronWorkflow": "cron_workflow"}


def model(kind: str) -> Any:
    """Return the class of Argo's own model for `kind`."""
    module = f"argo_workflows.model.io_argoproj_workflow_v1alpha1_{KINDS[kind]}"
    return getattr(__import__(module, fromlist=["x"]), f"IoArgoprojWorkflowV1alpha1{kind}")


def accept(document: dict[str, Any]) -> None:
    """Build the model of `document`; raises if a field is missing or has another type."""
    configuration = __import__("argo_workflows").Configuration(discard_unknown_keys=False)
    models.validate_and_convert_types(
        document, (model(document["kind"]),), ["document"], True, True, configuration
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-4])
def test_the_models_accept_a_golden(path: Path) -> None:
    documents = [d for d in yaml.safe_load_all(path.read_text()) if d["kind"] in KINDS]
    assert documents or "-rbac" in path.name
    for document in documents:
        accept(document)


@pytest.mark.filterwarnings("ignore")
def test_the_models_refuse_what_is_wrong() -> None:
    template = {"name": "main", "container": {"image": 1}}
    document = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTemplate",
        "metadata": {"name": "x"},
        "spec": {"templates": [template]},
    }
    with pytest.raises(Exception, match="image"):
        accept(document)
