"""Batches of bank transfers (総合振込データ): two persons, one export, frozen rows (notice 2.R)."""

from django.db import models
from django.db.models import F, Q

from coupons.models import Scheme
from payouts.models.payout import Payout


class RefundBatch(models.Model):
    """Transfers that go to the bank as one file. Approver ≠ maker; exported once, bytes and digest stored."""

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        SUBMITTED = "submitted", "承認待ち"
        APPROVED = "approved", "承認済"
        EXPORTED = "exported", "出力済"
        CLOSED = "closed", "完了"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    number = models.PositiveIntegerField("番号")
    state = models.CharField("状態", max_length=9, choices=State, default=State.DRAFT)
    transfer_on = models.DateField("振込指定日")
    made_by = models.CharField("作成者", max_length=150)
    approved_by = models.CharField("承認者", max_length=150, null=True, blank=True)
    line_count = models.PositiveIntegerField("件数", null=True, blank=True)
    total_yen = models.PositiveBigIntegerField("合計", null=True, blank=True)
    digest = models.BinaryField(null=True, editable=False)
    xlsx = models.BinaryField(null=True, editable=False)
    zengin = models.BinaryField(null=True, editable=False)
    exported_at = models.DateTimeField("出力日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "総合振込データ"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="a_batch_number_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_batch_has_one_scheme"),
            models.CheckConstraint(
                name="a_batch_is_approved_by_another_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="nothing_is_exported_without_approval",
                condition=Q(state__in=["draft", "submitted"], approved_by=None)
                | Q(state__in=["approved", "exported", "closed"], approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="count_and_total_are_fixed_with_submission",
                condition=Q(state="draft") | Q(line_count__isnull=False, total_yen__isnull=False, digest__isnull=False),
            ),
            models.CheckConstraint(
                name="an_exported_batch_keeps_its_bytes",
                condition=Q(
                    state__in=["exported", "closed"],
                    exported_at__isnull=False,
                    xlsx__isnull=False,
                    zengin__isnull=False,
                )
                | Q(state__in=["draft", "submitted", "approved"], exported_at=None, xlsx=None, zengin=None),
            ),
        ]

    def __str__(self) -> str:
        return f"総合振込データ{self.number} {self.get_state_display()}"


class RefundLine(models.Model):
    """One transfer. Inserted for an open refund payout, of its amount; frozen with its batch except the outcome."""

    class Outcome(models.TextChoices):
        CREDITED = "credited", "入金済"
        RETURNED = "returned", "組戻し・振込不能"

    batch = models.ForeignKey(RefundBatch, models.PROTECT, verbose_name="総合振込データ", related_name="lines")
    line_no = models.PositiveIntegerField("行")
    payout = models.ForeignKey(
        Payout, models.PROTECT, verbose_name="支払", related_name="refund_lines", db_constraint=False
    )
    amount_yen = models.PositiveIntegerField("金額")
    account_sealed = models.BinaryField(editable=False)
    excluded_at = models.DateTimeField("除外", null=True, blank=True)
    excluded_reason = models.CharField("除外の理由", max_length=200, blank=True, db_default="")
    outcome = models.CharField("結果", max_length=8, choices=Outcome, null=True, blank=True)
    outcome_reason = models.CharField("結果の理由", max_length=200, blank=True, db_default="")
    outcome_at = models.DateTimeField("結果の日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "振込"
        constraints = [
            models.UniqueConstraint(fields=["batch", "line_no"], name="a_line_number_is_unique_in_a_batch"),
            models.UniqueConstraint(fields=["payout"], condition=Q(excluded_at=None), name="one_live_line_per_payout"),
            models.CheckConstraint(
                name="an_excluded_line_says_why", condition=Q(excluded_at=None) | ~Q(excluded_reason="")
            ),
            models.CheckConstraint(
                name="an_outcome_has_its_time",
                condition=Q(outcome=None, outcome_at=None) | Q(outcome__isnull=False, outcome_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}-{self.line_no} {self.amount_yen:,}円"
