"""What one peer does with objects of a server, as a process of its own: `PEER ACTION BUCKET`.

Prints, as JSON, the wall and CPU seconds of the action alone, and the peak of its memory.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from io import BytesIO
from pathlib import Path

SMALL, SIZE, LARGE = 10_000, 1_000, 1 << 30
THREADS = 64
KEYS = [f"{number:05}" for number in range(SMALL)]
CONTENT = os.urandom(SIZE)

Action = Callable[[], object]


def flowc(bucket: str) -> dict[str, Action]:
    """Use flowc's client for small objects, and artifacts of a store for the large one."""
    from flowc.s3 import S3
    from runtime_shim.artifacts.decode import load
    from runtime_shim.artifacts.encode import save
    from runtime_shim.store.open import open_store

    s3, store = S3(s3root=f"s3://{bucket}/flowc"), open_store(f"s3://{bucket}/store")
    note = Path(tempfile.gettempdir()) / f"{bucket}.ref.json"
    value = _value()

    def save_large() -> None:
        note.write_text(json.dumps(save(store, "F", value(), "x")))

    return {
        "put": lambda: s3.put_many([(key, CONTENT) for key in KEYS]),
        "get": lambda: [found.blob for found in s3.get_many(KEYS)],
        "save": save_large,
        "load": lambda: load(store, "F", json.loads(note.read_text()), "x"),
    }


def store(bucket: str) -> dict[str, Action]:
    """Use flowc's store for small objects, as records are read."""
    from runtime_shim.store.open import open_store
    from runtime_shim.store.remote import RemoteStore
    from runtime_shim.store.workers import each

    there = open_store(f"s3://{bucket}/records")
    assert isinstance(there, RemoteStore)
    return {
        "put": lambda: each(lambda key: there.write(key, CONTENT), KEYS, THREADS),
        "get": lambda: there.read_many(KEYS),
    }


def metaflow(bucket: str) -> dict[str, Action]:
    """Use Metaflow's client."""
    s3 = import_module("metaflow").S3(s3root=f"s3://{bucket}/metaflow")
    value = _value()
    return {
        "put": lambda: s3.put_many([(key, CONTENT) for key in KEYS]),
        "get": lambda: [found.blob for found in s3.get_many(KEYS)],
        "save": lambda: s3.put("large", value()),
        "load": lambda: s3.get("large").blob,
    }


def boto3(bucket: str) -> dict[str, Action]:
    """Use boto3, in threads for small objects."""
    config = import_module("botocore.config").Config(max_pool_connections=THREADS)
    client = import_module("boto3").client("s3", config=config)
    value = _value()

    def put(key: str) -> None:
        client.put_object(Bucket=bucket, Key=f"boto3/{key}", Body=CONTENT)

    def get(key: str) -> bytes:
        found: bytes = client.get_object(Bucket=bucket, Key=f"boto3/{key}")["Body"].read()
        return found

    def load() -> bytes:
        found: bytes = client.get_object(Bucket=bucket, Key="boto3/large")["Body"].read()
        return found

    def many(call: Callable[[str], object]) -> list[object]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(call, KEYS))

    return {
        "put": lambda: many(put),
        "get": lambda: many(get),
        "save": lambda: client.upload_fileobj(BytesIO(value()), bucket, "boto3/large"),
        "load": load,
    }


PEERS: dict[str, Callable[[str], dict[str, Action]]] = {
    "flowc": flowc,
    "its store": store,
    "Metaflow S3": metaflow,
    "boto3": boto3,
}


def _value() -> Callable[[], bytes]:
    """Return what returns the large value, made before the clock runs if it is needed."""
    made = os.urandom(LARGE) if sys.argv[2] == "save" else b""
    return lambda: made


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Do what the arguments say."""
    peer, action, bucket = sys.argv[1:]
    act = PEERS[peer](bucket)[action]
    wall, cpu = time.perf_counter(), _cpu()
    act()
    took = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps(took))


if __name__ == "__main__":
    main()
