"""Which URLs are stores, and where credentials and settings come from."""

from __future__ import annotations

import builtins
import os
from pathlib import Path
from typing import Any

import pytest
from obstore.store import AzureStore, GCSStore, S3Store

from runtime_shim.errors import StoreError
from runtime_shim.store.open import open_store
from runtime_shim.store.remote import RemoteStore
from runtime_shim.store.remote_client import split_url


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("AWS_", "AZURE_", "GOOGLE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def client(url: str) -> Any:
    store = open_store(url)
    assert isinstance(store, RemoteStore)
    return store.calls.client


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("s3://b", ("s3", "b", "")),
        ("s3://b/", ("s3", "b", "")),
        ("s3://b/a/ü x%20/", ("s3", "b", "a/ü x%20")),
    ],
)
def test_a_url_has_a_bucket_and_a_prefix(url: str, parts: tuple[str, str, str]) -> None:
    assert split_url(url) == parts


@pytest.mark.parametrize("url", ["s3://", "s3:///a", "s3://b/a//c", "s3://b/../c", "gs://b/./c"])
def test_a_url_that_names_no_place_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match=f"`{url}`"):
        open_store(url)


def test_each_scheme_has_its_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    assert isinstance(client("s3://bucket/a/b"), S3Store)
    assert isinstance(client("gs://bucket/a/b"), GCSStore)
    azure = client("az://container/a/b")
    assert isinstance(azure, AzureStore)
    assert azure.config["container_name"] == "container"
    assert azure.prefix == "a/b"


def test_an_account_that_is_missing_is_said_to_be() -> None:
    with pytest.raises(StoreError, match=r"`az://container/x` cannot be used: .*ccount must be"):
        open_store("az://container/x")


def test_an_image_without_certificates_is_told_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)
    with pytest.raises(StoreError, match="no certificates of authorities are installed here"):
        open_store("s3://bucket/x")


def test_the_region_is_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    assert client("s3://b").config["region"] == "us-east-1"
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    assert client("s3://b").config["region"] == "eu-central-1"
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    assert client("s3://b").config["region"] == "eu-west-3"


def test_the_endpoint_is_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "allow_http" not in client("s3://b").client_options
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:9000")
    assert client("s3://b").config["endpoint"] == "http://localhost:9000"
    assert client("s3://b").client_options["allow_http"]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://localhost:9001")
    assert client("s3://b").config["endpoint"] == "https://localhost:9001"
    assert "allow_http" not in client("s3://b").client_options


def test_credentials_come_from_a_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("boto3")
    folder = tmp_path / ".aws"
    folder.mkdir()
    credentials = "[other]\naws_access_key_id = {0}\naws_secret_access_key = x\n"
    (folder / "credentials").write_text(
        credentials.format("theirs").replace("other", "default") + credentials.format("ours")
    )
    (folder / "config").write_text("[profile other]\nregion = eu-north-1\n")
    assert client("s3://b").credential_provider()["access_key_id"] == "theirs"
    monkeypatch.setenv("AWS_PROFILE", "other")
    assert client("s3://b").credential_provider()["access_key_id"] == "ours"
    assert client("s3://b").config["region"] == "eu-north-1"
    monkeypatch.delenv("AWS_PROFILE")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of the environment")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not secret")
    assert client("s3://b").credential_provider is None


def test_a_profile_needs_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "other")
    forbid(monkeypatch, "obstore.auth")
    with pytest.raises(StoreError, match=r"`AWS_PROFILE` is set, .* pip install 'flowc\[aws\]'"):
        open_store("s3://b")


@pytest.mark.parametrize(("scheme", "extra"), [("s3", "s3"), ("gs", "gcs"), ("az", "azure")])
def test_without_obstore_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, scheme: str, extra: str
) -> None:
    forbid(monkeypatch, "obstore")
    with pytest.raises(StoreError, match=rf"needs the package `obstore`: .*'flowc\[{extra}\]'"):
        open_store(f"{scheme}://b")


def forbid(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let `package` be one that is not installed."""
    real = builtins.__import__

    def refuse(name: str, *args: Any) -> Any:
        if name == package or name.startswith(package + "."):
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", refuse)
