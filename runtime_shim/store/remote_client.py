"""Connects to the bucket that a URL names, with the credentials and settings of the environment.

    s3://bucket/prefix       AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE …
    gs://bucket/prefix       GOOGLE_APPLICATION_CREDENTIALS …
    az://container/prefix    AZURE_STORAGE_ACCOUNT_NAME, AZURE_STORAGE_ACCOUNT_KEY …

What is not set comes from where the task runs: a role of the machine, pod or container.
"""

from __future__ import annotations

import os
from datetime import timedelta

from runtime_shim.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from obstore.store import AzureStore, ClientConfig, GCSStore, RetryConfig, S3Store

    Client = S3Store | GCSStore | AzureStore

_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
# With one of these, obstore finds credentials without reading AWS's own files.
_CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
)
_FILES = (
    ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    ("AWS_CONFIG_FILE", "~/.aws/config"),
)


def split_url(url: str) -> tuple[str, str, str]:
    """Return scheme, bucket and prefix of `url`; raises StoreError if it has no bucket."""
    scheme, _, rest = url.partition("://")
    bucket, _, prefix = rest.partition("/")
    prefix = prefix.strip("/")
    if not bucket:
        raise StoreError(f"`{url}` names no bucket: write {scheme}://bucket/prefix")
    if prefix and any(segment in {"", ".", ".."} for segment in prefix.split("/")):
        raise StoreError(f"`{url}` has an empty segment, `.` or `..` in its path")
    return scheme, bucket, prefix


def connect(
    url: str, tries: int, seconds: float, config: Mapping[str, str] | None = None
) -> Client:
    """Return a client for everything below `url`; nothing is sent yet.

    A request is repeated by the client, up to `tries` times in `seconds`, where that is harmless.
    `config` has settings of obstore's beside those of the environment.
    """
    scheme, bucket, prefix = split_url(url)
    try:
        from obstore.exceptions import BaseError
        from obstore.store import AzureStore, GCSStore
    except ImportError:
        extra = {"gs": "gcs", "az": "azure"}.get(scheme, "s3")
        message = f"`{url}` needs the package `obstore`: pip install 'flowc[{extra}]'"
        raise StoreError(message) from None
    environ = os.environ  # noqa: TID251 - where every client of these services is configured
    where: dict[str, Any] = {
        "prefix": prefix or None,
        "client_options": _client_options(scheme, environ, seconds),
        "retry_config": _retries(tries, seconds),
        **(config or {}),
    }
    try:
        if scheme == "gs":
            return GCSStore(bucket, **where)
        if scheme == "az":
            return AzureStore(bucket, **where)
        return _s3(bucket, where, environ)
    except (BaseError, ValueError) as error:
        raise StoreError(f"`{url}` cannot be used: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    if "No CA certificates" in str(error):
        return "no certificates of authorities are installed here (Debian: ca-certificates)"
    return str(error).partition("\n")[0]


def endpoint(environ: Mapping[str, str]) -> str:
    """Return the URL of the S3 server that the environment names; "" for AWS's own."""
    return next((environ[name] for name in _ENDPOINTS if environ.get(name)), "")


def _client_options(scheme: str, environ: Mapping[str, str], seconds: float) -> ClientConfig:
    # A request that is not answered in half of the time leaves time for another.
    options: ClientConfig = {"timeout": timedelta(seconds=max(seconds / 2, 1))}
    if scheme == "s3" and endpoint(environ).startswith("http://"):
        options["allow_http"] = True
    return options


def _retries(tries: int, seconds: float) -> RetryConfig:
    return {
        "max_retries": tries,
        "retry_timeout": timedelta(seconds=seconds),
        "backoff": {"max_backoff": timedelta(seconds=10)},
    }


def _s3(bucket: str, where: dict[str, Any], environ: Mapping[str, str]) -> S3Store:
    from obstore.store import S3Store

    provider = _provider(environ)
    known = {"region": _region(environ)} | (provider.config if provider is not None else {})
    server = endpoint(environ)
    if server:
        known["endpoint"] = server
    return S3Store(bucket, credential_provider=provider, **where, **known)


def _region(environ: Mapping[str, str]) -> str:
    return environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def _provider(environ: Mapping[str, str]) -> Any:
    """Return what asks boto3 for credentials, if only AWS's own files have them; else None."""
    profile = environ.get("AWS_PROFILE")
    if any(environ.get(name) for name in _CREDENTIALS) and not profile:
        return None
    if not profile and not any(_exists(environ, *names) for names in _FILES):
        return None
    provider = _boto3_provider()
    if provider is None and profile:
        raise StoreError("`AWS_PROFILE` is set, which needs boto3: pip install 'flowc[aws]'")
    if provider is None:
        return None
    try:
        return provider()
    except ValueError:
        return None


def _boto3_provider() -> Callable[[], Any] | None:
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider
    except ImportError:
        return None
    return Boto3CredentialProvider


def _exists(environ: Mapping[str, str], variable: str, usual: str) -> bool:
    return os.path.exists(environ.get(variable) or os.path.expanduser(usual))
