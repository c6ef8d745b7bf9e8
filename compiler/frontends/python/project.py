"""The files a flow is made of: finds, reads and keeps modules, and remembers what was asked for.

Modules are found as the interpreter would find them when it runs `python flow.py`, by looking at
folders; a file is read when a name of it is needed, and once. Nothing is ever imported.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from compiler.diagnostics import Diagnostic
from compiler.frontends.python import files
from compiler.frontends.python.bindings import bindings_of, stars_of
from compiler.frontends.python.fold import Folder
from compiler.frontends.python.plain import truth_of
from compiler.frontends.python.resolve import LANGUAGE_PACKAGES
from compiler.frontends.python.symbols import ImportedName, Module, Scope
from compiler.records import dataclass
from compiler.source import Source, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.frontends.base import ReadOptions

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a module is: its file, or its folder if it is a namespace package."""

    name: str
    path: Path
    own: bool
    is_folder: bool = False


class Project:
    """What reading one flow's file rests on; it grows while names are looked up.

    `sources` maps shown paths to texts, `diagnostics` holds what is wrong with files that were
    needed, `environment_read` the variables asked for, `entry` the flow's file.
    """

    def __init__(self, options: ReadOptions) -> None:
        self.options = options
        self.sources: dict[str, Source] = {}
        self.diagnostics: list[Diagnostic] = []
        self.environment_read: set[str] = set()
        self.entry: Module | None = None
        self.folder = Folder(self)
        self._root = _plain(options.root)
        self._modules: dict[Path, Module | None] = {}
        self._contents: dict[str, bytes] = {}
        self._places: dict[str, Place | None] = {}
        self._roots: tuple[tuple[Path, bool], ...] | None = None
        self._tests: dict[int, bool | None] = {}

    def report(self, found: Diagnostic) -> None:
        """Keep a finding about something that the flow's reading rests on."""
        if found not in self.diagnostics:
            self.diagnostics.append(found)

    def module(self, path: Path, name: str = "", *, own: bool = True) -> Module | None:
        """Return the module in the file at `path`; None, and a diagnostic, if it cannot be read.

        The first file asked for is the flow's: imports are looked for beginning at its folder.
        """
        path = _plain(path)
        if path not in self._modules:
            self._modules[path] = self._read(path, name or path.stem, own=own)
            self.entry = self.entry or self._modules[path]
        return self._modules[path]

    def imported(self, name: ImportedName, importer: Module) -> Module | None:
        """Return the module that `name` imports from, if its source can be found and read."""
        place = self.find(name.module, name.level, importer)
        return None if place is None else self.at(place)

    def at(self, place: Place) -> Module | None:
        """Return the module at `place`; a folder is a module without names."""
        if not place.is_folder:
            return self.module(place.path, place.name, own=place.own)
        source = source_of(self.shown(place.path), "")
        tree = ast.Module(body=[], type_ignores=[])
        return Module(name=place.name, path=place.path, source=source, tree=tree, own=place.own)

    def find(self, name: str, level: int, importer: Module) -> Place | None:
        """Return where the module `name` is for `importer`; dots before it are `level`."""
        if level:
            return self._find_relative(name, level, importer)
        if name not in self._places:
            self._places[name] = self._find_absolute(name)
        return self._places[name]

    def find_inside(self, package: Module, name: str) -> Place | None:
        """Return where the submodule `name` of `package` is, if it is a package."""
        folder = _package_folder(package.path)
        if folder is None:
            return None
        return _place(folder, (name,), f"{package.name}.{name}", own=package.own)

    def shown(self, path: Path) -> str:
        """Return how `path` is named in findings: relative to the root, or to its package."""
        folders = (*self.options.search_path, *filter(None, [self.options.folder]))
        for folder in (self._root, *map(_plain, folders)):
            if path.is_relative_to(folder) and path != folder:
                return path.relative_to(folder).as_posix()
        return path.name

    def keep(self, path: Path, content: bytes) -> None:
        """Count the file at `path` among those that the flow is made of."""
        self._contents[self.shown(path)] = content

    def digest(self) -> tuple[str, tuple[str, ...]]:
        """Return the sha256 over the project's files that the flow is made of, and their names.

        These are the flow's file, what it imports, wherever the statement stands, what those
        import in turn, and the files of its configurations.
        """
        if self.entry is not None:
            self._follow_imports(self.entry)
        total = hashlib.sha256()
        names = sorted(self._contents)
        for name in names:
            content = self._contents[name]
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest(), tuple(names)

    def holds(self, test: ast.expr, module: Module) -> bool | None:
        """Say whether the condition `test` at the top level of `module` holds; None if unknown."""
        if id(test) not in self._tests:
            # A condition that depends on what it guards finds itself undecided.
            self._tests[id(test)] = None
            self._tests[id(test)] = truth_of(self.folder.fold(test, Scope(module=module)))
        return self._tests[id(test)]

    def _read(self, path: Path, name: str, *, own: bool) -> Module | None:
        shown = self.shown(path)
        data = files.read_bytes(path, shown)
        source = data if isinstance(data, Diagnostic) else files.decode(data, shown)
        tree = source if isinstance(source, Diagnostic) else files.parse(source)
        if isinstance(source, Source):
            self.sources[shown] = source
        if own and isinstance(data, bytes):
            self._contents[shown] = data
        if isinstance(source, Diagnostic) or isinstance(tree, Diagnostic):
            self.diagnostics += [
                found for found in (source, tree) if isinstance(found, Diagnostic)
            ][-1:]
            return None
        names, stars = bindings_of(tree), stars_of(tree)
        return Module(
            name=name, path=path, source=source, tree=tree, own=own, names=names, stars=stars
        )

    def _find_relative(self, name: str, level: int, importer: Module) -> Place | None:
        folder = importer.path if importer.path.suffix == "" else importer.path.parent
        for _ in range(level - 1):
            folder = folder.parent
        parents = importer.name.split(".")
        above = level - 1 if importer.path.name == "__init__.py" else level
        parents = parents[: max(len(parents) - above, 0)]
        dotted = ".".join([*parents, *name.split(".")] if name else parents)
        return _place(folder, tuple(name.split(".")) if name else (), dotted, own=importer.own)

    def _find_absolute(self, name: str) -> Place | None:
        parts = tuple(name.split("."))
        if parts[0] in LANGUAGE_PACKAGES or not all(parts):
            return None
        folder: Place | None = None
        for index, (root, own) in enumerate(self._search()):
            if index == 1 and parts[0] in sys.stdlib_module_names:
                return None
            place = _place(root, parts, name, own=own)
            if place is not None and not place.is_folder:
                return place
            folder = folder or place
        return folder

    def _search(self) -> tuple[tuple[Path, bool], ...]:
        """Return the folders to look in, nearest first, and whether they are the project's."""
        if self._roots is None:
            own = self._own_folders()
            installed = (_plain(folder) for folder in self.options.search_path)
            self._roots = (*((folder, True) for folder in own), *((f, False) for f in installed))
        return self._roots

    def _own_folders(self) -> list[Path]:
        if self.entry is None:
            return [self._root]
        first = self.entry.path.parent
        above = [folder for folder in first.parents if folder.is_relative_to(self._root)]
        near = [first, *above]
        return [*near, *(folder / "src" for folder in near if (folder / "src").is_dir())]

    def _follow_imports(self, entry: Module) -> None:
        waiting, seen = [entry], {entry.path}
        while waiting:
            module = waiting.pop()
            for place in self._imports(module):
                if place.own and not place.is_folder and place.path not in seen:
                    seen.add(place.path)
                    waiting.extend(self._quietly(place))

    def _imports(self, module: Module) -> Iterator[Place]:
        """Yield every place that an import statement of `module` may load."""
        for name in _import_statements(module.tree):
            parts = name.module.split(".")
            dotted = [".".join(parts[: end + 1]) for end in range(len(parts))]
            if name.name is not None and name.name != "*":
                dotted.append(f"{name.module}.{name.name}" if name.module else name.name)
            places = (self.find(one, name.level, module) for one in dict.fromkeys(dotted))
            yield from (place for place in places if place is not None)

    def _quietly(self, place: Place) -> list[Module]:
        """Read a file that counts only for the digest: what is wrong with it is no finding."""
        before = len(self.diagnostics)
        module = self.module(place.path, place.name, own=True)
        del self.diagnostics[before:]
        return [] if module is None else [module]


def _plain(path: Path) -> Path:
    """Return `path` absolute and without `..`, links left as they are."""
    return Path(os.path.normpath(path.absolute()))


def _place(folder: Path, parts: tuple[str, ...], name: str, *, own: bool) -> Place | None:
    """Return the module `parts` below `folder`: a file, a package, or a mere folder."""
    target = folder.joinpath(*parts)
    for path in (target / "__init__.py", target.with_name(f"{target.name}.py")):
        if (parts or path.name == "__init__.py") and _is_file(path):
            return Place(name=name, path=path, own=own)
    if target.is_dir():
        return Place(name=name, path=target, own=own, is_folder=True)
    return None


def _is_file(path: PurePath) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _package_folder(path: Path) -> Path | None:
    """Return the folder of the package whose `__init__.py`, or whose folder, is at `path`."""
    if path.name == "__init__.py":
        return path.parent
    return path if path.suffix != ".py" else None


def _import_statements(tree: ast.Module) -> Iterator[ImportedName]:
    """Yield what every import statement names, also those inside functions and classes."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        match waiting.pop():
            case ast.Import(names=names):
                yield from (ImportedName(module=alias.name, name=None) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                for alias in names:
                    yield ImportedName(module=module or "", name=alias.name, level=level)
            case ast.Assign() | ast.Expr() | ast.Return() | ast.AugAssign() | ast.AnnAssign():
                continue
            case node:
                for block in _BLOCKS:
                    waiting.extend(getattr(node, block, ()))
