"""Content packages: a zip with imsmanifest.xml, items and their files; and items on their own.

Keywords in the manifest carry tags; those of our own writer also what QTI has no field for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.translation import gettext as _

from quizzes.formats import limits, xml
from quizzes.formats.media import type_of
from quizzes.formats.neutral import RefusedError
from quizzes.formats.qti.names import normalised
from quizzes.formats.xml import Node

MANIFEST = "imsmanifest.xml"
SETTING, CATEGORY = "set:", "category:"


@dataclass(slots=True)
class Resource:
    """An item's file in the package, and what the manifest says of it."""

    path: str
    tags: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    category: str = ""

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.path).parent)


@dataclass(slots=True)
class Package:
    resources: list[Resource]
    items: dict[str, bytes]  # by path
    files: dict[str, bytes]  # pictures and sounds, by path


def unpacked(data: bytes) -> Package:
    with limits.opened(data) as archive:
        if MANIFEST not in archive.namelist():
            raise RefusedError(_("The package has no imsmanifest.xml."))
        resources = list(_resources(xml.parse(archive.read(MANIFEST))))
        names = set(archive.namelist())
        for resource in resources:
            if resource.path not in names:
                raise RefusedError(
                    _("“%(name)s” is not in the file.") % {"name": resource.path[:200]}
                )
        items = {resource.path: archive.read(resource.path) for resource in resources}
        return Package(resources, items, dict(_files(archive)))


def _resources(manifest: Node) -> Iterator[Resource]:
    """Items in the order of the manifest; tests and other resources are passed over."""
    for node in manifest.every("resource"):
        kind = node.get("type").casefold()
        if kind.startswith("imsqti_item") or "assessmentitem" in kind.replace("-", ""):
            file = node.first("file")
            path = node.get("href") or (file.get("href") if file else "")
            resource = Resource(unquote(path).removeprefix("./"))
            for keyword in node.every("keyword"):
                _take(resource, keyword.text().strip())
            yield resource


def _take(resource: Resource, word: str) -> None:
    if word.startswith(CATEGORY):
        resource.category = word.removeprefix(CATEGORY)
    elif word.startswith(SETTING):
        name, _equals, value = word.removeprefix(SETTING).partition("=")
        resource.settings[name] = value
    else:
        resource.tags.append(word)


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for member in archive.infolist():
        with archive.open(member) as file:
            if type_of(file.read(16)):
                yield member.filename, archive.read(member)


def item_of(data: bytes) -> Node:
    root = normalised(xml.parse(data))
    if root.name != "assessmentItem":
        raise RefusedError(
            _("This is not a QTI item: it begins with <%(name)s>.") % {"name": root.name}, root.line
        )
    return root
