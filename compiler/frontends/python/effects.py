"""What a step does with artifacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compiler.diagnostics import Diagnostic
    from compiler.frontends.python.members import Declared, Method
    from compiler.frontends.python.project import Project
    from compiler.ir.nodes import Access, InputAccess, Merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What one step does with artifacts, as the fields of a Task say it."""

    reads: tuple[Access, ...] = ()
    input_reads: tuple[InputAccess, ...] = ()
    writes: tuple[Access, ...] = ()
    deletes: tuple[Access, ...] = ()
    merge: Merge | None = None
    opaque: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


class Analyser:
    """Finds the effects of the steps of one flow."""

    def __init__(self, declared: Declared, project: Project) -> None:
        self._declared = declared
        self._project = project

    def effects(self, step: Method) -> Effects:
        """Return what `step` does."""
        return Effects()
