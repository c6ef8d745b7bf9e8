"""How settings are put into words, the same for a flow and for what is deployed of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compiler.comparison.summary import Settings

YES = "yes"


def json_words(value: object) -> str:
    """Return `value`, made of JSON's types, as JSON in which the order of keys does not count."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def pairs_words(pairs: Iterable[tuple[str, str]]) -> str:
    """Return (key, value) pairs, in the order of their keys."""
    return ", ".join(f"{key}={value}" for key, value in sorted(pairs))


def megabytes_words(amount: str | None) -> str:
    """Return an amount of megabytes, "" for none."""
    return f"{amount} MB" if amount else ""


def gpu_words(count: str, vendor: str | None) -> str:
    """Return a number of GPUs; those of NVIDIA go without saying."""
    return count if vendor in (None, "nvidia") else f"{count} ({vendor})"


def retry_words(times: int, seconds: float, factor: float) -> str:
    """Return how often a step is retried, how long after, and how that grows; "" for never."""
    if times <= 0:
        return ""
    words = [f"{times} {'retry' if times == 1 else 'retries'}"]
    if seconds > 0:
        words.append(f"{seconds:g} s apart")
        words += [f"each time {factor:g} times as long"] if factor > 1 else []
    return ", ".join(words)


def catch_words(variable: str | None) -> str:
    """Return where a caught failure goes; "" if none is caught."""
    return "" if variable is None else f"into {variable}" if variable else YES


def tmpfs_words(size: str | None, path: str | None) -> str:
    """Return a folder in memory: how large, and where if it has a place of its own."""
    return (megabytes_words(size) or YES) + (f" at {path}" if path else "")


def event_words(name: str, flow: str, project: str | None, branch: str | None) -> str:
    """Return what starts a run: an event, or the end of a flow."""
    if name:
        return name
    where = {"project": project, "branch": branch}
    named = ", ".join(f"{word} {value}" for word, value in where.items() if value)
    return f"the end of {flow}" + (f" ({named})" if named else "")


def hook_words(function: str, outcome: str) -> str:
    """Return what is called after a run, and after which."""
    return f"{function} after {outcome}"


def config_settings(value: object) -> Settings:
    """Return what a config holds by its keys; a value that has none stands under "value"."""
    if isinstance(value, dict):
        return {str(key): json_words(part) for key, part in value.items()}
    return {"value": json_words(value)}


def project_settings(name: str, branch: str | None, *, production: bool) -> Settings:
    """Return what a deployment's project says."""
    return given(name=name, branch=branch, production=YES if production else None)


def given(**settings: str | None) -> dict[str, str]:
    """Return the settings that have a value; `_` in a name stands for a space."""
    return {name.replace("_", " "): value for name, value in settings.items() if value}


def given_parts(parts: Mapping[str, Settings]) -> dict[str, Settings]:
    """Return the parts about which anything is set."""
    return {name: settings for name, settings in parts.items() if settings}
