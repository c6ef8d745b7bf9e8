"""Releases of small flows."""

from __future__ import annotations

from typing import Any

from compiler.backends.argo.backend import BACKEND
from compiler.backends.argo.settings import ArgoSettings
from compiler.backends.base import Options
from compiler.backends.deploying import Release
from compiler.ir.nodes import Flow
from compiler.ir.settings import Event, Literal, Parameter, ParameterType, Schedule, Trigger
from tests.argo.flows import flow, task

PARAMETERS = (
    Parameter(
        name="alpha", attribute="alpha", type=ParameterType.FLOAT, default=Literal(text="0.5")
    ),
    Parameter(name="name", attribute="name", type=ParameterType.STR, required=True),
)
DAILY = Schedule(crons=("0 4 * * *",))
FED = (Trigger(events=(Event(name="fed"),)),)


def pets(**settings: Any) -> Flow:
    """Return a flow of two steps."""
    return flow(task("start"), task("end"), **settings)


def release(of: Flow, settings: ArgoSettings | None = None, **options: Any) -> Release:
    """Return `of` as it is deployed."""
    found = Options(settings=settings or ArgoSettings(), **options)
    files = tuple(BACKEND.emit(of, found))
    return Release(flow=of.name, name=BACKEND.deployment_name(of, found), files=files)
