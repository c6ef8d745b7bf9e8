"""`python -m tests.remote.scenario metaflow|flowc s3://bucket`: what a client of S3 answers.

The same calls to Metaflow's client and to flowc's; the answers are printed as JSON, one a line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

_SHOWN = (
    *("url", "key", "prefix", "exists", "size", "downloaded", "has_info", "metadata"),
    *("content_type", "range_info", "encryption"),
)


class Recorder:
    """Prints what calls return, or the name of what they raise."""

    def __init__(self, temporary: Path) -> None:
        self.temporary = temporary

    def __call__(self, name: str, call: Callable[[], Any]) -> None:
        try:
            found: Any = _plain(call())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            found = f"raised {type(error).__name__}"
        print(json.dumps([name, found], sort_keys=True), flush=True)


def _plain(found: Any) -> Any:
    if isinstance(found, list):
        return [_plain(item) for item in found]
    if not hasattr(found, "downloaded"):
        return found
    seen = {name: getattr(found, name) for name in _SHOWN}
    seen |= {"text": found.text, "modified": type(found.last_modified).__name__}
    seen["is file"] = found.path is not None and Path(found.path).is_file()
    return seen


def main(whose: str, bucket: str) -> None:
    name = "metaflow.plugins.datatools.s3.s3" if whose == "metaflow" else "flowc.s3"
    client: Any = import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        record = Recorder(Path(folder))
        os.chdir(folder)
        (record.temporary / "local.bin").write_bytes(b"local")
        with client.S3(s3root=f"{bucket}/some/base/") as s3:
            put(record, s3, client, bucket)
            get(record, s3, client, bucket)
            listings(record, s3)
            last = s3.get("a/0.txt").path
        record("the end", lambda: Path(last).exists())
        without_root(record, client, bucket)


def put(record: Recorder, s3: Any, client: Any, bucket: str) -> None:
    record("text", lambda: s3.put("a/0.txt", "text ü"))
    info = {"content_type": "text/plain", "metadata": {"k": "v", "N": "2"}}
    record("bytes", lambda: s3.put("a/b/1.txt", b"bytes", **info))
    record("not over", lambda: s3.put("a/0.txt", "other", overwrite=False))
    described = client.S3PutObject(
        *("f/4.txt", "four"),
        *(None, "x/y", None, {"m": "n"}),
    )
    record("many", lambda: s3.put_many([("a/d/e/3.txt", "3"), described]))
    record("many not over", lambda: s3.put_many([("f/4.txt", "x"), ("zz", "zz")], overwrite=False))
    record("files", lambda: s3.put_files([("file", "local.bin")]))
    record("no file", lambda: s3.put_files([("file", "none.bin")]))
    with Path("local.bin").open("rb") as file:
        record("open file", lambda: s3.put("open", file))
    record("BytesIO", lambda: s3.put("io", BytesIO(b"xyz")))
    for wrong in (5, None, StringIO("xyz"), bytearray(b"x")):
        record(f"put {type(wrong).__name__}", partial(s3.put, "wrong", wrong))
    record("put elsewhere", lambda: s3.put(f"{bucket}/else/where", "x"))


def get(record: Recorder, s3: Any, client: Any, bucket: str) -> None:
    record("get", lambda: s3.get("a/0.txt"))
    record("get described", lambda: s3.get("a/b/1.txt"))
    record("get without info", lambda: s3.get("a/b/1.txt", return_info=False))
    record("get missing", lambda: s3.get("none"))
    record("get missing quietly", lambda: s3.get("none", return_missing=True))
    record("get nothing", s3.get)
    record("get with slash", lambda: s3.get("/a/0.txt"))
    record("get absolute", lambda: s3.get(f"{bucket}/some/base/a/0.txt"))
    for begin, length in ((1, 2), (3, 100), (0, 5), (100, 5)):
        part = client.S3GetObject("a/b/1.txt", begin, length)
        record(f"get {begin} {length}", partial(s3.get, part))
    keys = ["a/0.txt", client.S3GetObject("a/b/1.txt", 1, 2), "zz"]
    record("get many", lambda: s3.get_many(keys))
    record("get many missing", lambda: s3.get_many(["zz", "none"]))
    record("get many missing quietly", lambda: s3.get_many(["zz", "none"], return_missing=True))
    record("get recursive", lambda: s3.get_recursive(["a", "f/", "none"]))
    record("get all", lambda: [found.url for found in s3.get_all()])
    record("info", lambda: s3.info("a/b/1.txt"))
    record("info missing", lambda: s3.info("none"))
    record("info of a folder", lambda: s3.info("a", return_missing=True))
    record("info many", lambda: s3.info_many(["a/b/1.txt", "none"], return_missing=True))
    record("info many missing", lambda: s3.info_many(["a/b/1.txt", "none"]))


def listings(record: Recorder, s3: Any) -> None:
    record("paths", s3.list_paths)
    record("paths below", lambda: s3.list_paths(["a", "f/", "none", "a/0"]))
    record("recursive", s3.list_recursive)
    record("recursive below", lambda: s3.list_recursive(["a", "f/", "none", "a/0"]))


def without_root(record: Recorder, client: Any, bucket: str) -> None:
    root = f"{bucket}/some/base"
    record("wrong root", lambda: client.S3(s3root="none"))
    record("wrong run", lambda: client.S3(run=5))
    with client.S3() as s3:
        record("full get", lambda: s3.get(f"{root}/f/4.txt"))
        record("full put", lambda: s3.put(f"{root}/zzz", "b"))
        record("full paths", lambda: s3.list_paths([f"{root}/f"]))
        record("full recursive", lambda: s3.get_recursive([f"{root}/f/"]))
        for name in ("get", "list_paths", "get_all", "info"):
            record(f"no {name}", getattr(s3, name))
        record("short get", lambda: s3.get("a"))
        record("short put", lambda: s3.put("a", "b"))
        record("http", lambda: s3.get("http://x/y"))
        record("no bucket", lambda: s3.get("s3://no-such-bucket-here/x"))


if __name__ == "__main__":
    main(*sys.argv[1:])
