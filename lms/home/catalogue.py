"""What the catalogue is asked for, read from the address, and the address of every other choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from courses import content_cache
from courses.queries import CourseOutline, catalogue, outlines
from lms.accounts.models import Audience
from lms.core.vietnamese import clean_text

PAGE_SIZE = 12
LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """One chosen filter and the address without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Search:
    """`sector` is a sector's slug, `audience` an Audience value; "" where all are wanted."""

    text: str = ""
    sector: str = ""
    audience: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in the address; only those that are set."""
        named = {"q": self.text, "nganh": self.sector, "doi-tuong": audience_slug(self.audience)}
        return {name: value for name, value in named.items() if value}

    @property
    def href(self) -> str:
        page = reverse("home:catalogue")
        return f"{page}?{self.query}" if self.parameters else page

    @property
    def query(self) -> str:
        return urlencode(self.parameters)

    @property
    def kept_by_search(self) -> list[tuple[str, str]]:
        """What a new search keeps: the filters."""
        return [(name, value) for name, value in self.parameters.items() if name != "q"]

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        return [("q", self.text)] if self.text else []

    @property
    def chosen(self) -> list[Chosen]:
        found = []
        if self.text:
            found.append(Chosen(f"“{self.text}”", replace(self, text="").href))
        if self.sector:
            found.append(Chosen(sectors()[self.sector], replace(self, sector="").href))
        if self.audience:
            label = capfirst(str(Audience(self.audience).label))
            found.append(Chosen(label, replace(self, audience="").href))
        return found

    def results(self) -> list[CourseOutline]:
        return catalogue(text=self.text, sector=self.sector, audience=self.audience)


def read(given: Mapping[str, str], *, sector: str = "", audience: str = "") -> Search:
    """The search an address stands for; a sector or audience that does not exist counts as none."""
    sector = sector or given.get("nganh", "")
    audience = audience or audience_value(given.get("doi-tuong", ""))
    return Search(
        text=clean_text(given.get("q", ""))[:LONGEST_TEXT],
        sector=sector if sector in sectors() else "",
        audience=audience,
    )


def sectors() -> dict[str, str]:
    """Name of every sector that has a course, by slug. Kept until something is published."""
    return content_cache.remember(
        "home:sectors", lambda: {item.sector_slug: item.sector for item in outlines()}
    )


def audience_slug(value: str) -> str:
    return value.replace("_", "-")


def audience_value(slug: str) -> str:
    """The Audience under this slug; "" if there is none."""
    value = slug.replace("-", "_")
    return value if value in Audience.values and "_" not in slug else ""
