"""The band that no rehearsal goes without, so that nobody takes it for the real site."""

from django import template
from django.conf import settings

from config import clock

register = template.Library()


@register.inclusion_tag("rehearsal_band.html")
def rehearsal_band(with_clock: bool = True) -> dict[str, object]:
    """「予行中：制度上の現在時刻 …」. Pages that must do without a database leave the clock out."""
    now = clock.now() if settings.REHEARSAL and with_clock else None
    return {"rehearsal": settings.REHEARSAL, "now": now}
