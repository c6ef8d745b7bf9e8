"""What is run by both: a flow of `flows/`, how it is called, and how its runs should end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A flow, its arguments and variables; `resume` are the arguments of a second command.

    `fails` says that the (last) run fails, in both. `env` counts for the first command,
    `cure` for the one that resumes.
    """

    flow: str
    variant: str = ""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    resume: tuple[str, ...] | None = None
    cure: Mapping[str, str] = field(default_factory=dict)
    fails: bool = False

    @property
    def name(self) -> str:
        """Return the case's name, which no other case has."""
        return f"{self.flow}-{self.variant}" if self.variant else self.flow

    @property
    def flow_name(self) -> str:
        """Return the name of the class in the file."""
        return "".join(word.capitalize() for word in self.flow.split("_")) + "Flow"


ALL_PARAMETERS = (
    *("--number", "-12", "--share", "1e-3", "--whole-share", "5", "--flag", "True"),
    *("--text", "two words", "--quoted", "$(ls) 'x' \"y\"", "--numeral", "0123", "--empty", "null"),
    *("--absent", "[]", "--absent-number", "0", "--table", '[1, {"k": null}]', "--filled", "{}"),
    *("--listed", "x", "--needed", "7"),
)
CURED = {"CURED": "yes"}

CASES = (
    Case(flow="linear"),
    Case(flow="branch"),
    Case(flow="nested_branches"),
    Case(flow="foreach"),
    Case(flow="nested_foreach"),
    Case(flow="foreach_kinds"),
    Case(flow="branch_in_foreach"),
    Case(flow="foreach_in_branch"),
    Case(flow="switch"),
    Case(flow="switch_in_foreach"),
    Case(flow="nested_switch"),
    Case(flow="nested_switch", variant="wide", args=("--way", "wide")),
    Case(flow="nested_switch", variant="both", args=("--way", "both")),
    Case(flow="loop"),
    Case(flow="loop_in_foreach"),
    Case(flow="merge"),
    Case(flow="merge_errors"),
    Case(flow="merge_fails", fails=True),
    Case(flow="caught"),
    Case(flow="retried"),
    Case(flow="timed_out"),
    Case(flow="resumed", args=("--max-workers", "1"), resume=(), cure=CURED),
    Case(flow="resumed_step", args=("--alpha", "2.5"), resume=("middle",), cure=CURED),
    Case(flow="parameters", args=("--needed", "1")),
    Case(flow="parameters", variant="given", args=ALL_PARAMETERS),
    Case(flow="included"),
    Case(flow="deploy_time", args=("--given", "told")),
    Case(flow="configured"),
    Case(flow="currently", args=("--tag", "my_tag", "--tag", "my_other")),
    Case(flow="deleted"),
    Case(flow="mutated"),
    Case(flow="classes"),
    Case(flow="arrays"),
    Case(flow="objects"),
    Case(flow="gang"),
    Case(flow="printed"),
    *(
        Case(flow="fails", variant=how, args=("--how", how), fails=True)
        for how in ("raise", "case", "exit", "pickle", "empty")
    ),
)
