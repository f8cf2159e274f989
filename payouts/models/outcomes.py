"""What became of transfers, as the bank has told: from files of results, or typed one by one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coupons.models import Scheme
from payouts.models.refunds import RefundLine


class State(models.TextChoices):
    """Of a file, and of each word in it. What says that money came back waits for another person."""

    WAITING = "waiting", "2人目を待っている"
    BOOKED = "booked", "記録済"
    REFUSED = "refused", "差し戻し"


def _settled_by(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="決めた人",
        related_name=related_name,
        null=True,
        blank=True,
    )


class ResultFile(models.Model):
    """A file of results that was taken in, whole. Its bytes come in once, unless its returns were sent back.

    It waits while its returns do: anybody can fill our template in (attack 21). After insert only the settling changes
    (trigger).
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    name = models.CharField("ファイル名", max_length=200)
    digest = models.BinaryField("SHA-256", editable=False)
    taken_by = models.CharField("取り込んだ人", max_length=150)
    taken_at = models.DateTimeField("取り込んだ日時")
    state = models.CharField("状態", max_length=7, choices=State, db_default=State.BOOKED)
    settled_by = _settled_by("result_files_settled")
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "振込結果のファイル"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "digest"],
                condition=~Q(state="refused"),
                name="a_file_of_results_is_taken_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TransferOutcome(models.Model):
    """One word of the bank about one line. Append-only but for its settling (trigger).

    A `returned`, typed or from a file, waits for another person (attack 21): nothing is paid again before. All else is
    booked at once.
    """

    State = State

    class ReasonCode(models.TextChoices):
        """The answers of a bank's account inquiry; what else banks write is text."""

        AGREES = "0", "口座・名義とも一致"
        NO_ACCOUNT = "1", "該当する口座がない"
        OTHER_NAME = "2", "受取人の名義が違う"
        OTHER = "9", "その他（解約・入金停止など）"

    line = models.ForeignKey(RefundLine, models.PROTECT, verbose_name="振込", related_name="outcomes")
    outcome = models.CharField("結果", max_length=8, choices=RefundLine.Outcome)
    reason_code = models.CharField("理由コード", max_length=1, choices=ReasonCode, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="記録した人", related_name="outcomes_made"
    )
    made_at = models.DateTimeField("記録した日時")
    file = models.ForeignKey(ResultFile, models.PROTECT, verbose_name="ファイル", null=True, blank=True)
    file_line = models.PositiveIntegerField("ファイルの行", null=True, blank=True)
    state = models.CharField("状態", max_length=7, choices=State)
    settled_by = _settled_by("outcomes_settled")
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "振込結果"
        constraints = [
            models.UniqueConstraint(fields=["file", "file_line"], name="a_line_of_a_file_is_booked_once"),
            models.UniqueConstraint(fields=["line"], condition=Q(state="waiting"), name="one_outcome_of_a_line_waits"),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state="booked", outcome="returned"),
                name="a_transfer_comes_back_once",
            ),
            models.CheckConstraint(
                name="a_return_is_booked_by_another_person",
                condition=~Q(state="booked", outcome="returned")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("made_by"))),
            ),
            models.CheckConstraint(
                name="an_outcome_of_a_file_has_its_line", condition=Q(file=None) | Q(file_line__isnull=False)
            ),
            models.CheckConstraint(
                name="a_return_says_why", condition=~Q(outcome="returned") | ~Q(reason="") | ~Q(reason_code="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.get_outcome_display()}"

    @property
    def why(self) -> str:
        """The code's words and what was written, as one."""
        return "　".join(filter(None, (self.get_reason_code_display() if self.reason_code else "", self.reason)))
