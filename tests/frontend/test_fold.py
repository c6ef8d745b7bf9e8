from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.calls import call_of
from compiler.frontends.python.symbols import Scope
from compiler.language.values import Code, Items, Known, Table, Unknown
from tests.counting import calls
from tests.frontend.sources import Sources

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping
    from pathlib import Path

    from compiler.language.values import Folded


def plain(value: Folded) -> object:
    match value:
        case Known():
            return value.value
        case Items():
            return [plain(item) for item in value.items]
        case Table():
            return {key.value: plain(entry) for key, entry in value.entries}
        case Code():
            return f"code {value.name or value.source}"
        case Unknown():
            return f"unknown: {value.reason}"


def value(tmp_path: Path, text: str, expression: str, **others: str) -> object:
    files = {"flow.py": text} | {f"{name}.py": other for name, other in others.items()}
    return plain(Sources(tmp_path, files).fold(expression))


def with_environment(tmp_path: Path, text: str, environment: Mapping[str, str] | None) -> Sources:
    options = ReadOptions(root=tmp_path, environment=environment)
    return Sources(tmp_path, {"flow.py": text}, options)


DATACLASSES = """
from dataclasses import dataclass, field
PACKAGES = {"numpy": "2"}
@dataclass
class Batch:
    image: str = "acme"
    cpu: int = field(default=8)
@dataclass
class Settings:
    batch: Batch = field(default_factory=Batch)
    packages: dict = field(default_factory=lambda: PACKAGES)
    names: list = field(default_factory=list)
settings = Settings()
"""


@pytest.mark.parametrize(
    ("text", "expression", "wanted"),
    [
        ("IMAGE = 'acme'", "IMAGE", "acme"),
        ("A = 1\nA += 2\nA *= 5", "A", 15),
        ("A = 'x'\nA = A + 'y'", "A", "xy"),
        ("A, (B, C) = 1, (2, 3)", "A", 1),
        ("SIZE = (640, 480)\nW, H = SIZE", "H", 480),
        ("A = B = 4", "A + B", 8),
        ("D = dict(cpu=1, **{'memory': 2})", "D", {"cpu": 1, "memory": 2}),
        ("D = {'a': 1}\nD['b'] = 2\nD.update({'a': 3})", "D", {"a": 3, "b": 2}),
        ("L = [1]\nL.append(2)\nL.extend([3])\nL += [4]", "L", [1, 2, 3, 4]),
        ("R = 'acme'\nV = 3", "f'{R}/train:{V:03d}-{R!r}'", "acme/train:003-'acme'"),
        ("X = {'gpu': {'image': 'cuda'}}", "X['gpu']['image'].upper()", "CUDA"),
        ("", "'a,b'.split(',')[-1]", "b"),
        ("", "'%s-%d' % ('a', 3)", "a-3"),
        ("", "'{}/{x}'.format(1, x=2)", "1/2"),
        ("", "'123456789012.ecr/{}:{:.2f}'.format('a', 1)", "123456789012.ecr/a:1.00"),
        ("", "'123456789012.ecr/%s:%.1f' % ('a', 2)", "123456789012.ecr/a:2.0"),
        ("", "{**{'a': 1}, 'a': 2}", {"a": 2}),
        ("", "[*range(3), *'ab']", [0, 1, 2, "a", "b"]),
        ("", "[x * 2 for x in range(5) if x % 2]", [2, 6]),
        ("", "{k: v for k, v in zip('ab', [1, 2])}", {"a": 1, "b": 2}),
        ("", "[(i, j) for i in range(2) for j in range(i + 1)]", [[0, 0], [1, 0], [1, 1]]),
        ("", "sorted({'b', 'a'})", ["a", "b"]),
        ("", "max(1, 2) + len('abc') + int('4') + round(2.6)", 12),
        ("", "'linux' in ('linux', 'darwin') and not []", True),
        ("", "(1 < 2 < 3, 3 > 2 > 5)", [True, False]),
        ("import json", "json.loads('{\"a\": [1]}')['a'][0]", 1),
        ("from typing import cast", "cast(int, 3)", 3),
        ("image = lambda name, tag='1': f'{name}:{tag}'", "image('a', tag=2)", "a:2"),
        ("class Settings:\n    A = 2\n    B = A + 1", "Settings.B", 3),
        ("class Settings:\n    A: int = 2\nsettings = Settings()", "settings.A", 2),
        (DATACLASSES, "settings.batch.image", "acme"),
        (DATACLASSES, "settings.packages", {"numpy": "2"}),
        (DATACLASSES, "[settings.names, Settings().batch.cpu]", [[], 8]),
        ("import os\nos.environ['A'] = 'b'", "os.path.join('a', 'b')", "a/b"),
        ("", "pow(1024, 2)", 1024**2),
        ("import enum\nclass M(str, enum.Enum):\n    A = 'a'", "M.A", "a"),
        ("from enum import Enum\nclass M(Enum):\n    A = 'a'", "M.A.value", "a"),
    ],
)
def test_values_are_those_of_python(
    tmp_path: Path, text: str, expression: str, wanted: object
) -> None:
    assert value(tmp_path, text, expression) == wanted


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("__file__", "flows/flow.py"),
        ("Path(__file__).parent / 'sql' / 'q.sql'", "flows/sql/q.sql"),
        ("str(Path(__file__).resolve().parents[1] / 'data')", "data"),
        ("os.path.join(os.path.dirname(os.path.abspath(__file__)), 'q.sql')", "flows/q.sql"),
        ("osp.join(osp.dirname(__file__), '..', 'q.sql')", "q.sql"),
        ("f'{Path(__file__).parent}/q.sql'", "flows/q.sql"),
        ("Path(__file__).with_suffix('.yaml').name", "flow.yaml"),
        ("Path(__file__).parent.parent.parent", ".."),
        ("Path('a') / 'b'", "a/b"),
        ("Path('a', 'b.txt').stem", "b"),
        ("near.ROOT / 'x'", "flows/x"),
    ],
)
def test_paths_are_relative_to_the_root(tmp_path: Path, expression: str, wanted: str) -> None:
    text = "import os, near\nimport os.path as osp\nfrom pathlib import Path\n"
    near = "import pathlib\nROOT = pathlib.Path(__file__).parent\n"
    sources = Sources(tmp_path, {"flows/flow.py": text, "flows/near.py": near})
    assert plain(sources.fold(expression)) == wanted


@pytest.mark.parametrize(
    "expression",
    [
        "Path(__file__).parent.parent.name",
        "'file://' + str(Path(__file__).parent.parent.parent)",
        "Path.cwd()",
        "Path.home() / 'x'",
        "os.getcwd()",
        "os.path.expanduser('~')",
        "os.path.exists('x')",
        "Path('x').read_text()",
    ],
)
def test_nothing_of_the_machine_is_folded(tmp_path: Path, expression: str) -> None:
    text = "import os\nfrom pathlib import Path\n"
    sources = Sources(tmp_path, {"flows/flow.py": text})
    found = sources.fold(expression)
    assert isinstance(found, Unknown)
    assert str(tmp_path) not in found.reason


def test_functions_of_the_project_are_read_through(tmp_path: Path) -> None:
    library = '''
from functools import lru_cache
TAG = "latest"
def image(name, *rest, tag=TAG, **more):
    """Name an image."""
    base = f"acme/{name}"
    if more.get("plain"):
        return base
    base += "".join(rest)
    return base + ":" + tag
@lru_cache
def constants(): return {"a": image("x")}
def deep(n): return n if n == 0 else deep(n - 1)
def nothing(): pass
def beside(name):
    import os.path
    from os import path as p
    folder = os.path.dirname(__file__)
    return p.join(folder, name)
'''
    text = "from lib import *\nimport lib\n"

    def called(expression: str) -> object:
        return value(tmp_path, text, expression, lib=library)

    assert called("image('a')") == "acme/a:latest"
    assert called("lib.image('a', '-b', tag='2', x=1)") == "acme/a-b:2"
    assert called("image('a', plain=True)") == "acme/a"
    assert called("constants()['a']") == "acme/x:latest"
    assert called("deep(3)") == 0
    assert called("nothing()") is None
    assert called("beside('x.csv')") == "x.csv"
    assert called("image()") == "unknown: `image` is not called with the arguments that it takes"
    assert called("deep(50)") == "unknown: `deep` calls itself too often"


def test_a_function_that_does_more_is_not_guessed(tmp_path: Path) -> None:
    text = (
        "def f():\n    print('x')\n    return 1\ndef g():\n    yield 1\nasync def h(): return 1\n"
    )
    text += "@nonsense\ndef k(): return 1\n"
    for call in ("f()", "g()", "h()", "k()"):
        assert str(value(tmp_path, text, call)).startswith("unknown")


def test_conditions_above_an_assignment_are_decided_if_they_can_be(tmp_path: Path) -> None:
    text = "DEBUG = False\nif DEBUG:\n    A = 1\nelif 1 > 2:\n    A = 2\nelse:\n    A = 3\n"
    assert value(tmp_path, text, "A") == 3
    undecided = "import x\nif x.flag:\n    A = 1\nelse:\n    A = 2\n"
    assert value(tmp_path, undecided, "A") == (
        "unknown: `A` is assigned in lines 3 and 5 of flow.py, and which of them counts is "
        "decided only when it runs"
    )
    assert value(tmp_path, undecided.replace("A = 2", "A = 1"), "A") == 1
    assert value(tmp_path, "A = 1\nfor i in x:\n    A = i\n", "A") != 1
    assert value(tmp_path, "A = 1\nif x():\n    A = 2\n", "A") != 1


def test_a_name_has_the_value_of_the_line_that_uses_it(tmp_path: Path) -> None:
    text = "A = 1\nB = A\nA = 2\ndef f(): return A\nC = f()\n"
    sources = Sources(tmp_path, {"flow.py": text})
    assert [plain(sources.fold(name)) for name in "ABC"] == [2, 1, 2]


def test_what_running_code_changes_is_not_known(tmp_path: Path) -> None:
    text = "L = [1]\nL.sort()\nD = {}\nD['a']['b'] = 1\nfor X in L: pass\nwith y as Z: pass\n"
    for name in ("L", "D", "X", "Z"):
        assert str(value(tmp_path, text, name)).startswith(f"unknown: `{name}` gets its value")


def test_the_environment_is_read_and_remembered(tmp_path: Path) -> None:
    text = "import os\nfrom os import environ, getenv as ask\n"
    sources = with_environment(tmp_path, text, {"SET": "v", "OTHER": "w"})
    assert sources.fold("os.environ.get('SET')") == Known(
        value="v", environment=("SET",), reference="SET"
    )
    assert sources.fold("ask('UNSET')") == Known(
        value=None, environment=("UNSET",), reference="UNSET"
    )
    assert sources.fold("environ.get('GIVEN', 'd')") == Known(
        value="d", environment=("GIVEN",), reference="GIVEN", default="d"
    )
    assert sources.fold("ask('EMPTY') or 'd'") == Known(
        value="d", environment=("EMPTY",), reference="EMPTY", default="d"
    )
    assert sources.fold("ask('SET') or 'd'") == Known(
        value="v", environment=("SET",), reference="SET", default="d"
    )
    assert sources.fold("int(ask('N', '3')) + 1") == Known(value=4, environment=("N",))
    assert sources.fold("f'{ask(\"SET\")}-x'") == Known(value="v-x", environment=("SET",))
    assert sources.fold("'SET' in environ") == Known(value=True, environment=("SET",))
    assert sources.fold("1 if ask('FLAG') else 2") == Known(value=2, environment=("FLAG",))
    assert sources.project.environment_read == {"SET", "UNSET", "GIVEN", "EMPTY", "N", "FLAG"}


def test_a_variable_that_must_be_set_says_how(tmp_path: Path) -> None:
    found = with_environment(tmp_path, "import os", {}).fold("os.environ['TOKEN']")
    assert isinstance(found, Unknown)
    assert found.reason == "the environment variable `TOKEN` is not set"
    assert "--env TOKEN=…" in found.help


def test_a_hermetic_reading_goes_on_with_the_default(tmp_path: Path) -> None:
    options = ReadOptions(root=tmp_path, environment=None)
    sources = Sources(tmp_path, {"flow.py": "import os\n"}, options)
    assert plain(sources.fold("int(os.getenv('N', '2'))")) == 2
    assert len(sources.project.diagnostics) == 1


def test_a_hermetic_reading_refuses_the_environment_once(tmp_path: Path) -> None:
    sources = with_environment(tmp_path, "import os\nT = os.getenv('T')\n", None)
    assert plain(sources.fold("T")) is None
    assert plain(sources.fold("T")) is None
    assert [(one.rule.code, one.span.line) for one in sources.project.diagnostics] == [
        ("FLC110", 2)
    ]


def test_code_stays_code_inside_containers(tmp_path: Path) -> None:
    text = "def notify(run): ...\nhooks = dict(on_success=[notify], on_error=[])\n"
    assert value(tmp_path, text, "hooks") == {"on_success": ["code notify"], "on_error": []}
    assert value(tmp_path, text, "hooks['on_error']") == []
    assert value(tmp_path, text, "lambda run: 1") is not None
    assert value(tmp_path, "import lib", "lib.f", lib="def f(): ...") == "code lib.f"
    assert value(tmp_path, "from metaflow import JSONType", "JSONType") == "code JSONType"
    assert value(tmp_path, "", "int") == "code int"


@pytest.mark.parametrize(
    "expression",
    [
        "'a' * 10**9",
        "[0] * 10**9",
        "10 ** 10 ** 10",
        "1 << 10**9",
        "'%1000000000d' % 1",
        "'%(a)-9.99999f' % {'a': 1}",
        "'%*d' % (1000000000, 1)",
        "f'{1:>1000000000}'",
        "'{:>1000000000}'.format(1)",
        "'{:{}}'.format(1, 1000000000)",
        "'{0.__class__}'.format(1)",
        "'a'.ljust(10**9)",
        "('a' * 50000).replace('a', 'b' * 50000)",
        "('x' * 90000).join(['a'] * 9000)",
        "list(range(10**9))",
        "['a' * 99999 for _ in range(9999)]",
        "[list(range(9999)) for _ in range(9999)]",
        "[[0] * 9999 + [i] for i in range(9999)]",
        "[i for i in range(10**8)]",
        "[0 for a in range(999) for b in range(999) for c in range(999)]",
        "doubled",
        "nested",
        "self_made",
        "[].append",
        "1 / 0",
        "{}['a']",
        "'a' + 1",
        "nope",
        "int('x')",
        "...",
        "1j",
        "a.b.c()",
        "f'{[1]}'",
        "{[]: 1}",
        "(yield)",
    ],
)
def test_what_cannot_be_computed_says_why_at_once(tmp_path: Path, expression: str) -> None:
    lines = ["s0 = 'a' * 9", "l0 = [1]", "self_made = self_made + 1"]
    lines += [f"s{i + 1} = s{i} + s{i}\nl{i + 1} = [l{i}, l{i}]" for i in range(60)]
    text = "\n".join([*lines, "doubled = s60", "nested = l60", ""])
    sources = Sources(tmp_path, {"flow.py": text})
    found = sources.fold(expression)
    assert isinstance(found, Unknown)
    assert found.reason
    assert found.span.path == "flow.py"
    made, peak = _cost(Sources(tmp_path, {"flow.py": text}), expression)
    assert made < 3_000_000
    assert peak < 20_000_000


def _cost(sources: Sources, expression: str) -> tuple[int, int]:
    """Return the calls and the memory, in bytes, that folding takes where nothing is known yet."""
    tracemalloc.start()
    try:
        made = calls(lambda: sources.fold(expression))
        return made, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("depth", [50, 600])
def test_deep_expressions_never_raise(tmp_path: Path, depth: int) -> None:
    chain = "X0 = 1\n" + "".join(f"X{i + 1} = [X{i}]\n" for i in range(depth))
    sources = Sources(tmp_path, {"flow.py": chain})
    for expression in (
        f"X{depth}",
        "a" + ".b" * depth,
        "a" + "[0]" * depth,
        "a" + "()" * depth,
        "''" + ".strip()" * depth,
        "-" * depth + "1",
        "1" + " if x else 2" * depth,
        " < ".join("1" * depth),
        " and ".join("1" * depth),
    ):
        sources.fold(expression)
    for index in range(0, depth, 7):
        sources.fold(f"X{index}")


def test_a_long_chain_of_operators_is_no_deep_one(tmp_path: Path) -> None:
    assert value(tmp_path, "", " + ".join(["'a'"] * 900)) == "a" * 900


def test_the_names_of_a_class_body_are_seen_first(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "A = 1\nB = 2\n"})
    members: dict[str, Folded | ast.expr] = {"A": Known(value=7)}
    members["C"] = sources.expression("A + B")
    scope = Scope(module=sources.entry, members=members)
    assert plain(sources.project.folder.fold(sources.expression("[A, B, C]"), scope)) == [7, 2, 9]


def test_calls_spread_what_is_known(tmp_path: Path) -> None:
    text = "GPU = dict(gpu=1, memory=8)\nARGS = ['a']\n"
    sources = Sources(tmp_path, {"flow.py": text})
    node = sources.expression("kubernetes(*ARGS, cpu=2, **GPU, **nope)")
    call = call_of(node, "kubernetes", sources.scope, sources.project)
    shown = [(one.name, plain(one.value)) for one in call.arguments]
    assert shown == [
        (None, "a"),
        ("cpu", 2),
        ("gpu", 1),
        ("memory", 8),
        ("**", "unknown: nothing binds the name `nope`"),
    ]
    bare = call_of(sources.expression("retry"), "retry", sources.scope, sources.project)
    assert (bare.name, bare.arguments) == ("retry", ())


scalars = st.one_of(
    st.integers(-9, 9).map(repr),
    st.booleans().map(repr),
    st.sampled_from(["None", "1.5", "'a'", "'B c'", "''", "'{}'", "'a,b'", "'%s'"]),
)


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.sampled_from(
        ["+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
    )
    methods = st.sampled_from(
        [".upper()", ".strip('a')", ".split(',')", ".format(1)", "[0]", "[1:]", "[::-1]", "['a']"]
    )
    functions = st.sampled_from(
        ["str", "int", "float", "bool", "len", "list", "sorted", "max", "min", "abs"]
    )
    return st.one_of(
        st.tuples(inner, binary, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, methods).map(lambda t: f"({t[0]}){t[1]}"),
        st.tuples(functions, inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda t: f"{{'a': {t[0]}, 'b': {t[1]}}}"),
        inner.map(lambda text: f"(not {text})"),
        inner.map(lambda text: f"[x for x in {text}]"),
        inner.map(lambda text: f'f"""<{{{text}}}>"""' if not {"'", '"'} & {*text} else text),
    )


def is_known(value: Folded) -> bool:
    match value:
        case Items():
            return all(map(is_known, value.items))
        case Table():
            return all(is_known(entry) for _, entry in value.entries)
        case Known() | Code():
            return True
        case Unknown():
            return False


def raised_or(expression: str) -> tuple[bool, object]:
    try:
        return False, eval(expression, {})
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        return True, None


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return Sources(tmp_path_factory.mktemp("empty"), {"flow.py": ""})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(expression=st.recursive(scalars, compound, max_leaves=8))
@pytest.mark.filterwarnings("ignore")
def test_folding_agrees_with_python(empty: Sources, expression: str) -> None:
    raised, wanted = raised_or(expression)
    found = empty.fold(expression)
    if not raised and is_known(found):
        assert repr(plain(found)) == repr(wanted)
