"""QTI 2.1, 2.2 and 3.0 (1EdTech, “QTI Assessment, Section and Item Information Model”): content
packages and single items. What an item asks and how it is marked is read; test structure is not."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from quizzes.formats import schemes
from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import Question, Reading, RefusedError
from quizzes.formats.qti import interactions, items, package, writer
from quizzes.formats.qti.package import Resource

__all__ = ["read", "write_21", "write_22", "write_30"]

write_21 = partial(writer.write, version="2.1")
write_22 = partial(writer.write, version="2.2")
write_30 = partial(writer.write, version="3.0")


def read(data: bytes) -> Reading:
    """Lines are lines of the item's own file; in a package its name stands before the message."""
    reading = Reading()
    if not data.startswith(b"PK"):
        reading.attempt(1, lambda: _question(reading, Resource("item.xml"), data, {}))
        return reading
    found = package.unpacked(data)
    for resource in found.resources:
        item = found.items[resource.path]
        reading.attempt(1, lambda r=resource, i=item: _named(reading, r, i, found.files))  # type: ignore[misc]
    return reading


def _named(reading: Reading, resource: Resource, data: bytes, files: dict[str, bytes]) -> Question:
    try:
        return _question(reading, resource, data, files)
    except RefusedError as refused:
        name = PurePosixPath(resource.path).name
        raise RefusedError(f"{name}: {refused}", refused.place) from refused


def _question(
    reading: Reading, resource: Resource, data: bytes, files: dict[str, bytes]
) -> Question:
    node = package.item_of(data)
    items.check(node)
    item = items.Item(node, MediaBox(files, resource.folder), reading.note)
    question = items.head(item, interactions.read(item))
    question |= {"tags": resource.tags, "category": resource.category}
    return schemes.with_settings(question, resource.settings)
