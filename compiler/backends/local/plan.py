"""What is to be run: a flow, where it is kept, with which values, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.ir.nodes import Flow
from compiler.records import dataclass

if TYPE_CHECKING:
    from runtime_shim.store.base import Store

MAX_SPLITS = 100


class Isolation(StrEnum):
    """How a task's process is made.

    `FORK`: from a process that has imported the flow. `SPAWN`: as a fresh interpreter. `PROCESS`:
    by exactly the command that a container has, which keeps its own log. `AUTO`: forked, unless
    that is unsafe.
    """

    AUTO = "auto"
    FORK = "fork"
    SPAWN = "spawn"
    PROCESS = "process"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run is run: `retry_wait` in seconds takes the place of what the flow says."""

    max_workers: int = 2
    max_splits: int = MAX_SPLITS
    keep_going: bool = False
    retry_wait: float | None = None
    isolation: Isolation = Isolation.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run, before it is run.

    `path` is the flow's file, `root` the folder of its project. `parameters` are texts by name, as
    the shim takes them, of which `given` are those that the user gave. `environ` is where the
    flow's references to variables are looked up, `variables` what of it this process lacks.
    `tells_cards` says that steps have cards which the flow's file does not declare.
    `origin` is the run to resume, and `rerun` the steps of it that are run again in any case.
    """

    flow: Flow
    path: Path
    root: Path
    store: Store
    run: str = ""
    user: str = ""
    tags: tuple[str, ...] = ()
    version: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    tells_cards: bool = False
    origin: str | None = None
    rerun: tuple[str, ...] = ()
    settings: Settings = Settings()
