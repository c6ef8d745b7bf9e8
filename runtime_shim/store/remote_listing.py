"""Lists what lies in a bucket, page by page: each page is a request that can be repeated."""

from __future__ import annotations

from runtime_shim.store.remote_logs import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime_shim.store.remote_calls import Calls

# No key has this character: this is after everything that begins with the text before it.
_LAST = "\U0010ffff"


def children(calls: Calls, folder: str) -> list[str]:
    """Return all names directly below `folder`, in order; folders end with `/`."""
    import obstore

    found = calls.call("listed", folder, lambda: obstore.list_with_delimiter(calls.client, folder))
    start = len(folder) + 1 if folder else 0
    folders = [shown(f"{path[start:]}/") for path in found["common_prefixes"]]
    return sorted(folders + [entry["path"][start:] for entry in found["objects"]])


def first_children(calls: Calls, folder: str, after: str, most: int) -> list[str]:
    """Return the first names after `after`, at most `most`, as `children` does.

    Lists objects one after another, and steps over the rest of a folder that fills a page.
    """
    prefix = f"{folder}/" if folder else ""
    start = prefix + after + _LAST * after.endswith("/")
    found: list[str] = []
    while len(found) < most:
        page = calls.page(folder, start)
        for entry in page:
            name, deeper, _ = entry["path"][len(prefix) :].partition("/")
            start = f"{prefix}{name}/{_LAST}" if deeper else entry["path"]
            name = shown(f"{name}/") if deeper else name
            if name > after and name not in found[-1:]:
                found.append(name)
        if len(page) != calls.most:
            break
    return found[:most]


def walk(calls: Calls, folder: str) -> Iterator[tuple[str, int, float]]:
    """Yield (key, bytes, modified) of every object below `folder`, in order."""
    after = ""
    while True:
        page = calls.page(folder, after)
        for found in page:
            yield found["path"], found["size"], found["last_modified"].timestamp()
        if len(page) != calls.most:
            return
        after = page[-1]["path"]
