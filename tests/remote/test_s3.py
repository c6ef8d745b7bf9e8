"""`S3` in a bucket and in a folder: the same objects, listings and errors."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flowc.client.run import Run
from flowc.client.scope import Scope
from flowc.exception import MetaflowException
from flowc.s3 import (
    S3,
    MetaflowS3AccessDenied,
    MetaflowS3Exception,
    MetaflowS3InvalidObject,
    MetaflowS3InvalidRange,
    MetaflowS3NotFound,
    MetaflowS3URLException,
    S3GetObject,
    S3PutObject,
)
from runtime_shim.store.open import open_store
from tests.client.building import Builder
from tests.remote.proxy import Proxy
from tests.shim.driving import Driver

MIB = 1 << 20
LARGE = random.Random(5).randbytes(20 * MIB + 5)


@pytest.fixture(params=["bucket", "folder"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return f"file://{tmp_path}/objects/x"
    url: str = request.getfixturevalue("url")
    return url


def test_what_is_put_is_got(root: str) -> None:
    with S3(s3root=root) as s3:
        assert s3.put("a/ü 1.txt", "text ü") == f"{root}/a/ü 1.txt"
        assert s3.put("a/empty", b"") == f"{root}/a/empty"
        found = s3.get("a/ü 1.txt")
        assert (found.text, found.blob, found.size) == ("text ü", "text ü".encode(), 7)
        assert (found.url, found.key, found.prefix) == (f"{root}/a/ü 1.txt", "a/ü 1.txt", root)
        assert found.exists
        assert found.downloaded
        assert s3.get("a/empty").blob == b""


def test_the_content_is_replaced_unless_that_is_not_wished(root: str) -> None:
    with S3(s3root=root) as s3:
        s3.put("a", "1")
        s3.put("a", "2", overwrite=False)
        assert s3.get("a").text == "1"
        s3.put("a", "3")
        assert s3.get("a").text == "3"
        assert s3.put_many([("a", "4"), ("b", "5")], overwrite=False) == [("b", f"{root}/b")]
        assert [found.text for found in s3.get_many(["a", "b"])] == ["3", "5"]


def test_types_and_metadata_are_kept(root: str) -> None:
    with S3(s3root=root) as s3:
        s3.put("a", "x", content_type="text/csv", metadata={"rows": 3, "ü": ["é"]})
        s3.put_many([S3PutObject("b", "y", content_type="a/b"), ("c", "z")])
        found = s3.get("a")
        assert (found.content_type, found.metadata) == ("text/csv", {"rows": 3, "ü": ["é"]})
        assert s3.info("a").metadata == {"rows": 3, "ü": ["é"]}
        assert s3.info("b").content_type == "a/b"
        assert s3.info("c").metadata is None
        assert not s3.get("a", return_info=False).has_info
        assert [found.key for found in s3.list_recursive()] == ["a", "b", "c"]
        s3.put("a", "x")
        assert s3.get("a").metadata is None


def test_a_download_is_a_file_until_the_end(root: str) -> None:
    with S3(s3root=root) as s3:
        s3.put("some/table.csv", "1,2")
        path = s3.get("some/table.csv").path
        assert path is not None
        assert path.endswith("table.csv")
        assert Path(path).read_text() == "1,2"
        Path(path).write_text("changed")
        assert s3.get("some/table.csv").text == "1,2"
    assert not Path(path).exists()
    s3.close()


def test_downloads_go_where_they_should(root: str, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    with S3(str(folder), s3root=root) as s3:
        s3.put("a", "x")
        assert str(s3.get("a").path).startswith(f"{folder}/")
    assert list(folder.iterdir()) == []


def test_a_client_can_be_used_again_after_it_was_closed(root: str) -> None:
    s3 = S3(s3root=root)
    s3.put("a", "x")
    s3.get("a")
    s3.close()
    assert s3.get("a").text == "x"
    s3.close()


@pytest.mark.parametrize("how", ["bytes", "file"])
def test_a_large_object_is_moved_whole(root: str, tmp_path: Path, how: str) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    with S3(s3root=root) as s3:
        if how == "bytes":
            s3.put("large", LARGE)
        else:
            assert s3.put_files([("large", str(path)), ("small", str(path))]) == [
                ("large", f"{root}/large"),
                ("small", f"{root}/small"),
            ]
        found = s3.get("large")
        assert found.blob == LARGE
        assert found.size == len(LARGE)
        part = s3.get(S3GetObject("large", 5, 17 * MIB))
        assert part.blob == LARGE[5 : 17 * MIB + 5]
        assert part.range_info == (len(LARGE), 5, 17 * MIB)


def test_many_are_got_in_their_order(root: str) -> None:
    names = [f"n/{number}" for number in range(100)]
    with S3(s3root=root) as s3:
        assert s3.put_many([(name, name) for name in names]) == [
            (name, f"{root}/{name}") for name in names
        ]
        assert [found.text for found in s3.get_many(reversed(names))] == names[::-1]
        assert sorted(str(found.text) for found in s3.get_recursive(["n"])) == sorted(names)
        assert len(s3.get_all()) == 100


@pytest.mark.parametrize(
    ("begin", "length", "expected"),
    [(0, 3, "012"), (2, 3, "234"), (8, 100, "89"), (0, None, "0123456789"), (7, None, "789")],
)
def test_a_part_is_got(root: str, begin: int, length: int | None, expected: str) -> None:
    with S3(s3root=root) as s3:
        s3.put("digits", "0123456789")
        found = s3.get(S3GetObject("digits", begin, length))
        assert found.text == expected
        assert found.range_info == (10, begin, len(expected))


@pytest.mark.parametrize(("begin", "length"), [(10, 1), (99, None), (-1, 3), (0, 0), (0, -5)])
def test_a_part_that_is_not_there_is_refused(root: str, begin: int, length: int | None) -> None:
    with S3(s3root=root) as s3:
        s3.put("digits", "0123456789")
        with pytest.raises(MetaflowS3InvalidRange, match="digits"):
            s3.get(S3GetObject("digits", begin, length))


def test_what_is_missing_is_named_or_returned(root: str) -> None:
    with S3(s3root=root) as s3:
        s3.put("a", "x")
        for call in (s3.get, s3.info):
            with pytest.raises(MetaflowS3NotFound, match=f"{root}/none"):
                call("none")
            assert not call("none", return_missing=True).exists
        for many in (s3.get_many, s3.info_many):
            with pytest.raises(MetaflowS3NotFound, match=f"{root}/none"):
                many(["a", "none"])
            found = many(["a", "none"], return_missing=True)
            assert [item.exists for item in found] == [True, False]
        assert s3.get_recursive(["none"]) == []
        with pytest.raises(MetaflowS3NotFound, match="no local file `/no/such`"):
            s3.put_files([("a", "/no/such")])


def test_listings_are_of_one_level_or_of_all(root: str) -> None:
    with S3(s3root=root) as s3:
        s3.put_many([(key, key) for key in ("a/0.txt", "a/b/1.txt", "a/c/2.txt", "f/4", "ab", "z")])
        paths = [(found.key, found.exists) for found in s3.list_paths()]
        assert paths == [("ab", True), ("z", True), ("a", False), ("f", False)]
        below = [(found.key, found.exists, found.url) for found in s3.list_paths(["a", "f"])]
        assert below == [
            ("0.txt", True, f"{root}/a/0.txt"),
            ("b", False, f"{root}/a/b/"),
            ("c", False, f"{root}/a/c/"),
            ("4", True, f"{root}/f/4"),
        ]
        assert [found.key for found in s3.list_recursive(["a/"])] == ["0.txt", "b/1.txt", "c/2.txt"]
        every = {found.key: found.size for found in s3.list_recursive()}
        assert every == {"a/0.txt": 7, "a/b/1.txt": 9, "a/c/2.txt": 9, "ab": 2, "f/4": 3, "z": 1}
        assert {found.key for found in s3.get_recursive(["a/"])} == {"0.txt", "b/1.txt", "c/2.txt"}
        assert sorted(found.url for found in s3.get_recursive(["a"])) == [
            f"{root}/{key}" for key in ("a/0.txt", "a/b/1.txt", "a/c/2.txt", "ab")
        ]


def test_full_addresses_need_no_root(root: str) -> None:
    with S3() as s3:
        url = s3.put(f"{root}/a", "x")
        found = s3.get(url)
        assert (found.text, found.key, found.url, found.prefix) == ("x", url, url, None)
        assert [item.url for item in s3.list_paths([root])] == [url]
        calls: list[Any] = [s3.get, s3.list_paths, s3.get_all, s3.list_recursive, s3.info]
        for call in calls:
            with pytest.raises(MetaflowS3URLException):
                call()
        with pytest.raises(MetaflowS3URLException, match="'a' is no full address"):
            s3.get("a")


@pytest.mark.parametrize("key", ["", "a/", "../b", "a//b", "a/./b", "s3://bucket/b", "file:///x"])
def test_keys_that_lead_elsewhere_are_refused(root: str, key: str) -> None:
    with S3(s3root=root) as s3, pytest.raises(MetaflowS3URLException):
        s3.put(key, "x")


def test_one_key_is_no_list_of_keys(root: str) -> None:
    with S3(s3root=root) as s3:
        calls: list[Any] = [s3.get_many, s3.get_recursive, s3.info_many, s3.list_paths]
        for call in calls:
            with pytest.raises(MetaflowS3URLException, match="'abc' is one key"):
                call("abc")


def test_what_is_no_content_is_refused(root: str) -> None:
    with S3(s3root=root) as s3:
        for wrong in (5, None, ["x"], bytearray(b"x")):
            with pytest.raises(MetaflowS3InvalidObject, match=f"`a` is .* {type(wrong).__name__}:"):
                s3.put("a", wrong)


def test_options_of_another_client_are_refused_by_name() -> None:
    with pytest.raises(MetaflowException, match="`S3` takes no `role`"):
        S3(role="arn")


@pytest.mark.parametrize("wrong", ["no/address", "http://x/y", "s3://", "file://x/y"])
def test_a_root_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(MetaflowS3URLException, match=wrong):
        S3(s3root=wrong)


def test_a_bucket_and_a_prefix_are_a_root(url: str) -> None:
    bucket = url.removeprefix("s3://").partition("/")[0]
    with S3(bucket=bucket, prefix="p/q") as s3:
        assert s3.put("a", "x") == f"s3://{bucket}/p/q/a"


def fault(proxy: Proxy, kind: str, method: str, part: str) -> None:
    if kind == "refuse":
        proxy.refuse(method, part, 503, times=2)
    elif kind == "drop":
        proxy.drop(method, part, times=2)
    elif kind == "lose":
        proxy.lose(method, part, times=2)
    elif method == "GET":
        proxy.cut(method, part, times=2)


@pytest.mark.parametrize("kind", ["refuse", "drop", "lose", "cut"])
def test_transfers_survive(url: str, proxy: Proxy, kind: str) -> None:
    with S3(s3root=url) as s3:
        fault(proxy, kind, "PUT", "")
        s3.put_many([(f"k{number}", LARGE[: 1000 * number]) for number in range(5)])
        s3.put("large", LARGE)
        fault(proxy, kind, "GET", "large" if kind == "cut" else "")
        assert [found.size for found in s3.get_many([f"k{number}" for number in range(5)])] == [
            1000 * number for number in range(5)
        ]
        assert s3.get("large").blob == LARGE


def test_refused_credentials_are_said_to_be(url: str, proxy: Proxy) -> None:
    proxy.refuse("GET", "", 403, times=9)
    with S3(s3root=url) as s3, pytest.raises(MetaflowS3AccessDenied, match=f"{url}/a.*403"):
        s3.get("a")


def test_a_key_below_an_object_is_refused_in_a_folder(tmp_path: Path) -> None:
    with S3(s3root=f"file://{tmp_path}/x") as s3:
        s3.put("a", "x")
        with pytest.raises(MetaflowS3Exception, match="a/b"):
            s3.put("a/b", "x")


FLOW = """
    from flowc import FlowSpec, S3, step
    class KeepFlow(FlowSpec):
        @step
        def start(self):
            with S3(run=self) as s3:
                self.url = s3.put("model/a", "weights")
            self.next(self.end)
        @step
        def end(self):
            with S3(run=self) as s3:
                self.text = s3.get("model/a").text
    """


@pytest.mark.parametrize("kind", ["bucket", "folder"])
def test_a_run_keeps_objects_in_the_store_of_its_flow(
    kind: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"FLOWC_STORE": url} if kind == "bucket" else {}
    driver = Driver(tmp_path, FLOW, run="r/1", **where)
    driver.run()
    store = open_store(where.get("FLOWC_STORE", driver.store.url))
    key = "KeepFlow/data/r%2F1/model/a"
    assert store.read(key) == b"weights"
    assert store.read("KeepFlow/runs/r%2F1/tasks/end/0/done.json").count(b'"weights"') == 1
    assert store.read("KeepFlow/runs/r%2F1/tasks/start/0/done.json").count(key.encode()) == 1


def test_the_objects_of_a_run_are_found_by_the_client(root: str) -> None:
    store = open_store(root)
    Builder(store).run("r1")
    store.write("TrainFlow/data/r1/a", b"x")
    run: Any = Run("TrainFlow/r1", _scope=Scope(store, None))
    with S3(run=run) as s3:
        assert s3.get("a").text == "x"
        assert s3.put("b", "y") == f"{root}/TrainFlow/data/r1/b"
    with S3(run=run, bucket="other", prefix="p/") as s3, pytest.raises(MetaflowException):
        s3.get(f"{root}/a")


def test_what_is_no_run_is_refused() -> None:
    for wrong in (5, "TrainFlow/1", object()):
        with pytest.raises(MetaflowS3URLException, match=f"{type(wrong).__name__} is neither"):
            S3(run=wrong)


def test_nothing_heavy_is_imported_for_a_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from flowc.s3 import S3\n"
        f"with S3(s3root='file://{tmp_path}/x') as s3: s3.put('a', 'x'); s3.get('a')\n"
        "print(sorted({'obstore', 'asyncio', 'boto3', 'typing'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
