"""Parsers for Configs: from the text of a file that lists packages to `packages` and `python`.

requests>=2.0      {"packages": {"requests": ">=2.0"}, "python": None}
"""

from __future__ import annotations

import re

from flowc.exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Listed = dict[str, Any]

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[(?P<extras>[^\]]*)\])?\s*"
    r"(?:@\s*(?P<url>\S+)|\(?(?P<versions>[^;@()]*)\)?)\s*(?P<marker>;.*)?"
)
_VERSIONS = re.compile(r"(?:(?:===|[=<>!~]=|<|>)\s*[^\s,=<>!~]+(?:\s*,\s*|$))*")
_CONDA = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(?P<version>\s*[=<>!~].+)?")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")


class ParserValueError(MetaflowException):
    """The text is not what the parser reads."""

    headline = "Value error"


def yaml_parser(content: str) -> Any:
    """Return what YAML text holds; needs the package `pyyaml`."""
    from importlib import import_module  # noqa: PLC0415 - only those who call it need it

    return import_module("yaml").safe_load(content)


def requirements_txt_parser(content: str) -> Listed:
    """Return the packages of a requirements.txt."""
    lines = (_COMMENT.sub("", line).strip() for line in content.splitlines())
    return _listed(line for line in lines if line and line != "-e file:.")


def pyproject_toml_parser(content: str) -> Listed:
    """Return the dependencies of a pyproject.toml, and the Python that it requires."""
    import tomllib  # noqa: PLC0415 - only those who call it need it

    project = tomllib.loads(content).get("project", {})
    python = project.get("requires-python")
    return _listed(project.get("dependencies", []), python and python.lstrip("=").strip())


def conda_environment_yml_parser(content: str) -> Listed:
    """Return the packages of a plain environment.yml."""
    found: Listed = {"packages": {}, "python": None}
    is_inside = False
    for written in content.splitlines():
        line = _COMMENT.sub("", written).strip()
        if not line:
            continue
        is_inside = line.lower().startswith("dependencies:") or (is_inside and line[0] == "-")
        if not is_inside or line[0] != "-":
            continue
        package = _CONDA.fullmatch(line[1:].strip())
        if package is None:
            raise ParserValueError(f"`{line}` is no package of conda with its version")
        version = (package["version"] or "").strip()
        _add(found, package["name"], version.lstrip("= "), line)
    return found


def _listed(requirements: Iterable[str], python: str | None = None) -> Listed:
    found: Listed = {"packages": {}, "python": python}
    for written in requirements:
        line = written.strip()
        parts = _REQUIREMENT.fullmatch(line)
        versions = ((parts and parts["versions"]) or "").strip()
        if parts is None or not _VERSIONS.fullmatch(versions):
            raise ParserValueError(f"`{line}` is no requirement (PEP 508)")
        if parts["marker"]:
            raise ParserValueError(f"`{line}` holds on some platforms only: markers are not read")
        name = parts["name"]
        if parts["extras"]:
            name += "[" + ",".join(part.strip() for part in parts["extras"].split(",")) + "]"
        if parts["url"]:
            name += "@" + parts["url"]
        _add(found, name, _plain(versions), line)
    return found


def _plain(versions: str) -> str:
    """Return `2.0` for `==2.0`; several specifications are sorted, as Metaflow has them."""
    several = sorted(filter(None, "".join(versions.split()).split(",")))
    return ",".join(several).removeprefix("===").removeprefix("==")


def _add(found: Listed, name: str, version: str, line: str) -> None:
    if name.lower() != "python":
        found["packages"][name] = version
    elif found["python"] and version:
        raise ParserValueError(f"`{line}` names a version of Python, as another line does")
    else:
        found["python"] = version or None
