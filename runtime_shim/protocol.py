"""The contract between a scheduler and the shim that runs each task, and between tasks.

A scheduler starts a task as an argument vector, never as a shell string:

    python -m runtime_shim step NAME [--from SOURCES] [--to TARGETS] [--at PATH]
                                     [--attempt I --of N] [--timeout SECONDS] [--catch VARIABLE]
                                     [--control DIR]
    python -m runtime_shim hook NAME --outcome success|error

and gives the same environment to every task of a run:

    FLOWC_FLOW     path/of/flow.py:FlowName    the file, relative to the working folder; the class
    FLOWC_STORE    s3://bucket/prefix          where artifacts, logs and records are kept
    FLOWC_RUN      argo-train-flow-x7k2p       the run's id
    FLOWC_PARAMS   JSON                        parameters (first step only): an object of texts by
                                               name, or a list of {"name": …, "value": …}
    FLOWC_CONFIG   JSON                        the flow's configs, as they were when it was compiled
    FLOWC_PROJECT  JSON                        {"name", "branch", "production"} of its project
    FLOWC_ENV      JSON                        variables that the scheduler could not carry as such
    FLOWC_DEFAULTS JSON                        values of variables that are not set otherwise
    FLOWC_TEMPDIR  /mnt/fast                   a folder in memory for temporary files, if asked for
    FLOWC_FAILURES JSON                        what the scheduler says failed (hooks only); an
                                               empty list if that is too long to pass
    FLOWC_USER     name                        who started the run; unset for runs that a scheduler
                                               starts by itself, which belong to the flow's
                                               production namespace
    FLOWC_TARGET   argo, local …               what runs the flow, for the run's record
    FLOWC_TAGS     JSON                        a list of the run's tags
    FLOWC_CARDS    JSON                        a list of {"type", "id", "options"}: the cards of the
                                               step, if others than those of its decorators
    FLOWC_ORIGIN   a run's id                  the run to resume
    FLOWC_RERUN    JSON                        a list of steps that are run again in any case
    FLOWC_LOG      none                        whoever runs the task keeps what it prints

Task path (`--at`): one segment for each enclosing map (`3`) or loop (`~2`), outermost first,
joined by `.`; items and iterations count from 0. The empty path is not passed.

Attempts count from 0: `--attempt I --of N` says that this is attempt I of at most N. A step with
a catch is given one attempt more than its retries; the last one only records the failure.
`--timeout` ends an attempt, `--catch` names the artifact for the failure ("" for none).

Control files, written into DIR when the task is committed: `splits` (the number of items that the
next map has) and `next` (the name of the step that a choice or a loop goes to). `attempt`, the
ordinal under which the attempt is recorded in the store, is written before the step runs.

Exit status: 0 committed, 1 the step raised, 2 the command is wrong, 3 inputs are missing, 4 the
store failed. An attempt that a scheduler ends by SIGTERM records that, and exits with 1. One that
finds the task committed by another, at whatever moment, exits with 0 and the other's control files.

Sources (`--from`) say which tasks a task's inputs are, and need nothing but the task's own path;
the first step has none and is not given any:

    a          the task of step `a` at this path
    a,b        a join: one of each, in the order of the arms
    a|b        a merge: the first of them that ran, descendants before ancestors
    ^a         `a` stands one segment further out; `^^a` two
    a*         a map's join: every item of `a` below this path
    a~         the last iteration of `a` below this path
    a-         the iteration before this one; no such task in iteration 0

Marks after a name apply from left to right: `train*~` is, of every item, the last iteration. `^`
applies before them. A list of alternatives either has `*` first in all of them or in none:

    a|b        the first, in the order written, whose task exists
    a*|b*      for each item below this path, in the order of their numbers, the first of `a` and
               `b` whose task exists in that item
    a-|^b      iteration 0 has no `a-`, so its input is `^b`; every later one's is `a-`
    a-         alternatives that all have `-` mean no input in iteration 0: the loop begins with the
               flow's first step

Targets (`--to`) say where `self.next` may lead, as it was compiled; the last step has none. A step
that goes elsewhere at run time fails. Without `--to` nothing is checked.

    a          to `a`                           self.next(self.a)
    a,b        to all of them                   self.next(self.a, self.b)
    a|b        to the one that is chosen        self.next({…: self.a, …: self.b}, condition=…)
    a*         to `a` for each item             self.next(self.a, foreach=…), num_parallel=…

Parameters travel as text. Text is the value itself for `str` and for `file` (whose value is the
path of the file that the task reads), and JSON for every other type. A `str` or `file` whose text
is `null` or a JSON string in quotes is that JSON value: this is how None, and text that a
scheduler would have changed on its way, are carried. A parameter that takes several values
(`multiple`) is a JSON list; one with a `separator` is one text with the separator in it.

The store is a tree of objects (`runtime_shim.layout` makes the keys). Records are JSON objects:

    <Flow>/runs/<run>/run.json                      flowc.run/1, created once, before any task
    <Flow>/runs/<run>/ended.json                    how a scheduler saw the run end, if it says so
    <Flow>/runs/<run>/removing.json                 the run is being removed: no run may resume it
    <Flow>/runs/<run>/tasks/<step>/<task>/done.json flowc.task/1, created once: this is the commit
                                          <n>.start.json   attempt n began
                                          <n>.failed.json  attempt n failed, and why
                                          <n>.log          what attempt n printed; in a bucket
                                                           parts of it, <n>.log/00000000 …
                                          <name>.card.html a card
    <Flow>/recent/<inverted time>-<run>             an empty object a run; newest first by listing
    <Flow>/tags/<run>/<tag>                         one object a tag that a person added or removed
    <Flow>/blobs/<aa>/<digest>                      content of artifacts, named by what it is; in a
                                                    bucket also chunks of large ones, whose own
                                                    object is the list of the chunks' digests
                                                    (`runtime_shim.store.remote_blobs`)
    <Flow>/data/<run>/…                             what steps keep by `S3(run=self)`
    <Flow>/deployments/<target>/<name>/<n>.json     flowc.deployment/1, created once each time that
                                                    the flow is deployed; n counts from 1

A task is committed by `done.json` alone (`runtime_shim.commit` has the argument). Its fields:

    format      "flowc.task/1"
    flow, run, step, task   the task's identity; task is the path, "0" for the empty one
    uid         32 hexadecimal digits, the attempt's own: tells a lost answer from a lost race
    attempt     the ordinal under which the attempt is recorded in the store, from 0
    retry       the attempt's number as the scheduler counts, from 0
    start, end  seconds since 1970, with fractions
    host, python, pid, user
    inputs      ["step/task", …], in the order of `inputs`
    frames      one for each map around the task, outermost first:
                {"step", "artifact", "index", "count", "items"}: the step that announced the map,
                the artifact it was over ("" for a gang), this task's item, how many, and the ref of
                the list of items (null for a gang, whose item is its index)
    artifacts   {name: ref}, inherited ones included
    parameters  [name, …]: those of `artifacts` that are the run's parameters
    next        the step chosen, or null
    splits      the number of items announced, or null
    items       {"artifact", "items"} if this task announced a map: as in the frames of its items
    caught      what a catch caught ({"type", "message", "traceback"}), or null
    cloned      the run that the task was cloned from, or null

A deployment is recorded after the service has taken it (`compiler.storage.deployments`):

    format      "flowc.deployment/1"
    flow, target, name, number   what was deployed, as what, and the n of the key
    uid         32 hexadecimal digits: tells a lost answer from a lost race
    created     seconds since 1970
    user        who deployed it
    version     flowc's own
    place       where it was deployed to, in words
    identity    what tells that place from others, however it is reached
    digest      of the sources (64 hexadecimal digits), "" if that is not known
    files       [{"path", "sha256", "text"}, …]: what was deployed, as it was emitted
    ir          the flow (`flowc.ir/1`), null if it is too large or not known
    changes     [line, …]: what was new in it, for a person
    back_to     the number of the deployment that it went back to, or null

A ref says how to load an artifact, and is complete in itself (`runtime_shim.artifacts`):

    {"json": value, "type": …}                            small and plain
    {"pickle": base64, "type": …}                         small
    {"pickle": {"blob": digest, "parts": [bytes, …]}, "type": …, "size": bytes}
    {"bytes": …}                                          as pickle, for bytes
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


class Source:
    """A reference to the tasks of one step: `ups` segments further out, then `marks` in order.

    `marks` is a string of `*` (every item), `~` (the last iteration) and `-` (the one before).
    """

    __slots__ = ("marks", "step", "ups")

    def __init__(self, step: str, ups: int = 0, marks: str = "") -> None:
        """Refer to `step` as seen from a task's path."""
        self.step = step
        self.ups = ups
        self.marks = marks

    def __str__(self) -> str:
        return "^" * self.ups + self.step + self.marks

    def __repr__(self) -> str:
        return f"Source({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


class Targets:
    """Where a step may lead: `steps`, and how: "linear", "split", "switch" or "foreach"."""

    __slots__ = ("how", "steps")

    def __init__(self, how: str, steps: tuple[str, ...]) -> None:
        """Lead to `steps`; one alone unless it is a split or a switch."""
        self.how = how
        self.steps = steps

    def __str__(self) -> str:
        if self.how == "foreach":
            return f"{self.steps[0]}*"
        if self.how == "switch":
            return "|".join(self.steps) + "|" * (len(self.steps) == 1)
        return ",".join(self.steps)

    def __repr__(self) -> str:
        return f"Targets({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Targets) and (self.how, self.steps) == (other.how, other.steps)

    def __hash__(self) -> int:
        return hash((self.how, self.steps))


Alternatives = tuple[Source, ...]
Sources = tuple[Alternatives, ...]


def parse_sources(text: str) -> Sources:
    """Read the text of `--from`; "" is the first step's, which has none. Raises ValueError."""
    if not text:
        return ()
    return tuple(
        tuple(_parse_source(source) for source in alternatives.split("|"))
        for alternatives in text.split(",")
    )


def print_sources(sources: Sources) -> str:
    """Return `sources` as `--from` takes it; the inverse of `parse_sources`."""
    return ",".join("|".join(map(str, alternatives)) for alternatives in sources)


def parse_targets(text: str) -> Targets:
    """Read the text of `--to`. Raises ValueError.

    A switch of which every case leads to the same step is written as `a|`.
    """
    how, steps = "linear", [text]
    if text.endswith("*"):
        how, steps = "foreach", [text[:-1]]
    elif "|" in text:
        how, steps = "switch", text.split("|")
        if len(steps) == 2 and not steps[1]:
            steps = steps[:1]
    elif "," in text:
        how, steps = "split", text.split(",")
    if not all(map(is_name, steps)):
        raise ValueError(f"{text!r} are no targets: expected names of steps, as in `a`, `a|b`")
    return Targets(how, tuple(steps))


def _parse_source(text: str) -> Source:
    inner = text.lstrip("^")
    step = inner.rstrip("*~-")
    if not is_name(step):
        raise ValueError(f"{text!r} is no source: expected a step's name, as in `a`, `^a` or `a*~`")
    return Source(step, len(text) - len(inner), inner[len(step) :])


def is_name(text: str) -> bool:
    """Say whether a step can be called so: by any identifier of its language, in any script."""
    word = text.replace("_", "a")
    return (
        bool(word)
        and word[0].isalnum()
        and not word[0].isdecimal()
        and all(letter.isalnum() or letter > "\x7f" for letter in word)
    )


def changed() -> re.Pattern[str]:
    """Return the pattern of what a scheduler or the kubelet would change on the way.

    `{{…}}` and `$(…)` are expanded, `$$` is `$`, a letter beyond ASCII after `$` is broken into its
    bytes, and control characters and rare ones beyond U+FFFF break the JSON that Argo makes.
    """
    import re

    # Compiled when something is: a task never needs it. The module `re` keeps what it compiled.
    return re.compile(
        r"\{(?=\{)|\$(?=[$(]|[^\x00-\x7f])|[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]"
        r"|[\U00010000-\U0001f2ff\U0001f700-\U0001f8ff\U0001fa00-\U0001ffff\U0002a6d7-\U0010ffff]"
    )


def carry_json(value: object) -> str:
    """Return `value` as JSON that reaches a task unchanged through any scheduler."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return changed().sub(_escape, text)


def encode_parameter(kind: str, value: object) -> str:
    """Return the text that a parameter of type `kind` (`str`, `int` …) travels as.

    `value` is made of JSON's types; `kind` is one of `compiler.ir.settings.ParameterType`.
    """
    if kind in {"str", "file"} and isinstance(value, str) and not _needs_json(value):
        return value
    return carry_json(value)


def _needs_json(text: str) -> bool:
    is_json = text == "null" or (len(text) > 1 and text[0] == text[-1] == '"')
    return is_json or changed().search(text) is not None


def _escape(found: re.Match[str]) -> str:
    text = found.group()
    return f"\\u{ord(text):04x}" if text in "{$" else json.dumps(text)[1:-1]
