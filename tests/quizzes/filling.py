"""Answering a question by what its page shows: what a browser without JavaScript would post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag


class Page:
    """The form of a question page, filled in by the words one reads."""

    def __init__(self, html: str) -> None:
        self.soup = BeautifulSoup(html, "html.parser")
        form = self.soup.select_one("main form[data-quiz]")
        assert isinstance(form, Tag)
        self.form = form

    def control(self, label: str) -> Tag:
        """The control this label belongs to."""
        for found in self.form.find_all("label"):
            if found.get_text(" ", strip=True) == label:
                control = self.form.find(id=str(found["for"]))
                assert isinstance(control, Tag), label
                return control
        raise AssertionError(f"nothing is labelled {label!r}")

    def choose(self, label: str, text: str) -> None:
        """In the list labelled so."""
        for option in self.control(label).find_all("option"):
            del option["selected"]
            if option.get_text(strip=True) == text:
                option["selected"] = ""
        assert self.control(label).select("option[selected]"), text

    def choices(self, label: str) -> list[str]:
        return [option.get_text(strip=True) for option in self.control(label).find_all("option")]

    def tick(self, label: str) -> None:
        control = self.control(label)
        if control["type"] == "radio":
            for other in self.form.select(f"input[type=radio][name={control['name']}]"):
                del other["checked"]
        control["checked"] = ""

    def write(self, label: str, text: str) -> None:
        control = self.control(label)
        if control.name == "textarea":
            control.string = text
        else:
            control["value"] = text

    def posted(self, **more: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for control in self.form.select("input, select, textarea"):
            for value in _values(control):
                data.setdefault(str(control["name"]), []).append(value)
        return data | more

    def shown(self) -> Mapping[str, Any]:
        """What is filled in, without what every form carries."""
        return {name: value for name, value in self.posted().items() if name == "answer"}


def _values(control: Tag) -> list[str]:
    kind = control.get("type", "")
    if control.name == "select":
        chosen = control.select("option[selected]") or control.select("option")[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if kind in ("submit", "image", "file") or (
        kind in ("radio", "checkbox") and control.get("checked") is None
    ):
        return []
    return [str(control.get("value", ""))]
