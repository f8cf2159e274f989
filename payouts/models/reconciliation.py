"""What the last reconciliation of a scheme found (design 5 "Statement"): the dashboard's line is green or red."""

from django.db import models
from django.db.models import Q

from coupons.models import Scheme


class Reconciliation(models.Model):
    """One row a scheme. `breaches`: rows by the invariant they break; `cleared`: the digest a person let pass."""

    scheme = models.OneToOneField(
        Scheme, models.PROTECT, verbose_name="制度", primary_key=True, related_name="reconciliation"
    )
    at = models.DateTimeField("照合した日時")
    breaches = models.JSONField("差", default=dict)
    digest = models.CharField("差の要約", max_length=64, blank=True, db_default="")
    cleared = models.CharField("再開のときの要約", max_length=64, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "照合"
        constraints = [
            models.CheckConstraint(
                name="a_digest_is_of_breaches", condition=Q(breaches={}, digest="") | ~Q(breaches={}) & ~Q(digest="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_clean(self) -> bool:
        return not self.breaches
