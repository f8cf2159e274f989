"""What a scheme said before, and who changed it: every version, and changes that wait for a second person.

A version is written by the database, whoever writes to the scheme or to the settings of its brands (0006_versions.sql).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coupons.scheme import Scheme


def _staff(label: str, related_name: str, **more) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=label, related_name=related_name, **more
    )


class SchemeChange(models.Model):
    """New values for a scheme, or for one brand in it (`brand`): asked for by one person, confirmed by another.

    `values`: {field: [old, new]} as the database writes them in JSON. `base`: the newest version when it was asked for;
    a change of anything since makes it stale, and void. `effects`: what the asker was told would happen.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "2人目を待っている"
        CONFIRMED = "confirmed", "確認済み"
        REFUSED = "refused", "差し戻し"
        WITHDRAWN = "withdrawn", "取り下げ"
        STALE = "stale", "無効（その後に制度が変わった）"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", related_name="changes_asked")
    brand = models.CharField("ポイントの種類", max_length=6, blank=True)
    values = models.JSONField("変える値")
    base = models.BigIntegerField("もとの版")
    reason = models.CharField("理由", max_length=300)
    effects = models.JSONField("影響", default=list)
    made_by = _staff("頼んだ人", "scheme_changes_made")
    made_at = models.DateTimeField("頼んだ日時")
    state = models.CharField("状態", max_length=9, choices=State, default=State.WAITING)
    settled_by = _staff("決めた人", "scheme_changes_settled", null=True, blank=True)
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)
    answer = models.CharField("差し戻しの理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "制度の変更の依頼"
        constraints = [
            models.CheckConstraint(
                name="a_change_of_a_scheme_is_confirmed_by_another_person",
                condition=~Q(state="confirmed") | Q(settled_by__isnull=False) & ~Q(settled_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="a_settled_change_of_a_scheme_says_when",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | (~Q(state="waiting") & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_change_of_a_scheme_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_change_has_one_scheme"),
        ]
        indexes = [models.Index(fields=["scheme"], name="scheme_changes_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.scheme} {self.get_state_display()}"


class SchemeVersion(models.Model):
    """What changed at one moment: {field: [old, new]}. Written by trigger, append-only.

    `change`: by which two persons; empty where somebody wrote to the database past the screen.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", related_name="versions")
    brand = models.CharField("ポイントの種類", max_length=6, blank=True)
    values = models.JSONField("変わった値")
    at = models.DateTimeField("日時")
    change = models.OneToOneField(
        SchemeChange, models.PROTECT, verbose_name="依頼", null=True, blank=True, related_name="version"
    )

    class Meta:
        verbose_name = verbose_name_plural = "制度の版"
        indexes = [models.Index(fields=["scheme", "id"], name="versions_of_a_scheme")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.pk}"
