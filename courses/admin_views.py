"""Which course an agency's staff must do, and by when: a short list in the editor's room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from courses import services
from courses.models import CourseAssignment


class CreateAssignment(CreateView):
    def save_instance(self) -> CourseAssignment:
        data = self.form.cleaned_data
        return services.assign_course(
            course=data["course"],
            agency=data["agency"],
            due_on=data["due_on"],
            by=self.request.user,
        )


class EditAssignment(EditView):
    def save_instance(self) -> CourseAssignment:
        """Only the day moves: another course or agency is another assignment."""
        kept = CourseAssignment.objects.get(pk=self.object.pk)
        self.has_content_changes = self.form.has_changed()
        return services.assign_course(
            course=kept.course,
            agency=kept.agency,
            due_on=self.form.cleaned_data["due_on"],
            by=self.request.user,
        )


class CourseAssignmentViewSet(SnippetViewSet):
    model = CourseAssignment
    icon = "date"
    menu_label = _("Required courses")
    menu_order = 400
    add_to_admin_menu = True
    list_display = ["course", "agency", "due_on"]
    ordering = ["due_on"]
    add_view_class = CreateAssignment
    edit_view_class = EditAssignment
    panels = [
        FieldPanel("course", widget=forms.Select),
        FieldPanel("agency", widget=forms.Select),
        FieldPanel("due_on"),
    ]
