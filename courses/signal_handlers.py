"""What the content tree and signing in set off here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses import content_cache, editorial, services
from courses.guests import take_guest_progress
from courses.models import CoursePage, LessonPage, MinistryPage, Requirement, SimulationPage
from courses.simulation import services as simulation
from courses.simulation.guests import take_guest_key
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import PERMISSIONS, Permission, Role
from lms.core import periods

# What saving a draft writes to the page's row: nothing a visitor can see.
_DRAFT_FIELDS = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    "locked",
    "locked_at",
    "locked_by",
}


@receiver(page_published, sender=SimulationPage)
def freeze_what_learners_play(sender: type, instance: SimulationPage, **kwargs: Any) -> None:
    simulation.freeze(page=instance, at=periods.now())


@receiver(page_unpublished, sender=SimulationPage)
def ask_for_it_no_longer(sender: type, instance: SimulationPage, **kwargs: Any) -> None:
    simulation.withdraw(page=instance)


@receiver([page_published, page_unpublished, post_page_move])
@receiver([post_save, post_delete], sender=MinistryPage)
@receiver([post_save, post_delete], sender=CoursePage)
@receiver([post_save, post_delete], sender=LessonPage)
@receiver([post_save, post_delete], sender=SimulationPage)
@receiver([post_save, post_delete], sender=Requirement)
def forget_what_was_published(
    sender: type, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if update_fields is None or not _DRAFT_FIELDS.issuperset(update_fields):
        content_cache.forget()


@receiver([page_published, page_unpublished], sender=LessonPage)
def find_course_by_its_lessons(sender: type, instance: LessonPage, **kwargs: Any) -> None:
    editorial.refresh_search_words(lesson=instance)


@receiver(user_logged_in)
def keep_what_the_guest_read(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    progress = take_guest_progress(request)
    if not progress:
        return
    kept = services.merge_guest_progress(user=user, progress=progress, at=periods.now())
    if kept:
        text = ngettext(
            "Kept %(count)d lesson you have just read.",
            "Kept %(count)d lessons you have just read.",
            kept,
        )
        messages.success(request, text % {"count": kept}, fail_silently=True)


@receiver(user_logged_in)
def keep_what_the_guest_practised(
    sender: type, request: HttpRequest, user: User, **kwargs: Any
) -> None:
    simulation.keep_guest_runs(user=user, guest_key=take_guest_key(request))


@receiver(user_logged_in)
def open_the_editors_room(sender: type, user: User, **kwargs: Any) -> None:
    """Grants begin and end by date, without a save: signing in is when that shows.
    Nobody with a card holds such a role."""
    if not user.has_card_number:
        editorial.sync_editor_groups(user=user)


@receiver([post_save, post_delete], sender=RoleGrant)
def give_editors_their_groups(sender: type, instance: RoleGrant, **kwargs: Any) -> None:
    if PERMISSIONS[Role(instance.role)] & {Permission.EDIT_CONTENT, Permission.ADMINISTER}:
        editorial.sync_editor_groups(user=instance.user)
