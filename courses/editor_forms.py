"""Forms of the editor: complete when publishing, anything goes in a draft."""

from __future__ import annotations

import itertools
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from courses import publishing
from lms.accounts.models import Audience
from lms.core.vietnamese import slugify_vi


class PageForm(WagtailAdminPageForm):
    """An empty address comes from the title, with its đ (Wagtail's own would drop it)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        if "slug" in self.fields and self.cleaned_data.get("slug") == "":
            self.cleaned_data["slug"] = self._free_slug(self.cleaned_data.get("title", ""))
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _free_slug(self, title: str) -> str:
        """Not yet taken by another page here: "dang-ky", else "dang-ky-2" …"""
        wanted = slugify_vi(title) or "trang"
        names = itertools.chain([wanted], (f"{wanted}-{n}" for n in itertools.count(2)))
        parent = self.parent_page or self.instance.get_parent()
        return next(name for name in names if Page._slug_is_available(name, parent, self.instance))


class CompleteWhenPublished(PageForm):
    """Refuses to publish or to hand in for review while `publishing` names a blocker."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for sentence in self.what_is_missing():
            self.add_error(None, sentence)

    def what_is_missing(self) -> list[str]:
        return publishing.blockers(self.instance)


class CourseForm(CompleteWhenPublished):
    audiences = forms.MultipleChoiceField(
        label=_("For whom"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )


class LessonForm(CompleteWhenPublished):
    def what_is_missing(self) -> list[str]:
        if "screens" not in self.errors:
            return super().what_is_missing()
        # The blocks point at their own mistakes; the summary still counts missing descriptions.
        widget = self.fields["screens"].widget
        typed = widget.value_from_datadict(self.data, self.files, self.add_prefix("screens"))
        count = publishing.pictures_without_words(typed)
        return [publishing.without_words(count)] if count else []


class SimulationForm(CompleteWhenPublished):
    class Media:
        js = ["courses/admin/places.js"]
        css = {"all": ["courses/admin/places.css"]}
