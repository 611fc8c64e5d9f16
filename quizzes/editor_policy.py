"""Who may write questions and tests: whoever may change the course they belong to. Nobody deletes
them, because results point at them: a question is taken out of use instead."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import CoursePage, LessonPage
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import Role
from quizzes.models import Question

_ALLOWED = frozenset({"add", "change", "view"})


def courses_of(user: User | AnonymousUser) -> QuerySet[CoursePage]:
    """The courses `user` may change in the editor's room."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return CoursePage.objects.filter(pk__in=pages.values("pk")).order_by("position", "path")


def lessons_of(course: CoursePage) -> QuerySet[LessonPage]:
    return LessonPage.objects.child_of(course).order_by("path")


def owners_for(user: User | AnonymousUser, question: Question) -> QuerySet[User]:
    """Who may look after a question: editors and reviewers of the same agencies; of all of them for
    whoever has no agency (administrators). Whoever it is now stays among them."""
    people = User.objects.filter(grants__role__in=[Role.EDITOR, Role.REVIEWER])
    agencies = RoleGrant.objects.filter(user=user.pk, agency__isnull=False).values("agency")
    if agencies.exists():
        people = people.filter(grants__agency__in=agencies)
    kept = User.objects.filter(pk__in=filter(None, [user.pk, question.owner_id]))
    return User.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=kept.values("pk")))


class CoursePermissionPolicy(BasePermissionPolicy):
    """For models with a `course`."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in _ALLOWED and courses_of(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        mine = courses_of(user).filter(pk=instance.course_id)
        return action in _ALLOWED and mine.exists()

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> QuerySet[Any]:
        everything: QuerySet[Any] = self.model._default_manager.all()
        if _ALLOWED.isdisjoint(actions):
            return everything.none()
        return everything.filter(course__in=courses_of(user).values("pk"))

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        """Asked only by features these models do not use (locks, tasks)."""
        return User.objects.none()
