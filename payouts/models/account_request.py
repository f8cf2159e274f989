"""A claimant is asked for another account: after a transfer came back, or because a check found something."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models import Claim
from config import tokens
from payouts.models.payout import Payout

PURPOSE = "account"


class AccountRequest(models.Model):
    """A link to give an account, to the claim's contact; its secret is derived (config/tokens.py). One waits a claim.

    `returned`: the payout that came back, asked about once; empty where a check was the reason. While it waits, nothing
    is opened or put into a batch for the claim. `has_link` is False where only a person may ask (case 15).

    It ends in one of three ways: answered (by the link, or by two persons for who called or wrote); `stands`, where
    somebody found nothing wrong with the account on record; closed by two persons, and then it stays shut for ever.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, verbose_name="申請", related_name="account_requests")
    returned = models.OneToOneField(
        Payout, models.PROTECT, verbose_name="戻った支払", related_name="account_request", null=True, blank=True
    )
    reason = models.CharField("理由", max_length=200)
    salt = models.UUIDField(default=uuid4, editable=False)
    key_id = models.CharField("鍵", max_length=40)
    asked_by = models.CharField("尋ねた人", max_length=150)
    asked_at = models.DateTimeField("尋ねた日時")
    has_link = models.BooleanField("URLを送った", default=True)
    channel = models.CharField("送り方", max_length=6, blank=True)
    tries = models.PositiveSmallIntegerField("まちがえた回数", db_default=0)
    locked_at = models.DateTimeField("ロック", null=True, blank=True)
    answered_at = models.DateTimeField("回答", null=True, blank=True)
    answered_by = models.CharField("回答した人", max_length=150, blank=True, db_default="")
    stands = models.BooleanField("いまの口座のまま", db_default=False)
    closed_at = models.DateTimeField("終わりにした日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "口座の確認"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(answered_at=None), name="a_claim_is_asked_for_one_account_at_a_time"
            ),
            models.CheckConstraint(
                name="what_is_closed_was_not_answered", condition=Q(closed_at=None) | Q(answered_at=None)
            ),
            models.CheckConstraint(
                name="an_account_that_stands_has_its_answer", condition=Q(stands=False) | Q(answered_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.asked_at:%Y-%m-%d}"

    @property
    def token(self) -> str:
        """The secret part of the URL. Never log it."""
        return tokens.link_token(PURPOSE, self.pk, self.salt, self.key_id)


class AccountProposal(models.Model):
    """What two persons do about an account that was asked for: write the one that was given by phone or letter, or end
    it because none will come (case 15). After insert only the settling changes (trigger).

    `account_sealed`: the part `account` of a draft, sealed; empty for the end. `reason`: how and by whom it was given,
    or why nothing more is done. `over`: it was answered otherwise first, or the claim was taken back; no person did it.
    """

    class Deed(models.TextChoices):
        GIVE = "give", "電話や手紙で知らされた口座"
        CLOSE = "close", "振り込めないまま終わりにする"

    class State(models.TextChoices):
        WAITING = "waiting", "2人目を待っている"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "差し戻し"
        OVER = "over", "承認の前に終わり（口座の回答か、申請の取下げがあった）"

    request = models.ForeignKey(
        AccountRequest, models.PROTECT, verbose_name="口座の確認", related_name="account_proposals"
    )
    deed = models.CharField("すること", max_length=5, choices=Deed)
    account_sealed = models.BinaryField(null=True, editable=False)
    reason = models.CharField("理由と、本人と確かめた方法", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="頼んだ人", related_name="account_proposals_made"
    )
    made_at = models.DateTimeField("頼んだ日時")
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="決めた人",
        related_name="account_proposals_settled",
        null=True,
        blank=True,
    )
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)
    answer = models.CharField("差し戻しの理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "口座の確認の2人目"
        constraints = [
            models.CheckConstraint(
                name="what_is_done_about_an_account_is_approved_by_another",
                condition=~Q(state="approved") | Q(settled_by__isnull=False) & ~Q(settled_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="what_is_settled_about_an_account_says_when",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | Q(state="over", settled_by=None, settled_at__isnull=False)
                | (Q(state__in=["approved", "refused"]) & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="who_gives_an_account_says_which",
                condition=Q(deed="give", account_sealed__isnull=False) | Q(deed="close", account_sealed=None),
            ),
            models.CheckConstraint(name="what_is_done_about_an_account_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="waiting"), name="one_thing_about_an_account_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.request.claim}"
