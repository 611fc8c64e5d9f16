"""Templates saved, put to use, exported and imported; which one a course's certificate is made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates import design as designing
from certificates.models import Template, TemplateVersion
from courses.models import CoursePage, MinistryPage
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.units.models import Agency


@transaction.atomic
def create_template(*, name: str, agency: Agency | None, by: User) -> Template:
    template = Template.objects.create(name=name, agency=agency)
    audit.record("template.created", template, by=by)
    return template


@transaction.atomic
def save_version(
    *, template: Template, design: Mapping[str, Any], by: User, at: datetime
) -> TemplateVersion:
    """A new version, or the last one where nothing changed. Certificates already issued keep theirs."""
    whole = designing.checked(design)
    Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    last = template.versions.first()
    if last is not None and last.design == whole:
        return last
    top = template.versions.aggregate(top=Max("number"))["top"] or 0
    version = TemplateVersion.objects.create(
        template=template,
        number=top + 1,
        design=whole,
        digest=designing.digest(whole),
        created_at=at,
        created_by=by,
    )
    audit.record("template.version", template, by=by, number=version.number)
    return version


@transaction.atomic
def use(*, template: Template, used: bool, by: User) -> Template:
    """From now on certificates are made with it, or no longer. Refused while the lint finds
    something ("template.lint")."""
    version = template.versions.first()
    problems = designing.lint(version.design) if version else [_("It is empty.")]
    if used and problems:
        raise DomainError(" ".join(problems), code="template.lint")
    if used:
        others = Template.objects.filter(agency=template.agency_id).exclude(pk=template.pk)
        others.update(is_used=False)
    template.is_used = used
    template.save(update_fields=["is_used"])
    audit.record("template.used" if used else "template.unused", template, by=by)
    return template


@transaction.atomic
def import_file(*, text: str, agency: Agency | None, by: User, at: datetime) -> TemplateVersion:
    """A template from its file, not yet in use."""
    name, design = designing.from_file(text)
    template = create_template(name=name, agency=agency, by=by)
    return save_version(template=template, design=design, by=by, at=at)


def version_for(course: CoursePage) -> TemplateVersion | None:
    """The newest version of the template of the course's ministry, else of the one for all; None:
    the built-in one. One query where no template is in use."""
    used = {template.agency_id: template for template in Template.objects.filter(is_used=True)}
    if not used:
        return None
    ministry = MinistryPage.objects.ancestor_of(course).first()
    chosen = used.get(ministry.agency_id if ministry else None) or used.get(None)
    return chosen.versions.first() if chosen else None
