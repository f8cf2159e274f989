"""What the secretariat announced, dated (第一報, 第二報 …)."""

from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from coupons.models import Scheme


class Announcement(models.Model):
    """A public announcement, shown from `published_at` (legal time) on. Plain text; blank lines part paragraphs.

    The basis is the notice that the scheme carries out; every other one only tells of it.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", related_name="announcements")
    label = models.CharField("何報", max_length=20, blank=True, help_text="例 第二報")
    title = models.CharField("題", max_length=120)
    title_en = models.CharField("題（英語）", max_length=200, blank=True)
    body = models.TextField("本文", blank=True)
    body_en = models.TextField("本文（英語）", blank=True)
    published_at = models.DateTimeField("公表日時")
    amended_at = models.DateTimeField("追記日時", null=True, blank=True)
    is_basis = models.BooleanField("この補償を定めたお知らせ", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ（特設サイト）"
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(name="an_announcement_says_something", condition=~Q(title="")),
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(is_basis=True), name="a_scheme_rests_on_one_announcement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @classmethod
    def published(cls, scheme: Scheme, at: datetime) -> QuerySet["Announcement"]:
        """What the public may read at `at`, the latest first."""
        return cls.objects.filter(scheme=scheme, published_at__lte=at)
