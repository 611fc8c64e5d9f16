"""E1: what waits for me, first thing in the editor's room."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from courses.models import CoursePage
from lms.core import periods

MOST_ROWS = 20


class MyWorkPanel(Component):
    """Drafts not yet published, and courses whose day of review has come. What waits for my
    approval and what came back to me stand below it in Wagtail's own panels."""

    name = "my_work"
    template_name = "courses/admin/my_work.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {
            "drafts": [_row(page) for page in drafts_for(user)[:MOST_ROWS]],
            "overdue": [
                _row(course) | {"day": course.review_by} for course in overdue_for(user)[:MOST_ROWS]
            ],
        }


def _pages_of(user: AbstractBaseUser) -> QuerySet[Page]:
    pages: QuerySet[Page] = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages


def drafts_for(user: AbstractBaseUser) -> QuerySet[Page]:
    pages = _pages_of(user).filter(has_unpublished_changes=True)
    return pages.order_by("-latest_revision_created_at")


def overdue_for(user: AbstractBaseUser) -> QuerySet[CoursePage]:
    courses: QuerySet[CoursePage] = CoursePage.objects.live()
    return courses.filter(
        pk__in=_pages_of(user).values("pk"), review_by__lt=periods.today()
    ).order_by("review_by")


def _row(page: Page) -> dict[str, Any]:
    return {"title": page.draft_title, "href": reverse("wagtailadmin_pages:edit", args=[page.pk])}
