"""Where flowc differs from Metaflow, and why: nothing else may.

Each entry must be met in each of its cases: one that has become needless fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.differential.comparing import Difference

Agree = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A difference that is meant, in `cases` (empty: in all), at `task`, under any of `names`.

    `task` and `names` are patterns, in which a task's brackets are round. `agree` is given what
    Metaflow and flowc have, and says whether they differ in this way only.
    """

    cases: tuple[str, ...] = ()
    task: str = "*"
    names: tuple[str, ...]
    agree: Agree
    reason: str

    def concerns(self, case: str) -> bool:
        """Say whether `case` is to meet the difference."""
        return not self.cases or case in self.cases

    def covers(self, case: str, found: Difference) -> bool:
        """Say whether this is why `found` differs in `case`."""
        task = found.task.translate({ord("["): "(", ord("]"): ")"})
        return (
            self.concerns(case)
            and fnmatchcase(task, self.task)
            and any(fnmatchcase(found.name, name) for name in self.names)
            and self.agree(found.metaflow, found.flowc)
        )


def only_metaflow_has(metaflow: Any, flowc: Any) -> bool:
    """Say that flowc has nothing there."""
    return flowc is None


def only_flowc_has(metaflow: Any, flowc: Any) -> bool:
    """Say that Metaflow has nothing there."""
    return metaflow is None


def are(metaflow: Any, flowc: Any) -> Agree:
    """Say that it is exactly these two."""
    return lambda theirs, ours: (theirs, ours) == (metaflow, flowc)


def if_theirs_has(metaflow: str, flowc: str) -> Agree:
    """Say that the two are alike once `metaflow` is replaced by `flowc` in Metaflow's."""
    return lambda theirs, ours: theirs.replace(metaflow, flowc) == ours


def fail_with(metaflow: str, flowc: str) -> Agree:
    """Say that both failed, with exceptions of these names."""
    return lambda theirs, ours: bool(theirs and ours and (theirs[0], ours[0]) == (metaflow, flowc))


FAILING = ("fails-raise", "fails-case", "fails-exit", "fails-empty")

KNOWN = (
    Known(
        names=("name",),
        agree=only_metaflow_has,
        reason="Metaflow keeps the flow's name as an artifact of every task, in the place of one "
        "that is called `name`; in flowc `name` is the author's",
    ),
    Known(
        cases=("classes",),
        names=("LIMIT", "UNIT", "WORDS"),
        agree=only_metaflow_has,
        reason="constants of the class are kept by Metaflow in every task; in flowc they are code",
    ),
    Known(
        cases=("loop", "loop_in_foreach", "resumed_step"),
        names=("(parents)",),
        agree=lambda theirs, ours: set(ours) < set(theirs),
        reason="Metaflow takes every iteration for a parent of every other, and of what follows; "
        "flowc knows the one that came before",
    ),
    Known(
        cases=("deleted",),
        names=("loaded",),
        agree=only_metaflow_has,
        reason="`del self.x` of what an earlier step assigned has no effect in Metaflow; in flowc "
        "later steps have no `x`",
    ),
    Known(
        cases=("objects",),
        names=("function", "has_function"),
        agree=lambda theirs, ours: theirs is None or (theirs, ours) == ("bool False", "bool True"),
        reason="Metaflow drops functions without a word; flowc keeps what can be pickled, and "
        "says what cannot",
    ),
    Known(
        cases=("caught",),
        task="item(1)",
        names=("odd",),
        agree=if_theirs_has("__main__.Odd", "caught.Odd"),
        reason="Metaflow runs the flow's file as `__main__`; flowc imports it under its own name, "
        "under which the class is found again by whoever loads it",
    ),
    Known(
        cases=("timed_out",),
        names=("late",),
        agree=lambda theirs, ours: (
            theirs.startswith("caught metaflow.plugins.timeout_decorator.TimeoutException 'Step ")
            and ours
            == "caught runtime_shim.failures.TimeoutException "
            "'step `start` took longer than 1 seconds'"
        ),
        reason="both raise a TimeoutException of their own; Metaflow's message has the stack in it",
    ),
    Known(
        cases=("timed_out",),
        task="start()",
        names=("(stdout)",),
        agree=lambda theirs, ours: "Step start timed out after" in theirs and not ours,
        reason="Metaflow says among the author's own output that time is over",
    ),
    Known(
        cases=("printed",),
        task="start()",
        names=("(stdout)",),
        agree=lambda theirs, ours: theirs == ours + "\n",
        reason="Metaflow ends the last line of an output; flowc keeps what was printed",
    ),
    Known(
        cases=("caught",),
        names=("death",),
        agree=lambda theirs, ours: (
            theirs.startswith("caught metaflow.plugins.catch_decorator.FailureHandledByCatch ")
            and ours.startswith("caught Killed ")
        ),
        reason="what is caught of a process that died is each one's own",
    ),
    Known(
        cases=("branch",),
        names=("in_order",),
        agree=lambda theirs, ours: sorted(theirs[5:-1].split(", ")) == ours[5:-1].split(", "),
        reason="Metaflow's order of `inputs` at the join of a split follows the interpreter's hash "
        "seed; flowc's is that of the arms",
    ),
    Known(
        cases=("foreach_kinds",),
        names=("found",),
        agree=if_theirs_has("'not found'", "'k'"),
        reason="an item of a dict is looked up under its number by Metaflow; in flowc it is a key",
    ),
    Known(
        cases=("nested_foreach",),
        task="join_inner(*)",
        names=("seen_after",),
        agree=lambda theirs, ours: theirs == re.sub(r"str '[ab]\d'", "NoneType None", ours),
        reason="after a join that dropped the list of items Metaflow has forgotten the item",
    ),
    Known(
        cases=("gang",),
        task="train(?)",
        names=("seen",),
        agree=if_theirs_has("NoneType None", "int 3"),
        reason="Metaflow's stack does not know the size of a gang",
    ),
    Known(
        cases=("merge_errors",),
        names=("both",),
        agree=if_theirs_has("'MetaflowException'", "'MergeArtifactsException'"),
        reason="flowc's own class of errors in calls of `merge_artifacts` is a MetaflowException",
    ),
    Known(
        cases=("merge_fails",),
        task="join()",
        names=("(failure)",),
        agree=fail_with(*["UnhandledInMergeArtifactsException"] * 2),
        reason="messages are in flowc's own words",
    ),
    Known(
        cases=FAILING,
        names=("before", "kept", "how", "chosen", "items"),
        agree=only_metaflow_has,
        reason="Metaflow keeps the artifacts of an attempt that failed; of one in flowc nothing "
        "is committed but the names of what it held",
    ),
    Known(
        cases=("fails-case",),
        names=("(failure)",),
        agree=fail_with("RuntimeError", "StepError"),
        reason="an exception of flowc's own for a case that there is not",
    ),
    Known(
        cases=("fails-empty",),
        names=("(failure)",),
        agree=lambda theirs, ours: (
            theirs[0] == "InvalidNextException" and ours[0] in {"StepError", "AttributeError"}
        ),
        reason="exceptions of flowc's own for transitions that cannot be",
    ),
    Known(
        cases=("fails-exit",),
        names=("(failure)", "(finished)"),
        agree=lambda theirs, ours: theirs is None and ours in (["SystemExit", "3"], False),
        reason="Metaflow does not know why a step has failed that called `sys.exit`",
    ),
    Known(
        cases=("fails-pickle",),
        names=("(failure)",),
        agree=lambda theirs, ours: theirs is None and ours[0] == "ArtifactError",
        reason="Metaflow does not keep why artifacts could not be saved; flowc names them",
    ),
)
