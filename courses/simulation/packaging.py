"""A simulation as a SCORM 1.2 package: plays without this site, without a network, in another system's
player. The screens are drawn here by the same templates learners see; package/engine.js moves between
them by the same rules (tests run both machines through the same cases)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.models import SimulationPage, SimulationVersion
from courses.simulation.engine import Mode, State
from courses.simulation.keeping import script_of
from courses.simulation.persona import NAMES, persona
from courses.simulation.pictures import Renditions, renditions
from courses.simulation.regions import style_sheet
from courses.simulation.script import Script, Step
from courses.simulation.stage import Stage, stage
from courses.simulation.templates import PICTURE
from lms.core.errors import DomainError

MOST_STEPS = 100  # what is kept between two sittings has 4096 characters, a step takes about 30
PEOPLE = range(1945, 1969)  # seeds of the characters a package carries
_SCRIPTS = Path(__file__).parent / "package"
_STATIC = (
    "css/bd.css",
    "fonts/noto-sans-400.woff2",
    "fonts/noto-sans-600.woff2",
    "fonts/be-vietnam-pro-700.woff2",
    "fonts/OFL-BeVietnamPro.txt",
    "fonts/OFL-NotoSans.txt",
)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same version gives the same bytes


def scorm_package(page: SimulationPage) -> bytes:
    """The ZIP of what learners play now; DomainError if nothing is published or it is too long."""
    version = page.versions.first()
    if version is None:
        raise DomainError(_("Publish the simulation first."), code="simulation.unpublished")
    if len(script_of(version).steps) > MOST_STEPS:
        raise DomainError(
            _("A package holds at most %(most)d steps.") % {"most": MOST_STEPS},
            code="simulation.too_long",
        )
    with translation.override(settings.LANGUAGE_CODE):
        files = dict(_files(page, version))
    files["imsmanifest.xml"] = _manifest(page, version, sorted(files))
    return _zipped(files)


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name, _LONG_AGO), files[name], ZIP_DEFLATED)
    return made.getvalue()


def _files(page: SimulationPage, version: SimulationVersion) -> Iterator[tuple[str, bytes]]:
    script = script_of(version)
    yield "index.html", _index(page, version, script).encode()
    yield "regions.css", style_sheet(script).encode()
    for name in ("engine.js", "lms.js", "player.js"):
        yield name, (_SCRIPTS / name).read_bytes()
    for name in _STATIC:
        yield name, _static(name)
    for made in _pictures(script).values():
        for rendition in (made.webp, made.jpeg):
            with rendition.file.open("rb") as file:
                yield _place(rendition), file.read()


def _static(name: str) -> bytes:
    path = finders.find(name)
    assert isinstance(path, str), name
    return Path(path).read_bytes()


def _index(page: SimulationPage, version: SimulationVersion, script: Script) -> str:
    pictures = _pictures(script)
    html = render_to_string(
        "courses/simulation/package/index.html",
        {
            "title": page.title,
            "summary": page.summary,
            "minutes": page.minutes,
            "screens": [s for step in script.steps for s in _screens(script, step, pictures)],
            "person": {name: f"{{{name}}}" for name in NAMES},
            "sprite": mark_safe(_static("icons.svg").decode()),
            "data": _data(page, version, script),
            "gap": {name: f"{{{name}}}" for name in ("own", "all", "points", "most", "need")},
            "operator_name": settings.OPERATOR_NAME,
        },
    )
    return html.replace(static("icons.svg"), "")  # the sprite stands in the page itself


def _screens(
    script: Script, step: Step, pictures: dict[int, Renditions]
) -> Iterator[dict[str, Any]]:
    """The four ways a step is shown. Without facts the names in braces stay: the player fills them."""
    for in_list, channel in ((False, "man-hinh"), (True, "danh-sach")):
        for mode, ending in ((Mode.TEST, ""), (Mode.WATCH, "-xem")):
            drawn = stage(script, State(cursor=step.uid), mode, {}, in_list=in_list)
            yield {
                "id": f"m-{step.uid}-{channel}{ending}",
                "stage": _with_picture(drawn, pictures),
            }


def _with_picture(drawn: Stage, pictures: dict[int, Renditions]) -> Stage:
    if drawn.screen.template != PICTURE or drawn.in_list:
        return drawn
    made = pictures.get(drawn.screen.image or 0)
    if made is None:  # the picture is gone: in words, as on the site
        action = "choices" if drawn.action == "buttons" else drawn.action
        return replace(drawn, in_list=True, action=action)
    picture = {
        "webp": _place(made.webp),
        "jpeg": _place(made.jpeg),
        "width": made.webp.width,
        "height": made.webp.height,
    }
    return replace(drawn, picture=picture)


def _pictures(script: Script) -> dict[int, Renditions]:
    ids = {step.screen.image for step in script.steps if step.screen.template == PICTURE}
    found = {id: renditions(id) for id in ids if id}
    return {id: made for id, made in found.items() if made}


def _place(rendition: Any) -> str:
    return f"pictures/{Path(rendition.file.name).name}"


def _data(page: SimulationPage, version: SimulationVersion, script: Script) -> SafeString:
    steps = [
        {name: value for name, value in asdict(step).items() if name != "screen"}
        for step in script.steps
    ]
    return json_script(
        {
            "script": {
                "version": f"{version.number}-{version.checksum[:8]}",
                "passPercent": page.pass_percent,
                "steps": steps,
            },
            "people": [{**persona(seed), **script.facts} for seed in PEOPLE],
            "texts": _texts(),
        },
        "du-lieu",
    )


def _texts() -> dict[str, Any]:
    """What the player says itself, in the words of the site."""
    return {
        "stepline": _("Step %(n)s/%(total)s") % {"n": "{n}", "total": "{total}"},
        "modes": {
            Mode.WATCH.value: _("Watch"),
            Mode.TRY.value: _("Try it"),
            Mode.TEST.value: _("Test yourself"),
        },
        "right": _("That is right."),
        "done": _("Done for you."),
        "typeFirst": _("Type what is asked for first."),
        "chooseFirst": _("Choose one first."),
        "notYet": _("Not right yet. Try again."),
        "notIt": _("This is not it yet. Look again."),
        "typeThis": _("Type this: %(wanted)s") % {"wanted": "{wanted}"},
        "thisIsIt": _("This is it: %(wanted)s") % {"wanted": "{wanted}"},
        "personal": _(
            "This is a practice page. Use the details of the person in it, do not type real ones."
        ),
        "hint": _("Hint"),
        "more": _("One more hint"),
        "forme": _("Do it for me"),
        "skip": _("Skip this step"),
    }


def _manifest(page: SimulationPage, version: SimulationVersion, names: list[str]) -> bytes:
    text = render_to_string(
        "courses/simulation/package/imsmanifest.xml",
        {"page": page, "version": version, "files": names},
    )
    return text.encode()
