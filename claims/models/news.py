"""What the secretariat announced, dated (第一報, 第二報 …)."""

from django.db import models
from django.db.models import Q

from coupons.models import Scheme


class Announcement(models.Model):
    """A public announcement, shown from `published_at` (legal time) on. Plain text; blank lines part paragraphs."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", related_name="announcements")
    label = models.CharField("何報", max_length=20, blank=True, help_text="例 第二報")
    title = models.CharField("題", max_length=120)
    title_en = models.CharField("題（英語）", max_length=200, blank=True)
    body = models.TextField("本文", blank=True)
    body_en = models.TextField("本文（英語）", blank=True)
    published_at = models.DateTimeField("公表日時")

    class Meta:
        verbose_name = verbose_name_plural = "お知らせ（特設サイト）"
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(name="an_announcement_says_something", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()
