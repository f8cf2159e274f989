"""Who has a hand in an incident: who works on it now, and who has said where its yen go."""

from django.db import models
from django.db.models.functions import Now

from claims.models.incidents import Incident
from claims.models.reviewing import staff


class RouteChange(models.Model):
    """Somebody has changed where the yen of an incident would go, for ever (append-only by trigger).

    Who took it said so first (`Incident.taken_by`). Of them nobody approves what goes there.
    """

    class What(models.TextChoices):
        CONTACT = "contact", "連絡先・届け先を直した"
        COUPON = "coupon", "クーポンを結びつけた"

    incident = models.ForeignKey(Incident, models.PROTECT, verbose_name="お申し出", related_name="route_changes")
    what = models.CharField("したこと", max_length=7, choices=What)
    by = staff("した人", "route_changes")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "届け先・クーポンの変更"

    def __str__(self) -> str:
        return f"{self.incident} {self.get_what_display()}"


class OpenIncident(models.Model):
    """An incident that somebody is working on, until `until` (unmoved time) or until somebody takes it over."""

    incident = models.OneToOneField(
        Incident, models.CASCADE, verbose_name="お申し出", primary_key=True, related_name="open_incident"
    )
    clerk = staff("対応している人", "open_incidents")
    opened_at = models.DateTimeField("開いた時刻（実時間）", db_default=Now())
    until = models.DateTimeField("この時刻まで（実時間）")

    class Meta:
        verbose_name = verbose_name_plural = "対応中のお申し出"

    def __str__(self) -> str:
        return f"{self.incident} {self.clerk}"
