"""Templates saved, put to use, exported and imported; which one a course's certificate is made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates import design as designing
from certificates.design_lint import lint
from certificates.kinds import CertificateKind
from certificates.models import Template, TemplateVersion
from courses.models import CoursePage, MinistryPage
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.units.models import Agency


@transaction.atomic
def create_template(
    *, name: str, agency: Agency | None, by: User, kind: str = CertificateKind.COMPLETION
) -> Template:
    template = Template.objects.create(name=name, agency=agency, kind=kind)
    audit.record("template.created", template, by=by)
    return template


@transaction.atomic
def name_template(*, template: Template, name: str, agency: Agency | None, by: User) -> Template:
    """Another name, or other courses. Refused while it is in use and would change its courses
    ("template.in_use")."""
    if template.is_used and template.agency != agency:
        raise DomainError(
            _("This template is in use. Stop using it before you give it to others."),
            code="template.in_use",
        )
    if (template.name, template.agency) != (name, agency):
        template.name, template.agency = name, agency
        template.save(update_fields=["name", "agency"])
        audit.record("template.named", template, by=by)
    return template


@transaction.atomic
def save_version(
    *,
    template: Template,
    design: Mapping[str, Any],
    by: User,
    at: datetime,
    based_on: int | None = None,
) -> TemplateVersion:
    """A new version, or the last one where nothing changed. Certificates already issued keep theirs.
    `based_on`: the number of the version that was changed; refused where somebody has saved another
    since ("template.newer")."""
    whole = designing.checked(design)
    Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    last = template.versions.first()
    if last is not None and last.design == whole:
        return last
    if last is not None and based_on is not None and last.number != based_on:
        raise DomainError(
            _(
                "%(who)s saved version %(number)d while you were at work. What you composed stands "
                "below and is not saved yet. Look at that version under “Versions of the template”; "
                "press Save once more to keep yours as the newest."
            )
            % {"who": last.created_by, "number": last.number},
            code="template.newer",
        )
    return _add(template, whole, by=by, at=at)


def _add(
    template: Template, design: Mapping[str, Any], *, by: User, at: datetime
) -> TemplateVersion:
    top = template.versions.aggregate(top=Max("number"))["top"] or 0
    version = TemplateVersion.objects.create(
        template=template,
        number=top + 1,
        design=design,
        digest=designing.digest(design),
        created_at=at,
        created_by=by,
    )
    audit.record("template.version", template, by=by, number=version.number)
    return version


@transaction.atomic
def go_back(*, version: TemplateVersion, by: User, at: datetime) -> TemplateVersion:
    """An older version again, as a new one: none is ever taken away. The last one: nothing happens."""
    template = Template.objects.select_for_update(of=("self",)).get(pk=version.template_id)
    last = template.versions.first()
    if last is not None and last.design == version.design:
        return last
    return _add(template, version.design, by=by, at=at)


@transaction.atomic
def use(*, template: Template, used: bool, by: User) -> Template:
    """From now on papers of its kind are made with it, or no longer. Refused while the lint finds
    something ("template.lint")."""
    version = template.versions.first()
    if used:
        problems = problems_of(version) if version else [_("It is empty.")]
        if problems:
            raise DomainError(" ".join(problems), code="template.lint")
        others = Template.objects.filter(agency=template.agency_id, kind=template.kind)
        others.exclude(pk=template.pk).update(is_used=False)
    template.is_used = used
    template.save(update_fields=["is_used"])
    audit.record("template.used" if used else "template.unused", template, by=by)
    return template


def problems_of(version: TemplateVersion) -> list[str]:
    """What the lint finds; a version from before lines were composed was judged when it was saved."""
    return [] if designing.is_of_first_format(version.design) else lint(version.design)


@transaction.atomic
def import_file(*, text: str, agency: Agency | None, by: User, at: datetime) -> TemplateVersion:
    """A template from its file, not yet in use."""
    name, kind, design = designing.from_file(text)
    template = create_template(name=name, agency=agency, by=by, kind=kind)
    return save_version(template=template, design=design, by=by, at=at)


def version_for(
    course: CoursePage, kind: str = CertificateKind.COMPLETION
) -> TemplateVersion | None:
    """The newest version of the template of the course's ministry, else of the one for all; None:
    our own. One query where no template is in use."""
    used = {
        template.agency_id: template
        for template in Template.objects.filter(is_used=True, kind=kind)
    }
    if not used:
        return None
    ministry = MinistryPage.objects.ancestor_of(course).first()
    chosen = used.get(ministry.agency_id if ministry else None) or used.get(None)
    return chosen.versions.first() if chosen else None
