"""What leaves: one amount for one payee by one method, and for ever what it was for."""

from django.db import models
from django.db.models import Q

from claims.models import Claim, Proposal
from coupons.models import Coupon, Member, Scheme


class Method(models.TextChoices):
    """By what a payout leaves: points that its payee chooses (notice 2.A2-app), or a bank transfer (notice 2.R)."""

    POINTS = "points", "キャッシュレスポイント"
    REFUND = "refund", "返金（振込）"


class Payout(models.Model):
    """Yen on their way to a member or a claim. After insert only state, hold and a growing `receive_until` change.

    `open` may still be taken back; `ordered` means something was asked of an issuer or a bank; `returned` came back
    from the bank. `receive_until` is the first instant at which the link no longer serves.
    """

    class State(models.TextChoices):
        OPEN = "open", "受取待ち"
        ORDERED = "ordered", "手続き中"
        PAID = "paid", "支払済"
        RETURNED = "returned", "組戻し・振込不能"
        VOID = "void", "取消"
        LAPSED = "lapsed", "期限切れ"

    # From state to state; the trigger `a_payout_moves_along_its_table` has the same table.
    MOVES = {
        State.OPEN: (State.ORDERED, State.VOID, State.LAPSED),
        State.ORDERED: (State.PAID, State.RETURNED, State.OPEN),
        State.PAID: (State.RETURNED,),
        State.RETURNED: (),
        State.VOID: (),
        State.LAPSED: (),
    }
    RELEASED = (State.RETURNED, State.VOID, State.LAPSED)

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_index=False)
    method = models.CharField("方法", max_length=6, choices=Method)
    amount_yen = models.PositiveIntegerField("金額")
    member = models.ForeignKey(
        Member, models.PROTECT, verbose_name="会員", null=True, blank=True, db_constraint=False, db_index=False
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, verbose_name="申請", null=True, blank=True, db_constraint=False, db_index=False
    )
    state = models.CharField("状態", max_length=8, choices=State, default=State.OPEN)
    receive_until = models.DateTimeField("受取の締切")
    opened_at = models.DateTimeField("作成日時")
    held_at = models.DateTimeField("保留", null=True, blank=True)
    held_by = models.CharField("保留した人", max_length=150, blank=True, db_default="")
    hold_reason = models.CharField("保留の理由", max_length=200, blank=True, db_default="")
    held_for = models.ForeignKey(  # what a second person has to settle first; None for a hold of a person or a dispute
        Proposal,
        models.PROTECT,
        verbose_name="保留の元",
        null=True,
        blank=True,
        db_index=False,
        related_name="payouts_held",
    )

    class Meta:
        verbose_name = verbose_name_plural = "支払"
        indexes = [
            models.Index(fields=["member"], name="payouts_of_a_member", condition=Q(member__isnull=False)),
            models.Index(fields=["claim"], name="payouts_of_a_claim", condition=Q(claim__isnull=False)),
            models.Index(fields=["scheme", "receive_until"], name="payouts_still_open", condition=Q(state="open")),
            models.Index(fields=["held_for"], name="payouts_held_for_a_proposal", condition=Q(held_for__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "scheme"], name="a_payout_has_one_scheme"),
            models.UniqueConstraint(fields=["id", "amount_yen"], name="a_payout_has_one_amount"),
            models.CheckConstraint(name="a_payout_is_of_at_least_one_yen", condition=Q(amount_yen__gt=0)),
            models.CheckConstraint(
                name="a_payout_is_for_a_member_or_for_a_claim",
                condition=Q(member__isnull=False, claim=None) | Q(member=None, claim__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refund_is_for_a_claim", condition=Q(method="points") | Q(method="refund", claim__isnull=False)
            ),
            models.CheckConstraint(
                name="a_hold_has_somebody_and_a_reason",
                condition=Q(held_at=None) | (~Q(held_by="") & ~Q(hold_reason="")),
            ),
            models.CheckConstraint(
                name="what_is_held_for_a_proposal_is_held",
                condition=Q(held_for=None) | Q(held_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"支払{self.pk} {self.amount_yen:,}円 {self.get_state_display()}"


class PayoutItem(models.Model):
    """What a payout was for, coupon by coupon, for ever: entitlements move on, this stays (append-only by trigger)."""

    payout = models.ForeignKey(Payout, models.PROTECT, verbose_name="支払", related_name="items")
    coupon = models.ForeignKey(Coupon, models.PROTECT, verbose_name="クーポン")
    cause = models.CharField("理由", max_length=8)
    amount_yen = models.PositiveIntegerField("金額")

    class Meta:
        verbose_name = verbose_name_plural = "支払の内訳"
        constraints = [
            models.UniqueConstraint(fields=["payout", "coupon", "cause"], name="one_item_per_payout_coupon_and_cause"),
            models.CheckConstraint(name="an_item_is_of_at_least_one_yen", condition=Q(amount_yen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} {self.amount_yen:,}円"
