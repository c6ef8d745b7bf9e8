"""Which decorators a step has in the end, through aliases, composers, flags and wrappers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.frontends.base import DecoratorSpec, ReadOptions
from compiler.ir.settings import Compute, EnvVar, Extension, Literal, Retry
from tests.frontend.flows import codes, diagnostic, flow_of, flow_text, only, read, task

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.frontends.base import Reading

BODY = """
{decorators}
@step
def start(self):
    self.next(self.end)

@step
def end(self):
    pass
"""


def decorated(
    root: Path,
    decorators: str,
    head: str = "",
    environment: dict[str, str] | None = None,
    **others: str,
) -> Reading:
    options = ReadOptions(root=root, environment=environment or {})
    return read(root, flow_text(BODY.format(decorators=decorators), head), options, **others)


RETRY = Retry(times=2)


@pytest.mark.parametrize(
    ("decorator", "head"),
    [
        ("@retry(times=2)", "from metaflow import retry"),
        ("@again(times=2)", "from metaflow import retry as again"),
        ("@mf.retry(times=2)", "import metaflow as mf"),
        ("@flowc.retry(times=2)", "import flowc"),
        ("@twice", "from metaflow import retry\ntwice = retry(times=2)"),
        ("@again(times=2)", "from metaflow import retry\nagain = retry"),
        ("@retry(**OPTIONS)", "from metaflow import retry\nOPTIONS = dict(times=2)"),
        ("@tools.twice", "import tools"),
        ("@twice", "from tools import twice"),
        ("@composed", "from tools import composed"),
        ("@made(2)", "from tools import made"),
        ("@made(times=2)", "from tools import made"),
        ("@kept(times=2)", "from tools import kept"),
        ("@stacked", "from tools import stacked"),
        ("@reduced", "from tools import reduced"),
        ("@chosen", "from tools import chosen"),
        ("@wrapping", "from tools import wrapping"),
        ("@Maker(2)", "from tools import Maker"),
        ("@inner_import", "from tools import inner_import"),
    ],
)
def test_every_spelling_of_a_decorator_is_read(tmp_path: Path, decorator: str, head: str) -> None:
    reading = decorated(tmp_path, decorator, head, tools=TOOLS)
    assert task(reading).retry == RETRY
    assert codes(reading) == []


TOOLS = """
import functools
from metaflow import retry, resources

FAST = False
twice = retry(times=2)

def composed(f):
    return retry(times=2)(f)

def made(times):
    def deco(f):
        return retry(times=times)(f)
    return deco

def kept(**options):
    return lambda f: retry(**options)(f)

def stacked(f):
    for decorator in [retry(times=2), resources(cpu=2)]:
        f = decorator(f)
    return f

def reduced(f):
    return functools.reduce(lambda g, d: d(g), [retry(times=2)], f)

def chosen(f):
    if FAST and True:
        return f
    return retry(times=2)(f)

def wrapping(f):
    @retry(times=2)
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        print("before")
        return f(*args, **kwargs)
    return wrapper

class Maker:
    def __init__(self, times):
        self.times = times
    def __call__(self, f):
        if self.times:
            return retry(times=self.times)(f)
        return f

def inner_import(f):
    from metaflow import retry as r
    return r(times=2)(f)
"""


def test_decorators_may_stand_below_step(tmp_path: Path) -> None:
    body = (
        "@step\n@retry(times=2)\ndef start(self): self.next(self.end)\n@step\ndef end(self): pass"
    )
    reading = read(tmp_path, flow_text(body, "from metaflow import retry"))
    assert task(reading).retry == RETRY


def test_class_members_are_visible_to_decorators(tmp_path: Path) -> None:
    members = "config = Config('config', default_value={'pool': 'gpu', 'n': 2})\nTIMES = 2\n"
    body = members + BODY.format(decorators="@retry(times=TIMES)\n@kubernetes(image=config.pool)")
    head = "from metaflow import Config, kubernetes, retry"
    found = task(read(tmp_path, flow_text(body, head)))
    assert found.retry == RETRY
    assert found.compute == Compute(image="gpu")


FLAG = """
import os
from metaflow import batch

def enable(dec, flag):
    try:
        flag = bool(int(flag))
    except Exception:
        flag = False

    def decorator(func):
        if flag:
            return dec(func)
        return func
    return decorator
"""


@pytest.mark.parametrize(
    ("environment", "cpu"),
    [({}, None), ({"ON": "0"}, None), ({"ON": "1"}, "4"), ({"ON": "x"}, None)],
)
def test_a_decorator_on_a_flag_is_applied_if_the_flag_is_set(
    tmp_path: Path, environment: dict[str, str], cpu: str | None
) -> None:
    decorator = "@enable(batch(cpu=4), flag=os.getenv('ON'))"
    reading = decorated(tmp_path, decorator, FLAG, environment)
    assert task(reading).compute == Compute(cpu=cpu)
    assert codes(reading) == []
    assert flow_of(reading).origin.environment == ("ON",)


def test_a_flag_that_is_not_known_is_a_warning(tmp_path: Path) -> None:
    head = FLAG + "\nimport random"
    reading = decorated(tmp_path, "@enable(batch(cpu=4), flag=random.random())", head)
    assert diagnostic(reading, "FLC130").message.startswith("whether `enable` applies `@batch`")
    assert task(reading).compute == Compute()


PIP = """
import functools

def pip(libraries):
    def decorator(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for library, version in libraries.items():
                install(library, version)
            return function(*args, **kwargs)
        return wrapper
    return decorator
"""

INJECT = """
def inject(f):
    def wrapper(self):
        self.tool = 1
        return f(self)
    return wrapper
"""

GENERATOR = """
from metaflow import user_step_decorator

@user_step_decorator
def logged(step_name, flow, inputs=None, attributes=None):
    flow.log = []
    yield
"""

CALLABLE = """
class Timed:
    def __init__(self, label="x"):
        self.label = label
    def __call__(self, f):
        self.f = f
        def wrapper(*args):
            return f(*args)
        return wrapper
"""


@pytest.mark.parametrize(
    ("decorator", "head", "opaque"),
    [
        ("@pip(libraries={'a': '1'})", PIP, False),
        ("@inject", INJECT, True),
        ("@logged", GENERATOR, True),
        ("@Timed('y')", CALLABLE, False),
        ("@Timed", CALLABLE, False),
    ],
)
def test_wrappers_are_left_to_the_task(
    tmp_path: Path, decorator: str, head: str, opaque: bool
) -> None:
    reading = decorated(tmp_path, decorator, head)
    assert codes(reading) == []
    assert task(reading).opaque is opaque


def test_a_wrapper_that_mentions_compute_is_pointed_at(tmp_path: Path) -> None:
    head = (
        "from metaflow import kubernetes\n"
        "def big(f):\n    def wrapper(self):\n        while True:\n            kubernetes\n"
        "    while True:\n        pass\n"
    )
    assert codes(decorated(tmp_path, "@big", head)) == ["FLC130"]


@pytest.mark.parametrize(
    ("decorator", "head", "code"),
    [
        ("@retry", "", "FLC127"),
        ("@retyr", "from metaflow import retry", "FLC127"),
        ("@nim(models=['x'])", "from metaflow import nim", "FLC128"),
        ("@metaflow_ray", "from metaflow import metaflow_ray", "FLC128"),
        ("@tool.on_gpu", "import tool", "FLC129"),
        ("@Add", "from metaflow import StepMutator\nclass Add(StepMutator): ...", "FLC131"),
    ],
)
def test_what_is_not_known_is_said(tmp_path: Path, decorator: str, head: str, code: str) -> None:
    assert codes(decorated(tmp_path, decorator, head)) == [code]


def test_a_misspelt_decorator_is_answered_with_the_one_that_is_meant(tmp_path: Path) -> None:
    reading = decorated(tmp_path, "@retyr(times=3)")
    assert diagnostic(reading, "FLC127").help == "did you mean `@retry`?"


def test_a_decorator_that_is_not_imported_is_answered_with_the_import(tmp_path: Path) -> None:
    reading = decorated(tmp_path, "@retry")
    assert diagnostic(reading, "FLC127").help == "import it: `from metaflow import retry`"


def test_decorators_of_extensions_are_handed_on(tmp_path: Path) -> None:
    reading = decorated(tmp_path, "@nim(models=['x'])", "from metaflow import nim")
    expected = Extension(name="nim", arguments=(("models", Literal('["x"]')),))
    assert task(reading).extensions == (expected,)
    assert task(reading).opaque


@pytest.mark.parametrize("decorator", ["@functools.lru_cache", "@contextlib.contextmanager"])
def test_decorators_of_python_itself_are_no_news(tmp_path: Path, decorator: str) -> None:
    assert codes(decorated(tmp_path, decorator, "import contextlib\nimport functools")) == []


@pytest.mark.parametrize(
    "head",
    [
        "def loop(f):\n    return loop(f)",
        "def loop(f):\n    def g(): return h\n    def h(): return g\n    return g",
        "loop = loop",
        "def loop(f):\n    while f:\n        pass\n    return f",
        "loop = " + "(lambda f: f)(" * 60 + "1" + ")" * 60,
    ],
)
def test_what_goes_round_in_circles_ends(tmp_path: Path, head: str) -> None:
    assert only(decorated(tmp_path, "@loop", head)).name == "F"


def test_decorators_of_the_command_line_fill_up_what_steps_have(tmp_path: Path) -> None:
    options = ReadOptions(
        root=tmp_path, with_decorators=(DecoratorSpec(name="retry", arguments=(("times", "4"),)),)
    )
    text = flow_text(BODY.format(decorators="@retry(times=2)"), "from metaflow import retry")
    reading = read(tmp_path, text, options)
    assert task(reading).retry == RETRY
    assert task(reading, "end").retry == Retry(times=4)


def test_a_token_of_the_environment_stays_a_reference(tmp_path: Path) -> None:
    head = "import os\nfrom metaflow import environment"
    decorator = "@environment(vars={'T': os.getenv('TOKEN')})"
    found = task(decorated(tmp_path, decorator, head, {"TOKEN": "s3cret"}))
    assert found.environment == (EnvVar(name="T", reference="TOKEN"),)


def test_a_method_with_decorators_but_no_step_is_pointed_at(tmp_path: Path) -> None:
    body = BODY.format(decorators="") + "\n@retry\ndef fetch(self): pass\n"
    reading = read(tmp_path, flow_text(body, "from metaflow import retry"))
    assert codes(reading) == ["FLC132"]
