"""Roles and what each may do. The only place where a role's name means anything; everybody else
asks `policy` about a permission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RESIDENT = "resident", _("resident")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    FACILITATOR = "facilitator", _("facilitator")
    DISTRICT_MANAGER = "district_manager", _("district manager")
    WARD_MANAGER = "ward_manager", _("ward manager")
    REPORT_VIEWER = "report_viewer", _("report viewer")
    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")
    ADMINISTRATOR = "administrator", _("administrator")


class Permission(models.TextChoices):
    """What a door asks for. `*.view`-like permissions carry a scope of wards or an agency."""

    LEARN = "learn", _("learn and take tests")
    TRANSCRIPT = "transcript", _("see one's own transcript")
    RUN_CLASSES = "classes.run", _("run classes")
    HELP_LEARNERS = "learners.help", _("help learners sign up and reset PINs")
    VIEW_REPORTS = "reports.view", _("see reports of wards")
    EXPORT_REPORTS = "reports.export", _("export reports of wards")
    EXACT_REPORTS = "reports.exact", _("see exact small numbers, for a logged purpose")
    HOLD_EVIDENCE = "evidence.hold", _("hold certificates until they are checked")
    DELEGATE = "reports.delegate", _("have a colleague stand in for a time")
    EDIT_CONTENT = "content.edit", _("write courses")
    REVIEW_CONTENT = "content.review", _("approve and publish courses")
    ADMINISTER = "administer", _("import people, units and targets")
    VIEW_COMPONENTS = "components.view", _("see the component library")


# Roles that only learn; every other role works here and signs in with a second factor.
LEARNER_ROLES = frozenset({Role.RESIDENT, Role.CIVIL_SERVANT})

_LEARNER = frozenset({Permission.LEARN, Permission.TRANSCRIPT})
_REPORTS = frozenset({Permission.VIEW_REPORTS, Permission.EXPORT_REPORTS})

# What somebody who stands in for another may not do with that other's role.
NOT_HANDED_ON = frozenset({Permission.DELEGATE, Permission.HOLD_EVIDENCE})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: _LEARNER,
    Role.CIVIL_SERVANT: _LEARNER,
    Role.FACILITATOR: _LEARNER | {Permission.RUN_CLASSES, Permission.HELP_LEARNERS},
    Role.DISTRICT_MANAGER: _LEARNER | _REPORTS | {Permission.DELEGATE, Permission.HOLD_EVIDENCE},
    Role.WARD_MANAGER: _LEARNER | _REPORTS | {Permission.DELEGATE, Permission.HOLD_EVIDENCE},
    Role.REPORT_VIEWER: _LEARNER | _REPORTS,
    Role.EDITOR: _LEARNER | {Permission.EDIT_CONTENT, Permission.VIEW_COMPONENTS},
    Role.REVIEWER: _LEARNER
    | {Permission.EDIT_CONTENT, Permission.REVIEW_CONTENT, Permission.VIEW_COMPONENTS},
    Role.ADMINISTRATOR: _LEARNER
    | _REPORTS
    | {
        Permission.EXACT_REPORTS,
        Permission.HOLD_EVIDENCE,
        Permission.EDIT_CONTENT,
        Permission.REVIEW_CONTENT,
        Permission.ADMINISTER,
        Permission.VIEW_COMPONENTS,
        Permission.HELP_LEARNERS,
    },
}
