"""The golden flows as Argo is given them: the committed files, unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from compiler.dockerfile import Recipe, context_files
from compiler.frontends.base import ReadOptions
from compiler.registry import frontend
from tests.engines.kubernetes import images
from tests.golden_runs import CASES, FOLDER, WANT, options_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.engines.kubernetes.archives import Image

    Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A golden flow: its sources, the files that the image of its tasks needs, its documents."""

    name: str
    folder: Path
    flow: str
    files: tuple[str, ...]
    paths: tuple[Path, ...]

    @property
    def documents(self) -> list[Document]:
        """Return the documents of its golden files, the WorkflowTemplate first."""
        return [one for path in self.paths for one in yaml.safe_load_all(path.read_text())]

    @property
    def template(self) -> str:
        """Return the name of its WorkflowTemplate."""
        name = self.documents[0]["metadata"]["name"]
        assert isinstance(name, str)
        return name

    @property
    def images(self) -> tuple[str, ...]:
        """Return the images that its documents name."""
        return tuple(sorted(set(images_in(self.documents))))

    @property
    def parameters(self) -> Mapping[str, str]:
        """Return the parameters that its golden run was given, by name."""
        options = options_of(self.name)
        pairs = zip(options[::2], options[1::2], strict=True)
        return {name.removeprefix("--"): text for name, text in pairs if name != "--branch"}

    @property
    def wanted(self) -> str:
        """Return what a run of it leaves, as it is committed."""
        return (self.folder / WANT).read_text()


@cache
def golden_cases() -> tuple[Case, ...]:
    """Return all golden flows."""
    return tuple(case_at(FOLDER / name) for name in CASES)


def golden_images() -> list[Image]:
    """Return the images that the golden flows' files name."""
    return [images.flow_image(one.images, one.folder, one.files) for one in golden_cases()]


def case_at(folder: Path) -> Case:
    """Return the golden flow in `folder`."""
    options = ReadOptions(root=folder, environment={})
    [read] = frontend(".py").read(folder / "flow.py", options).flows
    assert read.flow is not None
    paths = sorted((folder / "want" / "argo").glob("*.yaml"))
    return Case(
        name=folder.name,
        folder=folder,
        flow=read.flow.name,
        files=context_files(read.flow, Recipe(version="")),
        paths=tuple(path for path in paths if not path.name.endswith("-rbac.yaml")),
    )


def images_in(found: object) -> Iterator[str]:
    """Yield each image that a document names."""
    if isinstance(found, dict):
        if isinstance(found.get("image"), str):
            yield found["image"]
        for value in found.values():
            yield from images_in(value)
    elif isinstance(found, list):
        for value in found:
            yield from images_in(value)
