"""Cancellations that name no payment, on coupons where we gave a payment back: the same money twice? (case 29)

The view `cancellation_in_question` (coupons/migrations/0002_questions_and_settlements.sql) finds them; until a person
has said what each belongs to, nothing new is paid for the coupon. Settled in payouts/unnamed_cancellations.py.
"""

from django.db import models
from django.db.models import Q


class CancellationAnswer(models.Model):
    """What a person said of a cancellation that names no payment: which payment it belongs to, or (None) that it is of
    none that was given back. For ever (append-only by trigger), and guarded like a cancellation that names it.
    """

    entry = models.OneToOneField(
        "coupons.Entry", models.PROTECT, verbose_name="取消", primary_key=True, related_name="answer_about_it"
    )
    payment = models.ForeignKey(
        "coupons.Entry",
        models.PROTECT,
        verbose_name="元の決済",
        null=True,
        blank=True,
        related_name="unnamed_cancellations",
    )
    why = models.CharField("理由と根拠", max_length=300)
    who = models.CharField("決めた人", max_length=150)
    at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "元取引番号のない取消の答え"
        constraints = [
            models.CheckConstraint(name="who_answers_for_a_cancellation_says_why", condition=~Q(why="") & ~Q(who="")),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.payment or '戻した決済のものではない'}"
