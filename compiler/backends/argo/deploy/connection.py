"""Connects to a cluster: as a kubeconfig says, or as the pod that flowc runs in may."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.backends.argo.deploy.api import Api
from compiler.backends.deploying import DeployError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compiler.backends.argo.settings import ArgoSettings

_TRIES = 10
"""As many times as Go's client for Kubernetes, which `kubectl` uses, tries what is put off."""

_BROKEN = (OSError, KeyError, TypeError, ValueError, AttributeError)
_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


def connect(
    settings: ArgoSettings, connection: Mapping[str, str | None], environ: Mapping[str, str]
) -> Api:
    """Return the API of the cluster that is configured; raises DeployError."""
    _module("kubernetes")
    wanted = connection.get("kube-context") or settings.context
    namespace = connection.get("kube-namespace") or settings.namespace
    file = _kubeconfig(environ)
    if file is None and wanted is None and "KUBERNETES_SERVICE_HOST" in environ:
        return _from_pod(namespace, environ)
    if file is None:
        raise DeployError(
            "there is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster",
            help="get one as your cluster's provider says, and see that `kubectl get pods` works",
        )
    return _from_file(file, wanted, namespace)


def _kubeconfig(environ: Mapping[str, str]) -> str | None:
    if environ.get("KUBECONFIG"):
        return environ["KUBECONFIG"]
    home = environ.get("HOME") or environ.get("USERPROFILE")
    path = Path(home, ".kube", "config") if home else None
    return str(path) if path and path.is_file() else None


def _from_file(file: str, wanted: str | None, namespace: str | None) -> Api:
    config = _module("kubernetes.config")
    configuration = _module("kubernetes.client").Configuration()
    try:
        contexts, current = config.list_kube_config_contexts(config_file=file)
        name = wanted or current["name"]
        found = [context for context in contexts if context["name"] == name]
        if not found:
            listed = ", ".join(f"`{context['name']}`" for context in contexts)
            raise DeployError(
                f"the kubeconfig `{file}` has no context `{name}`", help=f"it has {listed}"
            )
        config.load_kube_config(
            config_file=file,
            context=name,
            client_configuration=configuration,
            persist_config=False,
        )
    except (config.ConfigException, _module("yaml").YAMLError, *_BROKEN) as error:
        raise DeployError(f"the kubeconfig `{file}` cannot be used: {_line(error)}") from error
    namespace = namespace or found[0].get("context", {}).get("namespace") or "default"
    return _api(configuration, namespace, f" (context {name})")


def _from_pod(namespace: str | None, environ: Mapping[str, str]) -> Api:
    config = _module("kubernetes.config.incluster_config")
    configuration = _module("kubernetes.client").Configuration()
    token, certificate = str(_ACCOUNT / "token"), str(_ACCOUNT / "ca.crt")
    try:
        loader = config.InClusterConfigLoader(token, certificate, environ=dict(environ))
        loader.load_and_set(configuration)
        own = (_ACCOUNT / "namespace").read_text(encoding="utf-8").strip()
    except (config.ConfigException, OSError) as error:
        raise DeployError(
            f"this pod's service account cannot be used: {_line(error)}",
            help="see that the pod has `automountServiceAccountToken`, or set KUBECONFIG",
        ) from error
    return _api(configuration, namespace or own or "default", " (this pod's service account)")


def _api(configuration: Any, namespace: str, how: str) -> Api:
    configuration.retries = _patience()
    place = f"namespace {namespace} of {configuration.host}{how}"
    client = _module("kubernetes.client").ApiClient(configuration)
    return Api(client=client, namespace=namespace, place=place)


def _patience() -> Any:
    """Return what is tried again for any verb: what the server puts off, by a `Retry-After`.

    It has not begun to do it then. After lost connections `Api` tries reads again by itself: the
    client would report each on stderr, and cannot tell whether a change was made.
    """
    return _module("urllib3").Retry(
        total=_TRIES,
        connect=False,
        read=False,
        other=0,
        allowed_methods=None,
        raise_on_status=False,
    )


def _module(name: str) -> Any:
    """Import a part of the official client: an extra, slow to import, and without types."""
    try:
        return import_module(name)
    except ImportError as error:
        raise DeployError(
            "the Python package `kubernetes` is not installed",
            help="pip install 'flowc[argo]'",
        ) from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
