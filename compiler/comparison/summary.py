"""What a flow comes to, in terms that belong to no target: this is what versions are compared by.

`compiler.comparison.flows` makes it of a flow, and a backend of the documents that are deployed:

    step train:     --from ^start, --to choose, memory: 8000 MB, retry: 1 retry
    parameter rate: default: 0.5
    code:           digest: 7007e249…
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any, Protocol

from compiler.records import dataclass


class Subject(StrEnum):
    """What a part of a flow is, in the order in which a reader wants the parts."""

    FLOW = "flow"
    STEP = "step"
    SCHEDULE = "schedule"
    TRIGGER = "trigger"
    PARAMETER = "parameter"
    PROJECT = "project"
    CONFIG = "config"
    HOOK = "exit hook"
    RUN = "every run"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concealed:
    """A value that counts in a comparison and is never shown: that of an environment variable."""

    value: str = field(repr=False)
    reference: str = ""


Value = str | Concealed
Settings = Mapping[str, Value]
"""What is set about one part, by the name of the setting, in the order to show it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: `sources` and `targets` are its `--from` and `--to` (`runtime_shim.protocol`)."""

    name: str
    sources: str = ""
    targets: str = ""
    settings: Settings = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A flow as a whole: its steps in order, and its other parts by subject and name.

    A part that there is only one of, such as the schedule, has the name "".
    """

    steps: tuple[Step, ...] = ()
    parts: Mapping[Subject, Mapping[str, Settings]] = field(default_factory=dict)


class Summarising(Protocol):
    """A backend that can say what its documents mean."""

    def summary(self, documents: Sequence[Mapping[str, Any]]) -> Summary:
        """Return what `documents` come to, whoever wrote them; what is missing is left out."""
        ...
