"""XML as a small tree with line numbers. A document type, an entity or anything outside the file
refuses the whole file before it is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from lms.core.vietnamese import nfc
from quizzes.formats.neutral import RefusedError
from quizzes.formats.texts import decode

DEEPEST = 100
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class Node:
    """An element under its name without prefix."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Node | str] = field(default_factory=list)

    def elements(self, *names: str) -> list[Node]:
        """Children, all or of these names."""
        found = [child for child in self.children if isinstance(child, Node)]
        return [child for child in found if child.name in names] if names else found

    def first(self, name: str) -> Node | None:
        return next(iter(self.elements(name)), None)

    def every(self, *names: str) -> Iterator[Node]:
        """Elements of these names at any depth, in the order of the document."""
        for child in self.elements():
            if child.name in names:
                yield child
            yield from child.every(*names)

    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def text_of(self, name: str) -> str:
        child = self.first(name)
        return child.text().strip() if child else ""

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)


def parse(data: bytes) -> Node:
    # What the declaration says of the encoding is over; its lines still count.
    text = _DECLARED.sub(lambda found: "\n" * found.group().count("\n"), decode(data), count=1)
    tree = _Tree()
    try:
        parseString(text.encode(), tree, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedError(
            _("The file has a document type or entities (DTD). Such files are not read.")
        ) from error
    except SAXParseException as error:
        line = error.getLineNumber() or 1
        raise RefusedError(_("This is not well-formed XML."), line) from error
    except SAXException as error:
        raise RefusedError(_("This is not well-formed XML.")) from error
    return tree.root


class _Tree(ContentHandler):
    root: Node

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Node] = []
        self.where: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:
        self.where = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        line = (self.where.getLineNumber() if self.where else None) or 1
        if len(self.open) >= DEEPEST:
            raise RefusedError(_("The XML is nested too deep."), line)
        attributes = {_local(key): nfc(str(value)) for key, value in attrs.items()}
        node = Node(_local(name), attributes, line)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def endElement(self, name: str) -> None:
        self.open.pop()

    def characters(self, content: str) -> None:
        self.open[-1].children.append(content)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
