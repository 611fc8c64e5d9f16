"""Screenshots of steps as they are sent: at most 800 wide, WebP with a JPEG beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wagtail.images import get_image_model

from courses import content_cache
from courses.simulation.checks import Shot
from courses.simulation.script import Script
from courses.simulation.stage import Stage
from courses.simulation.templates import PICTURE

_WEBP, _JPEG = "max-800x1600|format-webp|webpquality-60", "max-800x1600|format-jpeg|jpegquality-60"


def with_picture(stage: Stage) -> Stage:
    """The stage beside its screenshot; as a text list where the picture is gone."""
    if stage.screen.template != PICTURE or stage.in_list:
        return stage
    found = content_cache.remember(
        f"simulation-picture:{stage.screen.image}", lambda: sent(stage.screen.image) or {}
    )
    if found:
        return replace(stage, picture=found)
    action = "choices" if stage.action == "buttons" else stage.action
    return replace(stage, in_list=True, action=action)


def sent(image_id: int | None) -> dict[str, Any] | None:
    """What learners get of a picture: addresses, pixels, bytes of the WebP; None if it is gone."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return None
    webp, jpeg = image.get_rendition(_WEBP), image.get_rendition(_JPEG)
    return {
        "webp": webp.url,
        "jpeg": jpeg.url,
        "width": webp.width,
        "height": webp.height,
        "bytes": webp.file.size,
    }


def shots(script: Script) -> dict[int, Shot]:
    """What the screenshots of a script are like, by id; one that is gone is not there."""
    ids = {step.screen.image for step in script.steps if step.screen.template == PICTURE}
    found = {id: sent(id) for id in ids if id}
    return {
        id: Shot(facts["width"], facts["height"], facts["bytes"])
        for id, facts in found.items()
        if facts
    }


@dataclass(frozen=True, slots=True)
class Renditions:
    """The files of one screenshot, for what leaves the site."""

    webp: Any
    jpeg: Any


def renditions(image_id: int) -> Renditions | None:
    """None: the picture is gone."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return None
    return Renditions(image.get_rendition(_WEBP), image.get_rendition(_JPEG))
