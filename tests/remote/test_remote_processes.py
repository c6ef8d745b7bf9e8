"""How much memory a large artifact takes on its way, and what a forked process is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ALLOWED = 64

# Peaks are counted from what the process holds before the artifact is there.
MEASURE = """
import os, pickle, sys
from runtime_shim.store.open import open_store

def memory(what):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))

def restart():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return memory("VmRSS")

N = 256
store = open_store(sys.argv[1])
store.write("warm", b"up")
before = restart()
data = MAKE
restart()
sink = store.sink("F/blobs")
if sys.argv[2] == "views":
    sink.write(data)
else:
    for begin in range(0, len(data), 100_000):
        sink.write(bytes(data[begin:begin + 100_000]))
ref = sink.finish()
print("save", memory("VmHWM") - before - N)
del data, sink
for how in ("parts", "content"):
    before = restart()
    found = getattr(store, how)("F/blobs", ref)
    print(how, memory("VmHWM") - before - N)
    del found
before = restart()
with store.stream("F/blobs", ref) as file:
    while file.read(1 << 20):
        pass
print("stream", memory("VmHWM") - before)
before = restart()
store.verify("F/blobs", ref)
print("verify", memory("VmHWM") - before)
"""
NOISE = "os.urandom(N << 20)"
NUMBERS = "(os.urandom(1 << 10) + bytes(1 << 10)) * (N << 9)"

FORK = """
import os, sys
from runtime_shim.errors import StoreError
from runtime_shim.store.open import open_store

store = open_store(sys.argv[1])
store.write("a", b"parent")
if os.fork() == 0:
    try:
        store.read("a")
    except StoreError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
"""


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's account is read from /proc")
@pytest.mark.parametrize("make", [NOISE, NUMBERS], ids=["noise", "numbers"])
@pytest.mark.parametrize("how", ["views", "copies"])
def test_an_artifact_takes_little_more_memory_than_it_has(url: str, make: str, how: str) -> None:
    found = run(MEASURE.replace("MAKE", make), url, how)
    peaks = {name: float(peak) for name, peak in (line.split() for line in found.splitlines())}
    assert set(peaks) == {"save", "parts", "content", "stream", "verify"}
    assert max(peaks.values()) < ALLOWED, peaks


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="nothing forks here")
def test_a_forked_process_is_told_that_the_client_did_not_follow(url: str) -> None:
    said = run(FORK, url)
    assert f"{url} cannot be used in a process that was forked from one" in said
