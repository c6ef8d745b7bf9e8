"""The import table of ARCHITECTURE.md, as the code has it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("compiler", "flowc", "runtime_shim")
FOUNDATION = ("compiler.source", "compiler.diagnostics", "compiler.names", "compiler.records")
BACKENDS = ("argo", "airflow", "stepfunctions", "local")
FRONTENDS = ("python", "r", "notebook")
SHARED_BY_BACKENDS = (
    "compiler.backends.base",
    "compiler.backends.deploying",
    "compiler.backends.invocation",
    "compiler.backends.parameters",
    "compiler.comparison.summary",
    "compiler.comparison.words",
    "compiler.images",
    "compiler.ir",
    "runtime_shim.protocol",
)

ALLOWED: dict[str, tuple[str, ...]] = {
    "flowc": ("flowc", "runtime_shim"),
    "runtime_shim": ("runtime_shim",),
    **dict.fromkeys(FOUNDATION, FOUNDATION),
    "compiler.ir": ("compiler.ir", *FOUNDATION),
    "compiler.language": ("compiler.language", "compiler.ir", *FOUNDATION),
    "compiler.frontends.base": ("compiler.ir", *FOUNDATION),
    "compiler.passes": ("compiler.passes", "compiler.ir", *FOUNDATION),
    "compiler.backends.base": ("compiler.ir", *FOUNDATION),
    "compiler.backends.deploying": ("compiler.backends.base", "compiler.ir", *FOUNDATION),
    "compiler.backends.invocation": ("compiler.ir", "runtime_shim.protocol", *FOUNDATION),
    **{
        f"compiler.frontends.{name}": (
            f"compiler.frontends.{name}",
            "compiler.frontends.base",
            "compiler.ir",
            "compiler.language",
            *FOUNDATION,
        )
        for name in FRONTENDS
    },
    **{
        f"compiler.backends.{name}": (
            f"compiler.backends.{name}",
            *SHARED_BY_BACKENDS,
            *FOUNDATION,
        )
        for name in BACKENDS
    },
    "compiler.backends.parameters": ("compiler.ir", "runtime_shim.protocol", *FOUNDATION),
    "compiler.backends.local": (
        "compiler.backends.local",
        *SHARED_BY_BACKENDS,
        "runtime_shim",
        *FOUNDATION,
    ),
    "compiler.comparison": (
        "compiler.comparison",
        *SHARED_BY_BACKENDS,
        *FOUNDATION,
    ),
    "compiler": ("compiler", "runtime_shim.protocol"),
    "compiler.storage": ("compiler.storage", "runtime_shim", *FOUNDATION),
    "compiler.cli": ("compiler", "flowc", "runtime_shim"),
}
"""What a package may import of our own; the longest prefix of a module's name decides."""

OPTIONAL = ("obstore", "zstandard")
"""What object stores need; the shim imports it where a task's store is one."""

LAZY = ("networkx", "rich", "jinja2", "cronsim", "boto3", "kubernetes", *OPTIONAL)
"""Imported inside the function that needs them, so that nobody else pays for them."""

FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed(module: str) -> tuple[str, ...]:
    prefixes = [p for p in ALLOWED if module == p or module.startswith(p + ".")]
    return ALLOWED[max(prefixes, key=len)]


def is_within(module: str, prefixes: tuple[str, ...]) -> bool:
    return any(module == p or module.startswith(p + ".") for p in prefixes)


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in (*PACKAGES, "tests", "benchmarks")


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_module_imports_only_what_its_package_may(path: Path) -> None:
    tree = ast.parse(path.read_text())
    module = module_name(path)
    ours = {name for name in imports(tree) if is_ours(name)}
    packages = {name for name in ours if is_package(name)}
    strange = {name for name in ours - packages if not is_within(name, allowed(module))}
    assert not strange, f"{module} may not import {sorted(strange)}"


def is_package(name: str) -> bool:
    """Say whether `name` is only the folder of something imported from it by name."""
    return (ROOT / name.replace(".", "/")).is_dir()


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_heavy_packages_are_imported_where_they_are_used(path: Path) -> None:
    tree = ast.parse(path.read_text())
    at_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name.partition(".")[0] for node in at_top for name in imports(node)}
    assert not names & set(LAZY)


@pytest.mark.parametrize("package", ["flowc", "runtime_shim"])
def test_what_runs_in_foreign_images_needs_the_standard_library_only(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        tops = {name.partition(".")[0] for name in imports(ast.parse(path.read_text()))}
        known = {*sys.stdlib_module_names, "flowc", "runtime_shim", *OPTIONAL}
        assert tops <= known, path
