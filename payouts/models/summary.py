"""The figures of a scheme as they were at one moment: what dashboard and public page show (payouts/summary.py)."""

from django.db import models

from coupons.models import Scheme


class Summary(models.Model):
    """One row a scheme, written by a duty: working it out over a million coupons takes longer than a page may."""

    scheme = models.OneToOneField(Scheme, models.PROTECT, verbose_name="制度", primary_key=True, related_name="summary")
    at = models.DateTimeField("この時点の数字")
    figures = models.JSONField("数字")

    class Meta:
        verbose_name = verbose_name_plural = "集計"

    def __str__(self) -> str:
        return f"{self.scheme} {self.at:%Y-%m-%d %H:%M}"
