"""Writing the trail: one call beside the deed, in its transaction."""

from django.db import models

from trail.models import AuditEvent


def record(action: str, *, who: str, about: models.Model | str, **detail) -> AuditEvent:
    """Note that `who` did `action` to the row `about`. `detail` is plain JSON without secrets or contacts."""
    return AuditEvent.objects.create(who=who, action=action, about=_name(about), detail=detail)


def _name(about: models.Model | str) -> str:
    return about if isinstance(about, str) else f"{about._meta.label_lower}/{about.pk}"
