"""Writing a QTI content package: an item a question, its pictures and sounds, the manifest."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.formats import schemes, writing, xml_text
from quizzes.formats.media import content
from quizzes.formats.neutral import Question, Written
from quizzes.formats.qti.item_writer import ItemWriter
from quizzes.formats.qti.names import DIALECTS, Dialect
from quizzes.formats.qti.package import CATEGORY, MANIFEST, SETTING
from quizzes.formats.xml_text import element

_EPOCH = (2000, 1, 1, 0, 0, 0)  # the same questions give the same package
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"


@dataclass(frozen=True, slots=True)
class _Item:
    xml: str
    files: dict[str, bytes]  # by path beside the item


def write(questions: list[Question], *, version: str) -> Written:
    dialect = DIALECTS[version]
    written = Written(extension="zip", content_type="application/zip")
    parts = writing.each(written, questions, lambda question: _item(dialect, question))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _put(archive, MANIFEST, _manifest(dialect, parts).encode())
        for number, (_question, item) in enumerate(parts, start=1):
            _put(archive, f"items/item-{number}.xml", item.xml.encode())
            for name, data in item.files.items():
                _put(archive, f"items/{name}", data)
    written.data = stream.getvalue()
    return written


def _item(dialect: Dialect, question: Question) -> _Item:
    writer = ItemWriter(dialect, question)
    return _Item(
        xml_text.HEAD + writer.xml(),
        {f"{writer.folder}/{entry['name']}": content(entry) for entry in question.get("media", [])},
    )


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)


def _manifest(dialect: Dialect, parts: list[tuple[Question, _Item]]) -> str:
    resources = [
        _resource(dialect, number, question, item)
        for number, (question, item) in enumerate(parts, start=1)
    ]
    head = element(
        "metadata",
        element("schema", dialect.schema),
        element("schemaversion", dialect.schema_version),
    )
    return xml_text.HEAD + element(
        "manifest",
        head,
        element("organizations"),
        element("resources", *resources),
        xmlns=_CP,
        identifier="questions",
    )


def _resource(dialect: Dialect, number: int, question: Question, item: _Item) -> str:
    path = f"items/item-{number}.xml"
    files = [path, *(f"items/{name}" for name in item.files)]
    keywords = [
        element("keyword", element("string", xml_text.text(word))) for word in _keywords(question)
    ]
    lom = element("lom", element("general", *keywords), xmlns=_LOM)
    return element(
        "resource",
        element("metadata", lom),
        *(element("file", href=xml_text.address(name)) for name in files),
        identifier=f"item-{number}",
        type=dialect.resource,
        href=path,
    )


def _keywords(question: Question) -> Iterator[str]:
    yield from question.get("tags", [])
    if question.get("category"):
        yield f"{CATEGORY}{question['category']}"
    for name, value in schemes.settings_of(question).items():
        yield f"{SETTING}{name}={value}"
