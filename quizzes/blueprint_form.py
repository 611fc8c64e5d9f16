"""What a test is made of, as its form shows it: sections with rows."""

from __future__ import annotations

from typing import Any

from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError

from lms.core.vietnamese import clean_text
from quizzes.blueprint import category_path
from quizzes.models import Difficulty

MOST = 200


def _row() -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            (
                "count",
                blocks.IntegerBlock(min_value=1, max_value=MOST, label=gettext_lazy("How many")),
            ),
            ("category", _words(gettext_lazy("Category, with all below it"), 200)),
            ("tag", _words(gettext_lazy("Tag"), 60)),
            (
                "difficulty",
                blocks.ChoiceBlock(
                    choices=Difficulty.choices, required=False, label=gettext_lazy("Difficulty")
                ),
            ),
            ("competence", _words(gettext_lazy("Competence"), 120)),
            (
                "wide",
                blocks.BooleanBlock(
                    required=False, label=gettext_lazy("Also from other courses of the ministry")
                ),
            ),
        ],
        label=gettext_lazy("Questions"),
    )


def _words(label: Any, longest: int) -> blocks.CharBlock:
    return blocks.CharBlock(max_length=longest, required=False, label=label)


def _section() -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            ("name", blocks.CharBlock(max_length=80, label=gettext_lazy("Name of the part"))),
            (
                "minimum",
                blocks.IntegerBlock(
                    min_value=0,
                    required=False,
                    label=gettext_lazy("Points this part alone must reach"),
                    help_text=gettext_lazy("0 if only the whole test counts."),
                ),
            ),
            ("rows", blocks.ListBlock(_row(), min_num=1, label=gettext_lazy("Rows"))),
        ],
        label=gettext_lazy("Part"),
    )


class _Sections(blocks.StreamBlock):
    """A stream of one kind of block: Wagtail's script wants an element at the top, and a list has
    none."""

    part = _section()

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """No sections where a form came without them: Wagtail's own would be an error 500."""
        if f"{prefix}-count" not in data:
            return self.to_python([])
        return super().value_from_datadict(data, files, prefix)


def block() -> blocks.StreamBlock:
    return _Sections(required=False)


def to_shown(stored: list[dict[str, Any]]) -> Any:
    """The block's value of what `to_stored` made."""
    return block().to_python([{"type": "part", "value": section} for section in stored])


def to_stored(value: Any) -> list[dict[str, Any]]:
    """What `quizzes.blueprint.load` reads. StreamBlockValidationError says what is to be mended."""
    sections = [_stored_section(part.value) for part in value]
    problems = list(filter(None, (_problem(section) for section in sections)))
    names = [section["name"] for section in sections]
    if len(set(names)) < len(names):
        problems.append(_("Two parts have the same name."))
    if problems:
        raise StreamBlockValidationError(non_block_errors=ErrorList(problems))
    return sections


def _problem(section: dict[str, Any]) -> str:
    count = sum(row["count"] for row in section["rows"])
    if section["minimum"] <= count:
        return ""
    text = _("“%(section)s” has %(count)d questions: it cannot ask for %(needed)d points.")
    return text % {"section": section["name"], "count": count, "needed": section["minimum"]}


def _stored_section(section: Any) -> dict[str, Any]:
    return {
        "name": clean_text(section["name"]),
        "minimum": section["minimum"] or 0,
        "rows": [_stored_row(row) for row in section["rows"]],
    }


def _stored_row(row: Any) -> dict[str, Any]:
    """Without what is left open."""
    given = {
        "count": row["count"],
        "category": category_path(row["category"] or ""),
        "tag": clean_text(row["tag"] or ""),
        "difficulty": row["difficulty"] or "",
        "competence": clean_text(row["competence"] or ""),
        "wide": bool(row["wide"]),
    }
    return {name: value for name, value in given.items() if value}
