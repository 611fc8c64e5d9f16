"""A simulation begun from screenshots: one step for each, to be filled in by its editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.models import CoursePage, SimulationPage
from courses.simulation.checks import HEAVIEST
from courses.simulation.templates import PICTURE
from lms.accounts.models import User
from lms.core.pictures import MOST_BYTES, as_webp, decoded
from lms.core.vietnamese import nfc

MOST_SHOTS = 20
WIDEST, HIGHEST = 800, 1600
_QUALITIES = (80, 70, 60)


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was uploaded."""

    name: str
    data: bytes


@dataclass(slots=True)
class Drafted:
    """`page` is None if no file could be used; `refused`: a sentence for each that could not."""

    page: SimulationPage | None = None
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def draft_from_shots(
    *, course: CoursePage, title: str, files: Iterable[Given], collection: Collection, by: User
) -> Drafted:
    """A draft in the course with a step to press on for each picture, in the order given. Only
    pixels of the files are kept, at most 800 wide and 120 KB."""
    drafted, kept = Drafted(), list[Any]()
    for file in files:
        data = light(file.data)
        if data is None:
            drafted.refused.append(_why_not(file))
        else:
            kept.append(_keep(file.name, data, collection, by))
    if kept:
        steps = [_step(number, image.pk) for number, image in enumerate(kept, 1)]
        drafted.page = SimulationPage(title=title, live=False, owner=by, steps=steps)
        course.add_child(instance=drafted.page)
        drafted.page.save_revision(user=by, clean=False)
    return drafted


def light(data: bytes) -> bytes | None:
    """The picture as WebP that a phone gets; None if it is no picture, or stays too heavy."""
    picture = decoded(data)
    if picture is None:
        return None
    picture.thumbnail((WIDEST, HIGHEST))
    tries = (as_webp(picture, quality) for quality in _QUALITIES)
    return next((data for data in tries if len(data) <= HEAVIEST), None)


def _why_not(file: Given) -> str:
    if len(file.data) > MOST_BYTES:
        return _("“%(name)s” is larger than 10 MB.") % {"name": file.name}
    if decoded(file.data) is None:
        return _("“%(name)s” is not a picture that can be read.") % {"name": file.name}
    return _("“%(name)s” stays heavier than 120 KB: crop it.") % {"name": file.name}


def _keep(name: str, data: bytes, collection: Collection, by: User) -> Any:
    title = nfc(PurePath(name).stem)[:255]
    file = ContentFile(data, name="anh-chup.webp")
    return get_image_model().objects.create(
        title=title, file=file, collection=collection, uploaded_by_user=by
    )


def _step(number: int, image: int) -> dict[str, Any]:
    screen = {"template": PICTURE, "image": image}
    return {"type": "hotspot", "value": {"uid": f"buoc-{number}", "weight": 1, "screen": screen}}
