"""Yen owed for a coupon, from the freeze on (notice 2.A2)."""

from django.db import models
from django.db.models import Q

from coupons.models import Coupon, Scheme
from payouts.models.payout import Payout


class Entitlement(models.Model):
    """Yen owed for a coupon. Free = on no payout and not lapsed.

    `ledger`: what the formula `coupon_target` says, healed at each freeze run and each release. `decision`: typed by
    two persons, standing beside the ledger. At most one free one a coupon and cause: a yen is owed once. While it is on
    a payout nothing of it changes, and it leaves only by release.
    """

    class Cause(models.TextChoices):
        LEDGER = "ledger", "残額"
        DECISION = "decision", "決定"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_constraint=False, db_index=False)
    coupon = models.ForeignKey(
        Coupon, models.PROTECT, verbose_name="クーポン", related_name="entitlements", db_constraint=False
    )
    cause = models.CharField("理由", max_length=8, choices=Cause, default=Cause.LEDGER)
    amount_yen = models.PositiveIntegerField("金額")
    made_at = models.DateTimeField("記録日時")
    payout = models.ForeignKey(
        Payout,
        models.PROTECT,
        verbose_name="支払",
        related_name="entitlements",
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
    )
    lapsed_at = models.DateTimeField("期限切れ", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "補償額"
        indexes = [models.Index(fields=["payout"], name="entitlements_of_a_payout", condition=Q(payout__isnull=False))]
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "cause"],
                condition=Q(lapsed_at=None, payout=None),
                name="one_free_entitlement_per_coupon_and_cause",
            ),
            models.CheckConstraint(name="an_entitlement_is_of_at_least_one_yen", condition=Q(amount_yen__gt=0)),
            models.CheckConstraint(
                name="the_causes_are_ledger_and_decision", condition=Q(cause__in=["ledger", "decision"])
            ),
            models.CheckConstraint(
                name="what_has_lapsed_is_on_no_payout", condition=Q(lapsed_at=None) | Q(payout=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} {self.amount_yen:,}円"
