"""Choosing or uploading a picture or sound, from within the form of a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from lms.accounts.models import User
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.pictures import MOST_BYTES
from lms.core.vietnamese import clean_lines
from quizzes import services
from quizzes.editor_policy import CoursePermissionPolicy
from quizzes.models import Question, QuestionMedium


class MediumForm(forms.ModelForm):  # type: ignore[type-arg]
    upload = forms.FileField(
        label=_("File"),
        help_text=_(
            "A picture (JPEG, PNG, WebP, GIF; made smaller here) or a sound (MP3, OGG, M4A)."
        ),
    )

    class Meta:
        model = QuestionMedium
        fields = ["alt"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 3})}

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            text = _("The file is too large: at most %(mb)s MB.")
            raise ValidationError(text, params={"mb": MOST_BYTES // 1024 // 1024})
        return upload

    def keep(self, by: User) -> QuestionMedium | None:
        """The stored medium; None with an error on the form."""
        data, words = self.cleaned_data["upload"].read(), clean_lines(self.cleaned_data["alt"])
        try:
            return services.keep_medium(data=data, alt=words, at=periods.now(), by=by)
        except DomainError as error:
            self.add_error("upload", str(error.message))
            return None


class _Own:
    """What this person has uploaded; the newest first."""

    def get_object_list(self) -> QuerySet[QuestionMedium]:
        user = self.request.user  # type: ignore[attr-defined]
        everything = QuestionMedium.objects.all()
        return everything if user.is_superuser else everything.filter(added_by=user)

    def get_filter_form_class(self) -> type[forms.Form]:
        form: type[forms.Form] = BaseFilterForm
        return form

    def apply_object_list_ordering(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        return objects

    @property
    def columns(self) -> list[Column]:
        column: Any = super().title_column  # type: ignore[misc]
        return [
            column,
            Column("type", label=_("kind")),
            Column("kilobytes", label="KB", accessor=lambda medium: -(-medium.size // 1024)),
        ]


class _Choose(_Own, chooser.ChooseView):
    pass


class _Results(_Own, chooser.ChooseResultsView):
    pass


class _Create(chooser.CreateView):
    def post(self, request: Any) -> Any:
        self.form = self.get_creation_form()
        if self.form.is_valid():
            medium = self.form.keep(request.user)
            if medium is not None:
                return self.get_chosen_response(medium)
        return self.get_reshow_creation_form_response()


class MediaChooser(ChooserViewSet):
    model = QuestionMedium
    icon = "image"
    choose_one_text = _("Choose a picture or sound")
    choose_another_text = _("Choose another")
    create_action_label = _("Upload")
    creation_tab_label = _("Upload")
    creation_form_class = MediumForm
    register_widget = False
    choose_view_class = _Choose
    choose_results_view_class = _Results
    create_view_class = _Create
    # Whoever may write questions may bring pictures for them.
    permission_policy = CoursePermissionPolicy(Question)


CHOOSER = MediaChooser("chon-anh-cau-hoi")
MediumBlock: Any = CHOOSER.get_block_class("MediumBlock", __name__)
