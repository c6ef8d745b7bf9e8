"""The keys of a store: where each record of a run lies, and how names become segments of keys.

Every function returns a key relative to the store's root. Names that are no plain text (tags, ids
of runs that a scheduler made) are escaped, so that a name is always one segment.
"""

from __future__ import annotations

RUN_FORMAT = "flowc.run/1"
TASK_FORMAT = "flowc.task/1"
DEPLOYMENT_FORMAT = "flowc.deployment/1"
EMPTY_PATH = "0"

# Microseconds until the year 5138, so that the newest run is the first in a listing.
_END_OF_TIME = 10**17
_SAFE = "_.+@~-"


def segment(name: str) -> str:
    """Return `name` as one segment of a key; every name has its own.

    None begins with a dot: `.` and `..` are folders, and stores have files like `.new-…`.
    """
    if name.isalnum():
        return name
    text = "".join(char if char.isalnum() or char in _SAFE else _escape(char) for char in name)
    return f"%2E{text[1:]}" if text.startswith(".") else text or "%"


def name_of(text: str) -> str:
    """Return the name that became the segment `text`; `text` itself if none did."""
    begin, *escaped = text.removesuffix("%").encode().split(b"%")
    try:
        data = begin + b"".join(bytes.fromhex(rest[:2].decode()) + rest[2:] for rest in escaped)
        return data.decode("utf-8", "surrogatepass")
    except ValueError:
        return text


def flow_key(flow: str) -> str:
    """Return the folder of everything that is kept of `flow`."""
    return segment(flow)


def run_key(flow: str, run: str) -> str:
    """Return the folder of a run."""
    return f"{segment(flow)}/runs/{segment(run)}"


def run_record(flow: str, run: str) -> str:
    """Return the key of a run's record."""
    return f"{run_key(flow, run)}/run.json"


def ended_record(flow: str, run: str) -> str:
    """Return the key of the record of how a run ended."""
    return f"{run_key(flow, run)}/ended.json"


def removing_record(flow: str, run: str) -> str:
    """Return the key of the mark that a run is being removed, and may not be resumed."""
    return f"{run_key(flow, run)}/removing.json"


def data_key(flow: str, run: str) -> str:
    """Return the folder of what the steps of a run keep by `S3(run=self)`."""
    return f"{segment(flow)}/data/{segment(run)}"


def step_key(flow: str, run: str, step: str) -> str:
    """Return the folder of a step's tasks."""
    return f"{run_key(flow, run)}/tasks/{segment(step)}"


def task_key(flow: str, run: str, step: str, task: str) -> str:
    """Return the folder of a task; `task` is its path, "" or "0" the empty one."""
    return f"{step_key(flow, run, step)}/{task or EMPTY_PATH}"


def manifest(flow: str, run: str, step: str, task: str) -> str:
    """Return the key of a task's manifest, whose existence is the task's being done."""
    return f"{task_key(flow, run, step, task)}/done.json"


def blobs_key(flow: str) -> str:
    """Return the folder of a flow's blobs."""
    return f"{segment(flow)}/blobs"


def recent_key(flow: str) -> str:
    """Return the folder that lists a flow's runs, newest first."""
    return f"{segment(flow)}/recent"


def recent_entry(flow: str, run: str, created: float) -> str:
    """Return the key that lists a run; `created` is in seconds since 1970."""
    return f"{recent_key(flow)}/{_END_OF_TIME - round(created * 10**6):017d}-{segment(run)}"


def run_of_entry(name: str) -> tuple[str, float]:
    """Return the run, and when it was created, of an entry in the folder of recent runs."""
    inverted, _, run = name.partition("-")
    return name_of(run), (_END_OF_TIME - int(inverted)) / 10**6


def tags_key(flow: str, run: str) -> str:
    """Return the folder of what people changed about a run's tags."""
    return f"{segment(flow)}/tags/{segment(run)}"


def deployments_key(flow: str) -> str:
    """Return the folder of a flow's deployments: targets, and the names that it has there."""
    return f"{segment(flow)}/deployments"


def deployed_key(flow: str, target: str, name: str) -> str:
    """Return the folder of the deployments of a flow on a target under one name."""
    return f"{deployments_key(flow)}/{segment(target)}/{segment(name)}"


def deployment_record(flow: str, target: str, name: str, number: int) -> str:
    """Return the key of the record of a deployment; `number` counts from 1."""
    return f"{deployed_key(flow, target, name)}/{number}.json"


def _escape(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
