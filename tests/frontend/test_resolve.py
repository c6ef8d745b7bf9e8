from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compiler.frontends.base import ReadOptions
from compiler.frontends.python.resolve import resolve
from compiler.frontends.python.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    LanguageName,
    ModuleSymbol,
    Unbound,
    ValueSymbol,
)
from tests.frontend.sources import Sources, write

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.frontends.python.symbols import Symbol


def symbol(sources: Sources, name: str) -> Symbol:
    return resolve(sources.expression(name), sources.scope, sources.project)


def found(tmp_path: Path, text: str, name: str, **others: str) -> Symbol:
    files = {"flow.py": text} | {f"{module}.py": text for module, text in others.items()}
    return symbol(Sources(tmp_path, files), name)


@pytest.mark.parametrize(
    ("text", "name", "public"),
    [
        ("from metaflow import step", "step", "step"),
        ("from metaflow import step as s", "s", "step"),
        ("import metaflow as mf", "mf.retry", "retry"),
        ("import metaflow", "metaflow.cards.Markdown", "cards.Markdown"),
        ("from metaflow import cards", "cards.Table", "cards.Table"),
        ("from metaflow.cards import Markdown as M", "M", "cards.Markdown"),
        ("import metaflow.cards as mc", "mc.Image", "cards.Image"),
        ("from metaflow.client import Flow", "Flow", "Flow"),
        ("from metaflow.plugins.datatools.s3 import S3", "S3", "S3"),
        ("from metaflow import *", "kubernetes", "kubernetes"),
        ("from metaflow import current", "current.card.append", "current.card.append"),
        ("import metaflow as mf\nagain = mf.retry\nmore = again", "more", "retry"),
    ],
)
def test_names_of_the_language_have_their_public_name(
    tmp_path: Path, text: str, name: str, public: str
) -> None:
    assert found(tmp_path, text, name) == LanguageName(name=public)


def test_flowc_and_extensions_are_the_language_too(tmp_path: Path) -> None:
    text = "from flowc import step\nfrom metaflow_ray import ray_cluster\n"
    assert found(tmp_path, text, "step") == LanguageName(name="step", package="flowc")
    assert found(tmp_path, text, "ray_cluster") == LanguageName(
        name="ray_cluster", package="metaflow_ray"
    )


def test_metaflow_in_a_try_wins_over_a_stand_in(tmp_path: Path) -> None:
    text = """\
try:
    from metaflow import FlowSpec, step
except ImportError:
    class FlowSpec: ...
    def step(f): return f
"""
    assert found(tmp_path, text, "FlowSpec") == LanguageName(name="FlowSpec")
    assert found(tmp_path, text, "step") == LanguageName(name="step")


def test_a_fallback_counts_if_the_import_is_not_found(tmp_path: Path) -> None:
    text = "try:\n    from fast_pip import pip\nexcept ImportError:\n    def pip(f): return f\n"
    assert isinstance(found(tmp_path, text, "pip"), FunctionSymbol)


def test_an_import_for_type_checkers_counts_only_alone(tmp_path: Path) -> None:
    text = """\
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from other import A, B
else:
    A = 1
"""
    assert isinstance(found(tmp_path, text, "A", other="class A: ...\nclass B: ..."), ValueSymbol)
    assert isinstance(found(tmp_path, text, "B", other="class A: ...\nclass B: ..."), ClassSymbol)


def test_imports_are_followed_through_re_exports(tmp_path: Path) -> None:
    inner = "from metaflow import retry as again\ndef deco(f): return f\nclass Base: ..."
    texts = {
        "flow.py": "import company\nfrom company import deco, Base, again\n",
        "company/__init__.py": "from .inner import *\nfrom . import inner as deep",
        "company/inner.py": inner,
    }
    sources = Sources(tmp_path, texts)
    for name in ("deco", "company.inner.deco", "company.deep.deco"):
        assert isinstance(symbol(sources, name), FunctionSymbol)
    assert isinstance(symbol(sources, "Base"), ClassSymbol)
    assert symbol(sources, "again") == LanguageName(name="retry")


def test_relative_imports_start_at_the_file(tmp_path: Path) -> None:
    sources = Sources(
        tmp_path,
        {
            "flows/train/flow.py": "from ..shared.names import K\nfrom . import near\n",
            "flows/shared/names.py": "K = 3\n",
            "flows/train/near.py": "X = 1\n",
        },
    )
    assert isinstance(symbol(sources, "K"), ValueSymbol)
    assert isinstance(symbol(sources, "near.X"), ValueSymbol)


def test_the_flows_folder_comes_before_the_root_and_src(tmp_path: Path) -> None:
    sources = Sources(
        tmp_path,
        {
            "flows/flow.py": "import settings, lib, tools\n",
            "flows/settings.py": "X = 'near'\n",
            "settings.py": "X = 'far'\n",
            "lib/__init__.py": "Y = 'root'\n",
            "src/tools.py": "Z = 'src'\n",
        },
    )
    assert [getattr(sources.fold(name), "value", None) for name in ("settings.X", "lib.Y")] == [
        "near",
        "root",
    ]
    assert getattr(sources.fold("tools.Z"), "value", None) == "src"


def test_the_standard_library_is_not_shadowed_by_the_root(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flows/flow.py": "import json\n", "json.py": "loads = 1\n"})
    assert symbol(sources, "json.loads") == External(name="json.loads")


def test_installed_packages_are_read_from_the_search_path(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(
        site, {"acme/flows.py": "from metaflow import FlowSpec\nclass ProjectFlow(FlowSpec): ..."}
    )
    options = ReadOptions(root=tmp_path / "repo", search_path=(site,))
    sources = Sources(
        tmp_path / "repo", {"flow.py": "from acme.flows import ProjectFlow\n"}, options
    )
    base = symbol(sources, "ProjectFlow")
    assert isinstance(base, ClassSymbol)
    assert (base.module.own, base.module.source.path) == (False, "acme/flows.py")
    assert sources.project.digest()[1] == ("flow.py",)


def test_what_is_not_found_is_external_and_what_nothing_binds_is_unbound(tmp_path: Path) -> None:
    text = "import numpy as np\nfrom torch.cuda import device\nimport mine\n"
    assert found(tmp_path, text, "np.pi", mine="") == External(name="numpy.pi")
    assert found(tmp_path, text, "device", mine="") == External(name="torch.cuda.device")
    assert found(tmp_path, text, "int", mine="") == External(name="int")
    assert found(tmp_path, text, "mine.nope", mine="") == Unbound(name="nope")
    assert found(tmp_path, text, "nope", mine="") == Unbound(name="nope")


def test_a_module_is_a_symbol(tmp_path: Path) -> None:
    assert found(tmp_path, "import metaflow as mf", "mf") == ModuleSymbol(
        name="metaflow", module=None
    )


def test_cycles_of_imports_and_names_end(tmp_path: Path) -> None:
    text = "from other import A\nB = C\nC = B\nfrom other import *\n"
    other = "from flow import A\nfrom flow import *\n"
    for name in ("A", "B", "C", "D"):
        assert isinstance(
            found(tmp_path, text, name, other=other), Unbound | External | ValueSymbol
        )


def test_a_broken_import_is_reported_where_it_is_broken(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "from broken import X\n", "broken.py": "def\n"})
    assert symbol(sources, "X") == External(name="broken.X")
    assert [(one.rule.code, one.span.path) for one in sources.project.diagnostics] == [
        ("FLC102", "broken.py")
    ]


def test_the_digest_covers_every_file_that_the_flow_imports(tmp_path: Path) -> None:
    texts = {
        "flow.py": "import a\ndef f():\n    if True:\n        from pkg import b\n",
        "a.py": "import c\n",
        "c.py": "import a, flow, broken\n",
        "broken.py": "def\n",
        "pkg/__init__.py": "",
        "pkg/b.py": "",
        "unused.py": "",
    }
    sources = Sources(tmp_path, texts)
    digest, names = sources.project.digest()
    assert names == ("a.py", "broken.py", "c.py", "flow.py", "pkg/__init__.py", "pkg/b.py")
    assert sources.project.diagnostics == []
    changed = Sources(tmp_path, texts | {"pkg/b.py": "X = 1\n"})
    assert changed.project.digest()[0] != digest
    assert Sources(tmp_path, texts | {"unused.py": "1"}).project.digest()[0] == digest


def test_spans_count_characters(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "x = 'ü€😀' + y\n"})
    statement = sources.entry.tree.body[0]
    span = sources.entry.span(statement)
    assert (span.column, span.end_column) == (1, 14)
    assert sources.entry.text(statement) == "x = 'ü€😀' + y"
