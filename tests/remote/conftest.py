"""An S3 server and a proxy before it, for each process of the tests."""

from __future__ import annotations

import datetime as dt
import http.client
import logging
from collections.abc import Iterator
from itertools import count

import pytest
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from runtime_shim.store.remote import RemoteStore
from tests.remote.proxy import Proxy

_numbers = count()


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """Serve S3 from memory; return the port."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield server.get_host_and_port()[1]
    finally:
        server.stop()


@pytest.fixture(scope="session")
def running_proxy(port: int) -> Iterator[Proxy]:
    with Proxy(port).running() as proxy:
        yield proxy


@pytest.fixture
def proxy(running_proxy: Proxy) -> Iterator[Proxy]:
    """Return the proxy without faults."""
    running_proxy.calm()
    yield running_proxy
    running_proxy.calm()


@pytest.fixture
def url(port: int, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a folder in a new bucket, which the environment leads to."""
    bucket = f"bucket-{next(_numbers)}"
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("PUT", f"/{bucket}")
    assert connection.getresponse().status == 200
    connection.close()
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "name")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not secret")
    return f"s3://{bucket}/some folder/x"


@pytest.fixture
def store(url: str) -> RemoteStore:
    """Return a store that is empty."""
    return RemoteStore(url)


def age(store: RemoteStore, key: str, seconds: float) -> None:
    """Make an object of the server older than it is."""
    bucket, _, prefix = store.url.removeprefix("s3://").partition("/")
    found = s3_backends["123456789012"]["aws"].buckets[bucket].keys[f"{prefix}/{key}"]
    found.last_modified -= dt.timedelta(seconds=seconds)
