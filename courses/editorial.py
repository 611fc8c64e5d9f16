"""Who may write and publish where: groups, page permissions and workflow of a ministry."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.models import CoursePage, LessonPage, MinistryPage, ReviewTask
from lms.accounts import policy, roles
from lms.accounts.models import RoleGrant, User

# Names stored as data, so in Vietnamese; followed by the ministry's name.
EDITORS = "Biên tập viên"
REVIEWERS = "Người duyệt"
MANAGERS = "Quản trị khóa học"  # of the whole site: which course is required of whom
_WORKFLOW = "Duyệt trước khi xuất bản"

_EDITORS_DO = ("add", "change")
_REVIEWERS_DO = (*_EDITORS_DO, "publish", "lock", "unlock")
_IMAGES = ("add_image", "change_image", "choose_image")


@transaction.atomic
def setup_ministry_groups(*, ministry: MinistryPage) -> tuple[Group, Group]:
    """The ministry's editors and reviewers, able to work in its subtree and nowhere else, and the
    workflow between them. Idempotent; leaves alone what an administrator changed since."""
    editors = _group(f"{EDITORS} – {ministry.title}", ministry, _EDITORS_DO)
    reviewers = _group(f"{REVIEWERS} – {ministry.title}", ministry, _REVIEWERS_DO)
    if not WorkflowPage.objects.filter(page=ministry).exists():
        name = f"{_WORKFLOW} – {ministry.title}"
        task = ReviewTask.objects.create(name=name)
        task.groups.set([reviewers])
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=ministry)
    return editors, reviewers


def setup_managers() -> Group:
    """Those who say which course an agency's staff must do. Idempotent."""
    group, is_new = Group.objects.get_or_create(name=MANAGERS)
    if is_new:
        group.permissions.set(
            [
                *_permissions("wagtailadmin", ["access_admin"]),
                *Permission.objects.filter(
                    content_type__app_label="courses", content_type__model="courseassignment"
                ),
            ]
        )
    return group


@transaction.atomic
def sync_editor_groups(*, user: User) -> None:
    """Put `user` into the groups that the roles of today give, and out of others. Idempotent."""
    policy.forget(user)
    held = _held_groups(user)
    due = set(_groups_due(policy.grants_of(user)))
    if held != due:
        user.groups.remove(*(held - due))
        user.groups.add(*(due - held))


def refresh_search_words(*, lesson: LessonPage) -> None:
    """A lesson was published or withdrawn: its course is found by other words now."""
    for course in CoursePage.objects.ancestor_of(lesson):
        course.derive_folded()
        CoursePage.objects.filter(pk=course.pk).update(folded=course.folded)


def _group(name: str, ministry: MinistryPage, page_actions: Iterable[str]) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    if not is_new:
        return group
    group.permissions.set(_permissions("wagtailadmin", ["access_admin"]))
    for action in page_actions:
        GroupPagePermission.objects.create(group=group, page=ministry, permission_type=action)
    collection = _collection(ministry.title)
    for permission in _permissions("wagtailimages", _IMAGES):
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )
    return group


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _permissions(app: str, codenames: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _held_groups(user: User) -> set[Group]:
    managed = Q(page_permissions__page__in=MinistryPage.objects.values("pk"))
    return set(user.groups.filter(managed | Q(name=MANAGERS)).distinct())


def _groups_due(grants: Iterable[RoleGrant]) -> Iterable[Group]:
    for grant in grants:
        may = roles.PERMISSIONS[roles.Role(grant.role)]
        if roles.Permission.ADMINISTER in may:
            yield setup_managers()
        if roles.Permission.EDIT_CONTENT in may:
            place = {"agency": grant.agency_id} if grant.agency_id else {}
            for ministry in MinistryPage.objects.filter(**place):
                editors, reviewers = setup_ministry_groups(ministry=ministry)
                yield reviewers if roles.Permission.REVIEW_CONTENT in may else editors
