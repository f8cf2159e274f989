"""Batches of bank transfers (総合振込データ): two persons, one export, frozen rows (notice 2.R)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from config import clock
from coupons.models import Scheme
from payouts.models.payout import Payout


def sha256_of(field: str, label: str) -> models.GeneratedField:
    """The digest of stored bytes, made by the database: it is never another's."""
    return models.GeneratedField(
        expression=Func(F(field), function="sha256"),
        output_field=models.BinaryField(null=True),
        db_persist=True,
        verbose_name=label,
    )


class RefundBatch(models.Model):
    """Transfers that go to the bank as one file. Approver ≠ maker ≠ who asked; exported once, bytes and digests stored.

    `digest` is of everything that is approved (trigger: it is that of the rows); `consignor` is who pays, as it stood
    when approval was asked for. `work` is what a worker still has to do (payouts/batches/working.py): the row is
    the duty; its lease runs on unmoved time. `cut_off` and `prefecture`: takes what was opened before, there.

    `handed_in_at`: somebody has given the file to the bank. `refused`: the bank did not take it, as two persons say;
    its bytes stay for whoever looks into it, but they count for nothing, and its refunds are open for another batch.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        SUBMITTED = "submitted", "承認待ち"
        APPROVED = "approved", "承認済"
        EXPORTED = "exported", "出力済"
        CLOSED = "closed", "完了"
        CANCELLED = "cancelled", "取りやめ"
        REFUSED = "refused", "無効（銀行が受け付けない）"

    class Work(models.TextChoices):
        NONE = "", "なし"
        BUILD = "build", "作成"
        CHECK = "check", "点検"
        EXPORT = "export", "出力"

    LEAVES = (State.EXPORTED, State.CLOSED)  # the file has left, or may have, and counts

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    number = models.PositiveIntegerField("番号")
    state = models.CharField("状態", max_length=9, choices=State, default=State.DRAFT)
    transfer_on = models.DateField("振込指定日")
    cut_off = models.DateTimeField("この時刻より前の返金", null=True, blank=True)
    prefecture = models.CharField("都道府県", max_length=2, blank=True, db_default="")
    made_by = models.CharField("作成者", max_length=150)
    made_at = models.DateTimeField("作成日時", db_default=clock.Now())
    submitted_by = models.CharField("承認を頼んだ人", max_length=150, null=True, blank=True)
    approved_by = models.CharField("承認者", max_length=150, null=True, blank=True)
    sent_back = models.CharField("差し戻しの理由", max_length=300, blank=True, db_default="")
    line_count = models.PositiveIntegerField("件数", null=True, blank=True)
    total_yen = models.PositiveBigIntegerField("合計", null=True, blank=True)
    digest = models.BinaryField(null=True, editable=False)
    consignor = models.JSONField("振込依頼人", null=True, editable=False)
    xlsx = models.BinaryField(null=True, editable=False)
    zengin = models.BinaryField(null=True, editable=False)
    xlsx_sha256 = sha256_of("xlsx", "xlsxのSHA-256")
    zengin_sha256 = sha256_of("zengin", "全銀ファイルのSHA-256")
    exported_at = models.DateTimeField("出力日時", null=True, blank=True)
    handed_in_at = models.DateTimeField("銀行に出した日時", null=True, blank=True)
    handed_in_by = models.CharField("銀行に出した人", max_length=150, blank=True, db_default="")
    refused_at = models.DateTimeField("銀行が受け付けないとされた日時", null=True, blank=True)
    refused_by = models.CharField("銀行が受け付けないとした人", max_length=150, null=True, blank=True)
    refused_reason = models.CharField("銀行が受け付けない理由", max_length=200, blank=True, db_default="")
    refusal_confirmed_by = models.CharField("無効を確認した人", max_length=150, null=True, blank=True)
    work = models.CharField("していること", max_length=6, choices=Work, blank=True, db_default="")
    work_by = models.CharField("頼んだ人", max_length=150, blank=True, db_default="")
    work_done = models.PositiveIntegerField("済んだ件数", db_default=0)
    work_total = models.PositiveIntegerField("全部の件数", db_default=0)
    work_error = models.CharField("できなかった理由", max_length=300, blank=True, db_default="")
    leased_until = models.DateTimeField("作業の期限（実時間）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "総合振込データ"
        indexes = [models.Index(fields=["scheme"], name="batches_to_work_on", condition=~Q(work=""))]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="a_batch_number_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_batch_has_one_scheme"),
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(work="build"), name="one_batch_of_a_scheme_is_built_at_a_time"
            ),
            models.CheckConstraint(
                name="a_batch_is_approved_by_another_person",
                condition=Q(approved_by=None) | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("submitted_by"))),
            ),
            models.CheckConstraint(
                name="somebody_asks_for_the_approval_of_a_batch",
                condition=Q(state__in=["draft", "cancelled"]) | Q(submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nothing_is_exported_without_approval",
                condition=Q(state__in=["draft", "submitted"], approved_by=None)
                | Q(state__in=["approved", "exported", "closed", "refused"], approved_by__isnull=False)
                | Q(state="cancelled"),
            ),
            models.CheckConstraint(
                name="count_and_total_are_fixed_with_submission",
                condition=Q(state__in=["draft", "cancelled"])
                | Q(line_count__isnull=False, total_yen__isnull=False, digest__isnull=False),
            ),
            models.CheckConstraint(
                name="an_exported_batch_keeps_its_bytes",
                condition=Q(
                    state__in=["exported", "closed", "refused"],
                    exported_at__isnull=False,
                    xlsx__isnull=False,
                    zengin__isnull=False,
                )
                | Q(
                    state__in=["draft", "submitted", "approved", "cancelled"], exported_at=None, xlsx=None, zengin=None
                ),
            ),
            models.CheckConstraint(
                name="only_a_draft_is_built_and_only_what_is_approved_written_out",
                condition=Q(work="")
                | Q(state="draft", work__in=["build", "check"])
                | Q(state="approved", work="export"),
            ),
            models.CheckConstraint(
                name="what_is_handed_in_was_exported",
                condition=Q(handed_in_at=None, handed_in_by="")
                | (Q(handed_in_at__isnull=False, exported_at__isnull=False) & ~Q(handed_in_by="")),
            ),
            models.CheckConstraint(
                name="who_says_that_the_bank_refused_says_why",
                condition=Q(refused_by=None, refused_at=None)
                | (Q(refused_at__isnull=False, exported_at__isnull=False) & ~Q(refused_by="") & ~Q(refused_reason="")),
            ),
            models.CheckConstraint(
                name="a_file_is_void_by_two_persons",
                condition=Q(refusal_confirmed_by=None) & ~Q(state="refused")
                | (
                    Q(state="refused", refused_by__isnull=False, refusal_confirmed_by__isnull=False)
                    & ~Q(refusal_confirmed_by=F("refused_by"))
                    & ~Q(refusal_confirmed_by="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"総合振込データ{self.number} {self.get_state_display()}"


class RefundLine(models.Model):
    """One transfer. Inserted for an open refund payout, of its amount; frozen with its batch except the outcome.

    `findings`: what the checks found (payouts/batches/checks.py). `outcome` says what is booked in
    payouts/models/outcomes.py; `returned` is final.
    """

    class Outcome(models.TextChoices):
        CREDITED = "credited", "入金済"
        RETURNED = "returned", "組戻し・振込不能"
        UNKNOWN = "unknown", "不明（銀行に確認中）"

    batch = models.ForeignKey(RefundBatch, models.PROTECT, verbose_name="総合振込データ", related_name="lines")
    line_no = models.PositiveIntegerField("行")
    payout = models.ForeignKey(
        Payout, models.PROTECT, verbose_name="支払", related_name="refund_lines", db_constraint=False
    )
    amount_yen = models.PositiveIntegerField("金額")
    account_sealed = models.BinaryField(editable=False)
    findings = ArrayField(models.CharField(max_length=12), verbose_name="点検の結果", default=list, db_default=[])
    excluded_at = models.DateTimeField("除外", null=True, blank=True)
    excluded_by = models.CharField("除外した人", max_length=150, blank=True, db_default="")
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
