"""What was said on the telephone: one row a call, each with how it ended."""

from django.db import models

from claims.models.claim import Claim
from config import clock
from coupons.models import Coupon, Member, Scheme


class CallNote(models.Model):
    """A call that a clerk took, and what it was about; nothing at all for a wrong number.

    `phone_mark` is the fingerprint of the number that was searched for, so that who calls again is known again though
    nothing was found. `form_nonce` makes a double click one note.
    """

    class Disposition(models.TextChoices):
        INFORMED = "informed", "案内のみ"
        TOLD_TO_CLAIM = "told_to_claim", "(A)の申請を案内"
        CLAIM_TAKEN = "claim_taken", "(A)の申請を代わりに入力"
        INCIDENT_TAKEN = "incident_taken", "(B)の受付"
        INCIDENT_PROGRESS = "incident_progress", "(B)の進捗"
        LINK_AGAIN = "link_again", "受取URLをもう一度"
        TOLD_OF_REFUND = "told_of_refund", "銀行振込を案内"
        NOT_COVERED = "not_covered", "対象外を案内"
        OPINION = "opinion", "ご意見・苦情"
        WRONG_NUMBER = "wrong_number", "番号違い・切断"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    coupon = models.ForeignKey(Coupon, models.PROTECT, verbose_name="クーポン", null=True, blank=True)
    claim = models.ForeignKey(Claim, models.PROTECT, verbose_name="申請", null=True, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, verbose_name="アプリ会員", null=True, blank=True)
    phone_mark = models.BinaryField("電話番号の印", null=True, blank=True, editable=False, db_index=True)
    clerk = models.CharField("担当者", max_length=150)
    disposition = models.CharField("用件", max_length=17, choices=Disposition)
    text = models.TextField("メモ", blank=True)
    at = models.DateTimeField("日時", db_default=clock.Now())
    form_nonce = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "通話の記録"

    def __str__(self) -> str:
        return f"{self.get_disposition_display()} {self.clerk}"
