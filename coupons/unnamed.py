"""Cancellations that name no payment, on coupons where we gave a payment back: the same money twice? (case 29)

The view `cancellation_in_question` (coupons/migrations/0002_questions_and_settlements.sql) finds them; until a person
has said what each belongs to, nothing new is paid for the coupon. Settled in payouts/unnamed_cancellations.py.
"""

from django.db import models
from django.db.models import Q, Value


class CancellationAnswer(models.Model):
    """What a person said of a cancellation that names no payment: which payment it belongs to, or (None) that it is of
    none that was given back. For ever (append-only by trigger), and guarded like a cancellation that names it.

    `shares`: or of several payments, the yen of each by its id (as text, as JSON has it); together all of it (trigger).
    `first_who`: another said the same before (trigger).
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
    shares = models.JSONField("内訳", blank=True, default=dict, db_default=Value({}, models.JSONField()))
    why = models.CharField("理由と根拠", max_length=300)
    who = models.CharField("決めた人", max_length=150)
    first_who = models.CharField("先に同じことを言った人", max_length=150, blank=True, db_default="")
    at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "元取引番号のない取消の答え"
        constraints = [
            models.CheckConstraint(name="who_answers_for_a_cancellation_says_why", condition=~Q(why="") & ~Q(who="")),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.payment or self.shares or '戻した決済のものではない'}"


class CancellationOpinion(models.Model):
    """What one person has said of a cancellation: it decides once another says the same (append-only by trigger). It is
    of what the ledger was then: `newest_entry`, of the coupon.
    """

    entry = models.ForeignKey("coupons.Entry", models.PROTECT, verbose_name="取消", related_name="opinions")
    payment = models.ForeignKey(
        "coupons.Entry", models.PROTECT, verbose_name="元の決済", null=True, blank=True, related_name="+"
    )
    shares = models.JSONField("内訳", blank=True, default=dict, db_default=Value({}, models.JSONField()))
    why = models.CharField("理由と根拠", max_length=300)
    who = models.CharField("言った人", max_length=150)
    at = models.DateTimeField("言った日時")
    newest_entry = models.ForeignKey("coupons.Entry", models.PROTECT, verbose_name="最新の明細", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "元取引番号のない取消についての意見"
        constraints = [
            models.CheckConstraint(name="whoever_says_it_says_why", condition=~Q(why="") & ~Q(who="")),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.who}"
