"""The blocks an editor builds steps from, and the script they make. No HTML: screens are templates
that developers own, filled with texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from courses.simulation.script import TYPED
from courses.simulation.templates import PICTURE, TEMPLATES

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
        collapsed = True


class OptionBlock(blocks.StructBlock):
    """A button, or a thing to choose."""

    id = blocks.RegexBlock(
        label=_("Short name"),
        regex=r"^[a-z0-9-]{1,20}$",
        error_messages={"invalid": _("Small letters without accents, digits, hyphens.")},
    )
    label = blocks.CharBlock(label=_("Words on it"), max_length=200)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    said = blocks.CharBlock(label=_("What to say if it is wrong"), required=False, max_length=300)
    goto = blocks.CharBlock(
        label=_("Leads to the step"),
        required=False,
        max_length=40,
        help_text=_("Short name of a step. Empty: on to the next one."),
    )
    note = blocks.CharBlock(
        label=_("Small print"), required=False, max_length=80, help_text=_("“PDF, 2 MB”")
    )
    x = blocks.FloatBlock(label=_("From the left, %"), required=False, min_value=0, max_value=100)
    y = blocks.FloatBlock(label=_("From the top, %"), required=False, min_value=0, max_value=100)
    w = blocks.FloatBlock(label=_("Width, %"), required=False, min_value=0, max_value=100)
    h = blocks.FloatBlock(label=_("Height, %"), required=False, min_value=0, max_value=100)

    class Meta:
        label_format = "{label}"
        collapsed = True


class FieldBlock(blocks.StructBlock):
    """A box to type in."""

    id = blocks.RegexBlock(
        label=_("Short name"),
        regex=r"^[a-z0-9-]{1,20}$",
        error_messages={"invalid": _("Small letters without accents, digits, hyphens.")},
    )
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

    class Meta:
        label_format = "{label}"


class StepBlock(blocks.StructBlock):
    """What every step has. `uid` is what other steps lead to."""

    uid = blocks.RegexBlock(
        label=_("Short name of the step"),
        regex=r"^[a-z0-9-]{1,40}$",
        error_messages={"invalid": _("Small letters without accents, digits, hyphens.")},
    )
    goal = blocks.CharBlock(label=_("What to do"), max_length=160)
    where = blocks.CharBlock(
        label=_("What and where, in full"),
        max_length=300,
        help_text=_("For watching: “Press the button “…” at the top right”."),
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
        label=_("The screen in words, for the text list"), required=False, max_length=500
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


class OptionsStepBlock(StepBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("What one can press or choose"), default=[])


class FieldsStepBlock(StepBlock):
    fields = blocks.ListBlock(FieldBlock(), label=_("Boxes to type in"), default=[])


class StepsBlock(blocks.StreamBlock):
    hotspot = OptionsStepBlock(label=_("Press the right place"), icon="crosshairs")
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
