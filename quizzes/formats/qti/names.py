"""QTI 3.0 says in kebab case what QTI 2 says in camel case (1EdTech, “QTI 3.0 Best Practices and
Implementation Guide”): qti-simple-choice is simpleChoice, response-identifier responseIdentifier.
Reading turns the first into the second; writing the other way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from quizzes.formats.xml import Node
from quizzes.formats.xml_text import element

_TEMPLATE = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}"


def normalised(node: Node) -> Node:
    """The tree with the names of QTI 2, in place."""
    if node.name.startswith("qti-"):
        node.name = _camel(node.name.removeprefix("qti-"))
        node.attributes = {_camel(key): value for key, value in node.attributes.items()}
    for child in node.elements():
        normalised(child)
    return node


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of QTI as it is written."""

    version: str
    namespace: str
    template: str
    resource: str
    schema: str
    schema_version: str
    is_kebab: bool = False

    def el(self, tag: str, /, *children: str, **attributes: object) -> str:
        """An element of QTI itself under its name in QTI 2."""
        if not self.is_kebab:
            return element(tag, *children, **attributes)
        kebab = {_kebab(key): value for key, value in attributes.items()}
        return element(f"qti-{_kebab(tag)}", *children, **kebab)

    def rule(self, name: str) -> str:
        return self.template.format(name) + (".xml" if self.is_kebab else "")


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda big: f"-{big.group().lower()}", name)


def template_name(address: str) -> str:
    """match_correct of ".../rptemplates/match_correct.xml"."""
    return PurePosixPath(address).name.removesuffix(".xml")


DIALECTS = {
    "2.1": Dialect(
        "2.1", "http://www.imsglobal.org/xsd/imsqti_v2p1", _TEMPLATE,
        "imsqti_item_xmlv2p1", "QTIv2.1 Package", "1.0.0",
    ),
    "2.2": Dialect(
        "2.2", "http://www.imsglobal.org/xsd/imsqti_v2p2",
        "http://www.imsglobal.org/question/qti_v2p2/rptemplates/{}",
        "imsqti_item_xmlv2p2", "QTIv2.2 Package", "1.0.0",
    ),
    "3.0": Dialect(
        "3.0", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}",
        "imsqti_item_xmlv3p0", "QTI Package", "3.0.0", is_kebab=True,
    ),
}  # fmt: skip
