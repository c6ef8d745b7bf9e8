"""How large functions and modules are, and how deep they nest: generous limits, and a report.

`python -m tests.test_shape` prints the distribution.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent
FUNCTION_LINES, MODULE_LINES, NESTING = 50, 400, 4
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)


@dataclass(frozen=True, slots=True)
class Function:
    """A function's place, its length without the docstring, and its deepest nesting."""

    place: str
    lines: int
    nesting: int


def functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text())
    return [
        Function(
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", _lines(node), _nesting(node)
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    assert node.end_lineno is not None
    return node.end_lineno - first.lineno + 1


def _nesting(node: ast.AST, depth: int = 0) -> int:
    deepest = depth
    for child in ast.iter_child_nodes(node):
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        inner = depth + (isinstance(child, BLOCKS) and not is_elif)
        deepest = max(deepest, _nesting(child, inner))
    return deepest


def sources() -> list[Path]:
    return sorted(
        p for name in ("compiler", "flowc", "runtime_shim") for p in (ROOT / name).rglob("*.py")
    )


def test_functions_are_small() -> None:
    long = [
        f"{f.place}: {f.lines} lines"
        for p in sources()
        for f in functions(p)
        if f.lines > FUNCTION_LINES
    ]
    assert not long


def test_functions_are_flat() -> None:
    deep = [
        f"{f.place}: {f.nesting} deep"
        for p in sources()
        for f in functions(p)
        if f.nesting > NESTING
    ]
    assert not deep


def test_modules_are_small() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in sources()}
    assert not {name: lines for name, lines in lengths.items() if lines > MODULE_LINES}


def test_every_module_begins_with_a_sentence() -> None:
    for path in sources():
        doc = ast.get_docstring(ast.parse(path.read_text()))
        assert doc, path
        assert doc.splitlines()[0].rstrip().endswith((".", ":")), path


def report() -> str:
    """Return the distribution of the functions' and modules' sizes."""
    found = [f for path in sources() for f in functions(path)]
    lines = sorted(f.lines for f in found)
    modules = [len(p.read_text().splitlines()) for p in sources()]
    rows = [
        f"{len(found)} functions, in lines: median {median(lines):.0f}, longest {lines[-1]}",
        f"nine in ten under {quantiles(lines, n=10)[-1]:.0f}",
        f"{len(modules)} modules: median {median(modules):.0f} lines, longest {max(modules)}",
        "longest functions:",
        *(f"  {f.lines:3} {f.place}" for f in sorted(found, key=lambda f: -f.lines)[:10]),
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    print(report())
