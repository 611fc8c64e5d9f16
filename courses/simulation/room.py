"""Pages of the editors' room that belong to simulations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.permissions import permission_policy as pictures_policy

from courses.models import CoursePage
from courses.simulation.authoring import MOST_SHOTS, Given, draft_from_shots
from courses.simulation.pictures import sent
from lms.core.pictures import MOST_BYTES


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _ShotsField(forms.FileField):
    """As many files as were chosen, in their order."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list) else [data]
        files = [super(_ShotsField, self).clean(one, initial) for one in chosen]
        if len(files) > MOST_SHOTS:
            raise forms.ValidationError(
                _("At most %(most)d screenshots at once.") % {"most": MOST_SHOTS}
            )
        return files


class ShotsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=60,
        help_text=gettext_lazy("Task words, at most 60 characters."),
    )
    shots = _ShotsField(
        label=gettext_lazy("Screenshots"),
        widget=_Files(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy(
            "Choose all of them at once; each becomes a step, in the order of their names."
        ),
    )
    covered = forms.BooleanField(
        label=gettext_lazy("Everything that tells who somebody is has been covered"),
        error_messages={
            "required": gettext_lazy(
                "Look at every screenshot, cover names and numbers, then tick this."
            )
        },
    )

    def given(self) -> list[Given]:
        files = sorted(self.cleaned_data["shots"], key=lambda file: str(file.name))
        return [Given(str(file.name), file.read(MOST_BYTES + 1)) for file in files]


class FromShots(WagtailAdminTemplateMixin, View):
    """Bulk start: a draft in a course from screenshots. Courses one may not add to are 404."""

    template_name = "courses/admin/from_shots.html"
    header_icon = "image"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        course = CoursePage.objects.filter(pk=kwargs["course"]).first()
        if course is None or not course.permissions_for_user(request.user).can_add_subpage():
            raise Http404
        self.course = course

    def get_page_title(self) -> str:
        return _("Begin from screenshots")

    def get_page_subtitle(self) -> str:
        return str(self.course)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        up = reverse("wagtailadmin_explore", args=[self.course.pk])
        return [
            *self.breadcrumbs_items,
            {"url": up, "label": str(self.course)[:60]},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(ShotsForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ShotsForm(request.POST, request.FILES)
        places = pictures_policy.collections_user_has_permission_for(request.user, "add")
        collection = places.order_by("-depth", "pk").first()
        if collection is None:
            raise Http404
        if not form.is_valid():
            return self._show(form)
        drafted = draft_from_shots(
            course=self.course,
            title=form.cleaned_data["title"],
            files=form.given(),
            collection=collection,
            by=request.user,  # type: ignore[arg-type]
        )
        if drafted.page is None:
            for sentence in drafted.refused:
                form.add_error("shots", sentence)
            return self._show(form)
        for sentence in drafted.refused:
            messages.warning(request, sentence)
        messages.success(request, _("Begun. Now fill in each step."))
        return redirect("wagtailadmin_pages:edit", drafted.page.pk)

    def _show(self, form: ShotsForm) -> HttpResponse:
        response: HttpResponse = self.render_to_response({**self.get_context_data(), "form": form})
        return response


@require_safe
def picture(request: HttpRequest, image: int) -> HttpResponse:
    """A screenshot as learners get it, to draw places on."""
    mine = pictures_policy.instances_user_has_any_permission_for(
        request.user, ["choose", "add", "change"]
    )
    found = sent(image) if mine.filter(pk=image).exists() else None
    if found is None:
        raise Http404
    return redirect(found["webp"])


urlpatterns = [
    path("khoa-hoc/<int:course>/tu-anh-chup/", FromShots.as_view(), name="simulation_from_shots"),
    path("anh-chup/<int:image>/", picture, name="simulation_picture"),
]
