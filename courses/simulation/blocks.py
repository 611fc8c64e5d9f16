"""The blocks an editor builds steps from, and the script they make. No HTML: screens are templates
that developers own, filled with texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.images.blocks import ImageChooserBlock

from courses.simulation.checks import PHONE_WIDTH, SMALLEST_TARGET
from courses.simulation.script import END, TYPED
from courses.simulation.templates import PICTURE, TEMPLATES
from lms.core.vietnamese import slugify_vi

REGION = ("x", "y", "w", "h")


class RowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=120)
    value = blocks.CharBlock(label=_("Text"), max_length=300, required=False)


class ScreenContentBlock(blocks.StructBlock):
    """What stands in the frame."""

    template = blocks.ChoiceBlock(label=_("Kind of screen"), choices=TEMPLATES)
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    address = blocks.CharBlock(
        label=_("Address shown"),
        required=False,
        max_length=120,
        help_text=_("Shown as text in the address bar; nothing is ever opened there."),
    )
    text = blocks.ListBlock(
        blocks.CharBlock(label=_("Line"), max_length=400), label=_("Texts"), default=[]
    )
    rows = blocks.ListBlock(RowBlock(label=_("Row")), label=_("Rows"), default=[])
    message = blocks.CharBlock(
        label=_("Pretend message on the phone"), required=False, max_length=300
    )
    button = blocks.CharBlock(label=_("Words on the button"), required=False, max_length=60)
    image = ImageChooserBlock(
        label=_("Screenshot"),
        required=False,
        help_text=_("At most 800 wide. Cover everything that tells who somebody is."),
    )
    alt = blocks.CharBlock(label=_("What the screenshot shows"), required=False, max_length=300)

    class Meta:
        label = _("Screen")
        icon = "desktop"
        form_layout = BlockGroup(
            [
                "template", "image", "alt",
                BlockGroup(
                    ["title", "address", "text", "rows", "message", "button"],
                    heading=_("Texts on a drawn screen"),
                    classname="collapsed",
                    label_format="{title}",
                ),
            ]
        )  # fmt: skip


class ShortNameBlock(blocks.RegexBlock):
    """What answers and reports call a thing by. Left empty, `StepsBlock.clean` makes it from the
    words on it; once made it stays, whatever becomes of the words."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(
            *args,
            regex=rf"^[a-z0-9-]{{1,{most}}}$",
            required=False,
            help_text=_("Empty: made from the words. Later it does not change."),
            error_messages={"invalid": _("Small letters without accents, digits, hyphens.")},
            **kwargs,
        )
        self.most = most


class OptionBlock(blocks.StructBlock):
    """A button, or a thing to choose."""

    label = blocks.CharBlock(label=_("Words on it"), max_length=200)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    said = blocks.CharBlock(label=_("What to say if it is wrong"), required=False, max_length=300)
    note = blocks.CharBlock(
        label=_("Small print"), required=False, max_length=80, help_text=_("“PDF, 2 MB”")
    )
    goto = blocks.CharBlock(
        label=_("Leads to the step"),
        required=False,
        max_length=40,
        help_text=_("Short name of a step. Empty: on to the next one."),
    )
    id = ShortNameBlock(label=_("Short name"), most=20)

    class Meta:
        label_format = "{label}"
        collapsed = True
        form_layout = BlockGroup(["label", "right", "said"], settings=["note", "goto", "id"])


class PlaceBlock(OptionBlock):
    """A button of a screenshot, with where it stands: numbers, or drawn with `places.js`."""

    x = blocks.FloatBlock(label=_("From the left, %"), required=False, min_value=0, max_value=100)
    y = blocks.FloatBlock(label=_("From the top, %"), required=False, min_value=0, max_value=100)
    w = blocks.FloatBlock(label=_("Width, %"), required=False, min_value=0, max_value=100)
    h = blocks.FloatBlock(label=_("Height, %"), required=False, min_value=0, max_value=100)

    class Meta:
        form_layout = BlockGroup(
            [
                "label", "right", "said",
                BlockGroup([*REGION], heading=_("Place on the screenshot"), label_format=""),
            ],
            settings=["note", "goto", "id"],
        )  # fmt: skip
        form_attrs = {"data-courses--places-target": "option"}


class FieldBlock(blocks.StructBlock):
    """A box to type in."""

    label = blocks.CharBlock(label=_("Label"), max_length=120)
    expected = blocks.CharBlock(
        label=_("What has to be typed"),
        required=False,
        max_length=200,
        help_text=_("Names in braces are taken from the character: {ho_ten}, {so_thua} …"),
    )
    rule = blocks.ChoiceBlock(
        label=_("How it is compared"),
        default="exact",
        choices=[
            ("exact", _("the same words; capitals do not matter")),
            ("fold", _("the same words; accents and capitals do not matter")),
            ("digits", _("the same digits; spaces and signs do not matter")),
            ("date", _("the same day")),
            ("any", _("anything, as long as it is not empty")),
        ],
    )
    help = blocks.CharBlock(label=_("Hint under the label"), required=False, max_length=200)
    id = ShortNameBlock(label=_("Short name"), most=20)

    class Meta:
        label_format = "{label}"
        form_layout = BlockGroup(["label", "expected", "rule", "help"], settings=["id"])


class StepBlock(blocks.StructBlock):
    """What every step has. `uid` is what other steps lead to."""

    uid = ShortNameBlock(label=_("Short name of the step"), most=40)
    goal = blocks.CharBlock(label=_("What to do"), max_length=160)
    where = blocks.CharBlock(
        label=_("What and where, in full"),
        max_length=300,
        required=False,
        help_text=_("Empty: the words on the right place. “Press “…” at the top right”."),
    )
    why = blocks.CharBlock(label=_("Why this is right"), required=False, max_length=300)
    wrong = blocks.CharBlock(label=_("What to say if it is wrong"), required=False, max_length=300)
    hint_1 = blocks.CharBlock(label=_("First hint"), required=False, max_length=300)
    hint_2 = blocks.CharBlock(label=_("Second hint"), required=False, max_length=300)
    screen = ScreenContentBlock()
    weight = blocks.IntegerBlock(label=_("Points"), default=1, min_value=1, max_value=5)
    critical = blocks.BooleanBlock(label=_("Must be right to pass"), required=False)
    skill = blocks.CharBlock(
        label=_("Skill"), required=False, max_length=40, help_text=_("For reports: “dinh-kem”.")
    )
    list_text = blocks.CharBlock(
        label=_("The screen in words, for the text list"),
        required=False,
        max_length=500,
        help_text=_("Empty: what the screenshot shows."),
    )
    next = blocks.CharBlock(
        label=_("The step after this one"),
        required=False,
        max_length=40,
        help_text=_("Empty: the one below. “het”: the end."),
    )
    detour = blocks.BooleanBlock(
        label=_("Shows what a mistake leads to; not scored"), required=False
    )

    class Meta:
        label_format = "{goal}"
        collapsed = True


_SHOWN = ["goal", "hint_1", "screen"]
_SETTINGS = [
    "where", "hint_2", "why", "wrong", "list_text", "weight", "critical", "skill", "next",
    "detour", "uid",
]  # fmt: skip


class OptionsStepBlock(StepBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("What one can press or choose"), default=[])

    class Meta:
        form_layout = BlockGroup([*_SHOWN, "options"], settings=_SETTINGS)


class PressStepBlock(OptionsStepBlock):
    options = blocks.ListBlock(PlaceBlock(), label=_("What one can press or choose"), default=[])

    class Meta:
        form_attrs = {
            "data-controller": "courses--places",
            "data-courses--places-picture-value": PICTURE,
            "data-courses--places-address-value": reverse_lazy("simulation_picture", args=[0]),
            "data-courses--places-phone-value": PHONE_WIDTH,
            "data-courses--places-smallest-value": SMALLEST_TARGET,
            "data-courses--places-words-value": _(
                "Draw a frame around each button, with the mouse or a finger, the right one first."
                " Drag a frame to move it, its corner to make it larger. With the keyboard: arrows"
                " move it, Shift and arrows make it larger or smaller. Or type the numbers below."
            ),
            "data-courses--places-small-value": _("smaller than 44 px on a phone"),
            "data-courses--places-nameless-value": _("no words yet"),
        }


class FieldsStepBlock(StepBlock):
    fields = blocks.ListBlock(FieldBlock(), label=_("Boxes to type in"), default=[])

    class Meta:
        form_layout = BlockGroup([*_SHOWN, "fields"], settings=_SETTINGS)


class StepsBlock(blocks.StreamBlock):
    hotspot = PressStepBlock(label=_("Press the right place"), icon="crosshairs")
    type = FieldsStepBlock(label=pgettext_lazy("step", "Type"), icon="edit")
    choose = OptionsStepBlock(label=pgettext_lazy("step", "Choose"), icon="list-ul")
    upload = OptionsStepBlock(label=_("Choose a paper from the tray"), icon="upload")
    confirm = OptionsStepBlock(label=_("Read and confirm"), icon="check")
    otp = FieldsStepBlock(label=_("Type the code of a message"), icon="key")
    decide = OptionsStepBlock(label=_("Real or fake? What to do?"), icon="warning")
    read = OptionsStepBlock(label=_("Read the result"), icon="view")

    class Meta:
        label = _("Step")
        collapsed = True

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        steps = [child.value for child in cleaned]
        _name(steps, "uid", "goal", 40)
        for step in steps:
            _name(step.get("options") or [], "id", "label", 20)
            _name(step.get("fields") or [], "id", "label", 20)
        return cleaned


def _name(rows: Iterable[Any], key: str, words: str, most: int) -> None:
    """A short name for those that have none yet, from their words; no two the same."""
    taken = {row[key] for row in rows} | {END}
    for row in rows:
        if not row[key]:
            wanted = slugify_vi(row[words] or "")[: most - 3].strip("-") or key
            names = itertools.chain([wanted], (f"{wanted}-{n}" for n in itertools.count(2)))
            row[key] = next(name for name in names if name not in taken)
            taken.add(row[key])


# --- blocks to script and back -------------------------------------------------------------------


def script_data(steps: Any) -> dict[str, Any]:
    """The JSON of a version (see `script`); empty things are left out."""
    return {"steps": [_step(block.block_type, block.value) for block in steps]}


def _step(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    plain = {
        name: value.get(name)
        for name in (
            "uid", "goal", "where", "why", "wrong", "weight", "critical", "skill", "list_text",
            "next", "detour",
        )
    }  # fmt: skip
    hints = [value.get(name) for name in ("hint_1", "hint_2") if value.get(name)]
    row = {"kind": kind, **plain, "hints": hints, "screen": _screen(value["screen"])}
    if kind in TYPED:
        row["fields"] = [_filled(dict(one)) for one in value.get("fields") or []]
    else:
        row["options"] = [_option(one) for one in value.get("options") or []]
    return _filled(row)


def _screen(value: Mapping[str, Any]) -> dict[str, Any]:
    image = value.get("image")
    return _filled(
        {
            **{name: value.get(name) for name in ("title", "address", "message", "button", "alt")},
            "template": value.get("template") or PICTURE,
            "text": list(value.get("text") or []),
            "rows": [[row["label"], row["value"] or ""] for row in value.get("rows") or []],
            "image": image.pk if image else None,
        }
    )


def _option(value: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value.get(name) for name in ("id", "label", "right", "said", "goto", "note")}
    place = [value.get(name) for name in REGION]
    return _filled({**plain, "place": place if None not in place else None})


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in (None, "", [], False)}


def stored_step(step: Mapping[str, Any], id: str) -> dict[str, Any]:
    """A step of a file as StreamField stores it: undoes `script_data`."""
    value = {key: text for key, text in step.items() if key not in ("kind", "hints")}
    hints = step.get("hints", [])
    value |= {f"hint_{n}": text for n, text in enumerate(hints, 1)}
    screen = dict(step["screen"])
    screen["rows"] = [{"label": label, "value": text} for label, text in screen.get("rows", [])]
    return {"type": step["kind"], "value": value | {"screen": screen}, "id": id}
