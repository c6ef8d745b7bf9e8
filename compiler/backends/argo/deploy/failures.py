"""What the Kubernetes API answers when it refuses, as a line that says what to do about it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from compiler.backends.deploying import Conflict, DeployError, NotFound

if TYPE_CHECKING:
    from compiler.backends.argo.deploy.kinds import Kind
    from compiler.backends.argo.deploy.requests import Request

_MANAGER = re.compile(r'conflict with "((?:[^"\\]|\\.)*)"')
_REFUSED = re.compile(r'User "([^"]*)" cannot (\S+) resource "([^"]*)"')
_LONGEST = 500


class Contested(Exception):
    """Others have set fields that are to be set otherwise."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        """Keep the conflicts."""
        super().__init__("fields are contested")
        self.conflicts = conflicts


class Exists(Exception):
    """There is an object of that name."""


class NotInstalled(DeployError):
    """The cluster has no such kind of objects."""


def refusal(request: Request, status: int, body: str) -> Exception:
    """Return what the answer `status` with `body` means."""
    answer = _answer(body)
    said = str(answer.get("message") or body or "").strip()
    match status:
        case 401:
            return DeployError(
                f"{request.host} does not accept the credentials: they are wrong or have expired",
                help="log in again, so that `kubectl auth whoami` works",
            )
        case 403:
            return _forbidden(request, said)
        case 404:
            return _missing(request, answer)
        case 409:
            return _conflict(request, answer, said)
        case 422 | 400:
            return DeployError(f"the cluster refuses {request.subject}: {_short(said)}")
        case _:
            return DeployError(
                f"{request.host} answers {status} to {request.verb} {request.subject}: "
                f"{_short(said) or 'nothing more'}"
            )


def unreachable(request: Request, error: Exception) -> DeployError:
    """Return what it means that there was no answer at all."""
    return DeployError(
        f"{request.host} cannot be reached: {_cause(error)}",
        help="see that the kubeconfig has the right address, and that a VPN is on if one is needed",
    )


def _answer(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _forbidden(request: Request, said: str) -> DeployError:
    found = _REFUSED.search(said)
    if found is None and "exceeded quota" in said:
        return DeployError(f"the cluster refuses {request.subject}: {_short(said)}")
    user, verb, plural = found.groups() if found else ("you", request.verb, request.kind.plural)
    return DeployError(
        f"`{user}` may not {verb} {plural} in the namespace {request.namespace}",
        help=_to_grant(request.kind, verb, plural),
    )


def _to_grant(kind: Kind, verb: str, plural: str) -> str:
    if kind.is_administrators:
        return "leave `--with-rbac` out: an administrator applies permissions, once a namespace"
    group = f".{kind.group}" if kind.group else ""
    return (
        f"have `{verb}` on `{plural}{group}` granted there: the Role `flowc-deployer`, which "
        "`flowc compile --with-rbac` writes, has all that flowc needs"
    )


def _missing(request: Request, answer: dict[str, Any]) -> DeployError:
    details = answer.get("details") or {}
    if details.get("kind") == "namespaces":
        return DeployError(
            f"the cluster has no namespace {request.namespace}",
            help="name another with `--kube-namespace`, or have it created",
        )
    if not details.get("name") and request.kind.product:
        product = request.kind.product
        return NotInstalled(
            f"the cluster has no {request.kind.plural}: {product} is not installed there",
            help=f"have {product} installed, or name another cluster with `--kube-context`",
        )
    return NotFound(f"there is no {request.subject} in the namespace {request.namespace}")


def _conflict(request: Request, answer: dict[str, Any], said: str) -> Exception:
    if answer.get("reason") == "AlreadyExists":
        return Exists(said)
    causes = (answer.get("details") or {}).get("causes") or []
    conflicts = tuple(
        _one(cause) for cause in causes if cause.get("reason") == "FieldManagerConflict"
    )
    if conflicts:
        return Contested(conflicts)
    return DeployError(
        f"somebody else changes {request.subject} at this moment: {_short(said)}",
        help="run the same command again",
    )


def _one(cause: dict[str, Any]) -> Conflict:
    found = _MANAGER.search(cause.get("message", ""))
    field = str(cause.get("field", "")).removeprefix(".")
    return Conflict(field=field, manager=found[1] if found else "somebody else")


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _cause(error: Exception) -> str:
    """Return the innermost reason of a failed request, without the objects it happened in."""
    reason = getattr(error, "reason", None)
    inner = reason if isinstance(reason, Exception) else error.__cause__
    if inner is not None and inner is not error:
        return _cause(inner) if isinstance(inner, Exception) else str(inner)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    text = _short(str(reason or error))
    return re.sub(r"^.*?(HTTPS?Connection\w*\([^)]*\)|<[^>]*>): ", "", text)
