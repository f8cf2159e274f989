"""Asking shops: who has a shop on the telephone, and what a chain's file of answers came to."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from claims.models.reviewing import staff
from coupons.models import Scheme, Store


class OpenStore(models.Model):
    """A shop that somebody is calling, until `until` (unmoved time) or until somebody takes it over."""

    store = models.OneToOneField(
        Store, models.CASCADE, verbose_name="店舗", primary_key=True, related_name="open_store"
    )
    clerk = staff("対応している人", "open_stores")
    opened_at = models.DateTimeField("開いた時刻（実時間）", db_default=Now())
    until = models.DateTimeField("この時刻まで（実時間）")

    class Meta:
        verbose_name = verbose_name_plural = "対応中の店舗"

    def __str__(self) -> str:
        return f"{self.store} {self.clerk}"


class StoreAnswerFile(models.Model):
    """A chain's answers: what became of the file's rows. `faults` are the first ones as [line, column, reason]."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_at = models.DateTimeField("取り込んだ日時")
    taken_by = staff("取り込んだ人", "store_answer_files")
    read_count = models.PositiveIntegerField("行数")
    agrees_count = models.PositiveIntegerField("一致")
    differs_count = models.PositiveIntegerField("不一致")
    unknown_count = models.PositiveIntegerField("分からない")
    unchanged_count = models.PositiveIntegerField("取り込み済み・回答なし")
    fault_count = models.PositiveIntegerField("取り込めなかった行")
    faults = models.JSONField("取り込めなかった行の内容", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "店舗からの回答ファイル"
        constraints = [
            models.CheckConstraint(
                name="every_row_of_a_stores_answers_has_an_outcome",
                condition=Q(
                    read_count=F("agrees_count")
                    + F("differs_count")
                    + F("unknown_count")
                    + F("unchanged_count")
                    + F("fault_count")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
