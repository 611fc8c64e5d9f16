"""The one way to write to the audit log."""

from typing import Any

from django.db.models import Model

from lms.core.models import AuditEvent


def record(action: str, target: Model, *, by: Any = None, **details: object) -> AuditEvent:
    """Append an event. `details` must not hold names, numbers or PINs: ids and codes only."""
    actor = by if by is not None and getattr(by, "pk", None) else None
    return AuditEvent.objects.create(
        action=action,
        target=f"{target._meta.label_lower}:{target.pk}",
        actor=actor,
        details=details,
    )
